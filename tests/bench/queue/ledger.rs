//! Who held which lead from when to when, as the reps were told.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use chrono::{DateTime, Utc};

/// The server's clock, which is this machine's.
#[expect(clippy::disallowed_methods, reason = "what happened is set against the real time")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A lead in somebody's hands: surely from the answer that said so, until then at the latest.
struct Holding {
    answered_at: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// An act, a transfer or a shortened lease: done at some moment between the two.
struct End {
    asked_at: DateTime<Utc>,
    done_by: DateTime<Utc>,
}

/// What happened to a lead.
#[derive(Default)]
struct History {
    held: Vec<Holding>,
    /// When it was given back, called, skipped, handed over, or its time was cut short.
    ended: Vec<End>,
}

/// What happened to all leads.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<HashMap<String, History>>);

impl Ledger {
    /// A lead was served just now, and is held until then.
    pub(crate) fn served(&self, lead: &str, until: DateTime<Utc>) {
        let holding = Holding { answered_at: now(), until };
        self.with(lead, |history| history.held.push(holding));
    }

    /// At some moment between the two it became free to be served again.
    pub(crate) fn ended(&self, lead: &str, asked_at: DateTime<Utc>, done_by: DateTime<Utc>) {
        self.with(lead, |history| history.ended.push(End { asked_at, done_by }));
    }

    fn with(&self, lead: &str, write: impl FnOnce(&mut History)) {
        write(self.0.lock().unwrap().entry(lead.to_owned()).or_default());
    }

    /// How often a lead was served.
    pub(crate) fn servings(&self) -> usize {
        self.0.lock().unwrap().values().map(|history| history.held.len()).sum()
    }

    /// How often a lead was served while it was surely in somebody's hands.
    pub(crate) fn twice(&self) -> usize {
        self.0.lock().unwrap().values_mut().map(History::twice).sum()
    }
}

impl History {
    /// Only neighbours are compared: a lead with two holders is one wherever a third one joins.
    fn twice(&mut self) -> usize {
        self.held.sort_by_key(|holding| holding.answered_at);
        let ends: Vec<_> = self.held.iter().map(|holding| self.end(holding)).collect();
        let next = self.held.iter().zip(&ends).skip(1);
        ends.iter()
            .zip(next)
            .filter(|(end, (next, its_end))| next.answered_at < **(end.min(its_end)))
            .count()
    }

    /// Until when it was surely held: an act that may have been done after the answer counts from when it
    /// was asked for, since the next rep may be served before its own answer is here.
    fn end(&self, holding: &Holding) -> DateTime<Utc> {
        let after = self.ended.iter().filter(|end| end.done_by >= holding.answered_at);
        after.map(|end| end.asked_at).min().map_or(holding.until, |cut| holding.until.min(cut))
    }
}

/// Leads that wait, and that nobody is served.
pub(crate) fn lost(waiting: &HashSet<String>, served: &HashSet<String>) -> usize {
    waiting.difference(served).count()
}
