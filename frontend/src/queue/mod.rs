//! A rep's queue: what to call next, and the desk where the call is made.

pub mod desk;
pub mod empty;
pub mod filter;
pub mod list;
pub mod next;
pub mod page;
pub mod shift;
pub mod skip_dialog;
pub mod summary;
pub mod wish;
pub mod words;

pub use page::QueuePage;
