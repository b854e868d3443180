//! The database, and the only crate that names Diesel.
//!
//! A feature's reads and writes are functions in the module of its name: `find` (an error when it is
//! missing), `list`, `insert`, `update`, `delete`; `lock_` takes the row for the transaction. They
//! take a connection first, so the same function serves a read and a step of a write.
//! [`Database::write`] is the only way to change anything.

mod database;
mod error;
mod listen;
pub mod migrations;
mod schema;
mod snapshot;
mod word;
mod write;

pub mod activity;
pub mod analytics;
pub mod assignment_rules;
pub mod assignments;
pub mod call_events;
pub mod calling_places;
pub mod calling_rules;
pub mod calls;
pub mod campaigns;
pub mod demo;
pub mod dispositions;
pub mod do_not_call;
pub mod enrichments;
pub mod exports;
pub mod figures;
pub mod follow_ups;
pub mod handouts;
pub mod imports;
pub mod jobs;
pub mod leads;
pub mod note_templates;
pub mod notes;
pub mod personal_data;
pub mod presence;
pub mod progress;
pub mod queue;
pub mod recordings;
pub mod regions;
pub mod retry_rules;
pub mod revocations;
pub mod sessions;
pub mod settings;
mod stored;
pub mod timeline;
pub mod undos;
pub mod users;
pub mod voicemail;

pub use database::{Conn, Database};
pub use error::DbError;
pub use listen::{CHANGES, JOBS, Listener, Notice};
pub use snapshot::Snapshot;
pub use stored::Stored;
pub use word::Word;
pub use write::{Change, Idempotency, Request, Tx};
