//! Handing out very many leads, taking them over and undoing it, against the bare statements.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::leads;
use crate::memory::Watch;
use crate::stage::Stage;

pub(crate) async fn run(count: usize, reps: usize) {
    let stage = Stage::build().await;
    leads::fill(&stage, count, reps, 1).await;
    let client = support::connect(&stage.database_url).await;
    clear(&client).await;
    let bare = bare(&client, count, reps).await;
    println!("{count} leads, {reps} reps");
    tell("a bare INSERT of as many assignments", count, bare, bare);

    let everybody: Vec<String> = (0..reps).map(leads::rep).collect();
    let split = json!({
        "act": "assign", "selection": { "filter": {} }, "strategy": "even_split",
        "assignee_ids": everybody, "seed": 1,
    });
    let started = Instant::now();
    stage.post("/handouts/preview", &split).await;
    tell("preview of an even split", count, started.elapsed(), bare);

    let watch = Watch::start(stage.server());
    let (_, took) = hand_out(&stage, &split).await;
    tell("even split", count, took, bare);
    let mut taken_over = split.clone();
    taken_over["reassign"] = json!(true);
    taken_over["seed"] = json!(2);
    let (handout, took) = hand_out(&stage, &taken_over).await;
    tell("reassigned, evenly again", count, took, bare);
    let started = Instant::now();
    stage.post(&format!("/handouts/{handout}/undo"), &json!({})).await;
    until(&stage, &handout, "undone").await;
    tell("undone", count, started.elapsed(), bare);
    println!("memory above idle        {:6} MB", watch.end() / 1_000_000);
    stage.take_down().await;
}

async fn clear(client: &tokio_postgres::Client) {
    client.batch_execute("DELETE FROM assignments").await.unwrap();
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// The rows alone, which are taken back afterwards.
async fn bare(client: &tokio_postgres::Client, count: usize, reps: usize) -> Duration {
    let insert = format!(
        "INSERT INTO assignments (id, lead_id, assignee_id, assigned_by, created_at)
         SELECT gen_random_uuid(), {lead}, {rep}, (SELECT id FROM users WHERE role = 'admin'), now()
         FROM generate_series(1, {count}) n",
        lead = leads::id("n"),
        rep = leads::id(&format!("n % {reps} + 1000000")),
    );
    let started = Instant::now();
    client.batch_execute(&insert).await.unwrap();
    let took = started.elapsed();
    clear(client).await;
    took
}

/// Asks for an act and waits until it is done.
async fn hand_out(stage: &Stage, body: &Value) -> (String, Duration) {
    let started = Instant::now();
    let handout = stage.post("/handouts", body).await;
    let id = handout["id"].as_str().unwrap().to_owned();
    until(stage, &id, "completed").await;
    (id, started.elapsed())
}

async fn until(stage: &Stage, handout: &str, status: &str) {
    loop {
        let now = stage.get(&format!("/handouts/{handout}")).await;
        if now["status"] == status {
            return;
        }
        assert_ne!(now["status"], "failed", "{now}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn tell(what: &str, count: usize, took: Duration, bare: Duration) {
    let seconds = took.as_secs_f64();
    println!(
        "{what:40} {seconds:6.2} s, {:8.0} leads/s, ratio {:.2}",
        count as f64 / seconds,
        seconds / bare.as_secs_f64()
    );
}
