//! What the suites share: the running system, the people who use it, the things they work on.
//!
//! [`TestApp::start`] runs the real server on a database of its own. Its people ([`Actor`]) speak to
//! it over HTTP alone; the database is looked at only for what no answer tells.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod actor;
mod answer;
mod app;
mod builders;
mod carrier;
mod cluster;
mod database;
pub mod disorder;
mod events;
mod exports;
mod geocoder;
mod imports;
mod inbound;
mod line;
mod workbook;

pub use actor::{Actor, Ask, Session};
pub use answer::Answer;
pub use app::{Setup, TestApp};
pub use builders::LeadBuilder;
pub use carrier::{AUTH_TOKEN, CALLER_ID, FakeCarrier, call_of, recording_of, sid};
pub use cluster::folder;
pub use database::{TestDatabase, connect};
pub use events::Events;
pub use exports::Export;
pub use geocoder::{FakeGeocoder, Reply};
pub use imports::{HEADER, Upload, fixture, gzip};
pub use inbound::InboundCall;
pub use line::DialledCall;
pub use workbook::workbook;
