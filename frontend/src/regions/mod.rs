//! Regions: the list, and the form to add and change one.

pub mod acts;
pub mod form;
pub mod list_page;

pub use form::RegionForm;
pub use list_page::RegionListPage;
