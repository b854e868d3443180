//! People who sign in: adding, inviting, changing them.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, Answer, Session, TestApp};

async fn invite(admin: &Actor) -> Answer {
    let body = json!({ "name": "Omar Haddad", "email": "Omar@CRM.example", "role": "rep" });
    admin.post("/users", body).await.expect(201)
}

fn token(answer: &Answer) -> String {
    let url = answer["invitation_url"].as_str().unwrap();
    assert!(url.starts_with("http://crm.example/accept-invite?token="), "{url}");
    url.split_once('=').unwrap().1.to_owned()
}

async fn accept(app: &TestApp, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "password": password });
    app.anonymous().post("/auth/accept-invite", body).await
}

#[tokio::test]
async fn an_invited_user_sets_a_password_and_is_in() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let invited = invite(&admin).await;
    assert_eq!(
        (&invited["email"], &invited["invited"]),
        (&json!("omar@crm.example"), &json!(true))
    );
    assert_eq!(invited.header("location"), format!("/api/v1/users/{}", invited.id()));

    let answer = accept(&app, &token(&invited), "a long new password").await;
    let omar = Session::of(&app.anonymous(), answer);

    assert_eq!(omar.get("/me").await["name"], "Omar Haddad");
    let seen = admin.get(&format!("/users/{}", invited.id())).await.expect(200);
    assert_eq!(seen["invited"], false);
}

#[tokio::test]
async fn an_invitation_works_once_and_for_a_week() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let first = token(&invite(&admin).await);
    let _in = accept(&app, &first, "a long new password").await.expect(200);
    accept(&app, &first, "another password").await.problem(422, "link_unusable");
    accept(&app, "made up", "another password").await.problem(422, "link_unusable");

    let id =
        admin.get("/users").await.data().iter().find(|user| user["name"] == "Omar Haddad").unwrap()
            ["id"]
            .clone();
    let path = format!("/users/{}/invitation", id.as_str().unwrap());
    let late = token(&admin.post(&path, json!({})).await.expect(201));
    app.clock.advance(TimeDelta::days(7) + TimeDelta::seconds(1));
    accept(&app, &late, "another password").await.problem(422, "link_unusable");
}

#[tokio::test]
async fn a_new_invitation_ends_the_one_before_and_the_sessions() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let session = app.sign_in(&maya).await;
    let path = format!("/users/{}/invitation", maya.id());
    let first = token(&admin.post(&path, json!({})).await.expect(201));
    let second = token(&admin.post(&path, json!({})).await.expect(201));

    accept(&app, &first, "a long new password").await.problem(422, "link_unusable");
    let _in = accept(&app, &second, "a long new password").await.expect(200);
    session.refresh().await.problem(401, "session_ended");
}

#[tokio::test]
async fn a_user_with_a_password_signs_in_at_once() {
    let app = TestApp::start().await;
    let body = json!({ "name": "Omar", "email": "omar@crm.example", "role": "rep", "password": "ten letters or more" });
    let user = app.admin().await.post("/users", body).await.expect(201);
    assert_eq!(user["invitation_url"], Value::Null);
    let login = json!({ "email": "omar@crm.example", "password": "ten letters or more" });
    assert_eq!(app.anonymous().post("/auth/login", login).await.status, 200);
}

#[tokio::test]
async fn no_two_users_share_an_email() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    invite(&admin).await;
    let body = json!({ "name": "Another", "email": "OMAR@crm.example", "role": "rep" });
    admin.post("/users", body).await.problem(409, "email_taken");
    let maya = app.rep("Maya").await;
    let path = format!("/users/{}", maya.id());
    admin.patch(&path, json!({ "email": "omar@crm.example" })).await.problem(409, "email_taken");
}

#[tokio::test]
async fn a_user_has_a_usable_name_email_password_and_time_zone() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let with = async |field: &str, value: Value| {
        let mut body = json!({ "name": "Omar", "email": "omar@crm.example", "role": "rep" });
        body[field] = value;
        admin.post("/users", body).await
    };
    with("name", json!("")).await.invalid("/name", "out_of_bounds");
    with("email", json!("omar")).await.invalid("/email", "out_of_bounds");
    with("role", json!("owner")).await.invalid("/role", "invalid");
    with("password", json!("short")).await.invalid("/password", "out_of_bounds");
    with("time_zone", json!("Berlin")).await.invalid("/time_zone", "unknown_time_zone");
}

#[tokio::test]
async fn the_last_admin_stays() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/users/{}", admin.id());
    for change in [json!({ "role": "rep" }), json!({ "active": false })] {
        admin.patch(&path, change).await.problem(409, "last_admin");
    }
    let second = app.another_admin("Grace").await;
    assert_eq!(second.patch(&path, json!({ "role": "rep" })).await.status, 200);
}

#[tokio::test]
async fn of_two_admins_who_deactivate_each_other_at_once_one_stays() {
    let app = TestApp::start().await;
    let (ada, grace) = (app.admin().await, app.another_admin("Grace").await);
    let (of_ada, of_grace) = (format!("/users/{}", ada.id()), format!("/users/{}", grace.id()));
    let (one, other) = tokio::join!(
        ada.patch(&of_grace, json!({ "active": false })),
        grace.patch(&of_ada, json!({ "active": false })),
    );
    assert_eq!([one.status, other.status].iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(app.count("SELECT count(*) FROM users WHERE is_active").await, 1);
}

#[tokio::test]
async fn everybody_changes_the_own_profile_and_no_more() {
    let app = TestApp::start().await;
    let maya = app.rep("Maya").await;
    let change = json!({ "daily_goal": 80, "time_zone": "Europe/Berlin", "preferences": { "theme": "dark" } });
    let me = maya.patch("/me", change).await.expect(200);
    assert_eq!((&me["daily_goal"], &me["preferences"]["theme"]), (&json!(80), &json!("dark")));
    maya.patch("/me", json!({ "role": "admin" })).await.invalid("/role", "invalid");
    maya.patch("/me", json!({ "preferences": "dark" }))
        .await
        .invalid("/preferences", "out_of_bounds");
    let large = json!({ "preferences": { "text": "x".repeat(17_000) } });
    maya.patch("/me", large).await.invalid("/preferences", "out_of_bounds");
}

#[tokio::test]
async fn an_answer_never_holds_a_password() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for answer in [admin.get("/users").await, admin.get("/me").await] {
        assert!(
            !answer.text.contains("password") && !answer.text.contains("argon2"),
            "{}",
            answer.text
        );
    }
}
