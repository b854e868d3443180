//! An import from upload to committed, against `psql \copy` of the rows it made.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::stage::Stage;
use crate::{median, rows};

/// Columns that are not worked out by the database.
const COLUMNS: &str = "
    SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'leads'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''";

pub(crate) async fn run(count: usize, file: Option<&Path>, runs: usize) {
    let list = rows::list(count, file);
    println!("a list of {count} rows, {} MB; {runs} runs", list.len() / 1_000_000);
    let mut ratios = Vec::new();
    for _ in 0..runs {
        let stage = Stage::build().await;
        let import = import(&stage, list.clone()).await;
        let copy = copy(&stage).await;
        let ratio = import.as_secs_f64() / copy.as_secs_f64();
        println!(
            "import {:6.1} s   \\copy {:6.1} s   ratio {ratio:.2}",
            import.as_secs_f64(),
            copy.as_secs_f64()
        );
        ratios.push(ratio);
        stage.take_down().await;
    }
    println!(
        "upload to committed takes {:.2} times as long as \\copy (median of {runs})",
        median(ratios)
    );
}

/// Uploads, waits for the review, commits, waits for the end.
pub(crate) async fn import(stage: &Stage, list: Vec<u8>) -> Duration {
    let region = json!({ "name": "Bench", "default_country": "DE" });
    let region = stage.post("/regions", &region).await["id"].as_str().unwrap().to_owned();
    let started = Instant::now();
    let file = Part::bytes(list).file_name("list.csv");
    let form = Form::new().text("region_id", region).part("file", file);
    let upload = stage.http.post(stage.url("/imports")).bearer_auth(&stage.token).multipart(form);
    let import: Value =
        upload.send().await.unwrap().error_for_status().unwrap().json().await.unwrap();
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    until(stage, &path, "review").await;
    stage.post(&format!("{path}/commit"), &json!({})).await;
    let done = until(stage, &path, "completed").await;
    let took = started.elapsed();
    println!("  {}", done["counts"]);
    took
}

async fn until(stage: &Stage, path: &str, status: &str) -> Value {
    loop {
        let import = stage.get(path).await;
        if import["status"] == status {
            return import;
        }
        assert_ne!(import["status"], "failed", "{import}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Loads the same rows into a table with the same columns, checks and indexes.
async fn copy(stage: &Stage) -> Duration {
    let client = support::connect(&stage.database_url).await;
    let columns: String = client.query_one(COLUMNS, &[]).await.unwrap().get(0);
    client.batch_execute("CREATE TABLE copied (LIKE leads INCLUDING ALL)").await.unwrap();
    let file = std::env::temp_dir().join(format!("skiigen-bench-{}.csv", std::process::id()));
    psql(
        stage,
        &format!("\\copy (SELECT {columns} FROM leads ORDER BY id) TO '{}' CSV", file.display()),
    );
    let started = Instant::now();
    psql(stage, &format!("\\copy copied ({columns}) FROM '{}' CSV", file.display()));
    let took = started.elapsed();
    std::fs::remove_file(&file).unwrap();
    let same = "SELECT (SELECT count(*) FROM copied) = (SELECT count(*) FROM leads)";
    assert!(client.query_one(same, &[]).await.unwrap().get::<_, bool>(0));
    took
}

fn psql(stage: &Stage, command: &str) {
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", command]);
    assert!(psql.arg(&stage.database_url).status().unwrap().success(), "{command}");
}
