//! `cargo xtask bench`: what docs/performance.md says, measured.
//!
//! Figures are ratios of two things done in the same run on the same machine, so that a slow or a
//! busy machine changes both.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a benchmark that cannot go on ends, and what it prints is its result"
)]

mod assign;
mod calls;
mod copy;
mod dedupe;
mod figures;
mod import;
mod leads;
mod memory;
mod page;
mod paint;
mod pgbench;
mod queue;
mod reads;
mod rows;
mod stage;

use clap::{Parser, Subcommand};

/// Measures.
#[derive(Parser)]
#[command(name = "cargo xtask bench", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A list from upload to committed, against `psql \copy` of the same rows; its review, memory
    /// and undo
    Import {
        /// Rows of the list
        #[arg(long, default_value_t = 1_000_000)]
        rows: usize,
        /// A list to make the rows from, instead of the two in tests/fixtures
        #[arg(long)]
        file: Option<std::path::PathBuf>,
        /// How often; the median counts
        #[arg(long, default_value_t = 1)]
        runs: usize,
    },
    /// A lead, and the first page of the queue, against pgbench with the same SQL
    Reads {
        /// Leads in the database
        #[arg(long, default_value_t = 200_000)]
        leads: usize,
        /// Places with hours of their own among which each rep's leads lie
        #[arg(long, default_value_t = 40)]
        places: usize,
        /// Connections, and requests at the same time
        #[arg(long, default_value_t = 8)]
        connections: usize,
        /// Seconds of each measurement
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Reps at one queue while leases run out and servers are killed: leads served twice or lost, and
    /// the time of the next lead against the same SQL
    Queue {
        /// Leads in the database
        #[arg(long, default_value_t = 100_000)]
        leads: usize,
        /// Reps who share them, with two windows each
        #[arg(long, default_value_t = 200)]
        reps: usize,
        /// Places with hours of their own among which each rep's leads lie
        #[arg(long, default_value_t = 40)]
        places: usize,
        /// How long they work
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Requests at the same time where time is taken
        #[arg(long, default_value_t = 8)]
        connections: usize,
    },
    /// What a carrier tells, out of order and more than once: webhooks a second, and their cost
    Calls {
        /// Calls that it tells of; ten webhooks each
        #[arg(long, default_value_t = 1_000)]
        calls: usize,
        /// Webhooks at the same time
        #[arg(long, default_value_t = 8)]
        connections: usize,
    },
    /// The dashboard's figures at more and more calls, and what it costs a call to be counted
    Figures {
        /// Millions of calls at which they are asked for
        #[arg(long, value_delimiter = ',', default_value = "1,3,10")]
        millions: Vec<usize>,
        /// How often each is asked for
        #[arg(long, default_value_t = 200)]
        times: usize,
        /// Calls that are written at the same time
        #[arg(long, default_value_t = 8)]
        connections: usize,
        /// Seconds of each measurement of those
        #[arg(long, default_value_t = 5)]
        seconds: u64,
    },
    /// Very many leads handed out, taken over and given back, against the bare statements
    Assign {
        /// Leads
        #[arg(long, default_value_t = 100_000)]
        leads: usize,
        /// Reps who share them
        #[arg(long, default_value_t = 20)]
        reps: usize,
    },
    /// Rows that are one lead: how many are found, how many wrongly, and in what time
    Dedupe {
        /// A list in the product's columns, instead of `../shared/data/leads/mixed_overlay.csv`
        #[arg(requires = "truth")]
        list: Option<std::path::PathBuf>,
        /// Lines of `record,duplicate_of_record,perturbation`; the list's header is record 1
        truth: Option<std::path::PathBuf>,
    },
    /// From the key that says how a call went to the next lead on the screen, in Chromium
    Paint {
        /// Leads in the rep's queue
        #[arg(long, default_value_t = 5_000)]
        leads: usize,
        /// How often
        #[arg(long, default_value_t = 100)]
        times: usize,
    },
    /// What the browser downloads, raw and compressed
    Page,
    /// What the server holds, idle and while a list is imported
    Memory {
        /// Rows of the list
        #[arg(long, default_value_t = 200_000)]
        rows: usize,
    },
}

#[tokio::main]
async fn main() {
    match Cli::parse().what {
        What::Import { rows, file, runs } => import::run(rows, file.as_deref(), runs).await,
        What::Reads { leads, places, connections, seconds } => {
            reads::run(leads, places, connections, seconds).await;
        }
        What::Queue { leads, reps, places, seconds, connections } => {
            queue::run(&queue::Room { leads, reps, places, seconds, connections }).await;
        }
        What::Calls { calls, connections } => calls::run(calls, connections).await,
        What::Assign { leads, reps } => assign::run(leads, reps).await,
        What::Dedupe { list, truth } => dedupe::run(list, truth),
        What::Figures { millions, times, connections, seconds } => {
            figures::run(&millions, times, connections, seconds).await;
        }
        What::Paint { leads, times } => paint::run(leads, times).await,
        What::Page => page::run(),
        What::Memory { rows } => memory::run(rows).await,
    }
}

/// The one in the middle.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The value that this share of all is below.
fn quantile(all: &[f64], share: f64) -> f64 {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    let place = (all.len() as f64 * share) as usize;
    all[place.min(all.len() - 1)]
}
