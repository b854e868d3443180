//! What Skiigen CRM does, without HTTP: one module per feature, one function per use case.
//!
//! A use case takes the [`Caller`] (or an [`Admin`], where only admins may) and does its work in one
//! [`db::Database::write`]. Jobs call the same functions as the API.

mod caller;
mod clock;
mod ctx;
mod progress;

pub mod activity;
pub mod analytics;
pub mod assignment_rules;
pub mod assignments;
pub mod auth;
pub mod calling_places;
pub mod calling_receipts;
pub mod calling_rules;
pub mod calls;
pub mod campaigns;
pub mod demo;
pub mod dispositions;
pub mod do_not_call;
pub mod enrichment;
pub mod events;
pub mod exports;
pub mod figures;
pub mod follow_ups;
pub mod handouts;
pub mod imports;
pub mod jobs;
pub mod leads;
pub mod note_templates;
pub mod notes;
pub mod passwords;
pub mod personal_data;
pub mod presence;
pub mod queue;
pub mod regions;
pub mod settings;
pub mod telephony;
pub mod tokens;
pub mod undos;
pub mod users;

pub use caller::{Admin, Caller, FindAdminError};
pub use clock::Clock;
pub use ctx::{Ctx, Settings};
