//! A worker that dies in the middle of an import: the next one goes on from there.

use std::fmt::Write;

use chrono::TimeDelta;
use serde_json::json;
use support::{Actor, Answer, HEADER, TestApp, Upload, gzip};

/// Rows enough for several batches.
const ROWS: usize = 9_500;

fn long_text() -> String {
    let mut text = format!("{HEADER}\n");
    for number in 0..ROWS {
        writeln!(text, "Bräu {number},,{number},Main Street,Kronach,Bayern,96317,Germany,,N,,")
            .unwrap();
    }
    text
}

async fn long_list(app: &TestApp) -> Upload {
    Upload::new("long.csv", long_text(), &app.region().await)
}

/// Runs jobs until the condition holds, then drops the worker as a crash would.
pub(crate) async fn run_until(app: &TestApp, condition: &str) {
    let reached = format!("imports WHERE {condition}");
    tokio::select! {
        () = app.run_jobs() => panic!("done before {condition}"),
        () = app.until(&reached) => {}
    }
}

async fn import(admin: &Actor, id: &str) -> Answer {
    admin.get(&format!("/imports/{id}")).await.expect(200)
}

/// What a dead worker held is free after its lease.
pub(crate) fn let_the_lease_run_out(app: &TestApp) {
    app.clock.advance(TimeDelta::minutes(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let _import = reading_goes_on(&app, &long_list(&app).await).await;
}

/// Where the text of a file is not its bytes, the place is found by reading up to it again.
#[tokio::test(flavor = "multi_thread")]
async fn reading_what_is_packed_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let units = long_text().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let packed = gzip(&[b"\xff\xfe".as_slice(), &units].concat());
    let list = Upload::new("long.csv.gz", packed, &app.region().await);
    let id = reading_goes_on(&app, &list).await;
    let rows = app.admin().await.get(&format!("/imports/{id}/rows?limit=200")).await.expect(200);
    let name = |row: &serde_json::Value| row["values"][0]["value"].clone();
    assert_eq!(rows.data().last().map(name), Some(json!("Bräu 199")));
}

async fn reading_goes_on(app: &TestApp, list: &Upload) -> String {
    let admin = app.admin().await;
    let id = list.by(&admin).await.expect(202).id();

    run_until(app, "read_count > 0").await;
    let halfway = import(&admin, &id).await;
    assert_eq!(halfway["status"], "parsing");
    app.run_jobs().await;
    assert_eq!(
        import(&admin, &id).await["status"],
        "parsing",
        "the dead worker's job is still held"
    );
    let_the_lease_run_out(app);
    app.run_jobs().await;

    let read = import(&admin, &id).await;
    assert_eq!(
        (&read["status"], read["counts"].get("create")),
        (&json!("review"), Some(&json!(ROWS))),
        "{}",
        read.text
    );
    assert_eq!(
        app.count("SELECT count(DISTINCT row) FROM import_rows").await,
        i64::try_from(ROWS).unwrap()
    );
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn committing_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = long_list(&app).await.by(&admin).await.expect(202).id();
    app.run_jobs().await;
    let _accepted = admin.post(&format!("/imports/{id}/commit"), json!({})).await.expect(202);

    run_until(&app, "committed_row > 0").await;
    let made = app.count("SELECT count(*) FROM leads").await;
    assert!(made > 0, "some rows are leads already");
    let_the_lease_run_out(&app);
    app.run_jobs().await;

    let done = import(&admin, &id).await;
    assert_eq!(
        (&done["status"], &done["counts"]["create"]),
        (&json!("completed"), &json!(ROWS)),
        "{}",
        done.text
    );
    assert_eq!(app.count("SELECT count(*) FROM leads").await, i64::try_from(ROWS).unwrap());
    let twice = "SELECT count(*) FROM (SELECT FROM leads GROUP BY name HAVING count(*) > 1) twice";
    assert_eq!(app.count(twice).await, 0);
    assert_eq!(
        app.count("SELECT count(*) FROM activity WHERE action = 'import.completed'").await,
        1
    );
}
