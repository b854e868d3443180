//! One business to call: its life cycle, its priority, and what tells it from another.

pub mod addresses;
pub mod merge;
mod priority;
mod stage;

#[cfg(feature = "server")]
pub mod identity;
#[cfg(feature = "server")]
pub mod phones;
#[cfg(feature = "server")]
pub mod places;
#[cfg(feature = "server")]
pub mod postal_codes;
#[cfg(feature = "server")]
pub mod time_zones;

pub use priority::{InvalidPriority, Priority};
pub use stage::{Stage, StageError};

text_enum! {
    /// Where a lead stands.
    LeadStatus {
        /// Nobody has tried yet.
        New = "new",
        /// Somebody has.
        InProgress = "in_progress",
        /// Done; the category says how it ended.
        Completed = "completed",
    }
}

text_enum! {
    /// How the work on a lead ended.
    Category {
        /// Nothing came of it.
        Failed = "failed",
        /// Interested, not yet a customer.
        Warm = "warm",
        /// A customer.
        Closed = "closed",
    }
}

text_enum! {
    /// Why a lead may not be called now. The database's `lead_refusal` gives the same words.
    Refusal {
        /// The work on it is done.
        Completed = "completed",
        /// It has no number that can be dialled.
        NoPhone = "no_phone",
        /// Its number is on the do-not-call list.
        DoNotCall = "do_not_call",
        /// Its campaign is paused, over or not yet begun.
        CampaignInactive = "campaign_inactive",
        /// It was tried as often as the rules allow.
        AttemptsUsed = "attempts_used",
        /// It was tried as often in a period as the rules of its place allow.
        AttemptsCapped = "attempts_capped",
        /// It was tried a short while ago.
        RetryLater = "retry_later",
        /// It is outside calling hours there.
        WindowClosed = "window_closed",
    }
}

impl Refusal {
    /// Whether who may override calling rules may call nevertheless: calling hours and caps only.
    #[must_use]
    pub const fn can_be_overridden(self) -> bool {
        matches!(
            self,
            Self::AttemptsUsed | Self::AttemptsCapped | Self::RetryLater | Self::WindowClosed
        )
    }
}
