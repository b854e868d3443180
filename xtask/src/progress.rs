//! What the person at the terminal sees: each step with its reason, its progress and its time.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use anyhow::{Error, Result};

/// How often a step that runs without a terminal says that it still does.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// The widest progress line; a wrapped line could not be wiped.
const WIDTH: usize = 96;

/// Announces a step, does it, and says how long it took.
pub(crate) fn step<T>(what: &str, why: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(format_args!("▸ {what}: {why}"));
    let started = Instant::now();
    let result = work()?;
    say(format_args!("  done in {}", spoken(started.elapsed())));
    Ok(result)
}

/// Says that a step has nothing to do.
pub(crate) fn ready(what: &str) {
    say(format_args!("✓ {what}"));
}

/// One line for the person.
pub(crate) fn say(line: impl Display) {
    // A closed terminal is no reason to stop building.
    drop(writeln!(io::stdout(), "{line}"));
}

/// Says what went wrong and why.
pub(crate) fn failed(error: &Error) {
    drop(writeln!(io::stderr(), "\n✗ {error:#}"));
}

/// A duration as a person says it.
pub(crate) fn spoken(duration: Duration) -> String {
    match duration.as_secs() {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// The moving line under a step: what its command said last, and for how long it runs.
pub(crate) struct Ticker {
    started: Instant,
    spoken_at: Instant,
    live: bool,
}

impl Ticker {
    /// A ticker that starts now.
    pub(crate) fn start() -> Self {
        let now = Instant::now();
        Self { started: now, spoken_at: now, live: io::stdout().is_terminal() }
    }

    /// Shows the latest line: in place on a terminal, now and then elsewhere.
    pub(crate) fn tick(&mut self, latest: &str) {
        let text: String = format!("  {:>12}  {}", spoken(self.started.elapsed()), latest.trim())
            .chars()
            .take(WIDTH)
            .collect();
        if self.live {
            show(format_args!("\r\x1b[2K{text}"));
        } else if self.spoken_at.elapsed() >= HEARTBEAT {
            self.spoken_at = Instant::now();
            say(text);
        }
    }

    /// Wipes the moving line.
    pub(crate) fn stop(self) {
        if self.live {
            show("\r\x1b[2K");
        }
    }
}

fn show(text: impl Display) {
    let mut out = io::stdout();
    drop(write!(out, "{text}").and_then(|()| out.flush()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(spoken(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(spoken(Duration::from_secs(42)), "42 s");
        assert_eq!(spoken(Duration::from_secs(725)), "12 min 05 s");
    }
}
