//! Numbers that nobody may call.

use std::fmt::Write as _;

use chrono::TimeDelta;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use support::{Actor, Answer, TestApp, gzip, sid, workbook};

/// Uploads a list with a name, and says what came of it.
async fn upload(admin: &Actor, name: &str, content: impl Into<Vec<u8>>) -> Answer {
    upload_with(admin, name, content, &[]).await
}

async fn upload_with(
    admin: &Actor,
    name: &str,
    content: impl Into<Vec<u8>>,
    fields: &[(&'static str, &str)],
) -> Answer {
    let file = Part::bytes(content.into()).file_name(name.to_owned());
    let form = fields
        .iter()
        .fold(Form::new(), |form, (name, value)| form.text(*name, (*value).to_owned()));
    admin.ask(Method::POST, "/do-not-call/upload").multipart(form.part("file", file)).await
}

fn counts(receipt: &Answer) -> [i64; 4] {
    ["read", "added", "known", "unreadable"].map(|name| receipt[name].as_i64().unwrap())
}

#[tokio::test]
async fn a_number_in_any_spelling_is_on_the_list_at_once_and_once() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").with("formatted_phone", "+49 9261 628000");
    let lead = lead.assigned_to(&maya).insert().await;
    assert_eq!(maya.get("/queue").await.data().len(), 1);

    let number =
        json!({ "phone": "09261 / 62 80 00", "country": "DE", "reason": " Asked by letter " });
    let added = admin.post("/do-not-call", number.clone()).await.expect(201);
    assert_eq!(added["phone_e164"], "+499261628000");
    assert_eq!(added["reason"], "Asked by letter");
    assert_eq!(added["added_by"]["name"], "Ada Admin");
    let again = json!({ "phone": "+499261628000", "reason": "Something else" });
    let again = admin.post("/do-not-call", again).await.expect(200);
    assert_eq!(again["reason"], "Asked by letter", "it stays as it is");

    assert_eq!(maya.get("/queue").await.data().len(), 0);
    let seen = maya.get(&format!("/leads/{lead}")).await.expect(200);
    assert_eq!(
        (&seen["callable"], &seen["not_callable_because"]),
        (&json!(false), &json!("do_not_call"))
    );
    let refused = maya.place_call(&lead).await;
    assert_eq!(refused["reasons"], json!(["do_not_call"]));
    let actions = admin.get("/activity?subject_type=do_not_call").await.expect(200);
    assert_eq!(actions.data().len(), 1, "only what changed is on record");
}

#[tokio::test]
async fn a_number_that_is_listed_after_the_permission_is_not_dialled() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").with("formatted_phone", "+49 9261 628000");
    let lead = lead.assigned_to(&maya).insert().await;
    let call = maya.place_call(&lead).await.expect(201).id();
    let number = json!({ "phone": "+499261628000", "reason": "Asked by letter" });
    let _added = admin.post("/do-not-call", number).await.expect(201);
    let refused = app.dial(&maya, &call, &sid("CA", 1)).await.problem(409, "not_callable");
    assert_eq!(refused["reasons"], json!(["do_not_call"]));
    assert_eq!(maya.get(&format!("/calls/{call}")).await["status"], "expired");
}

#[tokio::test]
async fn who_takes_a_number_off_the_list_says_why_and_it_may_be_called_again() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").with("formatted_phone", "+49 9261 628000");
    let lead = lead.assigned_to(&maya).insert().await;
    let number = json!({ "phone": "+499261628000", "reason": "Asked by letter" });
    let _added = admin.post("/do-not-call", number).await.expect(201);

    let path = "/do-not-call/+499261628000";
    admin.delete(&format!("{path}?reason=%20")).await.invalid("/reason", "required");
    maya.delete(&format!("{path}?reason=Why+not")).await.problem(403, "forbidden");
    let _gone = admin.delete(&format!("{path}?reason=Signed+again")).await.expect(204);
    admin.delete(&format!("{path}?reason=Signed+again")).await.problem(404, "not_found");
    assert_eq!(maya.get(&format!("/leads/{lead}")).await["callable"], true);

    let record = admin.get("/activity?action=do_not_call.removed").await.expect(200);
    let removed = &record.data()[0];
    assert_eq!(removed["before"]["reason"], "Asked by letter");
    assert_eq!(removed["after"]["removed_because"], "Signed again");
}

#[tokio::test]
async fn what_is_no_number_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let add = async |phone: &str, country: &str, reason: &str| {
        let number = json!({ "phone": phone, "country": country, "reason": reason });
        admin.post("/do-not-call", number).await
    };
    add("12", "DE", "Asked").await.invalid("/phone", "phone_not_a_number");
    add("030 1", "DE", "Asked").await.problem(422, "invalid_fields");
    add("0911 123456; 0911 123457", "DE", "Asked").await.invalid("/phone", "several_numbers");
    add("0911 123456", "XX", "Asked").await.invalid("/country", "unknown_country");
    add("0911 123456", "DE", "  ").await.invalid("/reason", "required");
    assert_eq!(admin.get("/do-not-call").await.data().len(), 0);
}

#[tokio::test]
async fn the_list_is_searched_by_digits_and_by_reason_and_comes_in_pages() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    for (number, reason) in
        [("030 9018100", "Letter"), ("030 9018200", "Court 50%"), ("0911 123456", "Letter")]
    {
        let body = json!({ "phone": number, "country": "DE", "reason": reason });
        let _added = admin.post("/do-not-call", body).await.expect(201);
        app.clock.advance(TimeDelta::seconds(1));
    }
    let found = async |query: &[(&str, &str)]| {
        let listed = maya.get("/do-not-call").query(query).await.expect(200);
        let numbers =
            listed.data().iter().map(|one| one["phone_e164"].as_str().unwrap().to_owned());
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(found(&[("q", "030 9018")]).await, ["+49309018200", "+49309018100"]);
    assert_eq!(found(&[("q", "letter")]).await, ["+49911123456", "+49309018100"]);
    assert_eq!(found(&[("q", "50%")]).await, ["+49309018200"]);
    assert_eq!(found(&[("q", "%")]).await, ["+49309018200"], "no pattern");
    let first = maya.get("/do-not-call?limit=2&count=exact").await.expect(200);
    assert_eq!((first.data().len(), &first["count"]), (2, &json!(3)));
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = maya.get(&format!("/do-not-call?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!(rest.data()[0]["phone_e164"], "+49309018100");
    assert_eq!(rest["next_cursor"], Value::Null);
}

#[tokio::test]
async fn a_whole_list_is_taken_with_a_receipt() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let text = "Who;Telefon;Why\nAda;030 9018100;letter\nBo;ask Ada;\nCy;+49 30 9018100;again\n\nDi;030 9018300;\n";
    let fields = [("country", "DE"), ("reason", "Our own list")];
    let receipt = upload_with(&admin, "stop.csv", text, &fields).await.expect(200);
    assert_eq!(counts(&receipt), [4, 2, 1, 1]);
    let problem = &receipt["problems"][0];
    assert_eq!((&problem["line"], &problem["text"]), (&json!(3), &json!("ask Ada")));
    assert_eq!(problem["code"], "phone_not_a_number");
    let again = upload_with(&admin, "stop.csv", text, &fields).await.expect(200);
    assert_eq!(counts(&again), [4, 0, 3, 1]);
    let listed = admin.get("/do-not-call?q=own+list").await.expect(200);
    assert_eq!(listed.data().len(), 2);
    let record = admin.get("/activity?action=do_not_call.uploaded").await.expect(200);
    assert_eq!(record.data()[1]["after"]["added"], 2);
}

#[tokio::test]
async fn numbers_alone_workbooks_and_packed_files_are_read_too() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let alone = upload(&admin, "stop.txt", "\u{feff}+49309018100\r\n+49309018101\r\n").await;
    assert_eq!(counts(&alone.expect(200)), [2, 2, 0, 0]);
    let packed = upload(&admin, "stop.txt.gz", gzip(b"+49309018101\n+49309018102\n")).await;
    assert_eq!(counts(&packed.expect(200)), [2, 1, 1, 0]);
    let sheet =
        workbook("Stop", &[&["Name", "Phone"], &["Ada", "+49 30 9018103"], &["Bo", "none"]]);
    let sheet = upload(&admin, "stop.xlsx", sheet).await.expect(200);
    assert_eq!(counts(&sheet), [2, 1, 0, 1]);
    assert_eq!(sheet["problems"][0]["line"], 3);
    let registry = upload(&admin, "2026-11_Global.txt", "212,5550123\n305,2345678\n").await;
    assert_eq!(registry.expect(200)["read"], 2);
    assert_eq!(admin.get("/do-not-call?q=3052345678").await.data().len(), 1);
}

#[tokio::test]
async fn a_file_without_numbers_adds_nothing_and_says_so() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    upload(&admin, "names.csv", "Name\nAda\nMaya\n").await.invalid("/file", "no_numbers");
    upload(&admin, "list.pdf", "%PDF-1.7").await.invalid("/file", "unreadable");
    upload(&admin, "empty.csv", "").await.invalid("/file", "unreadable");
    let unknown = [("country", "XX")];
    upload_with(&admin, "stop.txt", "+49309018100", &unknown)
        .await
        .invalid("/country", "unknown_country");
    let other = [("colour", "red")];
    upload_with(&admin, "stop.txt", "+49309018100", &other).await.invalid("/colour", "unexpected");
    assert_eq!(admin.get("/do-not-call").await.data().len(), 0);
    assert_eq!(admin.get("/activity?subject_type=do_not_call").await.data().len(), 0);
}

#[tokio::test]
async fn a_list_uploaded_twice_under_one_key_is_taken_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let send = async |text: &'static str| {
        let form = Form::new().part("file", Part::text(text).file_name("stop.txt"));
        admin.ask(Method::POST, "/do-not-call/upload").key("once").multipart(form).await
    };
    let first = send("+49309018100\n").await.expect(200);
    let second = send("+49309018100\n").await.expect(200);
    assert_eq!(counts(&first), counts(&second), "the same answer, not that it is known now");
    send("+49309018101\n").await.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn ten_thousand_numbers_are_one_line_on_record() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let mut text = String::from("Phone\n");
    for number in 0..10_001 {
        writeln!(text, "+4930{}", 90_180_000 + number).unwrap();
    }
    let receipt = upload(&admin, "stop.csv", text).await.expect(200);
    assert_eq!(counts(&receipt), [10_001, 10_001, 0, 0]);
    assert_eq!(app.count("SELECT count(*) FROM do_not_call").await, 10_001);
    assert_eq!(
        app.count("SELECT count(*) FROM activity WHERE subject_type = 'do_not_call'").await,
        1
    );
}
