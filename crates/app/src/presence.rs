//! What reps do right now, and how their time goes.
//!
//! A page says every now and then what its rep does ([`report`]). Where it stops doing so, the rep is
//! away: whoever reads sees it by the moment of the last sign, and [`EndPresence`] tells those who watch.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::presence::{Presence, WorkTime};
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::UserId;
use domain::presence::{ALIVE, Doing, Heard, WorkState, hear};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::analytics::{Range, RangeError, range};
use crate::jobs::{Job, JobError};
use crate::{Caller, Ctx, calls};

/// Why it was not noted what a rep does.
#[derive(Debug, thiserror::Error)]
pub enum PresenceError {
    /// A pause without a reason.
    #[error("the pause has no reason")]
    NoReason,
    /// A reason for something that is no pause.
    #[error("only a pause has a reason")]
    NoPause,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Notes what the caller does: something else than before, or the same still. Saying it again changes
/// nothing but the moment at which the caller was last seen.
///
/// # Errors
/// See [`PresenceError`].
pub async fn report(
    caller: &Caller,
    state: WorkState,
    reason: Option<String>,
) -> Result<Presence, PresenceError> {
    let reason = reason.map(|reason| reason.trim().to_owned()).filter(|text| !text.is_empty());
    match (state, &reason) {
        (WorkState::Pause, None) => return Err(PresenceError::NoReason),
        (WorkState::Wait | WorkState::Talk | WorkState::Wrap, Some(_)) => {
            return Err(PresenceError::NoPause);
        }
        _ => {}
    }
    let doing = Doing { state, reason };
    caller
        .write(async |tx| {
            db::presence::lock(tx.conn(), caller.user).await?;
            note(tx, caller.user, doing).await?;
            let now = tx.now();
            Ok(db::presence::find(tx.conn(), caller.user, now).await?)
        })
        .await
}

async fn note(tx: &mut Tx, user: UserId, doing: Doing) -> Result<(), DbError> {
    let open = db::presence::find_open(tx.conn(), user).await?;
    let stretch = open.as_ref().map(WorkTime::stretch);
    match (hear(stretch.as_ref(), &doing, tx.now()), open) {
        (Heard::GoesOn(seen_at), Some(open)) => {
            db::presence::see(tx.conn(), open.id, seen_at).await
        }
        (Heard::Begins { ended_at: Some(ended_at), began_at }, Some(open)) => {
            db::presence::end(tx.conn(), open.id, ended_at).await?;
            begin(tx, user, doing, began_at).await
        }
        (Heard::Begins { began_at, .. } | Heard::GoesOn(began_at), _) => {
            begin(tx, user, doing, began_at).await
        }
    }
}

async fn begin(
    tx: &mut Tx,
    user: UserId,
    doing: Doing,
    began_at: DateTime<Utc>,
) -> Result<(), DbError> {
    let Doing { state, reason } = doing;
    let time = WorkTime {
        id: tx.new_id::<Uuid>(),
        user_id: user.uuid(),
        state: Word(state),
        reason,
        began_at,
        seen_at: began_at,
        ended_at: None,
    };
    db::presence::insert(tx.conn(), &time).await?;
    tell(tx, user);
    EndPresence { user_id: user }.look_again(tx, began_at).await
}

fn tell(tx: &mut Tx, user: UserId) {
    tx.tell(Change::new(Action::PresenceChanged, Subject::Presence, user).told_to([user]));
}

/// Ends what a rep does once nothing is heard of the rep any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndPresence {
    /// Who.
    pub user_id: UserId,
}

impl EndPresence {
    /// Looks once the silence would be too long, unless somebody looks already.
    async fn look_again(&self, tx: &mut Tx, seen_at: DateTime<Utc>) -> Result<(), DbError> {
        let key = self.user_id.to_string();
        // A moment more: at its end the silence is not too long yet.
        let run_at = seen_at + ALIVE + TimeDelta::seconds(1);
        tx.enqueue_once_at(Self::KIND, &key, self, run_at).await
    }
}

impl Job for EndPresence {
    const KIND: &'static str = "end_presence";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let end = async |tx: &mut Tx| {
            db::presence::lock(tx.conn(), self.user_id).await?;
            let Some(open) = db::presence::find_open(tx.conn(), self.user_id).await? else {
                return Ok(());
            };
            match open.stretch().end(tx.now()) {
                Some(ended_at) => {
                    db::presence::end(tx.conn(), open.id, ended_at).await?;
                    tell(tx, self.user_id);
                    Ok(())
                }
                None => self.look_again(tx, open.seen_at).await,
            }
        };
        Ok(ctx.db().write(ctx.system_request(), end).await.or_else(gone)?)
    }

    /// Whoever reads sees it all the same.
    async fn give_up(self, _ctx: &Ctx) -> Result<(), JobError> {
        Ok(())
    }
}

/// A user who is not there any more does nothing.
fn gone(error: DbError) -> Result<(), DbError> {
    match error {
        DbError::NotFound => Ok(()),
        other => Err(other),
    }
}

/// Days of a time zone, and the moments between which they lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The days.
    pub days: Range,
    /// When the first begins.
    pub from: DateTime<Utc>,
    /// When the last ends.
    pub to: DateTime<Utc>,
}

/// The days from `from` to `to`; only the last, or today, where they are left out.
///
/// # Errors
/// See [`RangeError`].
pub fn span(
    now: DateTime<Utc>,
    time_zone: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Span, RangeError> {
    let last = range(now, time_zone, None, to)?.to;
    let days = range(now, time_zone, Some(from.unwrap_or(last)), Some(last))?;
    let zone = time_zone.parse().or(Err(RangeError::UnknownTimeZone))?;
    let after = days.to.succ_opt().ok_or(RangeError::OutOfReach)?;
    let moment = |day| calls::beginning(zone, day).ok_or(RangeError::OutOfReach);
    Ok(Span { days, from: moment(days.from)?, to: moment(after)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(day: &str) -> Span {
        let (now, day) = ("2026-06-01T12:00:00Z".parse().unwrap(), Some(day.parse().unwrap()));
        span(now, "Europe/Berlin", day, day).unwrap()
    }

    #[test]
    fn a_day_on_which_the_clocks_change_is_as_long_as_it_is() {
        let hours = |day| (of(day).to - of(day).from).num_hours();
        assert_eq!([hours("2026-03-29"), hours("2026-03-30"), hours("2026-10-25")], [23, 24, 25]);
    }

    #[test]
    fn without_days_it_is_today_over_there() {
        let now = "2026-03-01T23:30:00Z".parse().unwrap();
        let today = span(now, "Europe/Berlin", None, None).unwrap();
        assert_eq!((today.days.from, today.days.to), (today.days.to, today.days.from));
        assert_eq!(today.from, "2026-03-01T23:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn impossible_days_are_refused() {
        let day = |text: &str| Some(text.parse().unwrap());
        let now = DateTime::UNIX_EPOCH;
        let asked = |from, to| span(now, "UTC", from, to).unwrap_err();
        let backwards = asked(day("2026-01-02"), day("2026-01-01"));
        assert_eq!(backwards, RangeError::EndsBeforeItBegins);
        assert_eq!(asked(day("2020-01-01"), day("2026-01-01")), RangeError::TooLong);
    }
}
