//! Whether calls are recorded, and after a notice or without one, by where the lead may be.

use serde_json::{Value, json};
use support::{Actor, TestApp};

/// A rep whose campaign records calls, in a workspace that asks for no more than the rules do.
struct Office {
    app: TestApp,
    admin: Actor,
    maya: Actor,
    campaign: String,
}

impl Office {
    async fn by_the_rules() -> Self {
        let app = TestApp::start().await;
        let (admin, maya) = (app.admin().await, app.rep("Maya").await);
        let campaign = json!({ "name": "Spring", "records_calls": true });
        let campaign = admin.post("/campaigns", campaign).await.expect(201).id();
        let rules = json!({ "recording_consent": "one_party" });
        let _settings = admin.patch("/settings", rules).await.expect(200);
        Self { app, admin, maya, campaign }
    }

    async fn lead(&self, country: &str, state: Option<&str>, phone: &str) -> String {
        let lead = self.app.lead("Antla").with("campaign_id", self.campaign.clone());
        let lead = lead.with("country", country).with("region_name", state);
        lead.with("formatted_phone", phone).assigned_to(&self.maya).insert().await
    }

    async fn in_ohio(&self) -> String {
        self.lead("US", Some("Ohio"), "+1 614 555 0123").await
    }

    async fn recording(&self, lead: &str) -> Value {
        let receipt = self.maya.get(&format!("/leads/{lead}/calling-receipt")).await.expect(200);
        receipt["recording"].clone()
    }

    /// What the carrier is told when the rep dials, and what is kept of it with the call.
    async fn dials(&self, lead: &str) -> (bool, bool, Value) {
        let call = self.app.call(&self.maya, lead).await;
        let document = self.app.dial(&self.maya, &call.id, &call.parent).await.expect(200).text;
        let kept = call.seen_by(&self.maya).await["recording_consent"].clone();
        call.fails("busy", "486").await;
        (document.contains("record="), document.contains("/webhooks/twilio/notice?"), kept)
    }

    async fn change(&self, key: &str, changes: Value) {
        let listed = self.admin.get("/calling-rules").await.expect(200);
        let rule = listed.data().iter().find(|rule| rule["key"] == key).unwrap();
        let path = format!("/calling-rules/{}", rule["id"].as_str().unwrap());
        let _changed = self.admin.patch(&path, changes).await.expect(200);
    }
}

#[tokio::test]
async fn out_of_the_box_every_rule_about_recording_has_its_source() {
    let app = TestApp::start().await;
    let listed = app.rep("Maya").await.get("/calling-rules").await.expect(200);
    let about: Vec<&Value> =
        listed.data().iter().filter(|rule| !rule["recording"].is_null()).collect();
    assert_eq!(about.len(), 17);
    for rule in about {
        assert!(rule["source"].as_str().is_some_and(|source| !source.is_empty()), "{rule}");
        assert_eq!((&rule["windows"], &rule["cap"]), (&json!([]), &Value::Null), "{rule}");
    }
}

#[tokio::test]
async fn where_one_side_suffices_a_call_is_recorded_without_a_notice() {
    let office = Office::by_the_rules().await;
    let lead = office.in_ohio().await;
    let verdict = office.recording(&lead).await;
    assert_eq!(verdict["consent"], "one_party");
    assert_eq!(
        verdict["because"],
        json!({ "kind": "rule", "rule": "us-recording", "name": "United States",
            "source": "18 USC 2511(2)(d)" })
    );
    assert_eq!(office.dials(&lead).await, (true, false, json!("one_party")));
}

#[tokio::test]
async fn where_all_must_agree_the_notice_comes_first() {
    let office = Office::by_the_rules().await;
    let lead = office.lead("US", Some("California"), "+1 213 555 0123").await;
    let verdict = office.recording(&lead).await;
    assert_eq!(verdict["because"]["name"], "California");
    assert_eq!(office.dials(&lead).await, (true, true, json!("notice")));
    let germany = office.lead("DE", None, "+49 30 9018123").await;
    let verdict = office.recording(&germany).await;
    assert_eq!(verdict["because"]["source"], "StGB §201; GDPR");
    assert_eq!(office.dials(&germany).await, (true, true, json!("notice")));
}

#[tokio::test]
async fn of_two_places_where_the_lead_may_be_the_stricter_counts() {
    let office = Office::by_the_rules().await;
    let lead = office.lead("US", Some("Ohio"), "+1 213 555 0123").await;
    assert_eq!(office.recording(&lead).await["because"]["name"], "California");
    assert_eq!(office.dials(&lead).await, (true, true, json!("notice")));
}

#[tokio::test]
async fn where_nothing_is_known_there_is_a_notice() {
    let office = Office::by_the_rules().await;
    let lead = office.lead("CH", None, "+41 44 668 18 00").await;
    let because = json!({ "kind": "no_rule", "place": "CH" });
    assert_eq!(office.recording(&lead).await["because"], because);
    assert_eq!(office.dials(&lead).await, (true, true, json!("notice")));
    // A toll-free number of nobody knows whom.
    let nowhere = office.app.lead("Nowhere").with("campaign_id", office.campaign.clone());
    let nowhere = nowhere.with("formatted_phone", "+1 800 555 0123");
    let nowhere = nowhere.assigned_to(&office.maya).insert().await;
    let database = office.app.database().await;
    let forget = "UPDATE leads SET calling_place = NULL WHERE name = 'Nowhere'";
    database.batch_execute(forget).await.unwrap();
    let verdict = office.recording(&nowhere).await;
    assert_eq!(verdict["because"], json!({ "kind": "unknown_place" }));
    assert_eq!(office.dials(&nowhere).await, (true, true, json!("notice")));
}

#[tokio::test]
async fn a_rule_that_is_switched_off_leaves_the_notice() {
    let office = Office::by_the_rules().await;
    let lead = office.in_ohio().await;
    assert_eq!(office.dials(&lead).await, (true, false, json!("one_party")));
    office.change("us-recording", json!({ "active": false })).await;
    let because =
        json!({ "kind": "switched_off", "rule": "us-recording", "name": "United States" });
    assert_eq!(office.recording(&lead).await["because"], because);
    assert_eq!(office.dials(&lead).await, (true, true, json!("notice")));
}

#[tokio::test]
async fn where_a_rule_forbids_it_a_call_is_not_recorded_at_all() {
    let office = Office::by_the_rules().await;
    let lead = office.lead("US", Some("California"), "+1 213 555 0123").await;
    let never = json!({ "recording": "never", "source": "Our lawyer", "confidence": "high" });
    office.change("us-ca-recording", never).await;
    let verdict = office.recording(&lead).await;
    assert_eq!(
        (&verdict["consent"], &verdict["because"]["source"]),
        (&json!("never"), &json!("Our lawyer"))
    );
    assert_eq!(office.dials(&lead).await, (false, false, json!("never")));
    let kept = "SELECT count(*) FROM activity_payloads WHERE after -> 'receipt' ->> 'recording' LIKE '%Our lawyer%'";
    assert!(office.app.count(kept).await >= 1, "the decision is kept with what it rests on");
}

#[tokio::test]
async fn a_lead_that_rings_us_is_recorded_by_the_same_rules() {
    let office = Office::by_the_rules().await;
    office.maya.is_at_the_desk().await;
    let _ohio = office.in_ohio().await;
    let from_ohio = office.app.call_from("+16145550123", 1).await;
    let (records, announces) = ("record=\"record-from-answer-dual\"", "<Say");
    assert!(from_ohio.document.contains(records), "{}", from_ohio.document);
    assert!(!from_ohio.document.contains(announces), "{}", from_ohio.document);
    from_ohio.is_missed().await;

    let _germany = office.lead("DE", None, "+49 30 9018123").await;
    let from_germany = office.app.call_from("+49309018123", 2).await;
    assert!(from_germany.document.contains(announces), "{}", from_germany.document);
    from_germany.is_missed().await;

    let never = json!({ "recording_consent": "never" });
    let _settings = office.admin.patch("/settings", never).await.expect(200);
    let again = office.app.call_from("+49309018123", 3).await;
    assert!(!again.document.contains("record="), "{}", again.document);
    assert_eq!(again.seen_by(&office.maya).await["recording_consent"], "never");
    again.is_missed().await;
}

#[tokio::test]
async fn the_workspace_is_stricter_than_the_rules_never_laxer() {
    let office = Office::by_the_rules().await;
    let (ohio, germany) = (office.in_ohio().await, office.lead("DE", None, "+49 30 9018123").await);
    let settings = async |consent: &str| {
        let consent = json!({ "recording_consent": consent });
        let _settings = office.admin.patch("/settings", consent).await.expect(200);
    };
    settings("notice").await;
    assert_eq!(office.recording(&ohio).await["because"], json!({ "kind": "workspace" }));
    assert_eq!(office.recording(&germany).await["because"]["name"], "Germany");
    assert_eq!(office.dials(&ohio).await, (true, true, json!("notice")));
    settings("never").await;
    assert_eq!(office.dials(&germany).await, (false, false, json!("never")));
    settings("one_party").await;
    assert_eq!(office.dials(&germany).await, (true, true, json!("notice")));
    office
        .admin
        .patch("/settings", json!({ "recording_consent": "maybe" }))
        .await
        .invalid("/recording_consent", "invalid");
}

#[tokio::test]
async fn a_new_workspace_plays_the_notice_everywhere() {
    let app = TestApp::start().await;
    let settings = app.admin().await.get("/settings").await.expect(200);
    assert_eq!(settings["recording_consent"], "notice");
}

#[tokio::test]
async fn where_the_campaign_records_nothing_nothing_is_asked_for() {
    let office = Office::by_the_rules().await;
    let off = json!({ "records_calls": false });
    let path = format!("/campaigns/{}", office.campaign);
    let _campaign = office.admin.patch(&path, off).await.expect(200);
    let lead = office.in_ohio().await;
    assert_eq!(office.recording(&lead).await, Value::Null);
    assert_eq!(office.dials(&lead).await, (false, false, Value::Null));
}

#[tokio::test]
async fn a_rule_speaks_of_recording_or_of_hours() {
    let office = Office::by_the_rules().await;
    let rule = json!({ "name": "Switzerland", "country": "CH", "confidence": "high",
        "recording": "never", "cap": { "max_attempts": 1, "period_hours": 24 } });
    let refused = office.admin.post("/calling-rules", rule).await;
    refused.invalid("/recording", "two_matters");
    // One about recording leaves the hours of its place alone.
    let lead = office.lead("AT", None, "+43 1 4000 0").await;
    let hours = async || {
        let receipt = office.maya.get(&format!("/leads/{lead}/calling-receipt")).await.expect(200);
        receipt["hours"]["rules"].clone()
    };
    let before = hours().await;
    let rule =
        json!({ "name": "Austria", "country": "AT", "confidence": "high", "recording": "never" });
    let _added = office.admin.post("/calling-rules", rule).await.expect(201);
    assert_eq!(hours().await, before);
    assert_eq!(office.recording(&lead).await["because"]["name"], "Austria");
}
