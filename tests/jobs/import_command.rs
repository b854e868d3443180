//! `skiigen import`: what cron is told, with and without a server beside it.

use app::Ctx;
use bytes::Bytes;
use domain::imports::{Counts, DuplicatePolicy};
use futures_util::stream;
use server::imports::{BringInError, Order, Outcome, Receipt, Then, bring_in};
use support::{HEADER, TestApp};

const ROWS: &str = "Antla,09261 628000,1,Markt,Kronach,Bayern,96317,Germany,,N,,\n\
                    Gampert,,2,Markt,Weissenbrunn,Bayern,96369,Germany,,N,,\n\
                    ,,3,Markt,Kronach,Bayern,96317,Germany,,N,,\n";

fn order(region: &str) -> Order {
    Order {
        file_name: "night.csv".to_owned(),
        region: region.to_owned(),
        campaign: None,
        duplicates: DuplicatePolicy::Update,
        then: Then::Commit,
        admin: None,
    }
}

async fn run(ctx: &Ctx, order: &Order, content: &str) -> Result<Receipt, BringInError> {
    // In several pieces, as a pipe gives it.
    let pieces: Vec<_> =
        content.as_bytes().chunks(50).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    bring_in(ctx, order, stream::iter(pieces)).await
}

fn list(rows: &str) -> String {
    format!("{HEADER}\n{rows}")
}

/// A system with one admin and the region Germany.
async fn start() -> TestApp {
    let app = TestApp::start().await;
    app.region().await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_becomes_leads_without_a_server() {
    let app = start().await;
    let receipt = run(app.ctx(), &order("germany"), &list(ROWS)).await.unwrap();
    assert_eq!(receipt.outcome, Outcome::Committed);
    assert_eq!(
        receipt.counts,
        Counts { create: 2, update: 0, unchanged: 0, duplicate: 0, rejected: 1 }
    );
    let text = receipt.to_string();
    assert!(text.starts_with("night.csv is imported: 3 rows made 2 new leads"), "{text}");
    assert!(text.contains("http://crm.example/imports/"), "{text}");
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 2);
    // What is looked up afterwards is left to a worker.
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status = 'queued'").await, 1);
    app.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_done_in_the_name_of_an_admin() {
    let app = start().await;
    let receipt = run(app.ctx(), &order("Germany"), &list(ROWS)).await.unwrap();
    let import = receipt.address.rsplit('/').next().unwrap().to_owned();
    let admin = app.admin().await;
    let import = admin.get(&format!("/imports/{import}")).await.expect(200);
    assert_eq!(import["created_by"]["name"], admin.name(), "{}", import.text);
    app.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_elsewhere_may_take_the_work() {
    let app = start().await;
    let stop = tokio_util::sync::CancellationToken::new();
    let worker = app::jobs::Worker::new(app.ctx().clone(), 2);
    let working = worker.run(stop.clone());
    let order = order("Germany");
    let content = list(ROWS);
    let (receipt, ()) = tokio::join!(
        async {
            let receipt = run(app.ctx(), &order, &content).await;
            stop.cancel();
            receipt
        },
        working
    );
    assert_eq!(receipt.unwrap().outcome, Outcome::Committed);
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 2);
    app.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_may_be_left_for_somebody_to_look_at() {
    let app = start().await;
    let order = Order { then: Then::Review, ..order("Germany") };
    let receipt = run(app.ctx(), &order, &list(ROWS)).await.unwrap();
    assert_eq!((&receipt.outcome, receipt.is_good()), (&Outcome::Waiting, true));
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 0);
    assert_eq!(app.count("SELECT count(*) FROM imports WHERE status = 'review'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_is_no_success() {
    let app = start().await;
    let unreadable = run(app.ctx(), &order("Germany"), "").await.unwrap();
    assert!(!unreadable.is_good() && matches!(unreadable.outcome, Outcome::Failed(_)));
    let nameless = ",,3,Markt,Kronach,Bayern,96317,Germany,,N,,\n";
    let rejected = run(app.ctx(), &order("Germany"), &list(nameless)).await.unwrap();
    assert_eq!((&rejected.outcome, rejected.is_good()), (&Outcome::NothingUsable, false));
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_are_treated_as_asked() {
    let app = start().await;
    for (duplicates, leads) in
        [(DuplicatePolicy::Update, 2), (DuplicatePolicy::Skip, 2), (DuplicatePolicy::Create, 4)]
    {
        let order = Order { duplicates, ..order("Germany") };
        assert!(run(app.ctx(), &order, &list(ROWS)).await.unwrap().is_good());
        assert_eq!(app.count("SELECT count(*) FROM leads").await, leads, "{duplicates}");
    }
    app.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_order_says_how_to_give_it() {
    let app = start().await;
    let refused = async |order: Order| {
        let error = run(app.ctx(), &order, &list(ROWS)).await.unwrap_err();
        assert!(error.is_usage(), "{error}");
        error.to_string()
    };
    let region = refused(order("Atlantis")).await;
    assert!(region.contains("--region one of Germany"), "{region}");
    let campaign = Order { campaign: Some("Spring".to_owned()), ..order("Germany") };
    assert!(refused(campaign).await.contains("no campaign yet"));
    let nobody = Order { admin: Some("nobody@crm.example".to_owned()), ..order("Germany") };
    assert!(refused(nobody).await.contains("no active admin has the address"));

    app.another_admin("Grace Admin").await;
    let several = refused(order("Germany")).await;
    assert!(several.contains("--as") && several.contains("grace.admin@crm.example"), "{several}");
    let grace = Order { admin: Some("Grace.Admin@crm.example".to_owned()), ..order("Germany") };
    assert!(run(app.ctx(), &grace, &list(ROWS)).await.unwrap().is_good());
    assert_eq!(app.count("SELECT count(*) FROM imports").await, 1, "the others left nothing");
    app.run_jobs().await;
}
