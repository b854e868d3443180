//! What a query can come back with instead of an answer.

use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::pooled_connection::bb8::RunError;

/// Why a query gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// There is no such row.
    #[error("no such row")]
    NotFound,
    /// A named constraint refused the change; whoever made it knows what that means.
    #[error("constraint {0} refused the change")]
    Constraint(String),
    /// The idempotency key came with another request before.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The same request is being worked on right now.
    #[error("the same request is still being worked on")]
    RequestInProgress,
    /// The database cannot be reached, or went away.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Anything else: a defect.
    #[error("the query failed")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DbError {
    /// Whether this constraint refused the change.
    #[must_use]
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Self::Constraint(constraint) if constraint == name)
    }
}

/// What PostgreSQL says while it stops or starts. Diesel keeps no SQLSTATE, so the words must do.
const GOING_AWAY: [&str; 5] = [
    "terminating connection",
    "the database system is",
    "shutting down",
    "too many clients",
    "remaining connection slots",
];

impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                _,
            )
            | Error::BrokenTransactionManager => Self::Unavailable(Box::new(error)),
            Error::DatabaseError(_, ref reason)
                if GOING_AWAY.iter().any(|words| reason.message().contains(words)) =>
            {
                Self::Unavailable(Box::new(error))
            }
            Error::DatabaseError(_, ref reason) => match reason.constraint_name() {
                Some(name) => Self::Constraint(name.to_owned()),
                None => Self::Other(Box::new(error)),
            },
            other => Self::Other(Box::new(other)),
        }
    }
}

impl From<RunError> for DbError {
    fn from(error: RunError) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl From<serde_json::Error> for DbError {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(Box::new(error))
    }
}
