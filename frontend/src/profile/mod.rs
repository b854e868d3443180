//! One's own profile.

pub mod key_settings;
pub mod page;
pub mod recorder;
pub mod voicemail;
pub mod wav;

pub use page::ProfilePage;
