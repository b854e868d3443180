//! Dispositions: what a rep may say came of a call, as admins set it up.

pub mod acts;
pub mod form;
pub mod list_page;
pub mod retry_field;
pub mod words;

pub use list_page::DispositionListPage;
pub use retry_field::{RetryDraft, RetryField};
