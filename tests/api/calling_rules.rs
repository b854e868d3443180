//! When leads may be called, and why.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use support::{Actor, TestApp};

const WEEKDAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];

/// Sets the clock to a moment of the future, and lets calling hours count.
async fn at(app: &TestApp, moment: &str) -> Actor {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    app.clock.advance(moment - app.clock.now());
    let admin = app.admin().await;
    let open = json!({ "calling_windows": "enforced", "calls_open_at": "00:00:00",
        "calls_close_at": "23:59:59" });
    let _settings = admin.patch("/settings", open).await.expect(200);
    admin
}

async fn in_florida(app: &TestApp, rep: &Actor) -> String {
    let lead = app.lead("Gator Brewing").with("country", "US").with("region_name", "Florida");
    let lead = lead.with("formatted_phone", "+1 305 555 0123").with("postal_code", "33101");
    lead.with("latitude", 25.77).with("longitude", -80.19).assigned_to(rep).insert().await
}

async fn receipt(actor: &Actor, lead: &str) -> Value {
    actor.get(&format!("/leads/{lead}/calling-receipt")).await.expect(200).body
}

async fn find(admin: &Actor, key: &str) -> Value {
    let listed = admin.get("/calling-rules").await.expect(200);
    listed.data().iter().find(|rule| rule["key"] == key).unwrap().clone()
}

fn path(rule: &Value) -> String {
    format!("/calling-rules/{}", rule["id"].as_str().unwrap())
}

#[tokio::test]
async fn out_of_the_box_there_are_26_rules_of_hours_with_their_sources() {
    let app = TestApp::start().await;
    let listed = app.rep("Maya").await.get("/calling-rules").await.expect(200);
    let about_hours = listed.data().iter().filter(|rule| rule["recording"].is_null());
    assert_eq!(about_hours.clone().count(), 26);
    for rule in about_hours {
        assert!(rule["source"].as_str().is_some_and(|source| !source.is_empty()), "{rule}");
        assert!(rule["windows"].as_array().is_some_and(|windows| !windows.is_empty()), "{rule}");
    }
    let florida = find(&app.admin().await, "us-fl").await;
    assert_eq!(florida["cap"], json!({ "max_attempts": 3, "period_hours": 24 }));
    assert_eq!(florida["confidence"], "high");
}

#[tokio::test]
async fn florida_closes_at_eight_and_says_so() {
    let app = TestApp::start().await;
    // A Tuesday in winter, 19:30 in Miami.
    let _admin = at(&app, "2027-01-05T00:30:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    let open = receipt(&maya, &lead).await;
    assert_eq!(open["callable"], true);
    assert_eq!(open["hours"]["closes_at"], "2027-01-05T01:00:00Z");
    assert_eq!(open["hours"]["rules"], json!(["Your own hours", "United States", "Florida"]));

    app.clock.advance(TimeDelta::minutes(31));
    let closed = receipt(&maya, &lead).await;
    assert_eq!(closed["reasons"], json!(["window_closed"]));
    assert_eq!(closed["hours"]["opens_at"], "2027-01-05T13:00:00Z");
    let hold = &closed["hours"]["holds"][0];
    assert_eq!((&hold["name"], &hold["local_time"]), (&json!("Florida"), &json!("20:01")));
    assert_eq!(hold["reason"], json!({ "kind": "over", "at": "20:00" }));
    let empty = maya.post("/queue/next", json!({})).await.expect(204);
    assert_eq!(empty.header("x-queue-empty"), "closed;opens=2027-01-05T13:00:00Z;count=1");
    maya.place_call(&lead).await.problem(409, "not_callable");
}

#[tokio::test]
async fn a_rule_that_is_switched_off_or_changed_holds_no_longer_from_then_on() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T01:30:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    assert_eq!(receipt(&maya, &lead).await["callable"], false);
    let florida = path(&find(&admin, "us-fl").await);
    let _off = admin.patch(&florida, json!({ "active": false })).await.expect(200);
    assert_eq!(
        receipt(&maya, &lead).await["callable"],
        true,
        "half past eight, federal rules only"
    );
    let evening = json!([{ "days": WEEKDAYS, "from": "08:00", "to": "20:45" }]);
    let later = json!({ "active": true, "windows": evening });
    let _changed = admin.patch(&florida, later).await.expect(200);
    let until = receipt(&maya, &lead).await;
    assert_eq!(until["hours"]["closes_at"], "2027-01-05T01:45:00Z");
    let _gone = admin.delete(&florida).await.expect(204);
    assert_eq!(receipt(&maya, &lead).await["hours"]["closes_at"], "2027-01-05T02:00:00Z");
}

#[tokio::test]
async fn an_admin_adds_a_rule_for_a_country_of_their_own() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T12:30:00Z").await;
    let maya = app.rep("Maya").await;
    let lead =
        app.lead("Zürcher Bräu").with("country", "CH").with("formatted_phone", "+41 44 668 18 00");
    let lead = lead.assigned_to(&maya).insert().await;
    assert_eq!(receipt(&maya, &lead).await["callable"], true);
    let rule = json!({ "name": "Switzerland", "country": "CH", "confidence": "high", "source": "Our lawyer",
        "windows": [{ "days": WEEKDAYS, "from": "08:00", "to": "12:00" }, { "days": WEEKDAYS, "from": "14:00", "to": "18:00" }] });
    let added = admin.post("/calling-rules", rule).await.expect(201);
    let closed = receipt(&maya, &lead).await;
    assert_eq!(closed["hours"]["opens_at"], "2027-01-05T13:00:00Z");
    assert_eq!(closed["hours"]["holds"][0]["rule"], added["key"]);
}

#[tokio::test]
async fn hours_that_make_no_sense_are_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let add = async |changes: Value| {
        let mut rule = json!({ "name": "Switzerland", "country": "CH", "confidence": "low" });
        rule.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        admin.post("/calling-rules", rule).await
    };
    let window = |from: &str, to: &str| json!({ "days": ["mon"], "from": from, "to": to });
    add(json!({ "country": "XX" })).await.invalid("/country", "unknown_country");
    add(json!({ "state": "ZH" })).await.invalid("/state", "invalid_state");
    add(json!({ "country": "US", "state": "Florida" })).await.invalid("/state", "invalid_state");
    add(json!({ "windows": [window("12:00", "08:00")] }))
        .await
        .invalid("/windows", "hours_reversed");
    add(json!({ "windows": [window("08:00", "12:00"), window("11:00", "13:00")] }))
        .await
        .invalid("/windows", "hours_overlap");
    add(json!({ "windows": [{ "days": [], "from": "08:00", "to": "12:00" }] }))
        .await
        .invalid("/windows", "no_day");
    add(json!({ "effective_from": "2027-02-01", "effective_until": "2027-01-01" }))
        .await
        .invalid("/effective_until", "dates_reversed");
    let cap = json!({ "cap": { "max_attempts": 0, "period_hours": 24 } });
    add(cap).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn after_three_calls_in_a_day_a_lead_in_florida_rests() {
    let app = TestApp::start().await;
    let _admin = at(&app, "2027-01-05T15:00:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    for _ in 0..3 {
        let call = json!({ "disposition": "busy" });
        let _logged = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
        app.clock.advance(TimeDelta::minutes(1));
    }
    let tired = receipt(&maya, &lead).await;
    assert_eq!(tired["reasons"][0], "attempts_capped");
    let until = tired["rests_until"].as_str().unwrap();
    assert!(until.starts_with("2027-01-06T15:00:0"), "{until}");
    let empty = maya.post("/queue/next", json!({})).await.expect(204);
    assert!(empty.header("x-queue-empty").starts_with("closed;opens=2027-01-06T15:00:0"));
    app.clock.advance(TimeDelta::hours(24));
    assert_eq!(receipt(&maya, &lead).await["reasons"], json!([]));
}

/// Nothing is worked out anew meanwhile.
#[tokio::test]
async fn a_cap_counts_from_the_first_day_of_its_rule_to_the_last() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T12:30:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Zürcher Bräu").with("country", "CH");
    let lead = lead.with("formatted_phone", "+41 44 668 18 00").assigned_to(&maya).insert().await;
    let rule = json!({ "name": "Switzerland", "country": "CH", "confidence": "high",
        "cap": { "max_attempts": 1, "period_hours": 24 },
        "effective_from": "2027-01-06", "effective_until": "2027-01-06" });
    let _added = admin.post("/calling-rules", rule).await.expect(201);
    let call = async || {
        let busy = json!({ "disposition": "busy" });
        maya.post(&format!("/leads/{lead}/calls"), busy).await.expect(201)
    };
    let until = async |moment: &str| {
        let moment: DateTime<Utc> = moment.parse().unwrap();
        app.clock.advance(moment - app.clock.now());
        let until = receipt(&maya, &lead).await["rests_until"].clone();
        until.as_str().and_then(|until| until.get(..16)).map(str::to_owned)
    };

    let _call = call().await;
    assert_eq!(until("2027-01-05T22:59:30Z").await, None, "still the day before there");
    assert_eq!(until("2027-01-05T23:00:30Z").await.as_deref(), Some("2027-01-06T12:30"));
    assert_eq!(until("2027-01-06T13:00:00Z").await, None, "a day after the call");
    let _call = call().await;
    assert_eq!(until("2027-01-06T22:59:30Z").await.as_deref(), Some("2027-01-06T23:00"));
    assert_eq!(until("2027-01-06T23:00:30Z").await, None, "the rule has ended");
}

#[tokio::test]
async fn who_has_permission_calls_with_a_reason_and_both_are_on_record() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T01:30:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    let call = json!({ "lead_id": lead, "override_reason": "Asked for the evening" });
    maya.post("/calls", call.clone()).await.problem(409, "not_callable");
    let grant = json!({ "permissions": ["override_calling_rules"] });
    let granted = admin.patch(&format!("/users/{}", maya.id()), grant.clone()).await.expect(200);
    assert_eq!(granted["permissions"], grant["permissions"]);
    let permitted = maya.post("/calls", call).await.expect(201);
    assert_eq!(permitted["override_reason"], "Asked for the evening");

    let record = admin.get("/activity?limit=10").await.expect(200);
    let of = |action: &str| record.data().iter().find(|one| one["action"] == action).unwrap();
    let receipt = &of("call.permitted")["after"]["receipt"];
    assert_eq!(receipt["hours"]["holds"][0]["rule"], "us-fl");
    let refused = &of("call.refused")["after"];
    assert_eq!(refused["receipt"]["reasons"], json!(["window_closed"]));
    assert_eq!(refused["override_reason"], "Asked for the evening");
}

#[tokio::test]
async fn a_permission_ends_when_calls_close_there() {
    let app = TestApp::start().await;
    let _admin = at(&app, "2027-01-05T00:59:30Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    let permitted = maya.place_call(&lead).await.expect(201);
    assert_eq!(permitted["permitted_until"], "2027-01-05T01:00:00Z");
}

#[tokio::test]
async fn a_rule_of_a_province_is_kept_in_that_province() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T15:00:00Z").await;
    let maya = app.rep("Maya").await;
    let in_canada = async |province: &str, phone: &str| {
        let lead = app.lead(province).with("country", "CA").with("region_name", province);
        lead.with("formatted_phone", phone).assigned_to(&maya).insert().await
    };
    let quebec = in_canada("Quebec", "+1 514 555 0123").await;
    let ontario = in_canada("Ontario", "+1 416 555 0123").await;
    let rule = json!({ "name": "Quebec", "country": "CA", "state": "QC", "confidence": "high",
        "windows": [{ "days": WEEKDAYS, "from": "13:00", "to": "18:00" }] });
    let _added = admin.post("/calling-rules", rule).await.expect(201);
    assert_eq!(receipt(&maya, &ontario).await["callable"], true);
    assert_eq!(receipt(&maya, &quebec).await["callable"], false);
}

#[tokio::test]
async fn a_place_that_never_opens_hides_no_other() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T01:30:00Z").await;
    let maya = app.rep("Maya").await;
    let _florida = in_florida(&app, &maya).await;
    let never = json!({ "name": "Switzerland", "country": "CH", "confidence": "high",
        "windows": [{ "days": ["mon"], "from": "08:00", "to": "12:00" }], "effective_from": "2027-01-01" });
    let _added = admin.post("/calling-rules", never).await.expect(201);
    // Monday noon in New Zealand is no Monday morning in Switzerland: no hour is open in both.
    let both =
        app.lead("Far apart").with("country", "CH").with("latitude", 47.37).with("longitude", 8.54);
    let both = both.with("formatted_phone", "+64 9 301 0101").assigned_to(&maya).insert().await;
    let hours = json!({ "name": "New Zealand", "country": "NZ", "confidence": "low",
        "windows": [{ "days": ["mon"], "from": "08:00", "to": "12:00" }] });
    let _added = admin.post("/calling-rules", hours).await.expect(201);
    assert_eq!(receipt(&maya, &both).await["hours"]["opens_at"], Value::Null);
    let empty = maya.post("/queue/next", json!({})).await.expect(204);
    assert_eq!(empty.header("x-queue-empty"), "closed;opens=2027-01-05T13:00:00Z;count=2");
}

#[tokio::test]
async fn a_lead_that_moves_is_called_by_the_hours_of_its_new_place() {
    let app = TestApp::start().await;
    let admin = at(&app, "2027-01-05T01:30:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    assert_eq!(receipt(&maya, &lead).await["callable"], false);
    let california = json!({ "region_name": "California", "postal_code": "90012", "latitude": 34.05,
        "longitude": -118.24, "formatted_phone": "+1 213 555 0123" });
    let moved = admin.patch(&format!("/leads/{lead}"), california).if_match("*").await.expect(200);
    assert_eq!(moved["callable"], true);
    assert_eq!(receipt(&maya, &lead).await["hours"]["time_zones"], json!(["America/Los_Angeles"]));
    // The number alone says another state: both count.
    let number = json!({ "formatted_phone": "+1 305 555 0123" });
    let moved = admin.patch(&format!("/leads/{lead}"), number).if_match("*").await.expect(200);
    assert_eq!(moved["callable"], false);
}

#[tokio::test]
async fn hours_are_known_for_weeks_and_worked_out_anew_every_day() {
    let app = TestApp::start().await;
    let _admin = at(&app, "2027-01-05T01:30:00Z").await;
    let maya = app.rep("Maya").await;
    let _lead = in_florida(&app, &maya).await;
    let last = "SELECT EXTRACT(EPOCH FROM max(closes_at) - '2027-01-05')::bigint / 86400 FROM calling_hours";
    assert!(app.count(last).await >= 34);
    app::calling_places::ExtendCallingHours::begin(app.ctx()).await.unwrap();
    app.clock.advance(TimeDelta::days(20));
    app.run_jobs().await;
    assert!(app.count(last).await >= 54);
    assert_eq!(
        app.count("SELECT count(*) FROM calling_hours WHERE closes_at < '2027-01-24'").await,
        0
    );
}

#[tokio::test]
async fn leads_from_before_places_were_kept_get_theirs() {
    let app = TestApp::start().await;
    let _admin = at(&app, "2027-01-05T15:00:00Z").await;
    let maya = app.rep("Maya").await;
    let lead = in_florida(&app, &maya).await;
    let database = app.database().await;
    database.batch_execute("UPDATE leads SET calling_place = NULL").await.unwrap();
    let closed = maya.get(&format!("/leads/{lead}")).await.expect(200);
    assert_eq!(closed["not_callable_because"], "window_closed", "nobody knows where it is");
    let ask = "INSERT INTO jobs (id, kind, arguments, status, run_at, attempts, created_at)
        VALUES (gen_random_uuid(), 'fill_calling_places', '{}', 'queued', '2027-01-01', 0, now())";
    database.batch_execute(ask).await.unwrap();
    app.run_jobs().await;
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["callable"], true);
}
