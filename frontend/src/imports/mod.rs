//! Lists: uploading one, looking at what would come of it, making leads of it.

pub mod download;
pub mod failed;
pub mod list_page;
pub mod live;
pub mod new_page;
pub mod policy;
pub mod progress;
pub mod receipt;
pub mod review;
pub mod rows;
pub mod rows_table;
pub mod settings_dialog;
pub mod show_page;
pub mod upload_card;
pub mod words;

pub use list_page::ImportListPage;
pub use new_page::NewImportPage;
pub use show_page::ImportPage;
