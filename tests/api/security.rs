//! Headers that keep browsers strict, and what may be asked without signing in.

use support::{Setup, TestApp};

#[tokio::test]
async fn every_answer_keeps_the_browser_strict() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for path in ["/me", "/nothing", "//", "//nothing.js", "//healthz", "//docs/"] {
        let answer = admin.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
        assert!(answer.header("access-control-allow-origin").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn the_content_policy_allows_only_own_files() {
    let without_a_carrier = Setup { has_line: false, ..Setup::default() };
    let app = TestApp::start_with(without_a_carrier).await;
    let policy = app.anonymous().get("//").await.header("content-security-policy").to_owned();
    let rule = |name: &str| {
        let rules = policy.split(';').map(str::trim);
        rules
            .filter_map(|rule| rule.split_once(' '))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    };
    assert_eq!(rule("default-src").as_deref(), Some("'none'"));
    assert_eq!(rule("style-src").as_deref(), Some("'self'"));
    assert_eq!(rule("connect-src").as_deref(), Some("'self'"));
    assert_eq!(rule("frame-ancestors").as_deref(), Some("'none'"));
    assert_eq!(rule("base-uri").as_deref(), Some("'self'"), "the page has a <base>");
    let scripts = rule("script-src").unwrap();
    assert!(scripts.starts_with("'self' 'wasm-unsafe-eval'"), "{scripts}");
    assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert!(!policy.contains("http:") && !policy.contains("https:"), "{policy}");
}

#[tokio::test]
async fn the_simulated_carrier_lets_the_page_speak_to_nobody_else() {
    let app = TestApp::start().await;
    let answer = app.anonymous().get("//").await;
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("connect-src 'self' data:;"), "{policy}");
    assert!(!policy.contains("twilio.com"), "{policy}");
}

#[tokio::test]
async fn on_https_the_browser_is_told_to_stay_there() {
    let https = Setup { public_url: "https://crm.example".to_owned(), ..Setup::default() };
    let app = TestApp::start_with(https).await;
    let answer = app.anonymous().get("//").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn answers_of_the_api_are_kept_nowhere() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for path in ["/me", "/leads", "/nothing"] {
        assert_eq!(admin.get(path).await.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn health_document_and_manual_are_open_to_all() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    assert_eq!(nobody.get("//healthz").await.text, "alive\n");
    assert_eq!(nobody.get("//readyz").await.text, "ready\n");
    let document = nobody.get("/openapi.json").await.expect(200);
    assert_eq!(document["info"]["title"], "Skiigen CRM");
    let manual = nobody.get("//docs/").await.expect(200);
    assert!(manual.text.contains("swagger"), "{}", manual.text);
}

#[tokio::test]
async fn files_outside_the_page_cannot_be_read() {
    let app = TestApp::start().await;
    for path in [
        "//../Cargo.toml",
        "//..%2f..%2fCargo.toml",
        "//%2e%2e/Cargo.toml",
        "//.env",
        "//Cargo.toml",
    ] {
        let answer = app.anonymous().get(path).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
    }
}
