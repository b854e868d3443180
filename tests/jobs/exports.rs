//! A worker that dies while it writes a file: the next one writes it whole.

use std::fmt::Write;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use support::{Actor, Export, HEADER, TestApp, Upload};
use tokio_postgres::Client;

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

/// Holds the worker before it keeps the second piece, until the transaction ends.
async fn hold_after_the_first_piece(app: &TestApp) -> Client {
    let client = app.database().await;
    app.until("export_chunks").await;
    client.batch_execute("BEGIN; SELECT FROM exports FOR UPDATE").await.unwrap();
    app.until_somebody_waits().await;
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_lost_costs_no_more_than_itself() {
    let (app, admin) = with_many_leads().await;
    let export = Export::leads().asked_by(&admin).await.expect(202).id();
    let lost = async {
        let client = hold_after_the_first_piece(&app).await;
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let run = client.query_one("SELECT run::text FROM exports", &[]).await.unwrap().get(0);
        client.batch_execute(&format!("{cut}; COMMIT")).await.unwrap();
        run
    };
    let ((), before): ((), String) = tokio::join!(app.run_jobs(), lost);
    let whole = admin.get(&format!("/exports/{export}")).await.expect(200);
    assert_eq!((&whole["status"], &whole["rows"]), (&json!("completed"), &json!(ROWS)));
    let same = format!("SELECT count(*) FROM exports WHERE run = '{before}'");
    assert_eq!(app.count(&same).await, 1, "the file was not begun anew");
    let file = admin.download(&format!("/exports/{export}/file")).await;
    assert_eq!(
        (whole["size"].clone(), Export::rows_of(&file).len()),
        (json!(file.len()), ROWS + 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_thought_dead_adds_nothing_to_the_file_of_the_next() {
    let (app, admin) = with_many_leads().await;
    let export = Export::leads().asked_by(&admin).await.expect(202).id();
    let begun_anew = async {
        let client = hold_after_the_first_piece(&app).await;
        let anew = "DELETE FROM export_chunks; UPDATE exports SET run = gen_random_uuid(); COMMIT";
        client.batch_execute(anew).await.unwrap();
    };
    tokio::join!(app.run_jobs(), begun_anew);
    assert_eq!(app.count("SELECT count(*) FROM export_chunks").await, 0);
    assert_eq!(admin.get(&format!("/exports/{export}")).await["status"], "running");
    let completed = "SELECT count(*) FROM activity WHERE action = 'export.completed'";
    assert_eq!(app.count(completed).await, 0);
}

#[tokio::test]
async fn an_export_that_keeps_failing_is_given_up_and_leaves_nothing() {
    let (app, admin) = with_many_leads().await;
    let client = app.database().await;
    let broken = "ALTER TABLE export_chunks ADD CHECK (position < 1)";
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
    assert_eq!(app.count("SELECT count(*) FROM export_chunks").await, 0, "the first piece is gone");
}

#[tokio::test]
async fn a_file_that_could_not_be_removed_is_removed_the_next_day() {
    let app = TestApp::start().await;
    let (admin, client) = (app.admin().await, app.database().await);
    Export::leads().written_by(&app, &admin).await;
    let keep =
        "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$;
         CREATE TRIGGER keep BEFORE DELETE ON export_chunks FOR EACH ROW EXECUTE FUNCTION keep()";
    client.batch_execute(keep).await.unwrap();
    app.clock.advance(TimeDelta::days(7));
    for _ in 0..6 {
        app.run_jobs().await;
        app.clock.advance(TimeDelta::minutes(10));
    }
    let removals = "SELECT count(*) FROM jobs WHERE kind = 'remove_export' AND status = ";
    assert_eq!(app.count(&format!("{removals}'failed'")).await, 1);
    assert_eq!(app.count("SELECT count(*) FROM export_chunks").await, 1);

    client.batch_execute("DROP FUNCTION keep CASCADE").await.unwrap();
    app.clock.advance(TimeDelta::days(1));
    app.run_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM export_chunks").await, 0);
}
