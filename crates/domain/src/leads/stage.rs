//! The life cycle: `new → in_progress → completed`, and back by an admin only.

use super::{Category, LeadStatus};
use crate::dispositions::Effect;

/// Where a lead stands, with the category exactly when it is completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nobody has tried yet.
    New,
    /// Somebody has.
    InProgress,
    /// The work is done, and this is how it ended.
    Completed(Category),
}

/// A step that the life cycle does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// A completed lead takes no further call or touch until an admin reopens it.
    #[error("this lead is completed")]
    AlreadyCompleted,
    /// Nothing leads back to new.
    #[error("a lead that was worked on cannot become new again")]
    NeverNewAgain,
    /// Completed and category come together or not at all.
    #[error("a category goes with the status completed, and only with it")]
    CategoryMismatch,
}

impl Stage {
    /// Puts together what is stored in two columns.
    ///
    /// # Errors
    /// [`StageError::CategoryMismatch`] unless there is a category exactly when completed.
    pub const fn new(status: LeadStatus, category: Option<Category>) -> Result<Self, StageError> {
        match (status, category) {
            (LeadStatus::New, None) => Ok(Self::New),
            (LeadStatus::InProgress, None) => Ok(Self::InProgress),
            (LeadStatus::Completed, Some(category)) => Ok(Self::Completed(category)),
            _ => Err(StageError::CategoryMismatch),
        }
    }

    /// The status as stored and shown.
    #[must_use]
    pub const fn status(self) -> LeadStatus {
        match self {
            Self::New => LeadStatus::New,
            Self::InProgress => LeadStatus::InProgress,
            Self::Completed(_) => LeadStatus::Completed,
        }
    }

    /// How the work ended, once it has.
    #[must_use]
    pub const fn category(self) -> Option<Category> {
        match self {
            Self::Completed(category) => Some(category),
            Self::New | Self::InProgress => None,
        }
    }

    /// After an attempt with this effect.
    ///
    /// # Errors
    /// [`StageError::AlreadyCompleted`]: reopen first.
    pub const fn after(self, effect: Effect) -> Result<Self, StageError> {
        match (self, effect) {
            (Self::Completed(_), _) => Err(StageError::AlreadyCompleted),
            (_, Effect::Complete(category)) => Ok(Self::Completed(category)),
            (_, Effect::Retry | Effect::FollowUp) => Ok(Self::InProgress),
        }
    }

    /// After a call that the lead itself made. It may ring when the work is done: what the rep says of
    /// the call then goes on from there.
    #[must_use]
    pub const fn after_ringing_back(self, effect: Effect) -> Self {
        match effect {
            Effect::Complete(category) => Self::Completed(category),
            Effect::Retry | Effect::FollowUp => Self::InProgress,
        }
    }

    /// After a first manual touch, such as a note; a completed lead stays completed.
    #[must_use]
    pub const fn touched(self) -> Self {
        match self {
            Self::New => Self::InProgress,
            other => other,
        }
    }

    /// The stage that an admin asks for.
    ///
    /// # Errors
    /// [`StageError::NeverNewAgain`] for a way back to new.
    pub const fn set_by_admin(self, wanted: Self) -> Result<Self, StageError> {
        match (self, wanted) {
            (Self::New, Self::New) => Ok(Self::New),
            (_, Self::New) => Err(StageError::NeverNewAgain),
            (_, wanted) => Ok(wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_attempt_begins_the_work() {
        assert_eq!(Stage::New.after(Effect::Retry), Ok(Stage::InProgress));
        assert_eq!(Stage::New.after(Effect::FollowUp), Ok(Stage::InProgress));
    }

    #[test]
    fn a_completing_disposition_ends_it_with_its_category() {
        for stage in [Stage::New, Stage::InProgress] {
            for category in Category::ALL.iter().copied() {
                assert_eq!(stage.after(Effect::Complete(category)), Ok(Stage::Completed(category)));
            }
        }
    }

    #[test]
    fn a_completed_lead_takes_no_further_attempt() {
        let done = Stage::Completed(Category::Warm);
        for effect in [Effect::Retry, Effect::FollowUp, Effect::Complete(Category::Closed)] {
            assert_eq!(done.after(effect), Err(StageError::AlreadyCompleted));
        }
    }

    #[test]
    fn a_completed_lead_that_rings_back_is_worked_on_again() {
        for stage in [Stage::New, Stage::Completed(Category::Failed)] {
            assert_eq!(stage.after_ringing_back(Effect::FollowUp), Stage::InProgress);
            let closed = Effect::Complete(Category::Closed);
            assert_eq!(stage.after_ringing_back(closed), Stage::Completed(Category::Closed));
        }
    }

    #[test]
    fn nothing_leads_back_to_new() {
        for stage in [Stage::InProgress, Stage::Completed(Category::Failed)] {
            assert_eq!(stage.set_by_admin(Stage::New), Err(StageError::NeverNewAgain));
        }
        assert_eq!(
            Stage::Completed(Category::Failed).set_by_admin(Stage::InProgress),
            Ok(Stage::InProgress)
        );
    }

    #[test]
    fn category_and_completed_come_together() {
        for status in LeadStatus::ALL.iter().copied() {
            let completed = status == LeadStatus::Completed;
            assert_eq!(Stage::new(status, None).is_ok(), !completed);
            assert_eq!(Stage::new(status, Some(Category::Warm)).is_ok(), completed);
        }
    }
}
