//! Handing leads to reps.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, Answer, Events, TestApp};

async fn split(app: &TestApp, selection: Value, among: &[&Actor]) -> Answer {
    let ids: Vec<_> = among.iter().map(|rep| rep.id()).collect();
    let body = json!({ "selection": selection, "strategy": "even_split", "assignee_ids": ids });
    app.admin().await.post("/assignments", body).await.expect(201)
}

async fn leads(app: &TestApp, count: usize) -> Vec<String> {
    let mut leads = Vec::new();
    for number in 0..count {
        leads.push(app.lead(&format!("Lead {number}")).insert().await);
    }
    leads
}

#[tokio::test]
async fn an_even_split_differs_by_at_most_one() {
    let app = TestApp::start().await;
    let reps = [app.rep("Maya").await, app.rep("Omar").await, app.rep("Lena").await];
    let leads = leads(&app, 8).await;

    let receipt = split(&app, json!({ "lead_ids": leads }), &reps.each_ref()).await;

    assert_eq!((&receipt["assigned"], &receipt["skipped"]), (&json!(8), &json!([])));
    let shares = receipt["per_assignee"].as_array().unwrap();
    let mut counts: Vec<_> = shares.iter().map(|share| share["count"].as_i64().unwrap()).collect();
    counts.sort_unstable();
    assert_eq!(counts, [2, 3, 3]);
    for (share, rep) in shares.iter().zip(&reps) {
        assert_eq!((&share["user_id"], &share["name"]), (&json!(rep.id()), &json!(rep.name())));
        assert_eq!(rep.get("/leads?count=exact").await["count"], share["count"]);
    }
}

#[tokio::test]
async fn leads_are_handed_out_by_a_filter() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    leads(&app, 3).await;
    app.lead("Elsewhere").with("city", "Toronto").insert().await;
    let receipt = split(&app, json!({ "filter": { "q": "Lead" } }), &[&maya]).await;
    assert_eq!(receipt["assigned"], 3);
    assert_eq!(
        app.admin().await.get("/leads?assignee_id=none").await.column("name"),
        ["Elsewhere"]
    );
}

#[tokio::test]
async fn what_is_passed_over_is_named_with_its_reason() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let taken = app.lead("Taken").assigned_to(&omar).insert().await;
    let done = app.lead("Done").insert().await;
    let change = json!({ "status": "completed", "category": "closed" });
    let _done = admin.patch(&format!("/leads/{done}"), change).await.expect(200);
    let forbidden = app.lead("Forbidden").assigned_to(&omar).insert().await;
    let call = json!({ "disposition": "do_not_call" });
    let _call = omar.post(&format!("/leads/{forbidden}/calls"), call).await.expect(201);
    let reopened = json!({ "status": "in_progress" });
    let _open = admin.patch(&format!("/leads/{forbidden}"), reopened).await.expect(200);
    let of_omar = admin.get(&format!("/assignments?lead_id={forbidden}&live=true")).await.data()[0]
        ["id"]
        .clone();
    assert_eq!(
        admin.delete(&format!("/assignments/{}", of_omar.as_str().unwrap())).await.status,
        204
    );
    let unknown = "01900000-0000-7000-8000-000000000000".to_owned();
    let free = app.lead("Free").insert().await;

    let all = json!({ "lead_ids": [taken, done, forbidden, unknown, free] });
    let receipt = split(&app, all, &[&maya]).await;

    assert_eq!(receipt["assigned"], 1);
    let mut skipped: Vec<_> = receipt["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|skipped| {
            (
                skipped["lead_id"].as_str().unwrap().to_owned(),
                skipped["reason"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let mut expected = [
        (taken, "already_assigned"),
        (done, "completed"),
        (forbidden, "do_not_call"),
        (unknown, "unknown_lead"),
    ]
    .map(|(lead, reason)| (lead, reason.to_owned()));
    skipped.sort();
    expected.sort();
    assert_eq!(skipped, expected);
}

#[tokio::test]
async fn reassigning_moves_leads_and_keeps_the_history() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let leads = app.leads_of(&maya, 3).await;
    let due = app.clock.now() + TimeDelta::days(1);
    let body = json!({ "selection": { "filter": { "assignee_id": maya.id() } }, "assignee_ids": [omar.id()], "priority": 1, "due_at": due });
    let receipt = admin.post("/assignments/reassign", body).await.expect(201);
    assert_eq!((&receipt["assigned"], &receipt["skipped"]), (&json!(3), &json!([])));
    assert_eq!(maya.get("/leads").await.data().len(), 0);
    maya.get(&format!("/leads/{}", leads[0])).await.problem(404, "not_found");
    let moved = omar.get(&format!("/leads/{}", leads[0])).await.expect(200);
    assert_eq!(
        (&moved["priority"], &moved["assignment"]["assignee"]["name"]),
        (&json!(1), &json!("Omar"))
    );
    let history = admin.get(&format!("/assignments?lead_id={}", leads[0])).await;
    assert_eq!(history.data().len(), 2);
    assert_eq!(
        admin.get(&format!("/assignments?lead_id={}&live=true", leads[0])).await.data().len(),
        1
    );
}

#[tokio::test]
async fn an_assignment_is_changed_and_taken_back() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let id =
        admin.get(&format!("/leads/{lead}")).await["assignment"]["id"].as_str().unwrap().to_owned();
    let path = format!("/assignments/{id}");
    let changed = admin.patch(&path, json!({ "priority": 2 })).await.expect(200);
    assert_eq!(changed["priority"], 2);
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["priority"], 2);
    let back = admin.patch(&path, json!({ "priority": null })).await.expect(200);
    assert_eq!(back["priority"], Value::Null);
    assert_eq!(admin.delete(&path).await.status, 204);
    assert_eq!(maya.get("/queue").await.data().len(), 0);
    assert_eq!(admin.get(&format!("/leads/{lead}")).await["assignment"], Value::Null);
}

#[tokio::test]
async fn only_active_users_are_handed_leads_each_named_once() {
    let app = TestApp::start().await;
    let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
    let lead = app.lead("Antla").insert().await;
    let _gone =
        admin.patch(&format!("/users/{}", omar.id()), json!({ "active": false })).await.expect(200);
    let hand = async |strategy: &str, ids: Value| {
        let body = json!({ "selection": { "lead_ids": [lead] }, "strategy": strategy, "assignee_ids": ids });
        admin.post("/assignments", body).await
    };
    hand("to_one", json!([omar.id()])).await.invalid("/assignee_ids/0", "unknown_user");
    hand("even_split", json!([maya.id(), maya.id()]))
        .await
        .invalid("/assignee_ids/1", "named_twice");
    hand("to_one", json!([maya.id(), admin.id()])).await.invalid("/assignee_ids", "not_one");
    hand("to_one", json!([])).await.problem(422, "invalid_fields");
    hand("by_magic", json!([maya.id()])).await.invalid("/strategy", "invalid");
}

#[tokio::test]
async fn two_admins_who_hand_out_the_same_leads_at_once_do_so_once() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let leads = leads(&app, 10).await;
    let (first, second) = ([&maya], [&omar]);
    let (one, other) = tokio::join!(
        split(&app, json!({ "lead_ids": leads }), &first),
        split(&app, json!({ "lead_ids": leads }), &second),
    );
    let assigned = |receipt: &Answer| receipt["assigned"].as_i64().unwrap();
    assert_eq!(assigned(&one) + assigned(&other), 10);
    assert_eq!(app.count("SELECT count(*) FROM assignments WHERE ended_at IS NULL").await, 10);
}

#[tokio::test]
async fn the_rep_hears_of_new_leads() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    // Everybody hears of a new region.
    app.region().await;
    let (mut hers, mut his) = (Events::open(&maya, None).await, Events::open(&omar, None).await);
    app.leads_of(&maya, 2).await;
    let event = hers.hears("leads.assigned").await;
    assert_eq!(event.data["count"], 2);
    his.hears_nothing().await;
}

#[tokio::test]
async fn loads_show_who_has_how_many() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    app.leads_of(&maya, 3).await;
    let loads = app.admin().await.get("/assignments/summary").await.expect(200);
    let hers = loads.data().iter().find(|load| load["user_id"] == maya.id()).unwrap();
    assert_eq!((&hers["open"], &hers["completed"]), (&json!(3), &json!(0)));
}
