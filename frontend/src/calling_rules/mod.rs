//! Calling rules: when leads may be called, and such calls recorded, by where they are, as admins set it up.

pub mod acts;
pub(crate) mod draft;
pub mod form;
pub mod hours;
pub mod list_page;
pub mod words;

pub use list_page::CallingRuleListPage;
