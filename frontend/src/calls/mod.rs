//! Calls: the list behind every figure.

pub mod dispositions;
pub mod filters;
pub mod list_page;

pub use dispositions::Dispositions;
pub use list_page::CallListPage;
