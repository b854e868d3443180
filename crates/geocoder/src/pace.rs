//! Not more than so many requests a second, whoever asks.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A pace that all who share it keep together.
#[derive(Debug)]
pub(crate) struct Pace {
    every: Duration,
    /// When the next may go; none before the first.
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// So many a second; at least one.
    pub(crate) fn new(per_second: u32) -> Self {
        Self { every: Duration::from_secs(1) / per_second.max(1), next: Mutex::new(None) }
    }

    /// Waits for the next turn.
    pub(crate) async fn turn(&self) {
        let wait = self.reserve(Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Takes the next turn, and says how long it is until then.
    fn reserve(&self, now: Instant) -> Duration {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.map_or(now, |next| next.max(now));
        *next = turn.checked_add(self.every);
        turn.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_come_one_after_the_other_and_are_not_saved_up() {
        let (pace, start) = (Pace::new(2), Instant::now());
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let waits = [0, 0, 0, 1_200, 9_000, 9_000].map(|now| pace.reserve(at(now)).as_millis());
        assert_eq!(waits, [0, 500, 1_000, 300, 0, 500]);
    }
}
