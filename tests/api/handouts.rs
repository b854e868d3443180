//! Acts on who works many leads at once: handing out, taking back, evening out, and undoing that.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, Answer, Events, TestApp};

/// A floor of reps with leads.
struct Floor {
    app: TestApp,
    admin: Actor,
    reps: Vec<Actor>,
}

impl Floor {
    async fn open(names: &[&str]) -> Self {
        let app = TestApp::start().await;
        let admin = app.admin().await;
        let mut reps = Vec::new();
        for name in names {
            reps.push(app.rep(name).await);
        }
        Self { app, admin, reps }
    }

    fn ids(&self) -> Vec<String> {
        self.reps.iter().map(Actor::id).collect()
    }

    async fn free_leads(&self, count: usize) -> Vec<String> {
        let mut leads = Vec::new();
        for number in 0..count {
            leads.push(self.app.lead(&format!("Lead {number}")).insert().await);
        }
        leads
    }

    /// Asks for an act, has it done, and gives its receipt.
    async fn hand_out(&self, body: Value) -> Answer {
        let id = self.admin.post("/handouts", body).await.expect(202).id();
        self.app.run_jobs().await;
        self.admin.get(&format!("/handouts/{id}")).await.expect(200)
    }

    async fn undo(&self, handout: &Answer) -> Answer {
        let path = format!("/handouts/{}", handout.id());
        let asked = self.admin.post(&format!("{path}/undo"), json!({})).await.expect(202);
        assert_eq!(asked["status"], "undoing");
        self.app.run_jobs().await;
        self.admin.get(&path).await.expect(200)
    }

    /// Who works each of the leads.
    async fn holders(&self, leads: &[String]) -> Vec<Option<String>> {
        let mut holders = Vec::new();
        for lead in leads {
            let lead = self.admin.get(&format!("/leads/{lead}")).await.expect(200);
            holders.push(lead["assignment"]["assignee"]["name"].as_str().map(str::to_owned));
        }
        holders
    }

    async fn set_capacity(&self, rep: usize, capacity: i32) {
        let path = format!("/users/{}", self.reps[rep].id());
        let _user = self.admin.patch(&path, json!({ "capacity": capacity })).await.expect(200);
    }
}

fn gains(answer: &Answer) -> Vec<i64> {
    let shares = answer["shares"].as_array().unwrap();
    shares.iter().map(|share| share["gained"].as_i64().unwrap()).collect()
}

fn reasons(answer: &Answer) -> BTreeMap<String, i64> {
    let counts = answer["passed_over"].as_array().unwrap();
    let pair =
        |one: &Value| (one["reason"].as_str().unwrap().to_owned(), one["count"].as_i64().unwrap());
    counts.iter().map(pair).collect()
}

fn split(leads: &[String], among: &[String]) -> Value {
    json!({ "act": "assign", "selection": { "lead_ids": leads }, "strategy": "even_split", "assignee_ids": among })
}

#[tokio::test]
async fn an_act_is_done_in_the_background_and_leaves_a_receipt() {
    let floor = Floor::open(&["Maya", "Omar"]).await;
    let leads = floor.free_leads(5).await;
    let due = floor.app.clock.now() + TimeDelta::days(2);
    let mut body = split(&leads, &floor.ids());
    body["priority"] = json!(1);
    body["due_at"] = json!(due);

    let asked = floor.admin.post("/handouts", body).await.expect(202);
    assert_eq!((&asked["status"], &asked["moved"]), (&json!("queued"), &json!(0)));
    assert_eq!(asked.header("location"), format!("/api/v1/handouts/{}", asked.id()));
    assert_eq!(floor.holders(&leads[..1]).await, [None]);
    floor.app.run_jobs().await;

    let done = floor.admin.get(&format!("/handouts/{}", asked.id())).await.expect(200);
    assert_eq!((&done["status"], &done["moved"]), (&json!("completed"), &json!(5)));
    assert_eq!(gains(&done), [3, 2]);
    assert_eq!(done["created_by"]["name"], floor.admin.name());
    assert_eq!(floor.admin.get("/handouts").await.data()[0]["id"], done["id"]);
    let hers = floor.admin.get(&format!(
        "/leads?handout_id={}&assignee_id={}",
        done.id(),
        floor.reps[0].id()
    ));
    assert_eq!(hers.await.data().len(), 3);
    let lead = floor.admin.get(&format!("/leads/{}", leads[0])).await;
    assert_eq!((&lead["priority"], &lead["assignment"]["due_at"]), (&json!(1), &json!(due)));
}

#[tokio::test]
async fn a_preview_says_what_is_then_done_and_does_nothing() {
    let floor = Floor::open(&["Maya", "Omar", "Lena"]).await;
    let ontario = floor.app.region_of("Ontario", "CA").await;
    let mut leads = floor.free_leads(4).await;
    for number in 0..4 {
        let lead = floor.app.lead(&format!("Far {number}")).with("region_id", &*ontario);
        let lead = lead.with("latitude", 43.6).with("longitude", -79.4 - f64::from(number));
        leads.push(lead.insert().await);
    }
    leads.push(floor.app.lead("Held").assigned_to(&floor.reps[2]).insert().await);
    let body = split(&leads, &floor.ids()[..2]);

    let preview = floor.admin.post("/handouts/preview", body.clone()).await.expect(200);
    assert_eq!(floor.app.count("SELECT count(*) FROM handouts WHERE moved_count > 1").await, 0);
    let done = floor.hand_out(body).await;

    assert_eq!((&preview["moved"], gains(&preview)), (&done["moved"], gains(&done)));
    assert_eq!(reasons(&preview), BTreeMap::from([("already_assigned".to_owned(), 1)]));
    assert_eq!(reasons(&done), reasons(&preview));
    for share in preview["shares"].as_array().unwrap() {
        let regions = share["regions"].as_array().unwrap();
        let ontario = regions.iter().find(|one| one["label"] == "Ontario").unwrap();
        assert_eq!((&ontario["count"], &share["open"]), (&json!(2), &json!(0)));
    }
    let places = preview["places"].as_array().unwrap();
    let located: i64 = places.iter().map(|place| place["count"].as_i64().unwrap()).sum();
    assert_eq!(located, 4);
}

#[tokio::test]
async fn whoever_has_more_room_gets_more() {
    let floor = Floor::open(&["Maya", "Omar", "Lena"]).await;
    floor.app.leads_of(&floor.reps[0], 4).await;
    for (rep, capacity) in [(0, 10), (1, 3), (2, 0)] {
        floor.set_capacity(rep, capacity).await;
    }
    let leads = floor.free_leads(9).await;
    let mut body = split(&leads, &floor.ids());
    body["strategy"] = json!("weighted");
    assert_eq!(gains(&floor.hand_out(body).await), [6, 3, 0]);
}

#[tokio::test]
async fn a_split_is_even_within_each_priority_region_and_zone() {
    let floor = Floor::open(&["Maya", "Omar"]).await;
    let ontario = floor.app.region_of("Ontario", "CA").await;
    let mut leads = Vec::new();
    for number in 0..24 {
        let lead = floor.app.lead(&format!("Lead {number}")).with("priority", number % 3 + 1);
        let lead = if number < 12 { lead.with("region_id", &*ontario) } else { lead };
        leads.push(lead.insert().await);
    }
    let done = floor.hand_out(split(&leads, &floor.ids())).await;
    assert_eq!(gains(&done), [12, 12]);
    for rep in &floor.reps {
        for priority in 1..=3 {
            let path = format!("/leads?priority={priority}&region_id={ontario}");
            assert_eq!(rep.get(&path).await.data().len(), 2, "{}: {priority}", rep.name());
        }
    }
}

#[tokio::test]
async fn the_same_seed_divides_alike_and_another_otherwise() {
    let floor = Floor::open(&["Maya", "Omar"]).await;
    let leads = floor.free_leads(30).await;
    let mut outcomes = Vec::new();
    for seed in [7, 7, 8] {
        let mut body = split(&leads, &floor.ids());
        body["seed"] = json!(seed);
        let done = floor.hand_out(body).await;
        outcomes.push(floor.holders(&leads).await);
        floor.undo(&done).await;
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert_ne!(outcomes[0], outcomes[2]);
}

#[tokio::test]
async fn undoing_gives_leads_back_to_whoever_had_them() {
    let floor = Floor::open(&["Maya", "Omar", "Lena"]).await;
    let (maya, omar) = (&floor.reps[0], &floor.reps[1]);
    let mut leads = floor.app.leads_of(maya, 2).await;
    leads.extend(floor.free_leads(2).await);
    let before = floor.holders(&leads).await;
    let mut body = split(&leads, &[omar.id()]);
    body["reassign"] = json!(true);
    let done = floor.hand_out(body).await;
    assert_eq!(gains(&done), [4, 0]);
    assert_eq!(done["shares"][1]["lost"], 2);
    let (mut hers, mut theirs) =
        (Events::open(maya, None).await, Events::open(&floor.reps[2], None).await);

    let undone = floor.undo(&done).await;

    assert_eq!((&undone["status"], &undone["restored"]), (&json!("undone"), &json!(4)));
    assert_eq!(floor.holders(&leads).await, before);
    assert_eq!(hers.hears("handout.undone").await.data["count"], 4);
    theirs.hears_nothing().await;
    let again = floor.admin.post(&format!("/handouts/{}/undo", done.id()), json!({})).await;
    again.problem(409, "wrong_handout_status");
}

#[tokio::test]
async fn leads_that_somebody_went_on_with_stay_and_are_listed() {
    let floor = Floor::open(&["Maya", "Omar", "Lena"]).await;
    let (maya, omar, lena) = (&floor.reps[0], &floor.reps[1], &floor.reps[2]);
    let leads = floor.app.leads_of(maya, 4).await;
    let mut body = split(&leads, &[omar.id()]);
    body["reassign"] = json!(true);
    let done = floor.hand_out(body).await;
    floor.app.clock.advance(TimeDelta::minutes(1));
    let note = json!({ "body": "Asked for a brochure." });
    let _note = omar.post(&format!("/leads/{}/notes", leads[0]), note).await.expect(201);
    let mut moved = split(&leads[1..2], &[lena.id()]);
    moved["reassign"] = json!(true);
    floor.hand_out(moved).await;
    let path = format!("/users/{}", maya.id());
    let _gone = floor.admin.patch(&path, json!({ "active": false })).await.expect(200);

    let undone = floor.undo(&done).await;

    assert_eq!(undone["restored"], 0);
    let expected = [("moved_since", 1), ("rep_gone", 2), ("worked_since", 1)];
    assert_eq!(
        reasons(&undone),
        expected.into_iter().map(|(reason, count)| (reason.to_owned(), count)).collect()
    );
    let names = ["Omar", "Lena"].map(|name| Some(name.to_owned()));
    assert_eq!(floor.holders(&leads).await, [names[0].clone(), names[1].clone(), None, None]);
    let path = format!("/handouts/{}/passed-over?reason=worked_since", done.id());
    let listed = floor.admin.get(&path).await.expect(200);
    assert_eq!(listed.column("lead_id"), leads[..1]);
}

#[tokio::test]
async fn leads_are_taken_back_from_their_reps_and_given_again() {
    let floor = Floor::open(&["Maya"]).await;
    let leads = floor.app.leads_of(&floor.reps[0], 3).await;
    let free = floor.free_leads(1).await;
    let filter = json!({ "filter": { "q": "Lead" } });
    let done = floor.hand_out(json!({ "act": "unassign", "selection": filter })).await;
    assert_eq!(
        (&done["moved"], reasons(&done)),
        (&json!(3), BTreeMap::from([("unassigned".to_owned(), 1)]))
    );
    assert_eq!(floor.reps[0].get("/leads").await.data().len(), 0);
    floor.undo(&done).await;
    assert_eq!(floor.reps[0].get("/leads").await.data().len(), 3);
    assert_eq!(floor.holders(&free).await, [None]);
    assert_eq!(floor.holders(&leads).await, vec![Some("Maya".to_owned()); 3]);
}

#[tokio::test]
async fn evening_out_moves_only_what_nobody_has_touched() {
    let floor = Floor::open(&["Maya", "Omar"]).await;
    let (maya, omar) = (&floor.reps[0], &floor.reps[1]);
    let leads = floor.app.leads_of(maya, 6).await;
    for lead in &leads[..4] {
        let call = json!({ "disposition": "no_answer" });
        let _call = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);
    }
    let body = json!({ "act": "rebalance", "assignee_ids": [maya.id(), omar.id()] });
    let done = floor.hand_out(body.clone()).await;
    assert_eq!(gains(&done), [0, 2]);
    let hers = Some("Maya".to_owned());
    assert_eq!(floor.holders(&leads[..4]).await, vec![hers; 4]);
    assert_eq!(floor.hand_out(body).await["moved"], 0);
    floor.undo(&done).await;
    assert_eq!(maya.get("/leads").await.data().len(), 6);
}

#[tokio::test]
async fn those_that_were_passed_over_can_be_handed_out_next() {
    let floor = Floor::open(&["Maya", "Omar"]).await;
    let (maya, omar) = (&floor.reps[0], &floor.reps[1]);
    let mut leads = floor.app.leads_of(maya, 2).await;
    leads.extend(floor.free_leads(1).await);
    let done = floor.hand_out(split(&leads, &[omar.id()])).await;
    assert_eq!(done["moved"], 1);
    let next = json!({
        "act": "assign", "selection": { "passed_over_by": done["id"] },
        "strategy": "to_one", "assignee_ids": [omar.id()], "reassign": true,
    });
    assert_eq!(floor.hand_out(next).await["moved"], 2);
    assert_eq!(omar.get("/leads").await.data().len(), 3);
}

#[tokio::test]
async fn an_act_whose_rep_is_deactivated_meanwhile_fails_and_says_so() {
    let floor = Floor::open(&["Maya"]).await;
    let leads = floor.free_leads(1).await;
    let asked = floor.admin.post("/handouts", split(&leads, &floor.ids())).await.expect(202);
    let path = format!("/users/{}", floor.reps[0].id());
    let _gone = floor.admin.patch(&path, json!({ "active": false })).await.expect(200);
    floor.app.run_jobs().await;
    let failed = floor.admin.get(&format!("/handouts/{}", asked.id())).await.expect(200);
    assert_eq!(failed["status"], "failed");
    assert!(failed["failure"].as_str().unwrap().contains("deactivated"));
    assert_eq!(floor.holders(&leads).await, [None]);
    let undo = floor.admin.post(&format!("/handouts/{}/undo", asked.id()), json!({})).await;
    undo.problem(409, "wrong_handout_status");
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_before_it_is_asked_for() {
    let floor = Floor::open(&["Maya"]).await;
    let ids = floor.ids();
    let ask = async |body: Value| floor.admin.post("/handouts", body).await;
    ask(json!({ "act": "assign", "assignee_ids": ids })).await.invalid("/selection", "missing");
    ask(split(&[], &[])).await.invalid("/assignee_ids", "missing");
    ask(json!({ "act": "rebalance", "assignee_ids": ids }))
        .await
        .invalid("/assignee_ids", "not_several");
    let named = json!({ "act": "rebalance", "assignee_ids": ids, "selection": { "lead_ids": [] } });
    ask(named).await.invalid("/selection", "not_allowed");
    let unknown = "01900000-0000-7000-8000-000000000000";
    floor.admin.get(&format!("/handouts/{unknown}")).await.problem(404, "not_found");
    let undo = floor.admin.post(&format!("/handouts/{unknown}/undo"), json!({})).await;
    undo.problem(404, "not_found");
}
