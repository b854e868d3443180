//! A batch is committed in two shares at once: what comes of it is what came of one after the other.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Actor, TestApp, Upload};

/// Rows of one batch.
const ROWS: usize = 3_000;

const ANTLA: &str = "Antla Bräu,+49 9261 628000,,,,,,Germany,,N,,";
const ANTLA_AT_HOME: &str =
    "Antla Bräu,,1,Friesener Straße,Kronach,Bayern,96317,Germany,antla.de,Y,,";

/// Different businesses, but for those that a test puts in their place.
async fn list(app: &TestApp, others: &[(usize, &str)]) -> Upload {
    let row = |number: usize| match others.iter().find(|(at, _)| *at == number) {
        Some((_, row)) => (*row).to_owned(),
        None => format!("Haus {number},,{number},Main Street,Kronach,Bayern,96317,Germany,,N,,"),
    };
    Upload::rows((1..=ROWS).map(row), &app.region().await)
}

/// Says that a list that was read shall become leads.
async fn commit(admin: &Actor, import: &str) {
    let _accepted = admin.post(&format!("/imports/{import}/commit"), json!({})).await.expect(202);
}

async fn counts(admin: &Actor, import: &str) -> Value {
    admin.get(&format!("/imports/{import}")).await.expect(200)["counts"].clone()
}

/// Lets the database refuse a lead, as it would anything that it takes for wrong.
async fn refuse(app: &TestApp, name: &str) {
    let refuse = format!(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON leads FOR EACH ROW WHEN (NEW.name = '{name}')
             EXECUTE FUNCTION refuse()"
    );
    app.database().await.batch_execute(&refuse).await.unwrap();
}

async fn refuse_no_more(app: &TestApp) {
    app.database().await.batch_execute("DROP FUNCTION refuse CASCADE").await.unwrap();
    app.clock.advance(TimeDelta::minutes(10));
}

async fn goes_on_after(refused: &str, committed: i64) {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &[]).await.read_by(&app, &admin).await.id();
    commit(&admin, &import).await;
    refuse(&app, refused).await;
    app.run_jobs().await;
    let checkpoint = format!("SELECT count(*) FROM imports WHERE committed_row = {committed}");
    assert_eq!(app.count(&checkpoint).await, 1);
    assert_eq!(app.count("SELECT count(*) FROM leads").await, committed);

    refuse_no_more(&app).await;
    app.run_jobs().await;
    assert_eq!(counts(&admin, &import).await["create"], json!(ROWS));
    assert_eq!(app.count("SELECT count(DISTINCT name) FROM leads").await, 3_000);
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 3_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_former_half_fails_nothing_of_the_latter_is_there() {
    goes_on_after("Haus 700", 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_latter_half_fails_it_is_done_again_without_the_former() {
    goes_on_after("Haus 2999", 1_500).await;
}

/// A business that was added since the review, and a row about it in each half. The rows themselves
/// have nothing in common by which one could be told from the other.
async fn one_lead_in_both_halves(former: &str, latter: &str) -> (Value, Value) {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &[(10, former), (2_900, latter)]).await.read_by(&app, &admin).await;
    assert_eq!(import["counts"]["create"], json!(ROWS));
    let antla = json!({ "region_id": app.region().await, "name": "Antla Bräu",
        "formatted_phone": "+49 9261 628000", "street": "Friesener Straße", "street_number": "1",
        "city": "Kronach", "region_name": "Bayern", "postal_code": "96317", "country": "DE" });
    let added = admin.post("/leads", antla).await.expect(201).id();
    commit(&admin, &import.id()).await;
    app.run_jobs().await;
    let lead = admin.get(&format!("/leads/{added}")).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 2_999);
    (counts(&admin, &import.id()).await, lead["url"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_both_halves_are_about_is_left_to_the_former() {
    let (counts, url) = one_lead_in_both_halves(ANTLA, ANTLA_AT_HOME).await;
    assert_eq!((&counts["unchanged"], &counts["duplicate"]), (&json!(1), &json!(1)), "{counts}");
    assert_eq!(url, Value::Null, "the latter repeats a row that changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_the_former_half_changes_is_seen_by_the_latter() {
    let (counts, url) = one_lead_in_both_halves(ANTLA_AT_HOME, ANTLA).await;
    assert_eq!((&counts["update"], &counts["duplicate"]), (&json!(1), &json!(1)), "{counts}");
    assert_eq!(url, "http://antla.de");
}

/// Before commit, the list's tenth row said nothing new about a lead. That lead became another
/// business, so the row is a lead of its own; what a later row says about the first counts.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_turns_out_otherwise_is_in_nobodys_way() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let weber = "Weber,,7,Ring,Nürnberg,Bayern,90402,Germany,weber.example,Y,,";
    let lead = json!({ "region_id": app.region().await, "name": "Antla Bräu",
        "formatted_phone": "+49 9261 628000", "country": "DE" });
    let lead = admin.post("/leads", lead).await.expect(201).id();
    let import = list(&app, &[(10, ANTLA), (2_900, weber)]).await.read_by(&app, &admin).await;
    assert_eq!(import["counts"]["unchanged"], 1, "{}", import["counts"]);
    let path = format!("/leads/{lead}");
    let other = json!({ "name": "Weber", "formatted_phone": null, "street": "Ring",
        "street_number": "7", "city": "Nürnberg", "region_name": "Bayern", "postal_code": "90402" });
    let _changed = admin.patch(&path, other).if_match("*").await.expect(200);
    commit(&admin, &import.id()).await;
    app.run_jobs().await;
    let counts = counts(&admin, &import.id()).await;
    assert_eq!((&counts["create"], &counts["update"]), (&json!(2_999), &json!(1)), "{counts}");
    assert_eq!(admin.get(&path).await["url"], "http://weber.example");
}

/// The half of a turn that the latter share of a batch takes; see `db::imports`.
const LATTER_TURN: &str = "7546112";

/// A worker that was taken for dead is still writing the latter share of a batch. The one that goes on
/// waits for the turn, and is not in the way of the end.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_turn_has_nothing_that_its_holder_may_need() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &[]).await.read_by(&app, &admin).await.id();
    commit(&admin, &import).await;
    let dead = app.database().await;
    let take = format!("BEGIN; SELECT pg_advisory_xact_lock({LATTER_TURN})");
    dead.batch_execute(&take).await.unwrap();
    let end = async {
        app.until_somebody_waits().await;
        dead.batch_execute("SELECT id FROM imports FOR UPDATE NOWAIT; COMMIT").await.unwrap();
    };
    tokio::join!(app.run_jobs(), end);
    assert_eq!(counts(&admin, &import).await["create"], json!(ROWS));
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 3_000);
}

/// The same worker's last batch becomes visible when the next one has read its rows already.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_went_on_without_its_worker_is_brought_to_an_end() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &[]).await.read_by(&app, &admin).await.id();
    commit(&admin, &import).await;
    let dead = app.database().await;
    dead.batch_execute("BEGIN; UPDATE imports SET committed_row = 1500").await.unwrap();
    let end = async {
        app.until_somebody_waits().await;
        dead.batch_execute("COMMIT").await.unwrap();
    };
    tokio::join!(app.run_jobs(), end);
    let import = admin.get(&format!("/imports/{import}")).await.expect(200);
    assert_eq!(import["status"], "completed");
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 1_500, "the rest, and only the rest");
}

/// Somebody changes a rule while the list brings places that nobody has seen. Their hours have to wait
/// for the rule, and nobody has to wait for the list meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn places_that_are_new_are_worked_out_before_the_turn() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let toronto = "Toronto Bräu,+1 416 555 0123,,,Toronto,Ontario,M5V 2T6,Canada,,N,,";
    let vienna = "Wiener Bräu,+43 1 5550123,,,Wien,,1010,Austria,,N,,";
    let import =
        list(&app, &[(10, toronto), (2_900, vienna)]).await.read_by(&app, &admin).await.id();
    commit(&admin, &import).await;
    let rules = app.database().await;
    rules.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7546114)").await.unwrap();
    let change = async {
        app.until_somebody_waits().await;
        let turns = "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND objid IN (7546111, 7546112) AND datname = current_database()";
        assert_eq!(app.count(turns).await, 0, "nobody has a turn");
        rules.batch_execute("COMMIT").await.unwrap();
    };
    tokio::join!(app.run_jobs(), change);
    assert_eq!(counts(&admin, &import).await["create"], json!(ROWS));
    assert_eq!(app.count("SELECT count(*) FROM leads WHERE calling_place IS NULL").await, 0);
}

/// The database writes nothing and says nothing. The list is not tried again and again without a pause.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_gets_nowhere_is_given_up_and_says_so() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = Upload::rows([ANTLA], &app.region().await).read_by(&app, &admin).await.id();
    commit(&admin, &import).await;
    let ignore =
        "CREATE FUNCTION ignore() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
         CREATE TRIGGER ignore BEFORE UPDATE ON imports FOR EACH ROW WHEN (NEW.status = 'completed')
             EXECUTE FUNCTION ignore()";
    app.database().await.batch_execute(ignore).await.unwrap();
    let attempts = async {
        for _ in 0..6 {
            app.run_jobs().await;
            app.clock.advance(TimeDelta::minutes(10));
        }
    };
    tokio::time::timeout(Duration::from_secs(60), attempts).await.unwrap();
    let import = admin.get(&format!("/imports/{import}")).await.expect(200);
    assert_eq!(import["status"], "failed", "{}", import.text);
    assert_eq!(app.count("SELECT count(*) FROM leads").await, 0);
}
