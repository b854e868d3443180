//! Live changes: what any process commits, told to everybody who watches here.
//!
//! One connection a process hears the database's notices ([`listen`]) and repeats them to the
//! [`Watch`] of every open stream. Whoever may have missed one is told to read anew.

mod listen;
mod watch;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use db::Notice;
use domain::ids::UserId;
use tokio::sync::{broadcast, watch as latest};
use tokio_util::sync::CancellationToken;

pub use listen::listen;
pub use watch::{Event, Watch};

/// Notices kept for a stream that is slow to take them; one that falls further behind reads anew.
const BACKLOG: usize = 1024;

/// What is heard.
#[derive(Debug, Clone)]
pub enum News {
    /// Something changed.
    Changed(Arc<Notice>),
    /// Notices may have been lost.
    Missed,
}

/// The process's ear. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    news: broadcast::Sender<News>,
    /// None while out of touch with the database.
    revocations: latest::Sender<Option<HashMap<UserId, DateTime<Utc>>>>,
    closed: CancellationToken,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Inner {
            news: broadcast::channel(BACKLOG).0,
            revocations: latest::channel(None).0,
            closed: CancellationToken::new(),
        }))
    }
}

impl Live {
    /// Everything that is heard from here on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<News> {
        self.0.news.subscribe()
    }

    /// Whether tokens of this user that were issued at this moment have been taken back.
    ///
    /// None while out of touch with the database: then the users table must be asked.
    #[must_use]
    pub fn is_revoked(&self, user: UserId, issued_at: DateTime<Utc>) -> Option<bool> {
        let known = self.0.revocations.borrow();
        known.as_ref().map(|since| since.get(&user).is_some_and(|since| issued_at < *since))
    }

    /// Ends every stream, so that the server can stop.
    pub fn close(&self) {
        self.0.closed.cancel();
    }

    /// Says when it ends.
    #[must_use]
    pub fn closed(&self) -> &CancellationToken {
        &self.0.closed
    }

    /// Tells everybody here. That nobody watches is no failure.
    fn tell(&self, news: News) {
        let _watchers = self.0.news.send(news);
    }

    /// Takes a user's tokens back in this process at once; the others hear of it.
    pub(crate) fn revoke(&self, user: UserId, since: DateTime<Utc>) {
        self.0.revocations.send_modify(|known| {
            if let Some(known) = known {
                known.insert(user, since);
            }
        });
    }

    fn set_revocations(&self, revocations: Option<HashMap<UserId, DateTime<Utc>>>) {
        self.0.revocations.send_replace(revocations);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_token_from_before_the_revocation_is_refused() {
        let (live, user) = (Live::default(), UserId::new(Uuid::from_u128(1)));
        let since = DateTime::<Utc>::UNIX_EPOCH;
        live.set_revocations(Some(HashMap::from([(user, since)])));
        let other = UserId::new(Uuid::from_u128(2));
        assert_eq!(live.is_revoked(user, since - TimeDelta::seconds(1)), Some(true));
        assert_eq!(live.is_revoked(user, since), Some(false));
        assert_eq!(live.is_revoked(other, since - TimeDelta::seconds(1)), Some(false));
    }

    #[test]
    fn nothing_is_known_while_out_of_touch() {
        let user = UserId::new(Uuid::from_u128(1));
        assert_eq!(Live::default().is_revoked(user, DateTime::UNIX_EPOCH), None);
    }
}
