//! Calls: the list behind every figure.

pub mod dispositions;
pub mod filters;
pub mod list_page;
pub mod phone;
pub mod recording;

pub use dispositions::Dispositions;
pub use list_page::CallListPage;
