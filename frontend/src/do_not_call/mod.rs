//! Numbers that nobody may call: searched by everybody, kept by admins.

pub mod add_dialog;
pub mod list_page;
pub mod receipt;
pub mod remove_dialog;
pub mod table;
pub mod upload_dialog;

pub use list_page::DoNotCallListPage;
