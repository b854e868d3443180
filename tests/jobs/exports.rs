//! A worker that dies while it writes a file: the next one writes it whole.

use std::fmt::Write;
use std::time::Duration;

use serde_json::json;
use support::{Actor, Export, HEADER, TestApp, Upload};

use crate::crash::let_the_lease_run_out;

/// Rows enough for a file of several pieces.
const ROWS: usize = 9_500;

async fn with_many_leads() -> (TestApp, Actor) {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let mut text = format!("{HEADER}\n");
    for number in 0..ROWS {
        writeln!(
            text,
            "Bräu {number},+49 9261 6{number:05},{number},Markt,Kronach,,96317,Germany,,N,,"
        )
        .unwrap();
    }
    let list = Upload::new("long.csv", text, &app.region().await);
    list.committed_by(&app, &admin).await;
    (app, admin)
}

/// Runs jobs until the condition holds, then drops the worker as a crash would.
async fn run_until(app: &TestApp, condition: &str) {
    let reached = async {
        while app.count(&format!("SELECT count(*) FROM {condition}")).await == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        () = app.run_jobs() => panic!("done before {condition}"),
        () = reached => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_half_written_is_written_whole_by_the_next_worker() {
    let (app, admin) = with_many_leads().await;
    let export = Export::leads().asked_by(&admin).await.expect(202).id();
    let path = format!("/exports/{export}");

    run_until(&app, "export_chunks").await;
    let halfway = admin.get(&path).await.expect(200);
    assert_eq!((&halfway["status"], halfway["rows"].is_null()), (&json!("running"), true));
    admin.get(&format!("{path}/file")).await.problem(409, "export_not_ready");
    let_the_lease_run_out(&app);
    app.run_jobs().await;

    let whole = admin.get(&path).await.expect(200);
    assert_eq!((&whole["status"], &whole["rows"]), (&json!("completed"), &json!(ROWS)));
    let file = admin.download(&format!("{path}/file")).await;
    assert_eq!(whole["size"], file.len());
    let rows = Export::rows_of(&file);
    let mut names: Vec<&str> = rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!((rows.len() - 1, names.len()), (ROWS, ROWS));
    let completed = "SELECT count(*) FROM activity WHERE action = 'export.completed'";
    assert_eq!(app.count(completed).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_too() {
    let (app, admin) = with_many_leads().await;
    let export = Export::leads().as_workbook().asked_by(&admin).await.expect(202).id();
    run_until(&app, "exports WHERE done_count > 0").await;
    let_the_lease_run_out(&app);
    app.run_jobs().await;
    let whole = admin.get(&format!("/exports/{export}")).await.expect(200);
    assert_eq!((&whole["status"], &whole["rows"]), (&json!("completed"), &json!(ROWS)));
    let file = admin.download(&format!("/exports/{export}/file")).await;
    let region = app.region().await;
    let import = Upload::new("leads.xlsx", file, &region).read_by(&app, &admin).await;
    assert_eq!(import["counts"]["unchanged"], ROWS, "{}", import.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_while_a_file_is_written_is_not_in_it() {
    let (app, admin) = with_many_leads().await;
    let _export = Export::leads().asked_by(&admin).await.expect(202);
    let changed = async {
        while app.count("SELECT count(*) FROM exports WHERE total_count > 0").await == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let client = app.database().await;
        client.execute("DELETE FROM leads WHERE name LIKE '%7'", &[]).await.unwrap();
        client.execute("UPDATE leads SET name = 'changed'", &[]).await.unwrap();
    };
    tokio::join!(app.run_jobs(), changed);
    let exports = admin.get("/exports").await.expect(200);
    let export = &exports.data()[0];
    assert_eq!((&export["status"], &export["rows"]), (&json!("completed"), &json!(ROWS)));
    let path = format!("/exports/{}/file", export["id"].as_str().unwrap());
    let rows = Export::rows_of(&admin.download(&path).await);
    assert!(rows.iter().all(|row| row[0] != "changed"), "as of one moment");
}

#[tokio::test]
async fn an_export_that_keeps_failing_is_given_up_and_leaves_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let client = app.database().await;
    let broken = "ALTER TABLE export_chunks ADD CHECK (false)";
    client.batch_execute(broken).await.unwrap();
    let export = Export::leads().asked_by(&admin).await.expect(202).id();
    for _ in 0..10 {
        app.run_jobs().await;
        let_the_lease_run_out(&app);
    }
    let export = admin.get(&format!("/exports/{export}")).await.expect(200);
    assert_eq!(export["status"], "failed");
    assert!(export["failure"].as_str().unwrap().contains("Export the list again"));
    let file = admin.get(&format!("/exports/{}/file", export.id())).await;
    file.problem(409, "export_not_ready");
}
