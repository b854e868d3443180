//! What a carrier tells, over HTTP: how much of it the server takes, and at what cost.

use std::fs;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use rand::SeedableRng;
use rand::rngs::StdRng;
use support::disorder::{self, POSTS, Post};

use crate::pgbench;
use crate::stage::Stage;

/// The least that keeps a webhook: one row of the same shape, with the same indexes, on the disk.
const TWIN: &str = "CREATE TABLE bench_events (LIKE call_events INCLUDING ALL)";
const EVENT: &str = "INSERT INTO bench_events
    (id, call_id, kind, fact, sequence, status, occurred_at, received_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), 'status', gen_random_uuid()::text, 1, 'ringing',
        now(), now());";

/// Linux counts a process's time in hundredths of a second, whatever the clock of its kernel.
const TICKS: f64 = 100.0;

pub(crate) async fn run(count: usize, connections: usize) {
    let stage = Stage::build().await;
    let client = support::connect(&stage.database_url).await;
    let calls = disorder::dialled_calls(&client, count).await;
    let all = disorder::posts(&calls, &mut StdRng::seed_from_u64(7));
    println!("{count} calls, {} webhooks, {connections} at a time", all.len());
    let (started, before) = (Instant::now(), cpu_seconds(stage.server()));
    stream::iter(&all).for_each_concurrent(connections, |post| deliver(&stage, post)).await;
    let taken = started.elapsed().as_secs_f64();
    while waiting(&client).await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (settled, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds(stage.server()) - before);
    let posts = (count * POSTS) as f64;
    client.batch_execute(TWIN).await.unwrap();
    let bare = pgbench::run(&stage, EVENT, connections, 5);
    println!("bare rows            {bare:8.0} rows/s by pgbench");
    for (what, seconds) in [("taken", taken), ("taken and settled", settled)] {
        let rate = posts / seconds;
        println!("{what:20} {rate:8.0} webhooks/s, ratio {:.2}", rate / bare);
    }
    println!("the server's CPU     {:8.3} ms a webhook", 1000.0 * cpu / posts);
    assert_eq!(wrong(&client, &calls).await, 0, "every call ends right");
    stage.take_down().await;
}

async fn deliver(stage: &Stage, post: &Post) {
    let answer = stage
        .http
        .post(format!("{}{}", stage.base, post.path()))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("X-Twilio-Signature", post.signature(&stage.base))
        .body(post.body())
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.bytes().await.unwrap();
}

async fn waiting(client: &tokio_postgres::Client) -> i64 {
    let sql =
        "SELECT count(*) FROM jobs WHERE kind = 'settle_call' AND status IN ('queued', 'running')";
    client.query_one(sql, &[]).await.unwrap().get(0)
}

/// Calls that did not end as they should.
async fn wrong(client: &tokio_postgres::Client, calls: &[uuid::Uuid]) -> usize {
    let mut wrong = 0;
    for (number, call) in calls.iter().enumerate() {
        let sql = "SELECT status, duration_seconds FROM calls WHERE id = $1";
        let row = client.query_one(sql, &[call]).await.unwrap();
        let (_, status, seconds) = disorder::ending(number);
        let is_right = row.get::<_, &str>(0) == status && row.get::<_, i32>(1) == seconds;
        wrong += usize::from(!is_right);
    }
    wrong
}

/// Seconds of all the process's threads.
fn cpu_seconds(process: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The program's name, which may hold anything, ends with the last bracket.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |place: usize| fields[place].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / TICKS
}
