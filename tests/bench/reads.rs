//! Reads over HTTP, against pgbench with the same SQL and as many connections.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::leads;
use crate::pgbench;
use crate::stage::Stage;

/// A read to measure: its address for a random number, and the words of its SQL to vary.
struct Read {
    name: &'static str,
    of_lead: bool,
}

/// Reps who share the leads.
const REPS: usize = 5;

const READS: [Read; 2] = [
    Read { name: "GET /leads/{id}", of_lead: true },
    Read { name: "GET /queue, first page", of_lead: false },
];

pub(crate) async fn run(count: usize, places: usize, connections: usize, seconds: u64) {
    let mut stage = Stage::build().await;
    leads::fill(&stage, count, REPS, places).await;
    println!(
        "{count} leads of {REPS} reps in {places} places; {connections} connections; {seconds} s each"
    );
    for read in READS {
        let script = script(&mut stage, &read, count).await;
        // Both once before, so that both find warm caches.
        let (mut http, mut sql) = (0.0, 0.0);
        for warm in [true, false] {
            let seconds = if warm { 2 } else { seconds };
            http = over_http(&stage, &read, count, connections, seconds).await;
            sql = pgbench::run(&stage, &script, connections, seconds);
        }
        println!("{:24} {http:8.0}/s   pgbench {sql:8.0}/s   ratio {:.2}", read.name, http / sql);
    }
    stage.take_down().await;
}

/// The SQL of one such read, as the server sends it, with a random lead where it names one.
async fn script(stage: &mut Stage, read: &Read, count: usize) -> String {
    pgbench::listen(stage, true).await;
    stage.restart().await;
    let token = leads::sign_in(stage, 0).await;
    let from = pgbench::mark(stage);
    get(stage, &token, &path(read, 5)).await;
    // PostgreSQL writes its log a moment later.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let statements = pgbench::heard(stage, from);
    pgbench::listen(stage, false).await;
    stage.restart().await;
    assert!(!statements.is_empty(), "the log tells no statement of {}", read.name);
    let sql = statements.join(";\n").replace(&format!("'{}'", lead(5)), &leads::id(":n"));
    format!("\\set n random(1, {count})\n{sql};\n")
}

fn lead(number: usize) -> String {
    format!("01900000-0000-7000-8000-{number:012x}")
}

/// A rep's own lead, or the rep's queue.
fn path(read: &Read, number: usize) -> String {
    if read.of_lead { format!("/leads/{}", lead(number)) } else { "/queue".to_owned() }
}

async fn over_http(
    stage: &Stage,
    read: &Read,
    count: usize,
    connections: usize,
    seconds: u64,
) -> f64 {
    // An admin sees every lead; only a rep has a queue.
    let token = if read.of_lead { stage.token.clone() } else { leads::sign_in(stage, 0).await };
    let (started, limit) = (Instant::now(), Duration::from_secs(seconds));
    let work = (0..connections).map(|seed| {
        let token = token.clone();
        async move {
            let mut random = StdRng::seed_from_u64(u64::try_from(seed).unwrap());
            let mut done = 0_u32;
            while started.elapsed() < limit {
                get(stage, &token, &path(read, random.random_range(1..=count))).await;
                done += 1;
            }
            done
        }
    });
    let done: u32 = join_all(work).await.into_iter().sum();
    f64::from(done) / started.elapsed().as_secs_f64()
}

async fn get(stage: &Stage, token: &str, path: &str) {
    let answer = stage.http.get(stage.url(path)).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().await.unwrap();
}
