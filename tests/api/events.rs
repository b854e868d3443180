//! Live changes.

use serde_json::json;
use support::{Events, TestApp};

#[tokio::test]
async fn admins_hear_everything_and_reps_what_is_theirs() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Hers").assigned_to(&maya).insert().await;
    let mut all = Events::open(&admin, None).await;
    let mut hers = Events::open(&maya, None).await;
    let mut his = Events::open(&omar, None).await;

    let change = json!({ "city": "Kronach" });
    let _changed = admin.patch(&format!("/leads/{lead}"), change).await.expect(200);

    for events in [&mut all, &mut hers] {
        let event = events.hears("lead.updated").await;
        assert_eq!((event.kind.as_str(), &event.data["lead_id"]), ("change", &json!(lead)));
        assert_eq!(event.data["actor_id"], admin.id());
    }
    his.hears_nothing().await;
}

#[tokio::test]
async fn a_lost_stream_goes_on_where_it_ended() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let mut events = Events::open(&admin, None).await;
    app.region_of("Bayern", "DE").await;
    let last = events.hears("region.created").await.id.unwrap();
    drop(events);
    let missed = app.region_of("Ontario", "CA").await;

    let mut events = Events::open(&admin, Some(&last)).await;
    loop {
        let event = events.hears("region.created").await;
        if event.data["subject_id"] == missed {
            break;
        }
    }
    let later = app.region_of("Alberta", "CA").await;
    assert_eq!(events.hears("region.created").await.data["subject_id"], later);
}

#[tokio::test]
async fn a_rep_who_was_away_hears_of_what_all_are_told() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let mut events = Events::open(&maya, None).await;
    app.region_of("Bayern", "DE").await;
    let last = events.hears("region.created").await.id.unwrap();
    drop(events);
    let added = json!({ "label": "Try later", "rule": "retry" });
    let added = admin.post("/dispositions", added).await.expect(201).id();
    let mut events = Events::open(&maya, Some(&last)).await;
    assert_eq!(events.hears("disposition.created").await.data["subject_id"], added);
}

#[tokio::test]
async fn who_cannot_catch_up_is_told_to_read_anew() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for last in ["", "nonsense", "01900000-0000-7000-8000-000000000000"] {
        let mut events = Events::open(&admin, Some(last)).await;
        assert_eq!(events.next().await.unwrap().kind, "resync", "{last}");
    }
}

#[tokio::test]
async fn a_stream_ends_with_the_account() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let session = app.sign_in(&maya).await;
    let mut events = Events::open(&session, None).await;
    let off = json!({ "active": false });
    let _off = admin.patch(&format!("/users/{}", maya.id()), off).await.expect(200);
    while events.next().await.is_some() {}
    session.get("/events").await.problem(401, "unauthenticated");
}
