//! How long a rep waits between the key that says how a call went and the next lead: in Chromium, from its
//! trace.

use std::path::Path;
use std::process::Command;

use crate::leads;
use crate::quantile;
use crate::stage::Stage;

/// What a person takes for at once.
const TARGET: f64 = 50.0;

pub(crate) async fn run(count: usize, times: usize) {
    let stage = Stage::build().await;
    leads::fill(&stage, count, 1, 40).await;
    println!("a queue of {count} leads; {times} dispositions");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/paint.mjs");
    let output = Command::new("node")
        .arg(script)
        .args([&stage.base, &leads::email(0), leads::PASSWORD, &times.to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let (painted, drawn): (Vec<f64>, Vec<f64>) = said.lines().map(both).unzip();
    assert_eq!(painted.len(), times, "every key is in the trace");
    for (moment, all) in [("painted", painted), ("drawn", drawn)] {
        for (name, share) in [("p50", 0.50), ("p95", 0.95), ("longest", 1.0)] {
            let (time, of) = (quantile(&all, share), TARGET);
            println!(
                "key to next lead {moment:8} {name:8} {time:6.1} ms   {:.2} of {of} ms",
                time / of
            );
        }
    }
    stage.take_down().await;
}

/// Milliseconds until it was painted, and until the frame was drawn.
fn both(line: &str) -> (f64, f64) {
    let (painted, drawn) = line.split_once(' ').unwrap();
    (painted.parse().unwrap(), drawn.parse().unwrap())
}
