//! Campaigns: the list, and the form to add and change one.

pub mod acts;
pub mod fields;
pub mod form;
pub mod list_page;
pub mod retry_rules;

pub use form::CampaignForm;
pub use list_page::CampaignListPage;
