//! Follow-ups: what was promised, and when.

pub mod list_page;
pub mod reminders;
pub mod row;
pub mod tally;
pub mod told;

pub use list_page::FollowUpListPage;
