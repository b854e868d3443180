//! The worker itself: hears of work, tries again, gives up, stops in order.

use std::time::{Duration, Instant};

use app::jobs::Worker;
use chrono::TimeDelta;
use support::{TestApp, Upload};
use tokio_util::sync::CancellationToken;

const ROW: &str = "Antla,09261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,,";

async fn until(app: &TestApp, sql: &str) {
    let started = Instant::now();
    while app.count(sql).await == 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "never: {sql}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_takes_jobs_as_they_come_and_stops_when_told() {
    let app = TestApp::start().await;
    let stop = CancellationToken::new();
    let worker = Worker::new(app.ctx().clone(), 2);
    let worker = tokio::task::spawn_blocking({
        let stop = stop.clone();
        move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(worker.run(stop));
        }
    });
    let list = Upload::rows([ROW], &app.region().await);
    let _import = list.by(&app.admin().await).await.expect(202);
    until(&app, "SELECT count(*) FROM imports WHERE status = 'review'").await;
    until(&app, "SELECT count(*) FROM jobs WHERE status = 'done'").await;
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), worker).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_workers_do_every_job_once() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    for number in 0..6 {
        let row = format!("Brewery {number},,{number},Markt,Kronach,,96317,Germany,,N,,");
        let _import = Upload::rows([row.as_str()], &region).by(&admin).await.expect(202);
    }
    tokio::join!(app.run_jobs(), app.run_jobs(), app.run_jobs());
    assert_eq!(
        app.count("SELECT count(*) FROM jobs WHERE status = 'done' AND attempts = 1").await,
        6
    );
    assert_eq!(app.count("SELECT count(*) FROM import_rows").await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_keeps_failing_is_given_up() {
    let app = TestApp::start().await;
    let client = app.database().await;
    let job = "INSERT INTO jobs (id, kind, arguments, run_at, created_at) \
               VALUES (gen_random_uuid(), 'dance', '{}', now() - interval '1 hour', now())";
    client.batch_execute(job).await.unwrap();
    for _ in 0..10 {
        app.run_jobs().await;
        app.clock.advance(TimeDelta::minutes(10));
    }
    let row = client.query_one("SELECT status, attempts, last_error FROM jobs", &[]).await.unwrap();
    let (status, attempts, error): (String, i16, String) = (row.get(0), row.get(1), row.get(2));
    assert_eq!((status.as_str(), attempts), ("failed", 6));
    assert!(error.contains("dance"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_deleted_meanwhile_is_no_failure() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = Upload::rows([ROW], &app.region().await).by(&admin).await.expect(202).id();
    assert_eq!(admin.delete(&format!("/imports/{import}")).await.status, 204);
    app.run_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status = 'done'").await, 1);
}
