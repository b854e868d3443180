//! What is due, and when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{SessionId, Status};
use crate::sid::Sid;
use crate::webhook::Parcel;

/// Something that happens by itself. Whoever is told looks whether it still applies, so nothing
/// is ever taken off the time line.
#[derive(Debug)]
pub(crate) enum Due {
    /// The far end of a leg begins to ring.
    Rings(Sid),
    /// The far end of a leg picks up.
    Answers(Sid),
    /// A leg ends by itself.
    Ends { leg: Sid, status: Status, sip: u16 },
    /// Somebody who rang us hangs up.
    HangsUp(Sid),
    /// Nobody picked up a call made by REST.
    RingsTooLong(Sid),
    /// Nobody picked up in time.
    DialTimesOut { parent: Sid, turn: u64 },
    /// Two have talked for as long as they may.
    DialEnds { parent: Sid, turn: u64 },
    /// The far end's detection has made up its mind.
    Detected { leg: Sid, answered_by: &'static str, milliseconds: i64 },
    /// The current verb is over.
    VerbEnds { leg: Sid, turn: u64 },
    /// What a `<Record>` has heard is complete.
    RecordEnds { leg: Sid, turn: u64, recording: Sid },
    /// A recording has been processed.
    RecordingReady(Sid),
    /// A browser whose connection was lost has not come back.
    BrowserGone { leg: Sid, session: SessionId },
    /// A browser's token ends.
    TokenExpires { session: SessionId, at: DateTime<Utc> },
    /// A webhook that was held back goes out.
    Deliver(Box<Parcel>),
    /// The webhook that was to be overtaken goes out, overtaken or not.
    Release(Sid),
    /// A request that was dropped is given up.
    Unanswered { leg: Sid, turn: u64 },
    /// A text message reaches its next state.
    MessageMoves(Sid),
}

/// Everything that is due, earliest first; what is due at the same moment keeps its order.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    entries: BTreeMap<(DateTime<Utc>, u64), Due>,
    count: u64,
}

impl Timeline {
    pub(crate) fn add(&mut self, at: DateTime<Utc>, due: Due) {
        self.entries.insert((at, self.count), due);
        self.count += 1;
    }

    pub(crate) fn next(&self) -> Option<DateTime<Utc>> {
        self.entries.keys().next().map(|(at, _)| *at)
    }

    /// The first entry, when its moment has come.
    pub(crate) fn take(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Due)> {
        let first = self.entries.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, _), due) = first.remove_entry();
        Some((at, due))
    }
}
