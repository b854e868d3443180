//! Promises to act at a time.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use support::{Actor, TestApp};

#[tokio::test]
async fn a_promise_is_made_moved_kept_and_opened_again() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let due = app.clock.now() + TimeDelta::hours(2);
    let made = maya
        .post(&format!("/leads/{lead}/follow-ups"), json!({ "due_at": due, "note": "Eva" }))
        .await
        .expect(201);
    let path = format!("/follow-ups/{}", made.id());
    assert_eq!((&made["lead"]["name"], &made["user"]["name"]), (&json!("Antla"), &json!("Maya")));
    let shown = maya.get(&format!("/leads/{lead}")).await;
    assert!(shown["next_follow_up_at"].is_string());
    assert_eq!(made["lead_time_zone"], shown["time_zone"]);

    let moved = maya.patch(&path, json!({ "due_at": due + TimeDelta::days(1) })).await.expect(200);
    assert_ne!(moved["due_at"], made["due_at"]);
    let kept = maya.patch(&path, json!({ "completed": true })).await.expect(200);
    assert!(kept["completed_at"].is_string());
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["next_follow_up_at"], Value::Null);
    let open = maya.patch(&path, json!({ "completed": false })).await.expect(200);
    assert_eq!(open["completed_at"], Value::Null);
    assert_eq!(maya.get("/follow-ups?open=true").await.column("id"), [made.id()]);
}

#[tokio::test]
async fn a_rep_sees_the_promises_to_own_leads_only() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Hers").assigned_to(&maya).insert().await;
    let promise = json!({ "due_at": app.clock.now() });
    let made =
        maya.post(&format!("/leads/{lead}/follow-ups"), promise.clone()).await.expect(201).id();
    assert_eq!(omar.get("/follow-ups").await.data().len(), 0);
    omar.patch(&format!("/follow-ups/{made}"), json!({ "completed": true }))
        .await
        .problem(404, "not_found");
    omar.post(&format!("/leads/{lead}/follow-ups"), promise).await.problem(404, "not_found");
}

#[tokio::test]
async fn promises_are_listed_by_due_time() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    for hours in [3, 1, 2] {
        let promise = json!({ "due_at": app.clock.now() + TimeDelta::hours(hours), "note": hours.to_string() });
        let _made = maya.post(&format!("/leads/{lead}/follow-ups"), promise).await.expect(201);
    }
    assert_eq!(maya.get("/follow-ups").await.column("note"), ["1", "2", "3"]);
    let soon = (app.clock.now() + TimeDelta::minutes(90)).to_rfc3339().replace('+', "%2B");
    assert_eq!(maya.get(&format!("/follow-ups?due_before={soon}")).await.column("note"), ["1"]);
    let later = maya.get(&format!("/follow-ups?due_after={soon}")).await;
    assert_eq!(later.column("note"), ["2", "3"]);
    let far = json!({ "due_at": "+99999-01-01T00:00:00Z" });
    maya.post(&format!("/leads/{lead}/follow-ups"), far).await.problem(422, "invalid_fields");
}

/// Moves the clock to ten in the morning in Berlin, two days from now: well inside a day there.
fn to_the_morning(app: &TestApp) -> DateTime<Utc> {
    let ten = (app.clock.now() + TimeDelta::days(2)).date_naive().and_hms_opt(9, 0, 0).unwrap();
    app.clock.advance(ten.and_utc() - app.clock.now());
    ten.and_utc()
}

async fn promise(rep: &Actor, lead: &str, due_at: DateTime<Utc>) -> String {
    let body = json!({ "due_at": due_at });
    rep.post(&format!("/leads/{lead}/follow-ups"), body).await.expect(201).id()
}

async fn keep(rep: &Actor, promise: &str) {
    let body = json!({ "completed": true });
    let _kept = rep.patch(&format!("/follow-ups/{promise}"), body).await.expect(200);
}

/// The promises that stand so; what a row says of itself is the same.
async fn standing(rep: &Actor, standing: &str) -> Vec<String> {
    let listed = rep.get(&format!("/follow-ups?standing={standing}")).await.expect(200);
    assert!(listed.data().iter().all(|one| one["standing"] == standing), "{}", listed.text);
    listed.column("id")
}

#[tokio::test]
async fn promises_are_kept_late_broken_or_open() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let morning = to_the_morning(&app);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let due_at = morning + TimeDelta::hours(1);
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(promise(&maya, &lead, due_at).await);
    }
    app.clock.advance(TimeDelta::minutes(74));
    keep(&maya, &made[0]).await;
    app.clock.advance(TimeDelta::minutes(2));
    keep(&maya, &made[1]).await;
    let later = promise(&maya, &lead, morning + TimeDelta::days(9)).await;
    assert_eq!(standing(&maya, "kept").await, made[..1]);
    assert_eq!(standing(&maya, "late").await, made[1..2]);
    assert_eq!(standing(&maya, "open").await, [made[2].clone(), later.clone()]);
    assert!(standing(&maya, "broken").await.is_empty());

    app.clock.advance(TimeDelta::days(1));
    assert_eq!(standing(&maya, "broken").await, made[2..]);
    keep(&maya, &made[2]).await;
    assert_eq!(standing(&maya, "broken").await, made[2..], "kept a day later, it was broken");
    assert_eq!(standing(&maya, "open").await, [later]);
    let tally = &maya.get("/follow-ups/summary").await.expect(200).data()[0].clone();
    let counts = ["open", "overdue", "kept", "late", "broken"].map(|field| tally[field].as_i64());
    assert_eq!(counts, [1, 0, 1, 1, 1].map(Some));
}

#[tokio::test]
async fn a_promise_is_broken_when_the_day_is_over_there() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let morning = to_the_morning(&app);
    let ontario = app.region_of("Ontario", "CA").await;
    let here = app.lead("Antla").assigned_to(&maya).insert().await;
    let there = app.lead("Amsterdam Brewery").with("region_id", ontario).with("country", "CA");
    let there = there.with("formatted_phone", "+1 416 504 6882").assigned_to(&maya).insert().await;
    let zone = maya.get(&format!("/leads/{there}")).await["time_zone"].clone();
    assert_eq!(zone, "America/Toronto");
    let due_at = morning + TimeDelta::hours(7);
    let here = promise(&maya, &here, due_at).await;
    let there = promise(&maya, &there, due_at).await;
    // Half past one in the night here, half past seven in the evening there.
    app.clock.advance(TimeDelta::minutes(15 * 60 + 30));
    assert_eq!(standing(&maya, "broken").await, [here]);
    assert_eq!(standing(&maya, "open").await, [there]);
}

#[tokio::test]
async fn admins_see_how_everybody_keeps_promises_and_reps_how_they_do() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let morning = to_the_morning(&app);
    for (rep, name) in [(&maya, "Antla"), (&omar, "Birra")] {
        let lead = app.lead(name).assigned_to(rep).insert().await;
        let _promised = promise(rep, &lead, morning - TimeDelta::hours(1)).await;
    }
    let summary = admin.get("/follow-ups/summary").await.expect(200);
    let names: Vec<_> = summary.data().iter().map(|row| row["user"]["name"].clone()).collect();
    assert_eq!(names, ["Maya", "Omar"]);
    assert!(summary.data().iter().all(|row| row["overdue"] == 1 && row["open"] == 1));
    let own = maya.get("/follow-ups/summary").await.expect(200);
    assert_eq!((own.data().len(), &own.data()[0]["user"]["name"]), (1, &json!("Maya")));
    let later = morning.to_rfc3339().replace('+', "%2B");
    let later = admin.get(&format!("/follow-ups/summary?due_after={later}")).await.expect(200);
    assert!(later.data().is_empty());
}

#[tokio::test]
async fn mine_are_the_promises_that_nobody_else_keeps() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let due_at = app.clock.now();
    let hers = app.lead("Hers").assigned_to(&maya).insert().await;
    let nobodys = app.lead("Nobodys").insert().await;
    let to_hers = promise(&admin, &hers, due_at).await;
    let to_nobodys = promise(&admin, &nobodys, due_at).await;
    assert_eq!(admin.get("/follow-ups?mine=true").await.column("id"), [to_nobodys]);
    assert_eq!(maya.get("/follow-ups?mine=true").await.column("id"), [to_hers]);
    assert_eq!(admin.get("/follow-ups").await.data().len(), 2);
}
