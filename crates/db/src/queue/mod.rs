//! A rep's queue: the order, the leases, and how the rep's leads stand.

#[macro_use]
mod rules;
mod leases;
mod order;
mod summary;

pub use leases::{end_lease, find_holder, has_lease, hold, lease_locked, lock_next, renew_lease};
pub use order::{list_leased, list_waiting};
pub use summary::summarise;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, SmallInt, Timestamptz, Uuid as SqlUuid};
use domain::leads::Priority;
use domain::queue::{QueueReason, Standing};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A lead in a rep's queue.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct QueuedLead {
    /// The lead.
    #[diesel(sql_type = SqlUuid)]
    pub lead_id: Uuid,
    /// The assignment's priority, else the lead's.
    #[diesel(sql_type = SmallInt)]
    pub priority: i16,
    /// Calls made.
    #[diesel(sql_type = Integer)]
    pub attempt_count: i32,
    /// Whether a promise is due.
    #[diesel(sql_type = Bool)]
    pub is_due: bool,
    /// Seconds until calls to its time zone close today; none when closed or never.
    #[diesel(sql_type = Nullable<Integer>)]
    pub closes_in: Option<i32>,
    /// Until when the rep holds it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub lease_expires_at: Option<DateTime<Utc>>,
}

impl QueuedLead {
    /// Why it is where it is.
    #[must_use]
    pub fn reason(&self) -> QueueReason {
        let standing = Standing {
            is_due: self.is_due,
            // The column's CHECK lets no other number in.
            priority: Priority::try_from(self.priority).unwrap_or_default(),
            closes_in: self.closes_in.map(|seconds| TimeDelta::seconds(seconds.into())),
            attempt_count: self.attempt_count,
        };
        standing.reason()
    }
}

/// How a rep's leads stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName, Serialize, Deserialize)]
pub struct QueueSummary {
    /// Callable now.
    #[diesel(sql_type = BigInt)]
    pub callable: i64,
    /// Callable now, and not asked for.
    #[diesel(sql_type = BigInt)]
    pub hidden: i64,
    /// Callable later: retry time, calling hours.
    #[diesel(sql_type = BigInt)]
    pub later: i64,
    /// When the first of those is.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub next_at: Option<DateTime<Utc>>,
    /// Done.
    #[diesel(sql_type = BigInt)]
    pub completed: i64,
    /// Not to be called.
    #[diesel(sql_type = BigInt)]
    pub blocked: i64,
}
