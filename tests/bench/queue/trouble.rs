//! What goes wrong while reps work: leases that run out, leads that change hands, servers and databases
//! that are killed.

use std::time::Duration;

use rand::Rng;
use rand::rngs::StdRng;
use serde_json::json;
use tokio::time::{Instant, sleep};
use tokio_postgres::Client;

use super::ledger::{self, Ledger};
use crate::leads;
use crate::stage::Stage;

/// How much went wrong.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) expired: usize,
    pub(crate) handed_over: usize,
    pub(crate) server_killed: usize,
    pub(crate) database_killed: usize,
}

/// Leases that run out each time.
const CUT_SHORT: &str = "WITH cut AS (SELECT lead_id FROM queue_leases
        WHERE expires_at > clock_timestamp() ORDER BY random() LIMIT 20)
    UPDATE queue_leases SET expires_at = clock_timestamp() FROM cut
    WHERE queue_leases.lead_id = cut.lead_id AND queue_leases.leased_at < clock_timestamp()
    RETURNING queue_leases.lead_id::text, queue_leases.expires_at";

/// Makes trouble until then.
pub(crate) async fn make(
    stage: &mut Stage,
    ledger: &Ledger,
    reps: usize,
    random: &mut StdRng,
    until: Instant,
) -> Count {
    let mut count = Count::default();
    let mut client = support::connect(&stage.database_url).await;
    for turn in 1_usize.. {
        if Instant::now() >= until {
            break;
        }
        sleep(Duration::from_millis(500)).await;
        count.expired += cut_short(&client, ledger).await;
        count.handed_over += hand_over(stage, &client, ledger, reps, random).await;
        match turn % 24 {
            8 | 16 => {
                stage.kill_server().await;
                count.server_killed += 1;
            }
            0 => {
                stage.kill_database().await;
                client = support::connect(&stage.database_url).await;
                count.database_killed += 1;
            }
            _ => {}
        }
    }
    count
}

async fn cut_short(client: &Client, ledger: &Ledger) -> usize {
    let cut = client.query(CUT_SHORT, &[]).await.unwrap();
    for row in &cut {
        ledger.ended(row.get(0), row.get(1), row.get(1));
    }
    cut.len()
}

/// An admin hands ten leads of a rep to another one.
async fn hand_over(
    stage: &Stage,
    client: &Client,
    ledger: &Ledger,
    reps: usize,
    random: &mut StdRng,
) -> usize {
    let mut rep = || leads::rep(random.random_range(0..reps));
    let (from, to) = (rep(), rep());
    let sql = "SELECT lead_id::text FROM queue_entries WHERE assignee_id = $1::text::uuid LIMIT 10";
    let rows = client.query(sql, &[&from]).await.unwrap();
    let chosen: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    if chosen.is_empty() {
        return 0;
    }
    let asked_at = ledger::now();
    let body = json!({
        "selection": { "lead_ids": chosen },
        "strategy": "to_one",
        "assignee_ids": [to],
        "reassign": true,
    });
    stage.post("/assignments", &body).await;
    for lead in &chosen {
        ledger.ended(lead, asked_at, ledger::now());
    }
    chosen.len()
}
