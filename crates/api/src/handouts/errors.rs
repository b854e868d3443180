//! Why a hand-out is refused.

use app::handouts::HandoutError;
use db::DbError;
use domain::handouts::HandoutStatus;
use dto::problem::Code;

use crate::error::ApiError;

impl From<HandoutError> for ApiError {
    fn from(error: HandoutError) -> Self {
        match error {
            HandoutError::UnknownAssignee(place) => Self::field(
                &format!("/assignee_ids/{place}"),
                "unknown_user",
                "This user does not exist or is deactivated. Choose an active user.",
            ),
            HandoutError::NotOne => Self::field(
                "/assignee_ids",
                "not_one",
                "Choose exactly one person, or split the leads evenly.",
            ),
            HandoutError::Nobody => {
                Self::field("/assignee_ids", "missing", "Choose who gets the leads.")
            }
            HandoutError::NotSeveral => Self::field(
                "/assignee_ids",
                "not_several",
                "Choose two people or more to even out what they have in hand.",
            ),
            HandoutError::NamedTwice(place) => Self::field(
                &format!("/assignee_ids/{place}"),
                "named_twice",
                "This user is named twice. Name everybody once.",
            ),
            HandoutError::NotUndoable(status) => {
                Self::refused(Code::WrongHandoutStatus, not_undoable(status))
            }
            HandoutError::Db(DbError::NotFound) => Self::not_found("hand-out"),
            HandoutError::Db(error) => error.into(),
        }
    }
}

const fn not_undoable(status: HandoutStatus) -> &'static str {
    match status {
        HandoutStatus::Queued => "It is not done yet. Wait until it is, then take it back.",
        HandoutStatus::Failed => {
            "It failed and no lead changed hands, so there is nothing to take back."
        }
        HandoutStatus::Undoing => "It is being taken back already. Wait until that is done.",
        HandoutStatus::Undone => {
            "It was taken back already. Hand the leads out again if you want them back."
        }
        HandoutStatus::Completed => "It cannot be taken back right now. Try again.",
    }
}
