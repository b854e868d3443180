//! Role × operation: who is let in. Every operation of the OpenAPI document stands in the table.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Actor, TestApp};

/// Who may ask for an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum May {
    /// Anybody at all.
    Anybody,
    /// Whoever is signed in; a rep for what is the rep's own.
    SignedIn,
    /// Admins.
    Admins,
}

const TABLE: &[(&str, May)] = &[
    ("accept_invite", May::Anybody),
    ("commit_import", May::Admins),
    ("create_assignments", May::Admins),
    ("create_assignment_rule", May::Admins),
    ("update_assignment_rule", May::Admins),
    ("delete_assignment_rule", May::Admins),
    ("list_assignment_rules", May::Admins),
    ("try_assignment_rules", May::Admins),
    ("create_calling_rule", May::Admins),
    ("create_campaign", May::Admins),
    ("create_disposition", May::Admins),
    ("create_do_not_call", May::Admins),
    ("create_export", May::Admins),
    ("create_handout", May::Admins),
    ("create_follow_up", May::SignedIn),
    ("create_import", May::Admins),
    ("create_lead", May::Admins),
    ("create_note", May::SignedIn),
    ("create_note_template", May::Admins),
    ("create_region", May::Admins),
    ("create_user", May::Admins),
    ("delete_assignment", May::Admins),
    ("delete_calling_rule", May::Admins),
    ("delete_campaign", May::Admins),
    ("delete_disposition", May::Admins),
    ("delete_do_not_call", May::Admins),
    ("delete_import", May::Admins),
    ("delete_lead", May::Admins),
    ("delete_note_template", May::Admins),
    ("delete_region", May::Admins),
    ("delete_voicemail_message", May::SignedIn),
    ("dispose_call", May::SignedIn),
    ("download_rejected_rows", May::Admins),
    ("drop_voicemail", May::SignedIn),
    ("erase_lead", May::Admins),
    ("get_analytics_summary", May::SignedIn),
    ("get_call", May::SignedIn),
    ("get_call_recording", May::SignedIn),
    ("get_calling_receipt", May::SignedIn),
    ("get_campaign", May::SignedIn),
    ("get_export", May::Admins),
    ("get_export_file", May::Admins),
    ("get_handout", May::Admins),
    ("get_import", May::Admins),
    ("get_import_report", May::Admins),
    ("get_import_sample", May::Admins),
    ("get_lead", May::SignedIn),
    ("get_me", May::SignedIn),
    ("get_my_day", May::SignedIn),
    ("get_personal_data", May::Admins),
    ("get_region", May::SignedIn),
    ("get_settings", May::Admins),
    ("get_user", May::Admins),
    ("get_voicemail_audio", May::SignedIn),
    ("get_voicemail_message", May::SignedIn),
    ("hang_up_call", May::SignedIn),
    ("invite_user", May::Admins),
    ("issue_telephony_token", May::SignedIn),
    ("lease_next_lead", May::SignedIn),
    ("link_call_recording", May::SignedIn),
    ("link_export_file", May::Admins),
    ("list_activity", May::Admins),
    ("list_assignments", May::Admins),
    ("list_call_events", May::SignedIn),
    ("list_calls", May::SignedIn),
    ("list_calling_rules", May::SignedIn),
    ("list_campaigns", May::SignedIn),
    ("list_dispositions", May::SignedIn),
    ("list_do_not_call", May::SignedIn),
    ("list_exports", May::Admins),
    ("list_handouts", May::Admins),
    ("list_passed_over", May::Admins),
    ("preview_handout", May::Admins),
    ("undo_handout", May::Admins),
    ("list_follow_ups", May::SignedIn),
    ("list_import_rows", May::Admins),
    ("list_imports", May::Admins),
    ("list_kept_leads", May::Admins),
    ("list_lead_calls", May::SignedIn),
    ("list_lead_duplicates", May::Admins),
    ("list_lead_enrichments", May::SignedIn),
    ("list_lead_follow_ups", May::SignedIn),
    ("list_lead_notes", May::SignedIn),
    ("list_lead_timeline", May::SignedIn),
    ("list_leads", May::SignedIn),
    ("list_presence", May::SignedIn),
    ("list_note_templates", May::SignedIn),
    ("list_queue", May::SignedIn),
    ("list_regions", May::SignedIn),
    ("list_users", May::Admins),
    ("list_work_times", May::SignedIn),
    ("log_call", May::SignedIn),
    ("login", May::Anybody),
    ("logout", May::Anybody),
    ("merge_leads", May::Admins),
    ("place_call", May::SignedIn),
    ("reassign_leads", May::Admins),
    ("refresh", May::Anybody),
    ("release_lead", May::SignedIn),
    ("renew_lease", May::SignedIn),
    ("skip_lead", May::SignedIn),
    ("stream_events", May::SignedIn),
    ("summarize_assignments", May::Admins),
    ("undo", May::SignedIn),
    ("summarize_follow_ups", May::SignedIn),
    ("undo_import", May::Admins),
    ("update_assignment", May::Admins),
    ("update_calling_rule", May::Admins),
    ("update_campaign", May::Admins),
    ("update_disposition", May::Admins),
    ("update_follow_up", May::SignedIn),
    ("update_import", May::Admins),
    ("update_import_rows", May::Admins),
    ("update_lead", May::SignedIn),
    ("update_me", May::SignedIn),
    ("update_presence", May::SignedIn),
    ("update_note_template", May::Admins),
    ("update_region", May::Admins),
    ("update_settings", May::Admins),
    ("update_user", May::Admins),
    ("update_voicemail_message", May::SignedIn),
    ("upload_do_not_call", May::Admins),
];

fn table() -> BTreeMap<&'static str, May> {
    TABLE.iter().copied().collect()
}

struct Operation {
    id: String,
    method: Method,
    path: String,
}

/// Every operation that is served, with ids that name nothing.
fn operations() -> Vec<Operation> {
    let document: Value = serde_json::to_value(api::openapi::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, said) in item.as_object().unwrap() {
            let Some(id) = said["operationId"].as_str() else { continue };
            let parts = path.trim_start_matches("/api/v1").split('/').map(|part| {
                if part.starts_with('{') { "01900000-0000-7000-8000-000000000000" } else { part }
            });
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: parts.collect::<Vec<_>>().join("/"),
            });
        }
    }
    operations
}

async fn status(actor: &Actor, operation: &Operation) -> u16 {
    let ask = actor.ask(operation.method.clone(), &operation.path);
    if operation.id == "stream_events" {
        // Its body never ends, so only its head is looked at.
        return ask.head().await;
    }
    match operation.method {
        Method::GET | Method::DELETE => ask.await.status,
        _ => ask.json(&json!({})).await.status,
    }
}

#[test]
fn every_operation_stands_in_the_table_and_nothing_else() {
    let table = table();
    let mut served: Vec<String> = operations().into_iter().map(|operation| operation.id).collect();
    served.sort_unstable();
    let known: Vec<String> = table.keys().map(|id| (*id).to_owned()).collect();
    let missing: Vec<_> = served.iter().filter(|id| !known.contains(id)).collect();
    let gone: Vec<_> = known.iter().filter(|id| !served.contains(id)).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "without a row: {missing:?}; not served: {gone:?}"
    );
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_asked_to_before_anything_else() {
    let app = TestApp::start().await;
    let (table, nobody) = (table(), app.anonymous());
    for operation in operations() {
        let status = status(&nobody, &operation).await;
        match table.get(operation.id.as_str()) {
            // An empty body is refused; the cookie of a refresh is missing.
            Some(May::Anybody) => {
                assert!([204, 401, 422].contains(&status), "{}: {status}", operation.id);
            }
            _ => assert_eq!(status, 401, "{}", operation.id),
        }
    }
}

#[tokio::test]
async fn a_rep_is_let_in_where_the_table_says_so() {
    let app = TestApp::start().await;
    let (table, maya) = (table(), app.rep("Maya").await);
    for operation in operations() {
        let status = status(&maya, &operation).await;
        match table.get(operation.id.as_str()) {
            Some(May::Admins) => assert_eq!(status, 403, "{}", operation.id),
            Some(May::SignedIn) => assert!(
                ![401, 403, 405].contains(&status) && status < 500,
                "{}: {status}",
                operation.id
            ),
            _ => {}
        }
    }
}

#[tokio::test]
async fn an_admin_is_let_in_everywhere() {
    let app = TestApp::start().await;
    let (table, admin) = (table(), app.admin().await);
    for operation in operations() {
        let status = status(&admin, &operation).await;
        if table.get(operation.id.as_str()) != Some(&May::Anybody) {
            assert!(
                ![401, 403, 405].contains(&status) && status < 500,
                "{}: {status}",
                operation.id
            );
        }
    }
}
