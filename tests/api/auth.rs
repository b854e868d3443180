//! Signing in, staying signed in, signing out.

use chrono::TimeDelta;
use serde_json::json;
use support::{Session, Setup, TestApp};

#[tokio::test]
async fn a_user_signs_in_with_email_and_password() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;

    let session = app.sign_in(&maya).await;

    assert_eq!(session.answer["token_type"], "Bearer");
    assert_eq!(session.answer["expires_in"], 900);
    assert_eq!(session.answer["user"]["id"], maya.id());
    let me = session.get("/me").await.expect(200);
    assert_eq!((me["name"].as_str(), me["role"].as_str()), (Some("Maya"), Some("rep")));
}

#[tokio::test]
async fn neither_the_case_of_the_email_nor_blanks_around_it_matter() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let email = format!("  {} ", maya.email().to_uppercase());
    let body = json!({ "email": email, "password": "correct horse battery staple" });
    assert_eq!(app.anonymous().post("/auth/login", body).await.status, 200);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_are_answered_alike() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let try_with = async |email: &str| {
        let body = json!({ "email": email, "password": "something else entirely" });
        app.anonymous().post("/auth/login", body).await.problem(401, "wrong_credentials")
    };
    let (wrong, unknown) = (try_with(maya.email()).await, try_with("nobody@crm.example").await);
    assert_eq!(wrong["detail"], unknown["detail"]);
    assert_eq!(wrong.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn after_five_failures_an_account_is_closed_for_fifteen_minutes() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let wrong = json!({ "email": maya.email(), "password": "something else entirely" });
    for _ in 0..5 {
        let answer = app.anonymous().post("/auth/login", wrong.clone()).await;
        answer.problem(401, "wrong_credentials");
    }
    let right = json!({ "email": maya.email(), "password": "correct horse battery staple" });
    let refused = app.anonymous().post("/auth/login", right.clone()).await;
    let seconds: i64 =
        refused.problem(429, "too_many_requests").header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");

    app.clock.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    assert_eq!(app.anonymous().post("/auth/login", right).await.status, 200);
}

#[tokio::test]
async fn failures_of_one_account_do_not_close_another() {
    let app = TestApp::start().await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    for _ in 0..5 {
        let wrong = json!({ "email": maya.email(), "password": "something else entirely" });
        let _refused = app.anonymous().post("/auth/login", wrong).await.expect(401);
    }
    app.sign_in(&omar).await;
}

#[tokio::test]
async fn signing_in_forgets_the_failures_before() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    for _ in 0..2 {
        for _ in 0..4 {
            let wrong = json!({ "email": maya.email(), "password": "something else entirely" });
            let _refused = app.anonymous().post("/auth/login", wrong).await.expect(401);
        }
        app.sign_in(&maya).await;
    }
}

#[tokio::test]
async fn an_access_token_ends_after_fifteen_minutes() {
    let app = TestApp::start().await;
    let session = app.sign_in(&app.rep("Maya").await).await;
    app.clock.advance(TimeDelta::minutes(15));
    session.get("/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_that_was_tampered_with_is_none() {
    let app = TestApp::start().await;
    let session = app.sign_in(&app.rep("Maya").await).await;
    let mut token = session.token();
    let last = token.pop().unwrap();
    token.push(if last == 'A' { 'B' } else { 'A' });
    let middle = token.replacen('.', ".e", 1);
    for token in [token, middle, String::new(), "skg_nothing".to_owned()] {
        session.holding(&token).get("/me").await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn the_cookie_gives_a_fresh_token_and_the_next_cookie() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let first = app.sign_in(&maya).await;
    app.clock.advance(TimeDelta::hours(5));
    let second = Session::of(&maya, first.refresh().await);
    assert_ne!(first.refresh_token, second.refresh_token);
    assert_eq!(second.get("/me").await.status, 200);
}

#[tokio::test]
async fn two_tabs_that_refresh_at_once_are_given_the_same_cookie() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let session = app.sign_in(&maya).await;
    let (one, other) = tokio::join!(session.refresh(), session.refresh());
    app.clock.advance(TimeDelta::seconds(19));
    let late = session.refresh().await;
    let tokens = [one, other, late].map(|answer| Session::of(&maya, answer).refresh_token);
    assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
}

#[tokio::test]
async fn an_old_cookie_that_comes_back_ends_the_whole_session() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let elsewhere = app.sign_in(&maya).await;
    let stolen = app.sign_in(&maya).await;
    let current = Session::of(&maya, stolen.refresh().await);

    app.clock.advance(TimeDelta::seconds(21));
    stolen.refresh().await.problem(401, "session_ended");

    current.refresh().await.problem(401, "session_ended");
    assert_eq!(elsewhere.refresh().await.status, 200, "another browser's session goes on");
}

#[tokio::test]
async fn a_session_ends_after_two_weeks() {
    let app = TestApp::start().await;
    let session = app.sign_in(&app.rep("Maya").await).await;
    app.clock.advance(TimeDelta::days(14));
    session.refresh().await.problem(401, "session_ended");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let app = TestApp::start().await;
    let session = app.sign_in(&app.rep("Maya").await).await;
    let gone = session.sign_out().await.expect(204);
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{}", gone.header("set-cookie"));
    session.refresh().await.problem(401, "session_ended");
    assert_eq!(session.sign_out().await.status, 204, "again does no harm");
}

#[tokio::test]
async fn without_a_cookie_there_is_nothing_to_refresh() {
    let app = TestApp::start().await;
    let nobody = app.anonymous();
    nobody.ask(reqwest::Method::POST, "/auth/refresh").await.problem(401, "session_ended");
}

#[tokio::test]
async fn the_cookie_is_for_the_browser_alone() {
    let app = TestApp::start().await;
    let session = app.sign_in(&app.rep("Maya").await).await;
    let cookie = session.answer.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=1209600"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "on plain http it would never come back: {cookie}");
}

#[tokio::test]
async fn on_https_the_cookie_travels_by_https_alone() {
    let https = Setup { public_url: "https://crm.example".to_owned(), ..Setup::default() };
    let app = TestApp::start_with(https).await;
    let session = app.sign_in(&app.rep("Maya").await).await;
    assert!(session.answer.header("set-cookie").contains("Secure"));
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_in() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let login = async |origin: &str| {
        let body = json!({ "email": maya.email(), "password": "correct horse battery staple" });
        app.anonymous().post("/auth/login", body).header("Origin", origin).await
    };
    login("https://evil.example").await.problem(403, "forbidden");
    login("null").await.problem(403, "forbidden");
    assert_eq!(login("http://crm.example").await.status, 200, "the page's own address");
    assert_eq!(
        login(&format!("http://{}", app.host())).await.status,
        200,
        "the address that is asked"
    );
}

#[tokio::test]
async fn a_deactivated_user_is_out_at_once() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let session = app.sign_in(&maya).await;
    let path = format!("/users/{}", maya.id());
    let _user = admin.patch(&path, json!({ "active": false })).await.expect(200);

    session.get("/me").await.problem(401, "unauthenticated");
    session.refresh().await.problem(401, "account_deactivated");
    let body = json!({ "email": maya.email(), "password": "correct horse battery staple" });
    app.anonymous().post("/auth/login", body).await.problem(401, "wrong_credentials");
}

#[tokio::test]
async fn another_role_counts_from_the_next_sign_in() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let session = app.sign_in(&maya).await;
    let path = format!("/users/{}", maya.id());
    let _user = admin.patch(&path, json!({ "role": "admin" })).await.expect(200);

    session.get("/me").await.problem(401, "unauthenticated");
    let again = app.sign_in(&maya).await;
    assert_eq!(again.get("/users").await.status, 200);
}
