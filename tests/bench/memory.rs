//! What the server's process holds of the machine's memory.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::stage::Stage;
use crate::{import, rows};

/// Looks at a process's resident memory ten times a second.
pub(crate) struct Watch {
    idle: u64,
    peak: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Watch {
    /// From what the process holds now.
    pub(crate) fn start(process: u32) -> Self {
        let idle = resident(process);
        let (peak, is_over) = (Arc::new(AtomicU64::new(idle)), Arc::new(AtomicBool::new(false)));
        let thread = thread::spawn({
            let (peak, is_over) = (Arc::clone(&peak), Arc::clone(&is_over));
            move || {
                while !is_over.load(Ordering::Relaxed) {
                    peak.fetch_max(resident(process), Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(100));
                }
            }
        });
        Self { idle, peak, is_over, thread }
    }

    /// Bytes held at most, above those at the start.
    pub(crate) fn end(self) -> u64 {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        self.peak.load(Ordering::Relaxed) - self.idle
    }
}

pub(crate) async fn run(count: usize) {
    let stage = Stage::build().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let watch = Watch::start(stage.server());
    let idle = watch.idle;
    import::import(&stage, rows::list(count, None)).await;
    let more = watch.end();
    println!("idle                     {:6} MB", idle / 1_000_000);
    println!("importing {count:8} rows  {:6} MB more at most", more / 1_000_000);
    stage.take_down().await;
}

/// Bytes.
fn resident(process: u32) -> u64 {
    let output =
        Command::new("ps").args(["-o", "rss=", "-p", &process.to_string()]).output().unwrap();
    let kilobytes: u64 = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap();
    kilobytes * 1024
}
