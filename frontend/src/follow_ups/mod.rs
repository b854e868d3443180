//! Follow-ups: what was promised, and when.

pub mod list_page;
pub mod row;

pub use list_page::FollowUpListPage;
