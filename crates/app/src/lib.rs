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
pub mod events;
pub mod auth;
pub mod campaigns;
pub mod demo;
pub mod passwords;
pub mod settings;
pub mod tokens;
pub mod users;
pub mod calls;
pub mod follow_ups;
pub mod notes;
pub mod queue;
pub mod leads;
pub mod assignments;
pub mod imports;
pub mod jobs;
pub mod regions;

pub use caller::{Admin, Caller};
pub use clock::Clock;
pub use ctx::{Ctx, Settings};
