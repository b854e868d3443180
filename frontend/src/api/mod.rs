//! The only place that sends requests: one file per feature, all through one client.

pub mod activity;
pub mod analytics;
pub mod assignments;
pub mod auth;
pub mod calling_rules;
pub mod calls;
pub mod campaigns;
pub mod client;
pub mod dispositions;
pub mod do_not_call;
pub mod error;
mod event_reader;
pub mod events;
pub mod exports;
pub mod follow_ups;
pub mod handouts;
pub mod imports;
pub mod leads;
pub mod note_templates;
pub mod notes;
pub mod outlines;
pub mod personal_data;
pub mod presence;
pub mod queue;
pub mod regions;
pub mod search;
pub mod settings;
pub mod stream;
pub mod telephony;
pub mod timeline;
pub mod transport;
pub mod upload;
pub mod users;

pub use client::{Call, Post, SignedIn};
pub use error::ApiError;
pub use transport::Transport;
