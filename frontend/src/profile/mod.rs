//! One's own profile.

pub mod page;

pub use page::ProfilePage;
