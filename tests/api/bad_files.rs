//! Files that cannot be read, and rows that cannot be used: what is said, and that nothing is kept.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use support::{HEADER, Setup, TestApp, Upload};

const GOOD: &str = "Antla,09261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,50.24,11.32";

/// Uploads a file that fails, and gives what is said of it.
async fn failure(app: &TestApp, name: &str, content: impl Into<Vec<u8>>) -> String {
    let admin = app.admin().await;
    let upload = Upload::new(name, content, &app.region().await);
    let import = upload.read_by(app, &admin).await;
    assert_eq!(import["status"], "failed", "{}", import.text);
    assert_eq!(import["counts"]["read"], 0);
    for table in ["import_rows", "import_chunks", "leads"] {
        assert_eq!(app.count(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    let commit = admin.post(&format!("/imports/{}/commit", import.id()), json!({})).await;
    commit.problem(409, "wrong_import_status");
    import["failure"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_that_is_no_list_is_named_with_what_is_wrong() {
    let app = TestApp::start().await;
    let late = format!("{HEADER}\n{GOOD}\n\"Antla,never closed\n").into_bytes();
    let slip = [format!("{HEADER}\n{GOOD}\nÄÖÜ Br").as_bytes(), b"\xe4u", GOOD.as_bytes()].concat();
    let packed = support::gzip(format!("{HEADER}\n{GOOD}\n").as_bytes());
    let zeros = [format!("{HEADER}\n{GOOD}\n").as_bytes(), &[0, 1, 2, 0, 7]].concat();
    for (name, content, words) in [
        ("empty.csv", Vec::new(), vec!["“empty.csv”", "empty"]),
        ("blank.csv", b" \r\n \n".to_vec(), vec!["“blank.csv”", "empty"]),
        ("headers.csv", format!("{HEADER}\n").into_bytes(), vec!["no rows"]),
        ("list.xlsx", b"PK\x03\x04 and so on".to_vec(), vec!["Excel"]),
        ("paper.pdf", b"%PDF-1.7".to_vec(), vec!["PDF"]),
        ("cut.csv.gz", packed[..packed.len() - 5].to_vec(), vec!["unpacked", "damaged"]),
        ("late.csv", late, vec!["line 3", "quotation mark"]),
        ("slip.csv", slip, vec!["line 3", "UTF-8"]),
        ("zeros.csv", zeros, vec!["line 3", "not text"]),
    ] {
        let said = failure(&app, name, content).await;
        for word in words {
            assert!(said.contains(word), "{name}: {said}");
        }
    }
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_and_nothing_is_kept() {
    let small = Setup { upload_limit_bytes: 100 * 1024, ..Setup::default() };
    let app = TestApp::start_with(small).await;
    let (admin, region) = (app.admin().await, app.region().await);
    let rows = format!("{HEADER}\n{}", format!("{GOOD}\n").repeat(10_000));
    let refused =
        Upload::new("large.csv", rows, &region).by(&admin).await.problem(413, "too_large");
    assert!(refused["detail"].as_str().unwrap().contains("100 KB"), "{}", refused.text);
    // One whose size is only known at its end.
    let slightly = format!("{HEADER}\n{}", format!("{GOOD}\n").repeat(1_500));
    assert!((100 * 1024..160 * 1024).contains(&slightly.len()));
    Upload::new("large.csv", slightly, &region).by(&admin).await.problem(413, "too_large");
    assert_eq!(app.count("SELECT count(*) FROM imports").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM import_chunks").await, 0);
}

#[tokio::test]
async fn an_upload_that_lacks_a_part_is_refused() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let file = || Part::text(format!("{HEADER}\n{GOOD}\n")).file_name("list.csv");
    let send = async |form: Form| admin.ask(Method::POST, "/imports").multipart(form).await;
    send(Form::new().part("file", file())).await.invalid("/region_id", "missing");
    send(Form::new().text("region_id", region.clone())).await.invalid("/file", "missing");
    send(Form::new().text("region_id", "here").part("file", file()))
        .await
        .invalid("/region_id", "unknown_region");
    let nowhere = "01900000-0000-7000-8000-000000000000";
    send(Form::new().text("region_id", nowhere).part("file", file()))
        .await
        .invalid("/region_id", "unknown_region");
    let extra =
        Form::new().text("region_id", region.clone()).text("colour", "red").part("file", file());
    send(extra).await.invalid("/colour", "unexpected");
    let options =
        Form::new().text("region_id", region.clone()).text("options", "{\"duplicates\":\"guess\"}");
    send(options.part("file", file())).await.invalid("/options", "invalid");
    let json = admin.post("/imports", json!({ "region_id": region })).await;
    json.problem(415, "unsupported_type");
    assert_eq!(app.count("SELECT count(*) FROM imports").await, 0);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nName,";
    let cut =
        admin.ask(Method::POST, "/imports").body("multipart/form-data; boundary=x", body).await;
    cut.problem(400, "malformed_request");
    assert_eq!(app.count("SELECT count(*) FROM imports").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM import_chunks").await, 0);
}

/// What is noticed in a row: codes by column, and the outcome.
async fn noticed(app: &TestApp, row: &str) -> (String, Vec<(Value, String)>) {
    let admin = app.admin().await;
    let upload = Upload::rows([row], &app.region().await);
    let import = upload.read_by(app, &admin).await;
    assert_eq!(import["status"], "review", "{row}: {}", import.text);
    let rows = admin.get(&format!("/imports/{}/rows", import.id())).await.expect(200);
    let [row] = rows.data() else { panic!("{}", rows.text) };
    let issues = row["issues"].as_array().unwrap().iter();
    let issues = issues.map(|issue| {
        let message = issue["message"].as_str().unwrap();
        assert!(message.ends_with('.') && message.len() > 20, "a sentence is expected: {message}");
        (issue["column"].clone(), issue["code"].as_str().unwrap().to_owned())
    });
    (row["outcome"].as_str().unwrap().to_owned(), issues.collect())
}

#[tokio::test]
async fn each_cell_that_cannot_be_used_is_named_with_its_column() {
    let app = TestApp::start().await;
    for (row, outcome, column) in [
        ("Antla,call me,1,Markt,Kronach,,96317,Germany,,N,,", "create", "Formatted phone number"),
        ("Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,91,11", "create", "Lat"),
        ("Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,50,181", "create", "Lng"),
        (
            "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,maybe,,",
            "create",
            "Website present (Y/N)",
        ),
        ("Antla,09261 628000,1,Markt,Kronach,,96317,Atlantis,,N,,", "create", "Country"),
        (
            "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,javascript:alert(1),N,,",
            "create",
            "Url",
        ),
        (",09261 628000,1,Markt,Kronach,,96317,Germany,,N,,", "rejected", "Name"),
    ] {
        let (found, issues) = noticed(&app, row).await;
        assert_eq!(found, outcome, "{row}: {issues:?}");
        assert!(issues.iter().any(|(known, _)| known == column), "{row}: {issues:?}");
    }
}

#[tokio::test]
async fn a_row_with_too_many_or_too_few_cells_is_used_and_says_so() {
    let app = TestApp::start().await;
    let (outcome, issues) = noticed(&app, &format!("{GOOD},one more")).await;
    assert_eq!(
        (outcome.as_str(), issues.as_slice()),
        ("create", &[(Value::Null, "too_many_cells".to_owned())][..])
    );
    let (outcome, issues) = noticed(&app, "Antla,09261 628000").await;
    assert_eq!(
        (outcome.as_str(), issues.as_slice()),
        ("create", &[(Value::Null, "too_few_cells".to_owned())][..])
    );
}

#[tokio::test]
async fn a_list_may_have_another_delimiter_order_or_line_end() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let semicolons = format!("\u{feff}{HEADER}\r\n{GOOD}\r\n").replace(',', ";");
    let reversed = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
    let backwards = format!("{}\n{}\n\n", reversed(HEADER), reversed(GOOD));
    let quoted = format!(
        "{HEADER}\n\"Antla, the\n\"\"real\"\" one\",09261 628000,1,Markt,Kronach,,96317,Germany,,N,,\n"
    );
    for (content, name) in [(semicolons, "Antla"), (backwards, "Antla"), (quoted, "Antla, the")] {
        let import =
            Upload::new("list.csv", content, &app.region().await).read_by(&app, &admin).await;
        assert_eq!(
            (&import["status"], &import["counts"]["create"]),
            (&json!("review"), &json!(1)),
            "{}",
            import.text
        );
        let rows = admin.get(&format!("/imports/{}/rows", import.id())).await;
        let cells = rows.data()[0]["values"].as_array().unwrap().clone();
        let cell = cells.iter().find(|cell| cell["column"] == "Name").unwrap()["value"].clone();
        assert!(cell.as_str().unwrap().starts_with(name), "{cell}");
    }
}
