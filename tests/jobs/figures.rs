//! Figures: kept as calls are written, folded when days are over, set against the calls, counted anew.

use app::figures::{ReconcileFigures, rebuild, verify};
use chrono::{Days, NaiveDate, TimeDelta};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use support::{Actor, TestApp};
use tokio_postgres::Client;

const GROUPS: [&str; 6] = ["rep", "region", "campaign", "day", "hour", "disposition"];
const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham"];
const OUTCOMES: [&str; 4] = ["closed", "warm", "no_answer", "not_interested"];

/// Two reps, two regions, and leads of each rep's.
struct Floor {
    app: TestApp,
    reps: Vec<Actor>,
    leads: Vec<(usize, String)>,
}

impl Floor {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let reps = vec![app.rep("Maya").await, app.rep("Omar").await];
        let ontario = app.region_of("Ontario", "CA").await;
        let mut leads = Vec::new();
        for number in 0..12 {
            let rep = number % 2;
            let lead = app.lead(&format!("Lead {number}")).assigned_to(&reps[rep]);
            let lead = if number % 3 == 0 { lead.with("region_id", &*ontario) } else { lead };
            leads.push((rep, lead.insert().await.clone()));
        }
        Self { app, reps, leads }
    }

    /// Logs a call of some day in the last two weeks.
    async fn log(&self, random: &mut StdRng) {
        let (rep, lead) = self.leads.choose(random).unwrap();
        let ago = TimeDelta::minutes(random.random_range(1..14 * 24 * 60));
        let call = json!({
            "disposition": OUTCOMES.choose(random).unwrap(),
            "duration": random.random_range(0..90),
            "called_at": self.app.clock.now() - ago,
        });
        let answer = self.reps[*rep].post(&format!("/leads/{lead}/calls"), call).await;
        // A lead that is completed is called no more, until an admin opens it again.
        if answer.status == 409 {
            let path = format!("/leads/{lead}");
            let _lead =
                self.app.admin().await.patch(&path, json!({ "status": "in_progress" })).await;
        }
    }

    /// Changes or removes some call, as the ways of the application do and as they may one day.
    async fn disturb(&self, client: &Client, random: &mut StdRng) {
        let sql = match random.random_range(0..5) {
            0 => "DELETE FROM calls WHERE id = $1",
            1 => "UPDATE calls SET called_at = called_at - interval '26 hours' WHERE id = $1",
            2 => "UPDATE calls SET duration_seconds = duration_seconds + 31 WHERE id = $1",
            3 => "UPDATE calls SET disposition = 'warm', category = 'warm' WHERE id = $1",
            _ => "UPDATE calls SET notes = notes || '.' WHERE id = $1",
        };
        let calls = client.query("SELECT id FROM calls ORDER BY id", &[]).await.unwrap();
        if let Some(call) = calls.choose(random) {
            let id: uuid::Uuid = call.get(0);
            client.execute(sql, &[&id]).await.unwrap();
        }
    }

    /// Every summary there is of some days says what the calls themselves come to.
    async fn is_right(&self, client: &Client, random: &mut StdRng) {
        assert_eq!(verify(self.app.ctx()).await.unwrap(), []);
        let today = self.app.clock.now().date_naive();
        let from = today - Days::new(random.random_range(0..15));
        let to = from + Days::new(random.random_range(0..15));
        let zone = ZONES.choose(random).unwrap();
        let counted = calls_of(client, from, to, zone).await;
        for group in GROUPS {
            let path =
                format!("/analytics/summary?group_by={group}&from={from}&to={to}&time_zone={zone}");
            let summary = self.app.admin().await.get(&path).await.expect(200);
            let totals = ["calls", "connected", "closed", "talk_seconds"]
                .map(|name| &summary["totals"][name]);
            assert_eq!(totals, counted.each_ref(), "{path}");
        }
    }
}

/// The same, counted in the plainest way.
async fn calls_of(client: &Client, from: NaiveDate, to: NaiveDate, zone: &str) -> [Value; 4] {
    let sql = "SELECT count(*), count(*) FILTER (WHERE is_connected),
            count(*) FILTER (WHERE category = 'closed'),
            COALESCE(sum(duration_seconds) FILTER (WHERE is_connected), 0)
        FROM calls WHERE is_attempt
            AND (called_at AT TIME ZONE $3)::date BETWEEN $1::text::date AND $2::text::date";
    let row = client.query_one(sql, &[&from.to_string(), &to.to_string(), &zone]).await.unwrap();
    [0, 1, 2, 3].map(|at| json!(row.get::<_, i64>(at)))
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_those_of_the_calls_whatever_happens_to_them() {
    let floor = Floor::open().await;
    let client = floor.app.database().await;
    for seed in 0..6 {
        let random = &mut StdRng::seed_from_u64(seed);
        for _ in 0..12 {
            floor.log(random).await;
        }
        for _ in 0..6 {
            floor.disturb(&client, random).await;
        }
        floor.is_right(&client, random).await;
        // Every second time days are folded between: what comes later comes too late for them.
        if seed % 2 == 0 {
            floor.app.clock.advance(TimeDelta::days(1));
            ReconcileFigures::begin(floor.app.ctx()).await.unwrap();
            floor.app.run_jobs().await;
            floor.is_right(&client, random).await;
        }
    }
    let folded = "SELECT count(*) FROM folded_user_figures WHERE calls > 0";
    assert!(floor.app.count(folded).await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_are_written_while_days_are_folded_are_counted_once() {
    let floor = Floor::open().await;
    let clients = [floor.app.database().await, floor.app.database().await];
    let random = &mut StdRng::seed_from_u64(7);
    for _ in 0..10 {
        floor.log(random).await;
    }
    let again =
        "INSERT INTO calls (id, lead_id, user_id, region_id, campaign_id, origin, called_at,
            duration_seconds, is_connected, disposition, category, dispositioned_at, created_at)
        SELECT gen_random_uuid(), lead_id, user_id, region_id, campaign_id, origin,
            called_at - number * interval '7 minutes', duration_seconds, is_connected, disposition,
            category, dispositioned_at, created_at
        FROM calls, generate_series(1, 40) AS number WHERE origin = 'logged'";
    let ctx = floor.app.ctx();
    ReconcileFigures::begin(ctx).await.unwrap();
    let write = async |client: &Client| client.batch_execute(again).await.unwrap();
    tokio::join!(write(&clients[0]), write(&clients[1]), floor.app.run_jobs());
    assert_eq!(verify(ctx).await.unwrap(), []);
    floor.is_right(&clients[0], random).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_behind_the_applications_back_is_named_and_mended() {
    let floor = Floor::open().await;
    let client = floor.app.database().await;
    let random = &mut StdRng::seed_from_u64(3);
    for _ in 0..10 {
        floor.log(random).await;
    }
    let ctx = floor.app.ctx();
    ReconcileFigures::begin(ctx).await.unwrap();
    floor.app.run_jobs().await;
    let call = client
        .query_one("SELECT id, user_id FROM calls ORDER BY called_at LIMIT 1", &[])
        .await
        .unwrap();
    let (call, user): (uuid::Uuid, uuid::Uuid) = (call.get(0), call.get(1));
    let behind = format!(
        "SET session_replication_role = replica;
        UPDATE calls SET duration_seconds = 4242, is_connected = true WHERE id = '{call}';
        RESET session_replication_role"
    );
    client.batch_execute(&behind).await.unwrap();

    let breaks = verify(ctx).await.unwrap();
    assert_eq!(breaks.len(), 1, "{breaks:?}");
    assert_eq!(breaks[0].table, "call_figures");
    assert!(breaks[0].place.contains(&format!("user_id={user}")), "{breaks:?}");
    assert!(breaks[0].counted.ends_with("4242"), "{breaks:?}");

    floor.app.clock.advance(TimeDelta::days(1));
    floor.app.run_jobs().await;
    assert_eq!(floor.app.count("SELECT wrong::bigint FROM figure_state").await, 1);

    rebuild(ctx).await.unwrap();
    assert_eq!(verify(ctx).await.unwrap(), []);
    floor.is_right(&client, random).await;
}
