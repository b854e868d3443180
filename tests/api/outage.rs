//! The database goes away in the middle, and comes back.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;
use server::cluster::{Cluster, ClusterOptions, DATABASE};
use support::{Actor, Answer, Events, Setup, TestApp, folder};

/// A cluster of this test alone, removed with its folder however the test ends.
struct OwnCluster {
    folder: PathBuf,
    cluster: Option<Cluster>,
}

impl OwnCluster {
    fn start() -> Self {
        let folder = folder(&format!("outage-{}", std::process::id()));
        let mut own = Self { folder, cluster: None };
        own.bring_up();
        own
    }

    fn bring_up(&mut self) {
        let options = ClusterOptions { durable: true };
        self.cluster = Some(Cluster::start(&self.folder, options).unwrap());
    }

    fn stop(&mut self) {
        self.cluster.take().unwrap().stop().unwrap();
    }
}

impl Drop for OwnCluster {
    fn drop(&mut self) {
        if let Some(cluster) = self.cluster.take() {
            cluster.stop().unwrap();
        }
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

async fn log_call(rep: &Actor, lead: &str) -> Answer {
    rep.post(&format!("/leads/{lead}/calls"), json!({ "disposition": "busy" })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn work_goes_on_after_the_database_was_away_and_nothing_committed_is_lost() {
    let mut own = tokio::task::spawn_blocking(OwnCluster::start).await.unwrap();
    let url = own.cluster.as_ref().unwrap().url(DATABASE);
    db::migrations::run(&url).await.unwrap();
    let app = TestApp::start_on(&url, None, Setup::default()).await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let leads = app.leads_of(&maya, 30).await;
    let mut events = Events::open(&admin, None).await;

    // Calls are being logged while it stops; what was answered with 201 must be there afterwards.
    let writer = tokio::spawn({
        let (maya, leads) = (maya.clone(), leads.clone());
        async move {
            let mut answers = Vec::new();
            for lead in &leads {
                answers.push(log_call(&maya, lead).await);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            answers
        }
    });
    tokio::time::sleep(Duration::from_millis(120)).await;
    let mut own = tokio::task::spawn_blocking(move || {
        own.stop();
        own
    })
    .await
    .unwrap();

    for path in ["/me", "/leads", "//readyz"] {
        let away = maya.get(path).await.problem(503, "unavailable");
        assert!(!away.header("retry-after").is_empty());
        assert!(!away.text.contains("postgres") && !away.text.contains("sockets"), "{}", away.text);
    }
    assert_eq!(app.anonymous().get("//healthz").await.status, 200, "the process lives");

    let own = tokio::task::spawn_blocking(move || {
        own.bring_up();
        own
    })
    .await
    .unwrap();
    let answers = writer.await.unwrap();
    recovers(&maya).await;

    let committed = answers.iter().filter(|answer| answer.status == 201).count();
    let refused = answers.iter().filter(|answer| answer.status == 503).count();
    assert_eq!(committed + refused, leads.len(), "only 201 and 503");
    let kept = usize::try_from(app.count("SELECT count(*) FROM calls").await).unwrap();
    // A commit whose answer was lost may have happened; one that was answered has.
    assert!(
        (committed..=committed + 1).contains(&kept),
        "{committed} were answered, {kept} are there"
    );

    while events.next().await.unwrap().kind != "resync" {}
    app.region_of("Afterwards", "DE").await;
    events.hears("region.created").await;
    drop((events, app));
    tokio::task::spawn_blocking(move || drop(own)).await.unwrap();
}

async fn recovers(actor: &Actor) {
    let started = Instant::now();
    while actor.get("/leads").await.status != 200 {
        assert!(started.elapsed() < Duration::from_secs(20), "the server does not find back");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
