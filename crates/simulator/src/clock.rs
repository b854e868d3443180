//! The time, which flows by itself or only when it is told to.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the simulator's time comes from.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Real,
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The system's time: what is due happens by itself.
    #[must_use]
    pub fn real() -> Self {
        Self(Kind::Real)
    }

    /// A time that stands still until [`crate::Simulator::advance`] moves it.
    #[must_use]
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Kind::Manual(Arc::new(Mutex::new(start))))
    }

    /// Now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the simulator has a clock of its own")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Kind::Real => Utc::now(),
            Kind::Manual(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Whether time passes without being told to.
    pub(crate) fn flows(&self) -> bool {
        matches!(self.0, Kind::Real)
    }

    /// Moves a manual clock to this moment; time never goes back.
    pub(crate) fn set(&self, moment: DateTime<Utc>) {
        if let Kind::Manual(now) = &self.0 {
            let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = (*now).max(moment);
        }
    }
}

/// Milliseconds as a span of time.
pub(crate) fn milliseconds(count: i64) -> TimeDelta {
    TimeDelta::milliseconds(count)
}
