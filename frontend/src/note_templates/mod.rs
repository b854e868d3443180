//! Note templates: texts that a rep puts into a note, as admins set them up.

pub mod acts;
pub mod form;
pub mod known;
pub mod list_page;

pub use known::{NoteTemplates, placeholder_hint};
pub use list_page::NoteTemplateListPage;
