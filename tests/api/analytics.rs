//! Figures.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Events, TestApp};

const FIGURES: [&str; 7] =
    ["calls", "connected", "conversations", "closed", "warm", "failed", "talk_seconds"];

/// Calls of two reps in two regions; what they come to.
async fn history(app: &TestApp) -> (support::Actor, support::Actor) {
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let ontario = app.region_of("Ontario", "CA").await;
    for (rep, outcome, seconds) in [
        (&maya, "closed", 120),
        (&maya, "no_answer", 0),
        (&maya, "warm", 20),
        (&omar, "not_interested", 45),
        (&omar, "voicemail", 10),
    ] {
        let lead = app.lead(outcome).assigned_to(rep).insert().await;
        let call = json!({ "disposition": outcome, "duration": seconds });
        let _call = rep.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    }
    let lead = app
        .lead("Canadian")
        .with("region_id", ontario)
        .with("country", "CA")
        .with("formatted_phone", "647 347 6286")
        .assigned_to(&omar)
        .insert()
        .await;
    let _call = omar
        .post(&format!("/leads/{lead}/calls"), json!({ "disposition": "closed", "duration": 30 }))
        .await
        .expect(201);
    (maya, omar)
}

#[tokio::test]
async fn figures_are_what_the_definitions_say() {
    let app = TestApp::start().await;
    let (maya, _omar) = history(&app).await;
    let summary = app.admin().await.get("/analytics/summary?group_by=rep").await.expect(200);
    let hers =
        summary["rows"].as_array().unwrap().iter().find(|row| row["key"] == maya.id()).unwrap();
    let figures: Vec<_> = FIGURES.iter().map(|name| hers[*name].as_i64().unwrap()).collect();
    assert_eq!(figures, [3, 2, 1, 1, 1, 0, 140], "{hers}");
    assert_eq!((&hers["conversion_rate"], &hers["label"]), (&json!(0.5), &json!("Maya")));
}

#[tokio::test]
async fn totals_are_the_sum_of_the_rows_however_they_are_grouped() {
    let app = TestApp::start().await;
    history(&app).await;
    let admin = app.admin().await;
    for group in ["rep", "region", "campaign", "day", "hour", "disposition"] {
        let summary = admin.get(&format!("/analytics/summary?group_by={group}")).await.expect(200);
        for name in FIGURES {
            let rows = summary["rows"].as_array().unwrap().iter();
            let sum: i64 = rows.map(|row| row[name].as_i64().unwrap()).sum();
            assert_eq!(summary["totals"][name], sum, "{group}, {name}: {}", summary.text);
        }
        assert_eq!(summary["totals"]["calls"], 6, "{group}");
        assert_eq!(
            summary["totals"]["talk_seconds"],
            120 + 20 + 45 + 30,
            "{group}: voicemail is no talk"
        );
    }
}

#[tokio::test]
async fn a_rep_sees_own_figures_only() {
    let app = TestApp::start().await;
    let (maya, omar) = history(&app).await;
    let own = maya.get("/analytics/summary").await.expect(200);
    assert_eq!((&own["totals"]["calls"], own["rows"].as_array().unwrap().len()), (&json!(3), 1));
    maya.get(&format!("/analytics/summary?user_id={}", omar.id())).await.problem(403, "forbidden");
}

#[tokio::test]
async fn days_are_those_of_the_time_zone_and_both_included() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let called = async |at: &str| {
        let lead = app.lead("Antla").assigned_to(&maya).insert().await;
        let call = json!({ "disposition": "busy", "called_at": at });
        let _call = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    };
    called("2026-03-01T23:30:00Z").await;
    called("2026-03-02T12:00:00Z").await;
    called("2026-03-02T23:30:00Z").await;
    let calls = async |query: &str| {
        admin.get(&format!("/analytics/summary?{query}")).await.expect(200)["totals"]["calls"]
            .clone()
    };
    assert_eq!(calls("from=2026-03-02&to=2026-03-02&time_zone=UTC").await, 2);
    assert_eq!(calls("from=2026-03-02&to=2026-03-02&time_zone=Europe/Berlin").await, 2);
    assert_eq!(calls("from=2026-03-01&to=2026-03-02&time_zone=UTC").await, 3);
    assert_eq!(calls("from=2026-03-03&to=2026-03-03&time_zone=Europe/Berlin").await, 1);
    let days = admin
        .get(
            "/analytics/summary?from=2026-03-01&to=2026-03-03&time_zone=Europe/Berlin&group_by=day",
        )
        .await;
    let known: Vec<_> = days["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["calls"] != 0)
        .map(|row| row["key"].as_str().unwrap())
        .collect();
    assert_eq!(known, ["2026-03-02", "2026-03-03"]);
}

#[tokio::test]
async fn the_figures_change_as_calls_are_logged_and_the_admin_hears_of_it() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let mut events = Events::open(&admin, None).await;
    assert_eq!(admin.get("/analytics/summary").await["totals"]["calls"], 0);
    assert_eq!(admin.get("/analytics/summary").await["totals"]["conversion_rate"], Value::Null);
    let call = json!({ "disposition": "closed" });
    let _call = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    events.hears("call.logged").await;
    let totals = admin.get("/analytics/summary").await["totals"].clone();
    assert_eq!(
        (&totals["calls"], &totals["closed"], &totals["conversion_rate"]),
        (&json!(1), &json!(1), &json!(1.0))
    );
}

#[tokio::test]
async fn a_call_keeps_the_region_and_campaign_it_was_made_under() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let _call = maya
        .post(&format!("/leads/{lead}/calls"), json!({ "disposition": "busy" }))
        .await
        .expect(201);
    let elsewhere = app.region_of("Ontario", "CA").await;
    let _moved =
        admin.patch(&format!("/leads/{lead}"), json!({ "region_id": elsewhere })).await.expect(200);
    let region = app.region().await;
    assert_eq!(
        admin.get(&format!("/analytics/summary?region_id={region}")).await["totals"]["calls"],
        1
    );
    assert_eq!(
        admin.get(&format!("/analytics/summary?region_id={elsewhere}")).await["totals"]["calls"],
        0
    );
}

#[tokio::test]
async fn a_range_that_makes_no_sense_is_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let ask = async |query: &str| admin.get(&format!("/analytics/summary?{query}")).await;
    ask("from=2026-03-02&to=2026-03-01").await.invalid("/from", "from_after_to");
    ask("time_zone=Mars").await.invalid("/time_zone", "unknown_time_zone");
    ask("from=2020-01-01&to=2026-01-01").await.invalid("/from", "range_too_long");
    ask("from=yesterday").await.problem(400, "malformed_request");
    ask("group_by=mood").await.problem(400, "malformed_request");
    let usual = ask("").await.expect(200);
    let days = |name: &str| usual[name].as_str().unwrap().parse::<chrono::NaiveDate>().unwrap();
    assert_eq!(days("to") - days("from"), TimeDelta::days(29));
}
