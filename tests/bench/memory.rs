//! What the server's process holds of the machine's memory.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crate::stage::Stage;
use crate::{import, rows};

pub(crate) async fn run(count: usize) {
    let stage = Stage::build().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let process = stage.server();
    let idle = resident(process);
    let (peak, is_over) = (Arc::new(AtomicU64::new(idle)), Arc::new(AtomicBool::new(false)));
    let watch = thread::spawn({
        let (peak, is_over) = (Arc::clone(&peak), Arc::clone(&is_over));
        move || {
            while !is_over.load(Ordering::Relaxed) {
                peak.fetch_max(resident(process), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(100));
            }
        }
    });
    import::import(&stage, rows::list(count, None)).await;
    is_over.store(true, Ordering::Relaxed);
    watch.join().unwrap();
    let peak = peak.load(Ordering::Relaxed);
    println!("idle                     {:6} MB", idle / 1024);
    println!(
        "importing {count:8} rows  {:6} MB at most, {:.1} times as much",
        peak / 1024,
        peak as f64 / idle as f64
    );
    stage.take_down().await;
}

/// Kilobytes.
fn resident(process: u32) -> u64 {
    let output =
        Command::new("ps").args(["-o", "rss=", "-p", &process.to_string()]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
}
