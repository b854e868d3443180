//! Lists made into files: asking for one, and all that were asked for.

pub mod dialog;
pub mod download;
pub mod list_page;
pub mod table;
pub mod words;

pub use dialog::ExportDialog;
pub use list_page::ExportListPage;
