//! What outlives a screen: who is signed in, how the page looks, toasts, keys, loaded data.

pub mod address;
pub mod clock;
pub mod form;
pub mod keymap;
pub mod keys;
pub mod lasting;
pub mod locks;
pub mod paged;
pub mod query;
pub mod session;
pub mod storage;
pub mod theme;
pub mod toasts;

pub use address::Address;
pub use lasting::Lasting;
pub use paged::Paged;
pub use query::Query;
pub use session::Session;
pub use toasts::Toasts;
