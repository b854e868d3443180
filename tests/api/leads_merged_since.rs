//! What comes of a merged lead afterwards: the next list, the next edit, what is taken back.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, Answer, TestApp, Upload};

const BRAEU: &str = "Antla Bräu,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,";
const BRAUEREI: &str = "Antla Bräu,09261 777123,,,,,,Germany,,N,,";

async fn merged(admin: &Actor, keep: &str, gone: &str) -> Answer {
    let body = json!({ "keep_id": keep, "merge_id": gone });
    admin.post("/leads/merge", body).await.expect(200)
}

/// One business that two lists brought in under two numbers, made one; gives the lead.
async fn of_two_lists(app: &TestApp, admin: &Actor, region: &str) -> String {
    let _first = Upload::rows([BRAEU], region).committed_by(app, admin).await;
    let policy = json!({ "duplicates": "create" });
    let second = Upload::rows([BRAUEREI], region).options(&policy);
    let second = second.committed_by(app, admin).await;
    let of = async |query: &str| {
        let leads = admin.get(&format!("/leads?{query}")).await.expect(200);
        leads.data()[0]["id"].as_str().unwrap().to_owned()
    };
    let gone = of(&format!("import_id={}", second.id())).await;
    let keep = of("q=Kronach").await;
    let _merged = merged(admin, &keep, &gone).await;
    keep
}

#[tokio::test]
async fn a_list_with_the_other_number_changes_no_number() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let keep = of_two_lists(&app, &admin, &region).await;

    let again = Upload::rows([BRAUEREI], &region).committed_by(&app, &admin).await;
    assert_eq!(again["counts"]["create"], 0, "{}", again.text);
    let lead = admin.get(&format!("/leads/{keep}")).await.expect(200);
    assert_eq!(lead["phone_e164"], "+499261628000");
    assert_eq!(lead["alternative_phones"], json!(["+499261777123"]));
}

#[tokio::test]
async fn an_edit_does_not_make_it_unknown_to_the_next_list() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let keep = of_two_lists(&app, &admin, &region).await;
    for change in [json!({ "priority": 1 }), json!({ "city": "Hof" })] {
        let _changed = admin.patch(&format!("/leads/{keep}"), change).await.expect(200);
        let again = Upload::rows([BRAUEREI], &region).committed_by(&app, &admin).await;
        assert_eq!(again["counts"]["create"], 0, "{}", again.text);
    }
}

#[tokio::test]
async fn a_row_in_review_is_the_lead_that_its_lead_was_merged_into() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let _known = Upload::rows([BRAEU], &region).committed_by(&app, &admin).await;
    let leads = admin.get("/leads").await.expect(200);
    let gone = leads.data()[0]["id"].as_str().unwrap().to_owned();
    let keep = app.lead("Antla Braeu").insert().await;
    let import = Upload::rows([BRAEU], &region).read_by(&app, &admin).await;
    let _merged = merged(&admin, &keep, &gone).await;

    let path = format!("/imports/{}", import.id());
    let _accepted = admin.post(&format!("{path}/commit"), json!({})).await.expect(202);
    app.run_jobs().await;
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}

#[tokio::test]
async fn what_a_list_said_of_the_kept_lead_stays_when_that_list_is_taken_back() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let _known = Upload::rows([BRAEU], &region).committed_by(&app, &admin).await;
    let leads = admin.get("/leads").await.expect(200);
    let keep = leads.data()[0]["id"].as_str().unwrap().to_owned();
    let newer = BRAEU.replace("Kronach", "Hof");
    let list = Upload::rows([newer], &region).committed_by(&app, &admin).await;
    let gone = app.lead("Antla").with("city", "Hof").insert().await;
    let _merged = merged(&admin, &keep, &gone).await;

    let path = format!("/imports/{}", list.id());
    let _accepted = admin.post(&format!("{path}/undo"), json!({})).await.expect(202);
    app.run_jobs().await;
    let import = admin.get(&path).await.expect(200);
    assert_eq!(import["undo"], json!({ "removed": 0, "restored": 0, "kept": 1 }));
    assert_eq!(admin.get(&format!("/leads/{keep}")).await["city"], "Hof");
}

#[tokio::test]
async fn who_asked_not_to_be_called_is_not_called_under_the_other_number() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let keep = app.lead("Antla").with("formatted_phone", "+49 9261 628000").insert().await;
    let gone = app.lead("Antla Bräu").assigned_to(&maya).insert().await;
    let due = app.clock.now() + TimeDelta::days(1);
    let promise = json!({ "due_at": due, "note": "Call again" });
    let _promise = admin.post(&format!("/leads/{keep}/follow-ups"), promise).await.expect(201);
    let refusal = json!({ "disposition": "do_not_call" });
    let _call = maya.post(&format!("/leads/{gone}/calls"), refusal).await.expect(201);
    let numberless = json!({ "formatted_phone": Value::Null });
    let _edit = admin.patch(&format!("/leads/{gone}"), numberless).await.expect(200);

    let lead = merged(&admin, &keep, &gone).await;
    assert_eq!((&lead["disposition"], &lead["callable"]), (&json!("do_not_call"), &json!(false)));
    assert!(lead["next_follow_up_at"].is_null(), "nobody is reminded to call: {}", lead.text);
    let number = "SELECT count(*) FROM do_not_call WHERE phone_e164 = '+499261628000'";
    assert_eq!(app.count(number).await, 1);
}
