//! Leads: the list, the form, and what is done with one of them or many.

pub mod acts;
pub mod bulk_bar;
pub mod clash;
pub mod columns;
pub mod delete;
pub mod draft;
pub mod empty;
pub mod facet;
pub mod fields;
pub mod filter_bar;
pub mod filter_dialog;
pub mod form;
pub mod form_fields;
pub mod keys;
pub mod list_page;
pub mod lookups;
pub mod merge;
pub mod row;
pub mod row_menu;
pub mod rows;
pub mod status_dialog;
pub mod table;
pub mod view;
pub mod words;

pub use delete::DeleteLead;
pub use form::{LeadForm, LeadFormDialog};
pub use list_page::LeadListPage;
pub use merge::MergeDialog;
pub use status_dialog::StatusDialog;
pub use view::address_of;
