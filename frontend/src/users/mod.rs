//! Users: who works here, in which role, and the form to invite somebody.

pub mod form;
pub mod invitation;
pub mod list_page;
pub mod row;

pub use form::UserForm;
pub use invitation::InvitationDialog;
pub use list_page::UserListPage;
