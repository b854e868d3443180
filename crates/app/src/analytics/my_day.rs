//! One's own day: against the goal, by hour, and what became of what was promised.

use chrono::{DateTime, Days, NaiveDate, Utc};
use db::analytics::{Row, SummaryFilter, summarise};
use db::follow_ups::DuePromise;
use db::{Conn, DbError};
use domain::figures::{Figures, GroupBy, RANGE_DAYS_MAX, streak};
use domain::follow_ups::{Promise, standing};
use domain::ids::UserId;
use domain::presence::Times;

use super::RangeError;
use crate::presence::span;

/// Days over which promises are counted, today included: a promise of today cannot be broken yet.
const PROMISE_DAYS: u64 = 7;

/// How somebody's day goes.
#[derive(Debug, Clone)]
pub struct MyDay {
    /// The day.
    pub day: NaiveDate,
    /// Calls that are aimed for; 0 for no goal.
    pub goal: i32,
    /// Workdays in a row on which the goal was reached.
    pub streak: usize,
    /// The whole day.
    pub totals: Figures,
    /// By hour.
    pub hours: Vec<Row>,
    /// By what came of the calls.
    pub dispositions: Vec<Row>,
    /// How the time went.
    pub times: Times,
    /// The first day whose promises are counted.
    pub promises_from: NaiveDate,
    /// What became of them.
    pub promises: Promises,
}

/// How many promises stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promises {
    /// Still to come.
    pub open: i64,
    /// Done in time.
    pub kept: i64,
    /// Done, or still to be done, after their time.
    pub late: i64,
    /// Not done on their day.
    pub broken: i64,
}

/// Why a day could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum MyDayError {
    /// Not the name of a time zone.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// How a user's day goes so far, in this time zone; the user's own where it is left out.
///
/// # Errors
/// See [`MyDayError`].
pub async fn my_day(
    conn: &mut Conn,
    user: UserId,
    now: DateTime<Utc>,
    time_zone: Option<String>,
) -> Result<(MyDay, String), MyDayError> {
    let me = db::users::find(conn, user).await?;
    let time_zone = time_zone.unwrap_or(me.time_zone);
    let today = span(now, &time_zone, None, None)?;
    let all = SummaryFilter {
        from: today.days.from,
        to: today.days.to,
        time_zone: time_zone.clone(),
        group_by: GroupBy::Hour,
        user: Some(user),
        region: None,
        campaign: None,
    };
    let hours = summarise(conn, &all).await?;
    let by_disposition = SummaryFilter { group_by: GroupBy::Disposition, ..all.clone() };
    let dispositions = summarise(conn, &by_disposition).await?;
    let goal = me.daily_goal;
    let days = if goal == 0 { Vec::new() } else { summarise(conn, &year(all)).await? };
    let calls: Vec<i64> = days.iter().map(|day| day.figures.calls).collect();
    let times = db::presence::list_times(conn, Some(user), (today.from, today.to), now).await?;
    let promises_from = back(today.days.to, PROMISE_DAYS);
    let first = span(now, &time_zone, Some(promises_from), Some(promises_from))?.from;
    let promises = db::follow_ups::list_promises(conn, user, (first, today.to)).await?;
    let day = MyDay {
        day: today.days.to,
        goal,
        streak: streak(&calls, goal.into()),
        totals: hours.iter().map(|hour| hour.figures).sum(),
        hours,
        dispositions,
        times: times.iter().map(|one| one.times).sum(),
        promises_from,
        promises: count(&promises, &time_zone, now),
    };
    Ok((day, time_zone))
}

/// The first of so many days up to this one.
fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(day)
}

/// The same calls of the year up to that day, by day.
fn year(of: SummaryFilter) -> SummaryFilter {
    let from = back(of.to, RANGE_DAYS_MAX.unsigned_abs());
    SummaryFilter { from, group_by: GroupBy::Day, ..of }
}

/// Counts promises by where they stand: a day ends by the clock of whom it was promised to, else by the
/// clock of who promised.
fn count(promises: &[DuePromise], own: &str, now: DateTime<Utc>) -> Promises {
    let mut counted = Promises::default();
    for (due_at, completed_at, zone) in promises {
        let ends_at = standing::day_ends_at(*due_at, zone.as_deref().unwrap_or(own));
        let place = match Promise::at(now, *due_at, ends_at, *completed_at) {
            Promise::Open => &mut counted.open,
            Promise::Kept => &mut counted.kept,
            Promise::Late => &mut counted.late,
            Promise::Broken => &mut counted.broken,
        };
        *place += 1;
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_promise_is_broken_once_the_day_is_over_where_the_lead_is() {
        let due = moment("2026-03-02T20:00:00Z");
        let promise = |zone: &str| [(due, None, Some(zone.to_owned()))];
        let state = |zone, now| count(&promise(zone), "UTC", moment(now));
        // It is nine in the evening in Berlin, and three in the afternoon in New York.
        let [in_berlin, in_new_york] =
            ["Europe/Berlin", "America/New_York"].map(|zone| state(zone, "2026-03-02T23:30:00Z"));
        assert_eq!(in_berlin, Promises { broken: 1, ..Promises::default() });
        assert_eq!(in_new_york, Promises { open: 1, ..Promises::default() });
    }

    #[test]
    fn without_the_leads_zone_the_day_is_ones_own() {
        let promise = [(moment("2026-03-02T20:00:00Z"), None, None)];
        let counted = count(&promise, "Europe/Berlin", moment("2026-03-02T22:30:00Z"));
        assert_eq!(counted.open, 1);
        let counted = count(&promise, "Europe/Berlin", moment("2026-03-02T23:00:00Z"));
        assert_eq!(counted.broken, 1);
    }
}
