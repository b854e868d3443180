//! Lists in pages that stay in place while things are added.

use std::collections::HashSet;

use serde_json::json;
use support::{Actor, TestApp};

async fn read_all(actor: &Actor, list: &str, field: &str) -> Vec<String> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    for _ in 0..100 {
        let page = actor.get(&format!("{list}{cursor}")).await.expect(200);
        items.extend(page.column(field));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
    panic!("{list} has no end");
}

#[tokio::test]
async fn every_sort_gives_every_lead_once_in_order() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for number in 0..11 {
        let lead = app.lead(&format!("Lead {:02}", number % 4)).with("priority", number % 5 + 1);
        let lead =
            if number % 3 == 0 { lead } else { lead.with("city", format!("City {}", number % 2)) };
        lead.insert().await;
    }
    let sorts = [
        "created_at",
        "updated_at",
        "name",
        "city",
        "status",
        "priority",
        "attempt_count",
        "last_contacted_at",
        "next_follow_up_at",
    ];
    for sort in sorts {
        let one_way = read_all(&admin, &format!("/leads?limit=3&sort={sort}"), "id").await;
        assert_eq!(one_way.iter().collect::<HashSet<_>>().len(), 11, "{sort}: {one_way:?}");
        let mut other_way = read_all(&admin, &format!("/leads?limit=4&sort=-{sort}"), "id").await;
        other_way.reverse();
        assert_eq!(one_way, other_way, "{sort}");
    }
    let names = read_all(&admin, "/leads?limit=2&sort=name", "name").await;
    assert!(names.is_sorted(), "{names:?}");
}

#[tokio::test]
async fn a_page_stays_in_place_while_leads_are_added() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for number in 0..5 {
        app.lead(&format!("Lead {number}")).insert().await;
    }
    let first = admin.get("/leads?limit=2").await.expect(200);
    assert_eq!(first.column("name"), ["Lead 4", "Lead 3"]);
    app.lead("Newer").insert().await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = admin.get(&format!("/leads?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!(second.column("name"), ["Lead 2", "Lead 1"]);
}

#[tokio::test]
async fn a_list_is_counted_when_asked() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for number in 0..3 {
        app.lead(&format!("Lead {number}")).insert().await;
    }
    let counted = admin.get("/leads?limit=1&count=exact").await.expect(200);
    assert_eq!((&counted["count"], counted.data().len()), (&json!(3), 1));
    assert!(admin.get("/leads?count=estimated").await["count"].is_number());
    assert!(!admin.get("/leads").await.text.contains("\"count\""));
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for limit in ["0", "201"] {
        admin.get(&format!("/leads?limit={limit}")).await.invalid("/limit", "out_of_bounds");
    }
    admin.get("/leads?sort=colour").await.invalid("/sort", "unknown_sort");
    for list in ["/leads", "/activity", "/imports", "/calls", "/follow-ups", "/assignments"] {
        admin.get(&format!("{list}?cursor=nonsense")).await.invalid("/cursor", "unknown_cursor");
        admin.get(&format!("{list}?colour=red")).await.problem(400, "malformed_request");
        admin.get(&format!("{list}?limit=2&limit=3")).await.problem(400, "malformed_request");
    }
    let of_names = admin.get("/leads?sort=name&limit=1").await;
    assert!(of_names["next_cursor"].is_null());
}

#[tokio::test]
async fn a_cursor_of_another_order_or_list_is_refused_or_harmless() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for number in 0..3 {
        app.lead(&format!("Lead {number}")).insert().await;
    }
    let cursor =
        admin.get("/leads?sort=name&limit=1").await["next_cursor"].as_str().unwrap().to_owned();
    for list in [
        "/leads?sort=created_at&",
        "/leads?sort=priority&",
        "/leads?sort=city&",
        "/activity?",
        "/imports?",
        "/calls?",
    ] {
        let answer = admin.get(&format!("{list}cursor={cursor}")).await;
        assert!([200, 422].contains(&answer.status), "{list}: {}", answer.text);
    }
}
