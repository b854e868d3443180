//! Rules of who is handed new leads: in order, tried out, and applied as leads come in.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, HEADER, TestApp, Upload};

/// An admin's floor with two reps.
struct Floor {
    app: TestApp,
    admin: Actor,
    maya: Actor,
    omar: Actor,
}

impl Floor {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let (admin, maya, omar) = (app.admin().await, app.rep("Maya").await, app.rep("Omar").await);
        Self { app, admin, maya, omar }
    }

    async fn rule(&self, name: &str, method: &str, among: &[&Actor], conditions: Value) -> String {
        let ids: Vec<_> = among.iter().map(|rep| rep.id()).collect();
        let body = json!({
            "name": name, "method": method, "assignee_ids": ids, "conditions": conditions,
        });
        self.admin.post("/assignment-rules", body).await.expect(201).id()
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

    async fn add(&self, count: usize) -> Vec<String> {
        let mut leads = Vec::new();
        for number in 0..count {
            leads.push(self.app.lead(&format!("Lead {number}")).insert().await);
        }
        leads
    }
}

fn named(names: &[&str]) -> Vec<Option<String>> {
    names.iter().map(|name| Some((*name).to_owned()).filter(|name| !name.is_empty())).collect()
}

#[tokio::test]
async fn new_leads_go_to_each_in_turn_and_whoever_is_away_is_skipped() {
    let floor = Floor::open().await;
    floor.rule("Turns", "round_robin", &[&floor.maya, &floor.omar], json!({})).await;
    let leads = floor.add(3).await;
    assert_eq!(floor.holders(&leads).await, named(&["Maya", "Omar", "Maya"]));

    let back = floor.app.clock.now() + TimeDelta::days(3);
    let path = format!("/users/{}", floor.omar.id());
    let away = floor.admin.patch(&path, json!({ "away_until": back })).await.expect(200);
    assert_eq!(away["away_until"], json!(back));
    assert_eq!(floor.holders(&floor.add(2).await).await, named(&["Maya", "Maya"]));
    floor.app.clock.advance(TimeDelta::days(4));
    assert_eq!(floor.holders(&floor.add(2).await).await, named(&["Omar", "Maya"]));
}

#[tokio::test]
async fn the_first_rule_that_fits_and_has_somebody_counts() {
    let floor = Floor::open().await;
    let ontario = floor.app.region_of("Ontario", "CA").await;
    let far = json!({ "region_id": ontario });
    floor.rule("Ontario", "region_owner", &[], far).await;
    let urgent =
        floor.rule("Urgent", "least_loaded", &[&floor.omar], json!({ "priority": 1 })).await;
    let lead = async |region: Option<&str>, priority: i64| {
        let lead = floor.app.lead("New").with("priority", priority);
        let lead = match region {
            Some(region) => lead.with("region_id", region),
            None => lead,
        };
        lead.insert().await
    };
    let before =
        [lead(Some(&ontario), 3).await, lead(Some(&ontario), 1).await, lead(None, 3).await];
    assert_eq!(floor.holders(&before).await, named(&["", "Omar", ""]));

    let path = format!("/regions/{ontario}");
    let owned = floor.admin.patch(&path, json!({ "owner_id": floor.maya.id() })).await.expect(200);
    assert_eq!(owned["owner_id"], floor.maya.id());
    assert_eq!(floor.holders(&[lead(Some(&ontario), 1).await]).await, named(&["Maya"]));

    let path = format!("/assignment-rules/{urgent}");
    let change = json!({ "position": 1, "due_days": 2, "conditions": {} });
    let first = floor.admin.patch(&path, change).await.expect(200);
    assert_eq!((&first["position"], &first["conditions"]["priority"]), (&json!(1), &Value::Null));
    assert_eq!(floor.admin.get("/assignment-rules").await.column("name"), ["Urgent", "Ontario"]);
    let lead = lead(Some(&ontario), 3).await;
    let lead = floor.admin.get(&format!("/leads/{lead}")).await.expect(200);
    assert_eq!(lead["assignment"]["assignee"]["name"], "Omar");
    let due: chrono::DateTime<chrono::Utc> =
        lead["assignment"]["due_at"].as_str().unwrap().parse().unwrap();
    assert_eq!((due - floor.app.clock.now()).num_hours() / 24, 1);

    let _off = floor.admin.patch(&path, json!({ "active": false })).await.expect(200);
    assert_eq!(floor.holders(&floor.add(1).await).await, named(&[""]));
}

#[tokio::test]
async fn the_leads_of_a_list_are_handed_out_when_it_is_done_and_taken_back_with_one_act() {
    let floor = Floor::open().await;
    floor
        .rule("Turns", "round_robin", &[&floor.maya, &floor.omar], json!({ "has_website": false }))
        .await;
    let text = format!(
        "{HEADER}\n\
         Bräu 1,+49 9261 628001,1,Markt,Kronach,,96317,Germany,,N,,\n\
         Bräu 2,+49 9261 628002,2,Markt,Kronach,,96317,Germany,,N,,\n\
         Bräu 3,+49 9261 628003,3,Markt,Kronach,,96317,Germany,https://braeu.example,Y,,\n"
    );
    let list = Upload::new("new.csv", text, &floor.app.region().await);
    list.committed_by(&floor.app, &floor.admin).await;
    floor.app.run_jobs().await;

    let leads = floor.admin.get("/leads?sort=name").await.expect(200);
    let holders: BTreeMap<&str, Option<&str>> = leads
        .data()
        .iter()
        .map(|lead| {
            (lead["name"].as_str().unwrap(), lead["assignment"]["assignee"]["name"].as_str())
        })
        .collect();
    assert_eq!(
        holders,
        BTreeMap::from([("Bräu 1", Some("Maya")), ("Bräu 2", Some("Omar")), ("Bräu 3", None)])
    );
    let handouts = floor.admin.get("/handouts").await.expect(200);
    let act = &handouts.data()[0];
    assert_eq!((&act["by_rules"], &act["moved"]), (&json!(true), &json!(2)));
    let path = format!("/handouts/{}/undo", act["id"].as_str().unwrap());
    let _undo = floor.admin.post(&path, json!({})).await.expect(202);
    floor.app.run_jobs().await;
    assert_eq!(floor.maya.get("/leads").await.data().len(), 0);
}

#[tokio::test]
async fn a_dry_run_says_what_would_have_happened_and_does_nothing() {
    let floor = Floor::open().await;
    let leads = floor.add(3).await;
    let rule = floor.rule("Turns", "round_robin", &[&floor.maya, &floor.omar], json!({})).await;
    let tried = floor.admin.post("/assignment-rules/dry-run", json!({})).await.expect(200);
    let tried = tried["leads"].as_array().unwrap().clone();
    let takers: Vec<_> =
        tried.iter().map(|one| one["assignee"]["name"].as_str().unwrap()).collect();
    assert_eq!(takers, ["Maya", "Omar", "Maya"]);
    assert_eq!(
        (&tried[0]["rule"]["id"], &tried[0]["lead"]["name"]),
        (&json!(rule), &json!("Lead 0"))
    );
    assert_eq!(floor.holders(&leads).await, named(&["", "", ""]));
    assert_eq!(floor.holders(&floor.add(1).await).await, named(&["Maya"]));
}

#[tokio::test]
async fn a_rule_that_could_never_count_is_refused() {
    let floor = Floor::open().await;
    let ask = async |body: Value| floor.admin.post("/assignment-rules", body).await;
    let maya = floor.maya.id();
    ask(json!({ "name": "A", "method": "round_robin" })).await.invalid("/assignee_ids", "missing");
    ask(json!({ "name": "A", "method": "region_owner", "assignee_ids": [maya] }))
        .await
        .invalid("/assignee_ids", "not_allowed");
    ask(json!({ "name": "A", "method": "round_robin", "assignee_ids": [maya, maya] }))
        .await
        .invalid("/assignee_ids/1", "unknown_user");
    let unknown = "01900000-0000-7000-8000-000000000000";
    let of = |conditions: Value| json!({ "name": "A", "method": "round_robin", "assignee_ids": [maya], "conditions": conditions });
    ask(of(json!({ "region_id": unknown })))
        .await
        .invalid("/conditions/region_id", "unknown_region");
    ask(of(json!({ "campaign_id": unknown })))
        .await
        .invalid("/conditions/campaign_id", "unknown_campaign");
    ask(of(json!({ "country": "XX" }))).await.invalid("/conditions/country", "unknown_country");
    let _made = ask(of(json!({}))).await.expect(201);
    ask(of(json!({}))).await.invalid("/name", "name_taken");
    floor
        .admin
        .patch(&format!("/assignment-rules/{unknown}"), json!({}))
        .await
        .problem(404, "not_found");
}
