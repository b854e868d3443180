//! What every use case needs.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use db::Database;

use crate::Clock;
use crate::enrichment::Sources;
use crate::events::Live;
use crate::telephony::Telephony;

/// The running system: its database, its clock, its settings. Cheap to clone.
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

struct Inner {
    db: Database,
    clock: Clock,
    settings: Settings,
    live: Live,
}

/// What the system was started with.
#[derive(Clone)]
pub struct Settings {
    /// Signs access tokens and derives refresh tokens; at least 32 bytes, the same in every process.
    pub secret: Vec<u8>,
    /// Where people reach the page, without a trailing slash.
    pub public_url: String,
    /// Largest list that can be uploaded.
    pub upload_limit_bytes: u64,
    /// The line to the carrier; without one, calls can only be logged.
    pub telephony: Option<Telephony>,
    /// Where missing places of leads are looked up.
    pub enrichment: Sources,
}

impl Ctx {
    /// Puts the system together.
    #[must_use]
    pub fn new(db: Database, clock: Clock, settings: Settings) -> Self {
        Self(Arc::new(Inner { db, clock, settings, live: Live::default() }))
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Database {
        &self.0.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// What the system was started with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What is heard of changes.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// A change that nobody asked for: the system's own.
    #[must_use]
    pub fn system_request(&self) -> db::Request {
        db::Request { actor: None, id: None, now: self.now(), idempotency: None }
    }
}
