//! Merging two leads that are one business: nothing that anybody did or knew is lost.

use chrono::TimeDelta;
use geocoder::Provider;
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use support::{Actor, Ask, Events, FakeGeocoder, Reply, Setup, TestApp, Upload};

/// What an admin asks for: fold the second into the first.
#[expect(clippy::needless_pass_by_value, reason = "so that a test reads `merge(…, json!(…))`")]
fn merge(admin: &Actor, keep: &str, merge: &str, more: Value) -> Ask {
    let mut body = json!({ "keep_id": keep, "merge_id": merge });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    admin.post("/leads/merge", body)
}

async fn merged(admin: &Actor, keep: &str, gone: &str) -> support::Answer {
    merge(admin, keep, gone, json!({})).await.expect(200)
}

/// A call, a note, and a promise for tomorrow.
async fn work_on(app: &TestApp, rep: &Actor, lead: &str, words: &str) {
    let path = format!("/leads/{lead}");
    let call = json!({ "disposition": "no_answer", "notes": words });
    let _call = rep.post(&format!("{path}/calls"), call).await.expect(201);
    let _note = rep.post(&format!("{path}/notes"), json!({ "body": words })).await.expect(201);
    let due = app.clock.now() + TimeDelta::days(1);
    let promise = json!({ "due_at": due, "note": words });
    let _promise = rep.post(&format!("{path}/follow-ups"), promise).await.expect(201);
}

#[tokio::test]
async fn the_histories_of_both_stand_on_the_kept_lead() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let keep = app.lead("Antla").assigned_to(&maya).insert().await;
    let gone = app.lead("Antla Bräu").assigned_to(&omar).insert().await;
    work_on(&app, &maya, &keep, "Hers").await;
    work_on(&app, &omar, &gone, "His").await;
    let _edit = admin.patch(&format!("/leads/{gone}"), json!({ "city": "Hof" })).await.expect(200);
    let counts = async |lead: &str| {
        let timeline = admin.get(&format!("/leads/{lead}/timeline?count=exact")).await.expect(200);
        timeline["count"].as_i64().unwrap()
    };
    let before = counts(&keep).await + counts(&gone).await;

    let lead = merged(&admin, &keep, &gone).await;

    assert_eq!((&lead["id"], &lead["name"]), (&json!(keep), &json!("Antla")));
    assert_eq!((&lead["attempt_count"], &lead["status"]), (&json!(2), &json!("in_progress")));
    assert!(lead["next_follow_up_at"].is_string(), "{}", lead.text);
    for list in ["calls", "notes", "follow-ups"] {
        let listed = maya.get(&format!("/leads/{keep}/{list}")).await.expect(200);
        assert_eq!(listed.data().len(), 2, "{list}: {}", listed.text);
    }
    let timeline = maya.get(&format!("/leads/{keep}/timeline?limit=200")).await.expect(200);
    assert_eq!(i64::try_from(timeline.data().len()).unwrap(), before + 1, "{}", timeline.text);
    assert_eq!(counts(&keep).await, before + 1);
    let told = &timeline.data()[0];
    assert_eq!(
        (&told["action"], &told["user"]["name"]),
        (&json!("lead.merged"), &json!("Ada Admin"))
    );
    assert_eq!(told["after"]["merged_name"], "Antla Bräu");
    assert_eq!(told["after"]["moved"], json!({ "calls": 1, "notes": 1, "follow_ups": 1 }));
    assert_eq!(told["before"]["merged_lead"]["city"], "Hof", "what it was stays on record");
    let record = admin.get(&format!("/activity?lead_id={keep}")).await.expect(200);
    assert!(record.data().iter().any(|entry| entry["subject"]["id"] == json!(gone)));
    let mut logged = record.data().iter().filter(|entry| entry["action"] == "call.logged");
    assert!(logged.all(|entry| entry["subject"]["name"] == "Antla"), "{}", record.text);
}

#[tokio::test]
async fn the_figures_are_what_they_were() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let leads = app.leads_of(&maya, 2).await;
    for lead in &leads {
        let call = json!({ "disposition": "warm", "duration": 60 });
        let _call = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    }
    let figures = async || admin.get("/analytics/summary?group_by=rep").await.expect(200);
    let before = figures().await;
    let lead = merged(&admin, &leads[0], &leads[1]).await;
    assert_eq!(figures().await.text, before.text);
    assert_eq!((&lead["status"], &lead["category"]), (&json!("completed"), &json!("warm")));
    assert_eq!(maya.get("/calls").await.data().len(), 2);
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}

#[tokio::test]
async fn every_number_stays_and_empty_cells_are_filled() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let keep = app.lead("Antla").with("formatted_phone", "+49 30 90180001").insert().await;
    let gone = app
        .lead("Antla Bräu")
        .with("formatted_phone", "+49 30 90180002")
        .with("city", "Kronach")
        .with("url", "https://antla.de")
        .with("priority", 1)
        .insert()
        .await;
    let lead = merged(&admin, &keep, &gone).await;
    assert_eq!(
        (&lead["phone_e164"], &lead["alternative_phones"]),
        (&json!("+493090180001"), &json!(["+493090180002"]))
    );
    assert_eq!((&lead["city"], &lead["has_website"]), (&json!("Kronach"), &json!(true)));
    assert_eq!((&lead["name"], &lead["priority"]), (&json!("Antla"), &json!(3)));
}

#[tokio::test]
async fn an_admin_chooses_whose_values_stay() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region_of("Bayern", "DE").await;
    let keep = app.lead("Antla").with("city", "Hof").insert().await;
    let gone = app.lead("Antla Bräu").with("region_id", region.clone()).insert().await;
    let fields = json!({ "name": "merge", "formatted_phone": "merge", "city": "merge", "region_id": "merge" });
    let other = admin.get(&format!("/leads/{gone}")).await.expect(200);
    let lead = merge(&admin, &keep, &gone, json!({ "fields": fields })).await.expect(200);
    assert_eq!((&lead["id"], &lead["name"]), (&json!(keep), &json!("Antla Bräu")));
    assert_eq!((&lead["city"], &lead["region"]["id"]), (&Value::Null, &json!(region)));
    assert_eq!(lead["phone_e164"], other["phone_e164"]);

    let unknown = json!({ "fields": { "status": "merge" } });
    merge(&admin, &keep, &gone, unknown).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn the_merged_leads_address_leads_to_the_kept_one() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let first = app.lead("Antla").insert().await;
    let second = app.lead("Antla 2").insert().await;
    let third = app.lead("Antla 3").assigned_to(&maya).insert().await;
    let _one = merged(&admin, &second, &first).await;
    let _two = merged(&admin, &third, &second).await;

    for gone in [&first, &second] {
        let path = format!("/leads/{gone}");
        assert_eq!(maya.get(&path).await.expect(200)["id"], third);
        omar.get(&path).await.problem(404, "not_found");
        admin.patch(&path, json!({ "city": "Hof" })).await.problem(404, "not_found");
        admin.delete(&path).await.problem(404, "not_found");
    }
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let url = format!("http://{}/api/v1/leads/{first}", app.host());
    let answer = client.get(url).bearer_auth(admin.token()).send().await.unwrap();
    assert_eq!(answer.status(), 301);
    assert_eq!(answer.headers()["location"], format!("/api/v1/leads/{third}"));
}

#[tokio::test]
async fn the_kept_leads_rep_keeps_it_and_nobodys_lead_goes_to_the_others_rep() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let hers = app.lead("Hers").assigned_to(&maya).insert().await;
    let his = app.lead("His").assigned_to(&omar).insert().await;
    let nobodys = app.lead("Nobody's").insert().await;

    let lead = merged(&admin, &hers, &his).await;
    assert_eq!(lead["assignment"]["assignee"]["name"], "Maya");
    assert_eq!(omar.get("/queue").await.data().len(), 0);
    let lead = merged(&admin, &nobodys, &hers).await;
    assert_eq!(lead["assignment"]["assignee"]["name"], "Maya");
    let queue = maya.get("/queue").await.expect(200);
    assert_eq!(queue.data().len(), 1, "{}", queue.text);
    let ended = "SELECT count(*) FROM assignments WHERE end_reason = 'merged'";
    assert_eq!(app.count(ended).await, 2);
    let assignments = admin.get(&format!("/assignments?lead_id={nobodys}")).await.expect(200);
    assert_eq!(assignments.data().len(), 3, "{}", assignments.text);
}

#[tokio::test]
async fn who_asked_not_to_be_called_is_not_called_whichever_lead_stays() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    for is_kept in [true, false] {
        let leads = app.leads_of(&maya, 2).await;
        let call = json!({ "disposition": "do_not_call" });
        let _call = maya.post(&format!("/leads/{}/calls", leads[0]), call).await.expect(201);
        let (keep, gone) = if is_kept { (0, 1) } else { (1, 0) };
        let lead = merged(&admin, &leads[keep], &leads[gone]).await;
        assert_eq!(
            (&lead["status"], &lead["category"], &lead["disposition"]),
            (&json!("completed"), &json!("failed"), &json!("do_not_call"))
        );
        let open = json!({ "status": "in_progress" });
        let open = admin.patch(&format!("/leads/{}", leads[keep]), open).await.expect(200);
        assert_eq!(open["not_callable_because"], "do_not_call");
    }
}

#[tokio::test]
async fn two_that_cannot_be_merged_are_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let (one, other) = (app.lead("One").insert().await, app.lead("Other").insert().await);
    let nobody = "01900000-0000-7000-8000-000000000000";
    let ask = |keep: &str, gone: &str| merge(&admin, keep, gone, json!({}));

    ask(&one, &one).await.invalid("/merge_id", "same_lead");
    ask(&one, nobody).await.invalid("/merge_id", "unknown_lead");
    ask(nobody, &one).await.invalid("/keep_id", "unknown_lead");
    merge(&maya, &one, &other, json!({})).await.problem(403, "forbidden");
    let _merged = ask(&one, &other).await.expect(200);
    ask(&one, &other).await.invalid("/merge_id", "merged_before");
    let gone = app.lead("Gone").insert().await;
    assert_eq!(admin.delete(&format!("/leads/{gone}")).await.status, 204);
    ask(&one, &gone).await.invalid("/merge_id", "unknown_lead");
}

#[tokio::test]
async fn a_lead_that_changed_since_it_was_looked_at_is_not_merged() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (keep, gone) = (app.lead("One").insert().await, app.lead("Other").insert().await);
    let changed = admin.patch(&format!("/leads/{gone}"), json!({ "city": "Hof" })).await;
    let version = changed.expect(200)["version"].clone();

    let versions = json!({ "keep_version": 1, "merge_version": 1 });
    let stale = merge(&admin, &keep, &gone, versions).await.problem(412, "stale_version");
    assert_eq!((&stale["current"]["id"], &stale["current"]["city"]), (&json!(gone), &json!("Hof")));
    let versions = json!({ "keep_version": 1, "merge_version": version });
    let lead = merge(&admin, &keep, &gone, versions).await.expect(200);
    assert_eq!((&lead["city"], &lead["version"]), (&json!("Hof"), &json!(2)));
}

#[tokio::test]
async fn nobody_is_merged_away_from_a_call() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let leads = app.leads_of(&maya, 2).await;
    let call = app.call(&maya, &leads[1]).await;
    call.is_answered().await;
    for (keep, gone) in [(0, 1), (1, 0)] {
        let refused = merge(&admin, &leads[keep], &leads[gone], json!({})).await;
        refused.problem(409, "lead_on_a_call");
    }
    call.ends("30").await;
    let _lead = merged(&admin, &leads[0], &leads[1]).await;
    let said = json!({ "disposition": "warm" });
    let said = maya.post(&format!("/calls/{}/disposition", call.id), said).await.expect(200);
    assert_eq!(
        (&said["lead"]["id"], &said["lead_now"]["category"]),
        (&json!(leads[0]), &json!("warm")),
        "{}",
        said.text
    );
}

#[tokio::test]
async fn a_merge_that_is_sent_twice_is_done_once_and_both_reps_hear_of_it() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let keep = app.lead("Hers").assigned_to(&maya).insert().await;
    let gone = app.lead("His").assigned_to(&omar).insert().await;
    let (mut hers, mut his) = (Events::open(&maya, None).await, Events::open(&omar, None).await);

    let first = merge(&admin, &keep, &gone, json!({})).key("once").await.expect(200);
    let second = merge(&admin, &keep, &gone, json!({})).key("once").await.expect(200);

    assert_eq!(second["version"], first["version"]);
    for events in [&mut hers, &mut his] {
        let event = events.hears("lead.merged").await;
        assert_eq!(
            (&event.data["lead_id"], &event.data["subject_id"]),
            (&json!(keep), &json!(gone))
        );
    }
}

#[tokio::test]
async fn likely_twins_are_found_with_their_reasons() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let antla = async |name: &str, phone: &str| {
        let lead = app.lead(name).with("formatted_phone", phone).with("city", "Kronach");
        lead.insert().await
    };
    let lead = antla("Antla", "09261 628000").await;
    let same = antla("ANTLA GmbH", "09261 628000").await;
    let _other = antla("Zötler", "08379 82020").await;

    let path = |lead: &str| format!("/leads/{lead}/duplicates");
    let found = admin.get(&path(&lead)).await.expect(200);
    assert_eq!(found.data().len(), 1, "{}", found.text);
    let twin = &found.data()[0];
    assert_eq!(twin["lead"]["id"], same);
    assert!(twin["score"].as_i64().unwrap() >= 70);
    assert!(twin["reasons"].as_array().unwrap().contains(&json!("Same phone number")));
    let _lead = merged(&admin, &lead, &same).await;
    assert_eq!(admin.get(&path(&lead)).await.data().len(), 0);
    admin.get(&path(&same)).await.problem(404, "not_found");
}

/// In one town, more names begin alike than a lead is compared with.
#[tokio::test]
async fn a_twin_with_the_same_phone_is_found_among_many_with_such_a_name() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let row = |number| {
        format!("Praxis {number},+49 30 9018{number:04},{number},Ring,Berlin,,10117,Germany,,N,,")
    };
    Upload::rows((0..600).map(row), &region).committed_by(&app, &admin).await;
    let antla = async |name: &str| {
        let lead = app.lead(name).with("formatted_phone", "+49 30 90269026");
        lead.with("postal_code", "10117").with("country", "DE").insert().await
    };
    let (lead, twin) = (antla("Praxis Antla").await, antla("Praxis Antla GmbH").await);
    let found = admin.get(&format!("/leads/{lead}/duplicates")).await.expect(200);
    let ids: Vec<&Value> = found.data().iter().map(|one| &one["lead"]["id"]).collect();
    assert_eq!(ids, [&json!(twin)], "{}", found.text);
}

const ANTLA: &str = "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,";
const HUMMEL: &str = "Hummel,09131 4455,3,Lange Gasse,Erlangen,,91054,Germany,,N,,";

async fn find(admin: &Actor, name: &str) -> String {
    let found = admin.get(&format!("/leads?q={name}")).await.expect(200);
    found.data()[0]["id"].as_str().unwrap().to_owned()
}

async fn take_back(app: &TestApp, admin: &Actor, import: &str) -> support::Answer {
    let _asked = admin.post(&format!("/imports/{import}/undo"), json!({})).await.expect(202);
    app.run_jobs().await;
    admin.get(&format!("/imports/{import}")).await.expect(200)
}

#[tokio::test]
async fn taking_back_a_list_leaves_what_was_merged_and_says_so() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let first = Upload::rows([ANTLA], &region).committed_by(&app, &admin).await;
    let second = Upload::rows([HUMMEL], &region).committed_by(&app, &admin).await;
    let changed = HUMMEL.replace("Erlangen", "Bamberg");
    let third = Upload::rows([changed], &region).committed_by(&app, &admin).await;
    let (keep, gone) = (find(&admin, "Antla").await, find(&admin, "Hummel").await);
    let fields = json!({ "fields": { "city": "merge" } });
    let _lead = merge(&admin, &keep, &gone, fields).await.expect(200);

    for import in [third, second, first] {
        let import = take_back(&app, &admin, &import.id()).await;
        assert_eq!(import["status"], "undone", "{}", import.text);
        assert_eq!(import["undo"], json!({ "removed": 0, "restored": 0, "kept": 1 }));
        let kept = admin.get(&format!("/imports/{}/kept", import.id())).await.expect(200);
        assert_eq!(
            (kept.column("code"), kept.column("lead_id")),
            (vec!["merged".to_owned()], vec![keep.clone()])
        );
    }
    assert_eq!(admin.get(&format!("/leads/{keep}")).await["city"], "Bamberg");
}

#[tokio::test]
async fn a_list_that_is_imported_again_finds_the_merged_business() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let _first = Upload::rows([ANTLA], &region).committed_by(&app, &admin).await;
    let by_hand = app.lead("Antla").with("formatted_phone", Value::Null).insert().await;
    let lead = merged(&admin, &by_hand, &find(&admin, "Kronach").await).await;
    assert!(lead["import_id"].is_string(), "it came with the list too: {}", lead.text);
    let other_number = "Antla,09261 777,,,,,,Germany,,N,,";
    let policy = json!({ "duplicates": "create" });
    let second = Upload::rows([other_number], &region).options(&policy);
    let second = second.committed_by(&app, &admin).await;
    let found = admin.get(&format!("/leads?import_id={}", second.id())).await.expect(200);
    let _lead = merged(&admin, &by_hand, found.data()[0]["id"].as_str().unwrap()).await;

    let again = Upload::rows([ANTLA, other_number], &region).committed_by(&app, &admin).await;
    assert_eq!(again["counts"]["create"], 0, "{}", again.text);
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}

#[tokio::test]
async fn what_was_found_out_about_the_merged_lead_stays() {
    let place =
        json!([{ "lat": "50.24", "lon": "11.33", "category": "building", "place_rank": 30 }]);
    let geocoder = FakeGeocoder::start([Reply::json(place)]).await;
    let enrichment = geocoder.sources(Provider::Nominatim);
    let app = TestApp::start_with(Setup { enrichment, ..Setup::default() }).await;
    let (admin, region) = (app.admin().await, app.region().await);
    let _list = Upload::rows([ANTLA], &region).committed_by(&app, &admin).await;
    let gone = find(&admin, "Antla").await;
    let keep = app.lead("Antla Bräu").insert().await;
    let sources = async |lead: &str| {
        let found = admin.get(&format!("/leads/{lead}/enrichments")).await.expect(200);
        found.column("source")
    };
    let before = sources(&gone).await;
    assert!(before.contains(&"nominatim".to_owned()), "{before:?}");
    let lead = merged(&admin, &keep, &gone).await;
    assert_eq!(sources(&keep).await, before);
    assert_eq!(lead["latitude"], 50.24);
}

#[tokio::test]
async fn two_merges_the_other_way_round_at_once_make_one_lead() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (one, other) = (app.lead("One").insert().await, app.lead("Other").insert().await);
    let (first, second) = tokio::join!(
        merge(&admin, &one, &other, json!({})),
        merge(&admin, &other, &one, json!({}))
    );
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422], "{} {}", first.text, second.text);
    assert_eq!(admin.get("/leads?count=exact").await["count"], 1);
}
