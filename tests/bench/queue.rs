//! A room full of reps at one queue, with everything that goes wrong: no lead twice, none lost. Then the
//! time that the next lead takes, against the same SQL by itself.

mod ledger;
mod shift;
mod trouble;

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::{join, join_all};
use futures_util::{StreamExt, stream};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use tokio::time::Instant;

use self::ledger::{Ledger, lost};
use self::shift::Window;
use crate::leads;
use crate::pgbench;
use crate::quantile;
use crate::stage::Stage;

/// What the bench is asked to do.
pub(crate) struct Room {
    pub(crate) leads: usize,
    pub(crate) reps: usize,
    /// Places with hours of their own among which each rep's leads lie.
    pub(crate) places: usize,
    /// How long the reps work.
    pub(crate) seconds: u64,
    /// Requests at the same time where time is taken.
    pub(crate) connections: usize,
}

pub(crate) async fn run(room: &Room) {
    let mut stage = Stage::build().await;
    leads::fill(&stage, room.leads, room.reps, room.places).await;
    let tokens = sign_in(&stage, room.reps).await;
    println!(
        "{} leads of {} reps in {} places; two windows each, {} s",
        room.leads, room.reps, room.places, room.seconds
    );
    let ledger = storm(&mut stage, room, &tokens).await;
    let twice = ledger.twice();
    println!("{:28} {} served, {twice} of them twice", "", ledger.servings());
    let script = script(&mut stage, room).await;
    // A tenth of the leads, so that no rep runs out of them.
    let each = room.leads / 10 / room.connections;
    let bare = pgbench::latencies(&stage, &script, room.connections, each);
    let (served, ours) = drain(&stage, room, &tokens).await;
    let lost = lost(&served.0, &served.1);
    println!("{:28} {} waited, {lost} of them lost", "", served.0.len());
    for (name, share) in [("p50", 0.50), ("p99", 0.99)] {
        let (ours, bare) = (quantile(&ours, share), quantile(&bare, share));
        println!(
            "POST /queue/next {name}         {ours:6.2} ms   pgbench {bare:6.2} ms   ratio {:.2}",
            ours / bare
        );
    }
    stage.take_down().await;
    assert_eq!((twice, lost), (0, 0), "each lead to one rep, and none lost");
}

async fn sign_in(stage: &Stage, reps: usize) -> Vec<String> {
    stream::iter(0..reps).map(|rep| leads::sign_in(stage, rep)).buffered(4).collect().await
}

/// Everybody works, and everything goes wrong.
async fn storm(stage: &mut Stage, room: &Room, tokens: &[String]) -> Ledger {
    let ledger = Ledger::default();
    let until = Instant::now() + Duration::from_secs(room.seconds);
    let (http, base) = (stage.http.clone(), stage.url(""));
    let windows: Vec<_> = tokens
        .iter()
        .chain(tokens)
        .map(|token| Window { http: &http, base: base.clone(), token, ledger: &ledger })
        .collect();
    let work =
        windows.iter().zip(0..).map(|(window, seed)| async move { window.work(seed, until).await });
    let mut random = StdRng::seed_from_u64(7);
    let trouble = trouble::make(stage, &ledger, room.reps, &mut random, until);
    let (_, count) = join(join_all(work), trouble).await;
    println!(
        "{:28} {} leases cut short, {} leads handed over, server killed {} times, PostgreSQL {}",
        "", count.expired, count.handed_over, count.server_killed, count.database_killed
    );
    drop(windows);
    ledger
}

/// Nobody holds anything any more, and nothing rests: every lead whose work is not done is callable.
async fn lay_out(stage: &Stage) -> HashSet<String> {
    let client = support::connect(&stage.database_url).await;
    let sql = "DELETE FROM queue_leases;
        UPDATE leads SET next_attempt_at = NULL WHERE next_attempt_at IS NOT NULL";
    client.batch_execute(sql).await.unwrap();
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
    // Asked of the tables that hold the truth, not of the one that the queue is read from.
    let sql = "SELECT leads.id::text FROM leads
        WHERE status <> 'completed' AND attempt_count < (SELECT max_attempts FROM settings)
            AND EXISTS (SELECT FROM assignments
                WHERE assignments.lead_id = leads.id AND assignments.ended_at IS NULL)";
    client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// Serves all that waits, and takes the time of each: what waited and what was served, and milliseconds.
async fn drain(
    stage: &Stage,
    room: &Room,
    tokens: &[String],
) -> ((HashSet<String>, HashSet<String>), Vec<f64>) {
    let waiting = lay_out(stage).await;
    let ledger = Ledger::default();
    let serve = |token| {
        let window = Window { http: &stage.http, base: stage.url(""), token, ledger: &ledger };
        async move {
            let mut served = Vec::new();
            loop {
                let started = Instant::now();
                let Some(lead) = window.next().await else { return served };
                served.push((lead, started.elapsed().as_secs_f64() * 1000.0));
            }
        }
    };
    let all: Vec<Vec<(String, f64)>> =
        stream::iter(tokens).map(|token| serve(token)).buffered(room.connections).collect().await;
    let (served, times): (Vec<String>, Vec<f64>) = all.into_iter().flatten().unzip();
    ((waiting, served.into_iter().collect()), times)
}

/// The SQL of the next lead, as the server sends it, for a random rep.
async fn script(stage: &mut Stage, room: &Room) -> String {
    lay_out(stage).await;
    pgbench::listen(stage, true).await;
    stage.restart().await;
    let token = leads::sign_in(stage, 0).await;
    let from = pgbench::mark(stage);
    let ask = stage.http.post(stage.url("/queue/next")).bearer_auth(&token).json(&json!({}));
    let served: serde_json::Value = ask.send().await.unwrap().json().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let statements = pgbench::heard(stage, from);
    pgbench::listen(stage, false).await;
    stage.restart().await;
    let (lead, rep) = (served["lead"]["id"].as_str().unwrap(), leads::rep(0));
    let mut script = format!("\\set rep random(0, {})\nBEGIN;\n", room.reps - 1);
    for statement in statements {
        let chooses = statement.contains("SKIP LOCKED");
        let statement = statement
            .replace(&format!("'{{{lead}}}'"), "ARRAY[:lead_id::uuid]")
            .replace(&format!("'{lead}'"), ":lead_id::uuid")
            .replace(&format!("'{rep}'"), &leads::id(":rep + 1000000"));
        script += &format!("{statement}{}\n", if chooses { "\n\\gset" } else { ";" });
    }
    script + "COMMIT;\n"
}
