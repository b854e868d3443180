//! How fast work in the background goes, and when it will be done.

use chrono::{DateTime, Utc};

/// So many a second since it began, and the seconds that are left; none until it can be told.
pub(crate) fn rate(
    done: i64,
    total: i64,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> (Option<f64>, Option<i64>) {
    let elapsed = (now - since).as_seconds_f64();
    let rate = (done > 0 && elapsed > 0.5).then(|| number(done) / elapsed);
    let left = rate.map(|rate| (number(total - done) / rate).ceil());
    (rate, left.and_then(whole))
}

/// Progress never needs more than 53 bits.
fn number(count: i64) -> f64 {
    i32::try_from(count).map_or_else(|_| f64::from(i32::MAX), f64::from)
}

fn whole(seconds: f64) -> Option<i64> {
    format!("{seconds:.0}").parse().ok()
}
