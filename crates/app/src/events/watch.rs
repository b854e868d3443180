//! What one signed-in user hears.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use db::{DbError, Notice};
use domain::activity::Action;
use domain::ids::{ActivityId, UserId};
use domain::users::Role;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;
use uuid::Uuid;

use super::{Live, News};
use crate::Caller;

/// A stream lives no longer than the access token that opened it; the client opens another one.
const LIFE: Duration = Duration::from_secs(15 * 60);

/// Ids are ordered by when a change was made, notices by when it was committed: this much earlier
/// changes may still have been under way when a client lost its stream.
const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// A client that was away for longer reads anew.
const LONGEST_ABSENCE: TimeDelta = TimeDelta::hours(1);

/// A client that missed more reads anew.
const MISSED_MAX: usize = 500;

/// What a stream tells.
#[derive(Debug, Clone)]
pub enum Event {
    /// Something changed.
    Changed(Arc<Notice>),
    /// Changes may have been missed: read anew.
    Resync,
}

/// One user's open stream.
pub struct Watch {
    live: Live,
    user: UserId,
    role: Role,
    opened_at: DateTime<Utc>,
    ends_at: Instant,
    news: Receiver<News>,
    waiting: VecDeque<Event>,
    /// Those that were sent from the record and may come as news too.
    sent: HashSet<ActivityId>,
    is_over: bool,
}

impl Watch {
    /// Opens a stream, first giving what was missed since the event `last`.
    ///
    /// # Errors
    /// Those of reading the record.
    pub async fn open(caller: &Caller, last: Option<&str>) -> Result<Self, DbError> {
        let opened_at = caller.ctx.now();
        let mut watch = Self {
            live: caller.ctx.live().clone(),
            user: caller.user,
            role: caller.role,
            opened_at,
            ends_at: Instant::now() + LIFE,
            // Before the record is read, so that nothing falls between the two.
            news: caller.ctx.live().subscribe(),
            waiting: VecDeque::new(),
            sent: HashSet::new(),
            is_over: false,
        };
        match last.map(|last| resume_from(last, opened_at)) {
            None => {}
            Some(None) => watch.waiting.push_back(Event::Resync),
            Some(Some(from)) => watch.catch_up(caller, from).await?,
        }
        Ok(watch)
    }

    /// The next event; none when the stream is over. Nothing is lost when this is given up halfway.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.is_over {
                return None;
            }
            let news = tokio::select! {
                () = self.live.closed().cancelled() => return None,
                () = tokio::time::sleep_until(self.ends_at) => return None,
                news = self.news.recv() => news,
            };
            match news {
                Ok(News::Changed(notice)) => self.take(notice),
                Ok(News::Missed) | Err(RecvError::Lagged(_)) => self.take_gap(),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    fn take(&mut self, notice: Arc<Notice>) {
        if notice.activity.is_some_and(|id| self.sent.remove(&id)) {
            return;
        }
        // The user's role or standing may be another one now: the client has to sign in with it.
        self.is_over =
            notice.action == Action::UserUpdated && notice.subject_id == self.user.uuid();
        if concerns(&notice, self.user, self.role) {
            self.waiting.push_back(Event::Changed(notice));
        }
    }

    /// What was lost may have been the notice that this user is no longer welcome.
    fn take_gap(&mut self) {
        self.is_over = self.live.is_revoked(self.user, self.opened_at) != Some(false);
        self.waiting.push_back(Event::Resync);
    }

    async fn catch_up(&mut self, caller: &Caller, from: Uuid) -> Result<(), DbError> {
        let limit = MISSED_MAX + 1;
        let mut conn = caller.conn().await?;
        let missed = db::activity::missed(&mut conn, from, caller.only_own(), limit).await?;
        if missed.len() > MISSED_MAX {
            self.waiting.push_back(Event::Resync);
            return Ok(());
        }
        self.sent.extend(missed.iter().filter_map(|notice| notice.activity));
        self.waiting.extend(missed.into_iter().map(|notice| Event::Changed(Arc::new(notice))));
        Ok(())
    }
}

/// Whether a user is told: admins of everything, reps of what is theirs.
fn concerns(notice: &Notice, user: UserId, role: Role) -> bool {
    match role {
        Role::Admin => true,
        Role::Rep => {
            notice.subject.is_common()
                || notice.actor == Some(user)
                || notice.subject_id == user.uuid()
                || notice.audience.as_ref().is_none_or(|audience| audience.contains(&user))
        }
    }
}

/// The id from which the record is read again after the event `last`; none when that is not known
/// or too long ago.
fn resume_from(last: &str, now: DateTime<Utc>) -> Option<Uuid> {
    let id = Uuid::parse_str(last).ok().filter(|id| id.get_version_num() == 7)?;
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    let made_at = DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)?;
    let from = u64::try_from((made_at - OVERLAP).timestamp_millis()).ok()?;
    // A version 7 id begins with its 48 bits of milliseconds.
    (now - made_at < LONGEST_ABSENCE).then(|| Uuid::from_u128(u128::from(from) << 80))
}

#[cfg(test)]
mod tests {
    use domain::activity::Subject;

    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    fn user(number: u128) -> UserId {
        UserId::new(Uuid::from_u128(number))
    }

    fn notice(audience: Option<Vec<UserId>>) -> Notice {
        Notice {
            activity: None,
            action: Action::LeadUpdated,
            subject: Subject::Lead,
            subject_id: Uuid::from_u128(99),
            lead: None,
            actor: Some(user(1)),
            audience,
            count: None,
        }
    }

    fn id_made_at(milliseconds: u64) -> String {
        Uuid::from_u128((u128::from(milliseconds) << 80) | (7 << 76) | (2 << 62)).to_string()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp_millis(NOW).unwrap()
    }

    #[test]
    fn a_rep_hears_what_was_done_by_or_for_them() {
        assert!(concerns(&notice(Some(vec![user(2)])), user(2), Role::Rep));
        assert!(concerns(&notice(Some(vec![])), user(1), Role::Rep), "their own act");
        assert!(concerns(&notice(None), user(3), Role::Rep), "too many to name");
        assert!(!concerns(&notice(Some(vec![user(2)])), user(3), Role::Rep));
    }

    #[test]
    fn everybody_hears_what_everybody_works_with() {
        let changed = |subject| Notice { subject, ..notice(Some(vec![])) };
        assert!(concerns(&changed(Subject::Disposition), user(3), Role::Rep));
        assert!(!concerns(&changed(Subject::User), user(3), Role::Rep));
    }

    #[test]
    fn an_admin_hears_everything() {
        assert!(concerns(&notice(Some(vec![])), user(3), Role::Admin));
    }

    #[test]
    fn a_stream_resumes_a_minute_before_its_last_event() {
        let last = u64::try_from(NOW).unwrap() - 5_000;
        let from = resume_from(&id_made_at(last), now()).unwrap();
        assert_eq!(from.as_u128() >> 80, u128::from(last - 60_000));
    }

    #[test]
    fn what_cannot_be_resumed_is_read_anew() {
        let long_ago = u64::try_from(NOW).unwrap() - 3_600_000;
        let random = "936da01f-9abd-4d9d-80c7-02af85c822a8".to_owned();
        for last in [String::new(), "7".to_owned(), random, id_made_at(long_ago)] {
            assert_eq!(resume_from(&last, now()), None, "{last}");
        }
    }
}
