//! The workspace's settings.

pub mod fields;
pub mod page;

pub use page::SettingsPage;
