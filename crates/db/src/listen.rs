//! Hearing of changes that any process has committed.

use domain::activity::{Action, Subject};
use domain::ids::{ActivityId, LeadId, UserId};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use tokio_postgres::{AsyncMessage, NoTls};
use uuid::Uuid;

use crate::{Change, DbError};

/// The channel on which changes are told.
pub const CHANGES: &str = "skiigen_changes";

/// The channel on which new jobs are told.
pub const JOBS: &str = "skiigen_jobs";

/// A committed change, as told; small enough for NOTIFY's 8,000 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its place in the record; none when it was only told.
    pub activity: Option<ActivityId>,
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub subject: Subject,
    /// To which.
    pub subject_id: Uuid,
    /// The lead that it concerns.
    pub lead: Option<LeadId>,
    /// Who did it; none for the system.
    pub actor: Option<UserId>,
    /// The reps who are told beside the admins; none when there are too many to name: all are.
    pub audience: Option<Vec<UserId>>,
    /// How many leads it concerns, where it is a batch.
    pub count: Option<i64>,
}

/// More names than this would not fit into a notice.
const AUDIENCE_MAX: usize = 150;

impl Notice {
    pub(crate) fn new(activity: Option<Uuid>, actor: Option<UserId>, change: Change) -> Self {
        let Change { action, subject, subject_id, lead, audience, before: _, after: _, count } =
            change;
        let audience = (audience.len() <= AUDIENCE_MAX).then_some(audience);
        Self {
            activity: activity.map(ActivityId::new),
            action,
            subject,
            subject_id,
            lead,
            actor,
            audience,
            count,
        }
    }
}

/// A connection that does nothing but hear.
pub struct Listener {
    _client: tokio_postgres::Client,
    messages: stream::BoxStream<'static, Result<AsyncMessage, tokio_postgres::Error>>,
}

impl Listener {
    /// Starts hearing one channel.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the database cannot be reached.
    pub async fn connect(url: &str, channel: &str) -> Result<Self, DbError> {
        let unavailable = |error: tokio_postgres::Error| DbError::Unavailable(Box::new(error));
        let (client, mut connection) =
            tokio_postgres::connect(url, NoTls).await.map_err(unavailable)?;
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context)).boxed();
        let command = format!("LISTEN {channel}");
        {
            let mut listening = std::pin::pin!(client.batch_execute(&command));
            loop {
                tokio::select! {
                    outcome = &mut listening => break outcome.map_err(unavailable)?,
                    message = messages.next() => match message {
                        Some(Ok(_)) => {}
                        Some(Err(error)) => return Err(unavailable(error)),
                        None => return Err(DbError::Unavailable("the connection closed".into())),
                    },
                }
            }
        }
        Ok(Self { _client: client, messages })
    }

    /// The next payload; none when the connection has ended.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            match self.messages.next().await? {
                Ok(AsyncMessage::Notification(notification)) => {
                    return Some(notification.payload().to_owned());
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "stopped hearing of changes");
                    return None;
                }
            }
        }
    }
}
