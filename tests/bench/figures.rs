//! The dashboard's figures at more and more calls, and what it costs a call to be counted.

use std::process::Command;
use std::time::Instant;

use crate::leads;
use crate::pgbench;
use crate::stage::Stage;

/// Who calls, for what.
const REPS: usize = 200;
const REGIONS: usize = 20;
/// How long the calls go back.
const DAYS: usize = 365;
/// What a dashboard answers within, in milliseconds.
const TARGET: f64 = 50.0;

const GROUPS: [&str; 6] = ["rep", "region", "campaign", "day", "hour", "disposition"];

pub(crate) async fn run(millions: &[usize], times: usize, connections: usize, seconds: u64) {
    let mut stage = Stage::build().await;
    leads::fill(&stage, 20_000, REPS, 1).await;
    regions(&stage).await;
    let mut filled = 0;
    for calls in millions.iter().map(|millions| millions * 1_000_000) {
        call(&stage, filled, calls).await;
        filled = calls;
        let rebuilt = skiigen(&stage, "rebuild-figures");
        let verified = skiigen(&stage, "verify");
        stage.restart().await;
        println!(
            "{calls} calls of {REPS} reps in {DAYS} days: counted anew in {rebuilt:.0} s, verified in {verified:.0} s"
        );
        for group in GROUPS {
            let (middle, late) = ask(&stage, group, times).await;
            println!(
                "  30 days by {group:12} half within {middle:6.1} ms, 99 of 100 within {late:6.1} ms, ratio {:.2}",
                late / TARGET
            );
        }
    }
    cost(&stage, connections, seconds).await;
    stage.take_down().await;
}

async fn regions(stage: &Stage) {
    let client = support::connect(&stage.database_url).await;
    let sql = format!(
        "INSERT INTO regions (id, name, default_country, created_at, updated_at)
             SELECT {}, 'Region ' || n, 'DE', now(), now() FROM generate_series(1, {REGIONS}) n",
        leads::id("n + 2000000")
    );
    client.batch_execute(&sql).await.unwrap();
}

/// One call by its number: a rep's in office hours, in one of two regions of the rep's.
fn one_call(number: &str, rep: &str, when: &str) -> String {
    let user = leads::id(&format!("{rep} + 1000000"));
    let region = leads::id(&format!("2000001 + ({rep} + {number} % 2) % {REGIONS}"));
    format!(
        "SELECT gen_random_uuid(), {lead}, {user}, {region}, 'logged', {when},
            ({number}::bigint * 7919) % 180, {number} % 3 = 0, keys[1 + ({number} * 31) % 6],
            (SELECT category FROM dispositions WHERE key = keys[1 + ({number} * 31) % 6]), {when}, {when}
        FROM (SELECT ARRAY['no_answer', 'busy', 'not_interested', 'warm', 'closed', 'voicemail'] AS keys) AS words",
        lead = leads::id(&format!("1 + {number} % 20000")),
    )
}

const COLUMNS: &str = "INSERT INTO calls (id, lead_id, user_id, region_id, origin, called_at, \
    duration_seconds, is_connected, disposition, category, dispositioned_at, created_at)";

/// Writes calls behind the figures' back, which are counted anew after it.
async fn call(stage: &Stage, from: usize, to: usize) {
    let client = support::connect(&stage.database_url).await;
    let when = format!(
        "date_trunc('day', now()) - ((n / {REPS}) % {DAYS}) * interval '1 day'
            + interval '8 hours' + ((n::bigint * 104729) % 28800) * interval '1 second'"
    );
    let fill = format!(
        "SET session_replication_role = replica;
         {COLUMNS} SELECT one.* FROM generate_series({from} + 1, {to}) n, LATERAL ({}) AS one;
         RESET session_replication_role",
        one_call("n", &format!("(n % {REPS})"), &when)
    );
    client.batch_execute(&fill).await.unwrap();
    client.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// Seconds that a command of the program takes.
fn skiigen(stage: &Stage, command: &str) -> f64 {
    let started = Instant::now();
    let mut program = Command::new(crate::stage::program());
    let output = program.arg(command).envs(stage.environment()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    started.elapsed().as_secs_f64()
}

/// Milliseconds within which half and 99 of 100 answers come.
async fn ask(stage: &Stage, group: &str, times: usize) -> (f64, f64) {
    let mut all = Vec::new();
    for _ in 0..times {
        let started = Instant::now();
        stage.get(&format!("/analytics/summary?group_by={group}")).await;
        all.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    all.sort_by(f64::total_cmp);
    (all[all.len() / 2], all[all.len() * 99 / 100])
}

/// Calls a second, written one in a transaction, counted and not.
async fn cost(stage: &Stage, connections: usize, seconds: u64) {
    let client = support::connect(&stage.database_url).await;
    let insert = one_call(":n", ":rep", "now()");
    let script = format!(
        "\\set n random(1, 1000000)\n\\set rep random(0, {REPS} - 1)\n{COLUMNS} {insert};\n"
    );
    let (mut counted, mut bare) = (0.0, 0.0);
    for _ in 0..3 {
        counted += pgbench::run(stage, &script, connections, seconds);
        client.batch_execute("ALTER TABLE calls DISABLE TRIGGER count_new_call").await.unwrap();
        bare += pgbench::run(stage, &script, connections, seconds);
        client.batch_execute("ALTER TABLE calls ENABLE TRIGGER count_new_call").await.unwrap();
    }
    println!(
        "a call written: counted {:.0}/s, not counted {:.0}/s, {:.2} times as long",
        counted / 3.0,
        bare / 3.0,
        bare / counted
    );
}
