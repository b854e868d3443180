//! What comes after the last answer: a pause when there was none, and the line in the record at the end.

use chrono::TimeDelta;
use db::enrichments::runs::Run;
use db::imports::Import;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::ids::ImportId;
use geocoder::GeocodeError;
use serde_json::json;

use super::RunEnrichment;
use crate::jobs::Job;

/// A geocoder that gives no answer is asked again after so long, then after twice that, and so on.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(5);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);
/// What a geocoder may ask for at most.
const LONGEST_WISH: TimeDelta = TimeDelta::days(1);
/// Failures in a row after which it is not asked for this import any more: about two days.
const LAST_FAILURE: i32 = 56;

/// What is on record where the geocoder ended it.
const UNREACHABLE: &str = "The geocoder gave no answer for two days, so some leads have no place on the map. \
                           Look at the geocoder, then import the list again.";

/// Leaves the geocoder alone for a while, longer each time; in the end for good.
pub(super) async fn wait(
    tx: &mut Tx,
    import: &Import,
    run: &mut Run,
    error: &GeocodeError,
) -> Result<(), DbError> {
    tracing::warn!(import = %import.id, failures = run.failure_count, ?error, "the geocoder gave no answer");
    if run.failure_count >= LAST_FAILURE {
        return finish(tx, import, run, Some(UNREACHABLE)).await;
    }
    let wish = error.retry_after().and_then(|wish| TimeDelta::from_std(wish).ok());
    let pause = pause(run.failure_count).max(wish.unwrap_or_default().min(LONGEST_WISH));
    let at = tx.now() + pause;
    let work = RunEnrichment { import_id: ImportId::new(import.id) };
    tx.enqueue_at(RunEnrichment::KIND, &work, at).await
}

/// How long to wait after so many failures in a row.
fn pause(failures: i32) -> TimeDelta {
    let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or_default();
    let times = 2_i32.checked_pow(doublings);
    times
        .and_then(|times| FIRST_WAIT.checked_mul(times))
        .map_or(LONGEST_WAIT, |pause| pause.min(LONGEST_WAIT))
}

/// Ends it, and puts on record what was found, if anything was, or what went wrong.
pub(super) async fn finish(
    tx: &mut Tx,
    import: &Import,
    run: &mut Run,
    failure: Option<&str>,
) -> Result<(), DbError> {
    run.finished_at = Some(tx.now());
    let counts = json!({
        "phone": run.phone_count,
        "place": run.place_count,
        "time_zone": run.time_zone_count,
        "website": run.website_count,
    });
    let found = run.phone_count + run.place_count + run.time_zone_count + run.website_count;
    if found == 0 && failure.is_none() {
        return Ok(());
    }
    let after = json!({ "file_name": import.file_name, "found": counts, "failure": failure });
    let change = Change::new(Action::ImportEnriched, Subject::Import, import.id);
    tx.record(change.after(after)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geocoder_is_left_alone_longer_each_time_and_about_two_days_in_all() {
        let seconds: Vec<i64> = [1, 2, 3, 10, 11, 55].map(|n| pause(n).num_seconds()).to_vec();
        assert_eq!(seconds, [5, 10, 20, 2_560, 3_600, 3_600]);
        let all: TimeDelta = (1..LAST_FAILURE).map(pause).sum();
        assert!((46..=50).contains(&all.num_hours()), "{all}");
    }
}
