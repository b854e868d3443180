//! An import from upload to committed and taken back, against `psql \copy` of the rows it made.

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::copy::copy;
use crate::median;
use crate::memory::Watch;
use crate::rows::{self, List};
use crate::stage::Stage;

/// How long the steps of an import took.
struct Steps {
    /// Sending the file.
    upload: Duration,
    /// Reading, checking and comparing, until the review can be opened.
    parse: Duration,
    /// The list, its report card and the first rows in the grid.
    review: Duration,
    commit: Duration,
    undo: Duration,
    /// Bytes that the server held at most before it was taken back, above what it held before.
    memory: u64,
}

impl Steps {
    /// What is set against `\copy`.
    fn loading(&self) -> Duration {
        self.upload + self.parse + self.commit
    }
}

/// Imports a list of so many rows, copies what it made, takes it back.
pub(crate) async fn run(count: usize, file: Option<&Path>, runs: usize) {
    let mut ratios = Vec::new();
    for _ in 0..runs {
        let list = rows::list(count, file);
        let (rows, repeats) = (list.rows, list.repeats);
        println!(
            "a list of {rows} rows, {repeats} repeated, {} MB",
            list.content.len() / 1_000_000
        );
        let stage = Stage::build().await;
        let (steps, copy) = measure(&stage, list).await;
        ratios.push(show(&steps, copy));
        stage.take_down().await;
    }
    println!("upload to committed: {:.2} times \\copy (median of {runs})", median(ratios));
}

fn show(steps: &Steps, copy: Duration) -> f64 {
    let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    let Steps { upload, parse, review, commit, undo, memory } = steps;
    println!("upload                {:8.1} s", upload.as_secs_f64());
    println!("read, check, compare  {:8.1} s", parse.as_secs_f64());
    println!("commit                {:8.1} s", commit.as_secs_f64());
    println!("\\copy                 {:8.1} s", copy.as_secs_f64());
    println!("opening the review    {:8.0} ms", review.as_secs_f64() * 1e3);
    println!(
        "undo                  {:8.1} s, {:.2} times commit",
        undo.as_secs_f64(),
        ratio(*undo, *commit)
    );
    println!("memory                {:8} MB above idle", memory / 1_000_000);
    let loading = ratio(steps.loading(), copy);
    println!("upload to committed takes {loading:.2} times as long as \\copy");
    loading
}

async fn measure(stage: &Stage, list: List) -> (Steps, Duration) {
    let watch = Watch::start(stage.server());
    let (unusable, repeats) = (list.unusable, list.repeats);
    let started = Instant::now();
    let path = upload(stage, list).await;
    let upload = started.elapsed();
    let found = until(stage, &path, "review").await;
    let parse = started.elapsed() - upload;
    let counts = &found["counts"];
    println!("  {counts}");
    assert_eq!(counts["rejected"], json!(unusable), "rows are lost");
    println!("  {} of {repeats} repeated rows found", counts["duplicate"]);
    let review = open_review(stage, &path).await;
    let commit = step(stage, &path, "commit", "completed").await;
    let memory = watch.end();
    let copy = copy(stage).await;
    let undo = step(stage, &path, "undo", "undone").await;
    (Steps { upload, parse, review, commit, undo, memory }, copy)
}

/// Uploads, waits for the review, commits, waits for the end.
pub(crate) async fn import(stage: &Stage, list: List) {
    let path = upload(stage, list).await;
    until(stage, &path, "review").await;
    step(stage, &path, "commit", "completed").await;
}

async fn upload(stage: &Stage, list: List) -> String {
    let region = json!({ "name": "Bench", "default_country": "DE" });
    let region = stage.post("/regions", &region).await["id"].as_str().unwrap().to_owned();
    let file = Part::bytes(list.content).file_name("list.csv");
    let form = Form::new().text("region_id", region).part("file", file);
    let upload = stage.http.post(stage.url("/imports")).bearer_auth(&stage.token).multipart(form);
    let import: Value =
        upload.send().await.unwrap().error_for_status().unwrap().json().await.unwrap();
    format!("/imports/{}", import["id"].as_str().unwrap())
}

/// What the page asks for when a review is opened.
async fn open_review(stage: &Stage, path: &str) -> Duration {
    let started = Instant::now();
    stage.get(path).await;
    stage.get(&format!("{path}/report")).await;
    stage.get(&format!("{path}/rows?limit=200")).await;
    started.elapsed()
}

/// Asks for a step and waits for its end.
async fn step(stage: &Stage, path: &str, name: &str, status: &str) -> Duration {
    let started = Instant::now();
    stage.post(&format!("{path}/{name}"), &json!({})).await;
    until(stage, path, status).await;
    started.elapsed()
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
