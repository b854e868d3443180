//! Who did what.

pub mod changes;
pub mod entry;
pub mod fields;
pub mod list_page;
pub mod words;

pub use list_page::ActivityPage;
