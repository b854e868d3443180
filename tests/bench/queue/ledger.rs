//! Who held which lead from when to when, as the reps were told.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

/// The server's clock, which is this machine's.
#[expect(clippy::disallowed_methods, reason = "what happened is set against the real time")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A lead in somebody's hands.
struct Holding {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// What happened to a lead.
#[derive(Default)]
struct History {
    held: Vec<Holding>,
    /// When it was given back, called, skipped, handed over, or its time was cut short.
    ended: Vec<DateTime<Utc>>,
}

/// What happened to all leads.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<HashMap<String, History>>);

impl Ledger {
    /// A lead was served, and is held until then.
    pub(crate) fn served(&self, lead: &str, until: DateTime<Utc>) {
        let holding = Holding { from: until - domain::queue::LEASE, until };
        self.with(lead, |history| history.held.push(holding));
    }

    /// From this moment on it may be served again. For an act, that is when it was asked for: the next
    /// may be served before the answer is here.
    pub(crate) fn ended(&self, lead: &str, at: DateTime<Utc>) {
        self.with(lead, |history| history.ended.push(at));
    }

    fn with(&self, lead: &str, write: impl FnOnce(&mut History)) {
        write(self.0.lock().unwrap().entry(lead.to_owned()).or_default());
    }

    /// How often a lead was served.
    pub(crate) fn servings(&self) -> usize {
        self.0.lock().unwrap().values().map(|history| history.held.len()).sum()
    }

    /// How often a lead was served while it was in somebody's hands.
    pub(crate) fn twice(&self) -> usize {
        self.0.lock().unwrap().values_mut().map(History::twice).sum()
    }
}

impl History {
    fn twice(&mut self) -> usize {
        self.held.sort_by_key(|holding| holding.from);
        let ends: Vec<_> = self.held.iter().map(|holding| self.end(holding)).collect();
        let next = self.held.iter().skip(1).map(|holding| holding.from);
        // The answer tells whole microseconds.
        let grain = TimeDelta::microseconds(1);
        ends.into_iter().zip(next).filter(|(end, next)| *end > *next + grain).count()
    }

    fn end(&self, holding: &Holding) -> DateTime<Utc> {
        let cut = self.ended.iter().filter(|at| **at >= holding.from).min();
        cut.map_or(holding.until, |cut| holding.until.min(*cut))
    }
}

/// Leads that wait, and that nobody is served.
pub(crate) fn lost(waiting: &HashSet<String>, served: &HashSet<String>) -> usize {
    waiting.difference(served).count()
}
