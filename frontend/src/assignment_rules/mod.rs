//! Rules of who is handed new leads.

pub mod acts;
pub mod draft;
pub mod dry_run;
pub mod form;
pub mod list_page;
pub mod words;

pub use list_page::AssignmentRuleListPage;
