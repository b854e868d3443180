//! Lists: uploading one, looking at what would come of it, making leads of it.

pub mod columns;
pub mod download;
pub mod failed;
pub mod grid;
pub mod list_page;
pub mod live;
pub mod new_page;
pub mod policy;
pub mod progress;
pub mod reading;
pub mod receipt;
pub mod report;
pub mod review;
pub mod settings_dialog;
pub mod show_page;
pub mod undo;
pub mod upload_card;
pub mod words;

pub use list_page::ImportListPage;
pub use new_page::NewImportPage;
pub use show_page::ImportPage;
