//! What reps do right now, how their time goes, and their day.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use support::{Actor, Answer, Events, TestApp};

/// Somebody says what they do.
async fn says(actor: &Actor, state: &str) -> Answer {
    actor.ask(Method::PUT, "/presence").json(&json!({ "state": state })).await
}

async fn pauses(actor: &Actor, reason: &str) -> Answer {
    let pause = json!({ "state": "pause", "reason": reason });
    actor.ask(Method::PUT, "/presence").json(&pause).await
}

/// Goes on for so many seconds, with a sign of life every half a minute.
async fn goes_on(app: &TestApp, actor: &Actor, state: &str, seconds: i64) {
    let mut left = seconds;
    while left > 0 {
        let step = left.min(30);
        app.clock.advance(TimeDelta::seconds(step));
        let _ok = says(actor, state).await.expect(200);
        left -= step;
    }
}

async fn own(actor: &Actor) -> Value {
    actor.get("/presence").await.expect(200).data()[0].clone()
}

/// Seconds of waiting, talking, wrapping up and pausing, over the days around now: whole days, so that
/// the tests can run at midnight too.
async fn split(app: &TestApp, actor: &Actor) -> [i64; 4] {
    let now = app.clock.now();
    let [from, to] = [now - TimeDelta::days(1), now + TimeDelta::days(1)]
        .map(|moment| moment.date_naive().to_string());
    let query = [("from", from.as_str()), ("to", &to), ("user_id", &actor.id())];
    let times = app.admin().await.get("/presence/times").query(&query).await.expect(200);
    ["wait_seconds", "talk_seconds", "wrap_seconds", "pause_seconds"]
        .map(|state| times["totals"][state].as_i64().unwrap())
}

fn is_near(counted: [i64; 4], expected: [i64; 4]) {
    // The clock of the tests also goes on by itself.
    let near = |(one, other): (&i64, &i64)| (one - other).abs() <= 3;
    assert!(counted.iter().zip(&expected).all(near), "{counted:?} is not about {expected:?}");
}

#[tokio::test]
async fn a_rep_says_what_goes_on_and_everybody_who_may_sees_it() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    assert_eq!(own(&maya).await["state"], "away");
    assert_eq!(own(&maya).await["since"], Value::Null);

    let waiting = says(&maya, "wait").await.expect(200);
    assert_eq!((&waiting["state"], &waiting["user"]["name"]), (&json!("wait"), &json!("Maya")));
    let pausing = pauses(&omar, " Lunch ").await.expect(200);
    assert_eq!((&pausing["state"], &pausing["reason"]), (&json!("pause"), &json!("Lunch")));

    let all = app.admin().await.get("/presence").await.expect(200);
    let states: Vec<_> = all.data().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!((all.column("user").len(), states), (2, vec!["wait", "pause"]));
    let hers = maya.get("/presence").await.expect(200);
    assert_eq!((hers.data().len(), &hers.data()[0]["user"]["name"]), (1, &json!("Maya")));
    app.leave_jobs();
}

#[tokio::test]
async fn saying_the_same_again_changes_nothing() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let first = says(&maya, "wait").await.expect(200);
    app.clock.advance(TimeDelta::seconds(60));
    let again = says(&maya, "wait").await.expect(200);
    assert_eq!(again["since"], first["since"]);
    assert_eq!(app.count("SELECT count(*) FROM work_times").await, 1);
}

#[tokio::test]
async fn only_a_pause_has_a_reason() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    says(&maya, "pause").await.problem(422, "invalid_fields");
    pauses(&maya, "   ").await.problem(422, "invalid_fields");
    pauses(&maya, &"x".repeat(101)).await.problem(422, "invalid_fields");
    says(&maya, "away").await.problem(422, "invalid_fields");
    let reason = json!({ "state": "wait", "reason": "Lunch" });
    maya.ask(Method::PUT, "/presence").json(&reason).await.problem(422, "invalid_fields");
    assert_eq!(app.count("SELECT count(*) FROM work_times").await, 0);
}

#[tokio::test]
async fn time_is_split_into_waiting_wrapping_up_and_pausing() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _ok = says(&maya, "wait").await.expect(200);
    goes_on(&app, &maya, "wait", 120).await;
    let _ok = says(&maya, "wrap").await.expect(200);
    goes_on(&app, &maya, "wrap", 40).await;
    let _ok = pauses(&maya, "Break").await.expect(200);
    app.clock.advance(TimeDelta::seconds(80));
    let _ok = pauses(&maya, "Meeting").await.expect(200);
    app.clock.advance(TimeDelta::seconds(20));
    is_near(split(&app, &maya).await, [120, 0, 40, 100]);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_call_is_talk_whatever_the_page_says() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let _ok = says(&maya, "wait").await.expect(200);
    goes_on(&app, &maya, "wait", 30).await;
    let call = app.call(&maya, &lead).await;
    call.is_answered().await;
    assert_eq!(own(&maya).await["state"], "talk");
    // The page still says that she waits, then it crashes: the call goes on.
    goes_on(&app, &maya, "wait", 30).await;
    app.clock.advance(TimeDelta::seconds(200));
    assert_eq!(own(&maya).await["state"], "talk");
    call.ends("230").await;
    let _ok = says(&maya, "wrap").await.expect(200);
    app.clock.advance(TimeDelta::seconds(50));
    is_near(split(&app, &maya).await, [30, 230, 50, 0]);
    app.leave_jobs();
}

#[tokio::test]
async fn whoever_is_not_heard_of_is_away_since_the_last_sign_of_life() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let _ok = says(&maya, "wait").await.expect(200);
    goes_on(&app, &maya, "wait", 60).await;
    let seen_at = app.clock.now();
    app.clock.advance(TimeDelta::seconds(89));
    assert_eq!(own(&maya).await["state"], "wait");
    app.clock.advance(TimeDelta::hours(1));
    // No job has run: the browser is gone, and so may be the server.
    let away = own(&maya).await;
    assert_eq!(away["state"], "away");
    let since: DateTime<Utc> = away["since"].as_str().unwrap().parse().unwrap();
    assert!((seen_at - since).num_seconds().abs() <= 3, "{since} is not about {seen_at}");
    is_near(split(&app, &maya).await, [60, 0, 0, 0]);

    let _ok = says(&maya, "wait").await.expect(200);
    goes_on(&app, &maya, "wait", 30).await;
    is_near(split(&app, &maya).await, [90, 0, 0, 0]);
    app.run_jobs().await;
}

#[tokio::test]
async fn the_wallboard_hears_who_comes_and_who_has_gone() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let mut wallboard = Events::open(&app.admin().await, None).await;
    let mut omar = Events::open(&app.rep("Omar").await, None).await;
    let _ok = says(&maya, "wait").await.expect(200);
    let came = wallboard.hears("presence.changed").await;
    assert_eq!(
        (&came.data["subject_type"], &came.data["subject_id"]),
        (&json!("presence"), &json!(maya.id()))
    );
    omar.hears_nothing().await;

    app.clock.advance(TimeDelta::seconds(60));
    let _ok = says(&maya, "wait").await.expect(200);
    app.clock.advance(TimeDelta::seconds(60));
    app.run_jobs().await;
    assert_eq!(own(&maya).await["state"], "wait", "she was seen a minute ago");
    app.clock.advance(TimeDelta::seconds(60));
    app.run_jobs().await;
    let _gone = wallboard.hears("presence.changed").await;
    assert_eq!(app.count("SELECT count(*) FROM work_times WHERE ended_at IS NULL").await, 0);
}

#[tokio::test]
async fn two_windows_that_speak_at_once_make_one_stretch() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let said = (0..8).map(|_| says(&maya, "wait"));
    for answer in futures_util::future::join_all(said).await {
        let _ok = answer.expect(200);
    }
    assert_eq!(app.count("SELECT count(*) FROM work_times").await, 1);
}

#[tokio::test]
async fn a_rep_sees_own_times_only() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let hers = maya.get("/presence/times").await.expect(200);
    assert_eq!(hers["rows"].as_array().unwrap().len(), 1);
    maya.get(&format!("/presence/times?user_id={}", omar.id())).await.problem(403, "forbidden");
    let all = app.admin().await.get("/presence/times").await.expect(200);
    assert_eq!(all["rows"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn impossible_days_are_refused() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    for query in ["time_zone=Mars", "from=2026-01-02&to=2026-01-01", "from=2020-01-01"] {
        maya.get(&format!("/presence/times?{query}")).await.problem(422, "invalid_fields");
    }
    maya.get("/analytics/me?time_zone=Mars").await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn a_day_is_counted_in_the_zone_that_is_asked_for() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    // Half past eleven in the evening of the last Saturday of March in Berlin: on Sunday the clocks
    // leap.
    let moment: DateTime<Utc> = "2027-03-27T22:30:00Z".parse().unwrap();
    app.clock.advance(moment - app.clock.now());
    let _ok = says(&maya, "wait").await.expect(200);
    goes_on(&app, &maya, "wait", 3600).await;
    let on = async |day: &str| {
        let query = [("from", day), ("to", day), ("time_zone", "Europe/Berlin")];
        let times = maya.get("/presence/times").query(&query).await.expect(200);
        times["totals"]["wait_seconds"].as_i64().unwrap()
    };
    let [saturday, sunday] = [on("2027-03-27").await, on("2027-03-28").await];
    is_near([saturday, sunday, 0, 0], [1800, 1800, 0, 0]);
    app.run_jobs().await;
}

#[tokio::test]
async fn my_day_stands_against_the_goal() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let noon = app.clock.now().date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc();
    app.clock.advance(noon + TimeDelta::days(1) - app.clock.now());
    let _ok = maya.patch("/me", json!({ "daily_goal": 2 })).await.expect(200);
    // On each of the last three days two calls, and one so far today.
    for (back, calls) in [(3, 2), (2, 2), (1, 2), (0, 1)] {
        for _ in 0..calls {
            let lead = app.lead("Antla").assigned_to(&maya).insert().await;
            let called_at = app.clock.now() - TimeDelta::days(back) - TimeDelta::minutes(5);
            let call = json!({ "disposition": "closed", "duration": 60, "called_at": called_at });
            let _ok = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
        }
    }
    let _ok = says(&maya, "wait").await.expect(200);
    goes_on(&app, &maya, "wait", 60).await;

    let day = maya.get("/analytics/me?time_zone=UTC").await.expect(200);
    assert_eq!((&day["goal"], &day["streak"]), (&json!(2), &json!(3)));
    let totals = &day["totals"];
    assert_eq!((&totals["calls"], &totals["closed"]), (&json!(1), &json!(1)));
    assert_eq!(totals["conversion_rate"], 1.0);
    let hours = day["hours"].as_array().unwrap();
    assert_eq!((hours.len(), &hours[11]["calls"]), (24, &json!(1)));
    assert_eq!(day["dispositions"][0]["key"], "closed");
    let waited = day["times"]["wait_seconds"].as_i64().unwrap();
    is_near([waited, 0, 0, 0], [60, 0, 0, 0]);
    assert_eq!(day["day"], app.clock.now().date_naive().to_string());
    assert!(app.clock.now().hour() >= 12);
    app.leave_jobs();
}

#[tokio::test]
async fn promises_are_kept_late_or_broken() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let noon = app.clock.now().date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc();
    app.clock.advance(noon + TimeDelta::days(1) - app.clock.now());
    let promise = async |minutes: i64, done: bool, rep: &Actor| {
        let lead = app.lead("Antla").assigned_to(rep).insert().await;
        let due_at = app.clock.now() + TimeDelta::minutes(minutes);
        let made = rep.post(&format!("/leads/{lead}/follow-ups"), json!({ "due_at": due_at }));
        let path = format!("/follow-ups/{}", made.await.expect(201).id());
        if done {
            let _ok = rep.patch(&path, json!({ "completed": true })).await.expect(200);
        }
    };
    promise(-10, true, &maya).await;
    promise(-60, true, &maya).await;
    promise(-90, false, &maya).await;
    promise(-36 * 60, false, &maya).await;
    promise(60, false, &maya).await;
    promise(-36 * 60, false, &omar).await;
    let day = maya.get("/analytics/me?time_zone=UTC").await.expect(200);
    let from = app.clock.now().date_naive() - TimeDelta::days(6);
    let expected = json!({ "from": from, "open": 2, "kept": 1, "late": 1, "broken": 1 });
    assert_eq!(day["promises"], expected);
}
