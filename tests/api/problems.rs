//! Whatever is wrong with a request, the answer is a problem that says what to do.

use reqwest::Method;
use serde_json::json;
use support::{Setup, TestApp};

#[tokio::test]
async fn a_body_that_is_no_json_is_malformed() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for body in ["{", "", "{\"name\":}", "{\"name\":\"Bayern\"} {}", "\u{0}"] {
        let answer = admin.ask(Method::POST, "/regions").body("application/json", body).await;
        answer.problem(400, "malformed_request");
    }
    let latin: &[u8] = b"{\"name\":\"Br\xe4u\"}";
    let answer = admin.ask(Method::POST, "/regions").body("application/json", latin).await;
    answer.problem(400, "malformed_request");
}

#[tokio::test]
async fn a_body_of_another_type_is_not_read() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let answer = admin.ask(Method::POST, "/regions").body(kind, "{\"name\":\"Bayern\"}").await;
        answer.problem(415, "unsupported_type");
    }
    let charset = admin
        .ask(Method::POST, "/regions")
        .body("application/json; charset=utf-8", "{\"name\":\"Bayern\"}")
        .await;
    assert_eq!(charset.status, 201, "{}", charset.text);
}

#[tokio::test]
async fn unknown_missing_and_mistyped_fields_are_named() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let send = async |body| admin.post("/regions", body).await;
    send(json!({ "name": "Bayern", "colour": "blue" })).await.invalid("/colour", "invalid");
    send(json!({ "name": 7 })).await.invalid("/name", "invalid");
    send(json!({})).await.problem(422, "invalid_fields");
    send(json!([])).await.problem(422, "invalid_fields");
    let deep = json!({ "name": "Spring", "region_ids": ["here"] });
    admin.post("/campaigns", deep).await.invalid("/region_ids/0", "invalid");
}

#[tokio::test]
async fn an_unknown_query_parameter_is_an_error() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for path in [
        "/leads?colour=red",
        "/analytics/summary?colour=red",
        "/activity?colour=red",
        "/follow-ups?colour=red",
    ] {
        admin.get(path).await.problem(400, "malformed_request");
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_not_found() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for path in [
        "/nothing",
        "/leads/not-an-id",
        "/leads/01900000-0000-7000-8000-000000000000",
        "//api",
        "//api/v2/leads",
    ] {
        admin.get(path).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_have_is_refused() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let refused = admin.ask(Method::PUT, "/regions").await.problem(405, "method_not_allowed");
    assert_eq!(refused.header("allow"), "GET, POST");
    let refused = admin.delete("/me").await.problem(405, "method_not_allowed");
    assert_eq!(refused.header("allow"), "GET, PATCH");
    admin.ask(Method::POST, "//somewhere").await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn a_body_over_a_mebibyte_is_too_large() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body = json!({ "name": "x".repeat(1_100_000) });
    admin.post("/regions", body.clone()).await.problem(413, "too_large");
    admin.post("/regions", body.clone()).key("one").await.problem(413, "too_large");
    app.anonymous().post("/regions", body).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_text_with_a_zero_byte_is_refused_not_a_defect() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = admin.post("/regions", json!({ "name": "Bay\u{0}ern" })).await;
    assert_eq!(region.status, 422, "{}", region.text);
    let lead = json!({ "name": "An\u{0}tla", "region_id": app.region().await });
    let lead = admin.post("/leads", lead).await;
    assert_eq!(lead.status, 422, "{}", lead.text);
    let search = admin.get("/leads?q=a%00b").await;
    assert!([200, 400, 422].contains(&search.status), "{}", search.text);
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let app = TestApp::start_with(Setup { requests_per_minute: 3, ..Setup::default() }).await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let mut refused = None;
    // A minute may end in between, and the count begins anew.
    for _ in 0..8 {
        let answer = maya.get("/me").await;
        if answer.status == 200 {
            assert!(answer.header("ratelimit-policy").contains("q=3"), "{:?}", answer.headers);
            assert!(answer.header("ratelimit").starts_with("\"requests\";r="));
        } else {
            refused = Some(answer.problem(429, "too_many_requests"));
        }
    }
    let seconds: u64 = refused.unwrap().header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(omar.get("/me").await.status, 200);
}

#[tokio::test]
async fn every_answer_names_its_request_and_no_two_alike() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (one, other) = (admin.get("/me").await, admin.get("/me").await);
    assert!(!one.header("x-request-id").is_empty());
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}
