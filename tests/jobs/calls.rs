//! Calls whose end was never told, and ten thousand webhooks in disorder.

use std::collections::HashMap;

use app::calls::{Happening, hear};
use app::telephony::{Delivery, Webhook};
use chrono::TimeDelta;
use futures_util::{StreamExt, stream};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use support::disorder::{self, Post};
use support::{TestApp, call_of, recording_of, sid};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_end_was_lost_is_asked_about() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    call.is_answered().await;
    app.carrier.asked().is_down = true;
    app.clock.advance(TimeDelta::seconds(61));
    app.run_jobs().await;
    assert_eq!(
        call.seen_by(&maya).await["status"],
        "in_progress",
        "a carrier that is away says nothing"
    );
    app.carrier.asked().is_down = false;
    let mut found = call_of(&call.child, Some(&call.parent), "completed");
    found.duration = Some(21);
    app.carrier.asked().calls.insert(call.child.clone(), found);
    app.clock.advance(TimeDelta::seconds(31));
    app.run_jobs().await;
    let over = call.seen_by(&maya).await;
    assert_eq!(
        (&over["status"], &over["duration"]),
        (&"completed".into(), &21.into()),
        "{}",
        over.text
    );
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status = 'queued'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_which_only_the_dialling_is_known_is_found_by_its_other_leg() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    for (answer, expected) in [("busy", "busy"), ("nothing", "failed"), ("parent", "canceled")] {
        let lead = app.lead(answer).assigned_to(&maya).insert().await;
        let call = app.call(&maya, &lead).await;
        let known = match answer {
            "busy" => Some(call_of(&call.child, Some(&call.parent), "busy")),
            "parent" => Some(call_of(&call.parent, None, "completed")),
            _ => None,
        };
        if let Some(known) = known {
            app.carrier.asked().calls.insert(known.sid.to_string(), known);
        }
        app.clock.advance(TimeDelta::seconds(61));
        app.run_jobs().await;
        assert_eq!(call.seen_by(&maya).await["status"], expected, "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_was_not_told_of_is_looked_for() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let campaign = json!({ "name": "Spring", "records_calls": true });
    let campaign = admin.post("/campaigns", campaign).await.expect(201).id();
    let lead = app.lead("Antla").with("campaign_id", campaign).assigned_to(&maya).insert().await;
    let call = app.call(&maya, &lead).await;
    call.is_answered().await;
    call.ends("37").await;
    app.carrier.asked().is_down = true;
    app.clock.advance(TimeDelta::minutes(3));
    app.run_jobs().await;
    for _hour in 0..5 {
        app.clock.advance(TimeDelta::hours(1));
        app.run_jobs().await;
    }
    app.carrier.asked().is_down = false;
    let found = recording_of(&call.parent, &sid("RE", 7), "completed", 37);
    app.carrier.asked().recordings_of.insert(call.parent.clone(), vec![found]);
    app.clock.advance(TimeDelta::minutes(16));
    app.run_jobs().await;
    assert_eq!(
        call.seen_by(&maya).await["recording"],
        json!({ "status": "completed", "duration": 37 })
    );
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status = 'queued'").await, 0);

    let late = [
        ("CallSid", call.parent.as_str()),
        ("RecordingSid", &sid("RE", 7)),
        ("RecordingStatus", "completed"),
        ("RecordingDuration", "37"),
    ];
    assert_eq!(call.hears("recording", &late).await.status, 204);
    assert_eq!(app.count("SELECT count(*) FROM call_events WHERE kind = 'recording'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_nobody_uses_ends_by_itself() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = maya.place_call(&lead).await.expect(201).id();
    app.run_jobs().await;
    assert_eq!(maya.get(&format!("/calls/{call}")).await["status"], "permitted");
    app.clock.advance(TimeDelta::seconds(61));
    app.run_jobs().await;
    assert_eq!(maya.get(&format!("/calls/{call}")).await["status"], "expired");
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status = 'queued'").await, 0);
}

const CALLS: usize = 1_000;

async fn deliver(app: &TestApp, post: &Post) {
    let (path, body) = (post.path(), post.body());
    let signature = post.signature(app.public_url());
    let delivery = Delivery {
        path_and_query: &path,
        signature: Some(&signature),
        settings: None,
        idempotency_token: None,
        body: body.as_bytes(),
    };
    let webhook = Webhook::open(app.ctx(), &delivery).unwrap();
    let happening = if post.kind == "dial" { Happening::Dial } else { Happening::Status };
    hear(app.ctx(), post.call.into(), happening, &webhook).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_webhooks_in_disorder_leave_every_call_right() {
    let app = TestApp::start().await;
    let client = app.database().await;
    let calls = disorder::dialled_calls(&client, CALLS).await;
    let all = disorder::posts(&calls, &mut StdRng::seed_from_u64(7));
    assert_eq!(all.len(), 10_000);
    // The calls are settled once in the middle and once at the end.
    for half in all.chunks(all.len() / 2) {
        stream::iter(half).for_each_concurrent(8, |post| deliver(&app, post)).await;
        tokio::join!(app.run_jobs(), app.run_jobs(), app.run_jobs(), app.run_jobs());
    }
    let sql = "SELECT id, status, duration_seconds, is_connected FROM calls";
    let rows = client.query(sql, &[]).await.unwrap();
    let ended: HashMap<Uuid, (String, i32, bool)> =
        rows.iter().map(|row| (row.get(0), (row.get(1), row.get(2), row.get(3)))).collect();
    for (number, call) in calls.iter().enumerate() {
        let (_, status, seconds) = disorder::ending(number);
        assert_eq!(ended[call], (status.to_owned(), seconds, seconds > 0), "call {number}");
    }
    let told = app.count("SELECT count(*) FROM activity WHERE action = 'call.ended'").await;
    assert_eq!(told, i64::try_from(CALLS).unwrap(), "each end is put on record once");
}
