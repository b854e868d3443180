//! Somebody with a phone who rings one of the account's numbers.

use chrono::TimeDelta;
use serde::Deserialize;

use super::leg::{Direction, Leg};
use super::{Due, Exchange, Status};
use crate::number;
use crate::sid::Sid;
use crate::twiml::{Method, Record, Verb};

/// The number that is rung when the account has none.
const RUNG: &str = "+12025550100";

/// Who rings, and what they do; spans are whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caller {
    /// Their number, or a word such as `anonymous` where they hide it.
    pub from: String,
    /// The number that they ring; the account's first one when left out.
    #[serde(default)]
    pub to: Option<String>,
    /// They hang up after this long, whatever happens by then.
    #[serde(default)]
    pub hangs_up_after: Option<u32>,
    /// How long they talk with whoever answers, before they hang up.
    #[serde(default = "Caller::talks")]
    pub talks_for: u32,
    /// How long they speak after a tone, before they hang up; at 0 they say nothing.
    #[serde(default = "Caller::speaks")]
    pub speaks_for: u32,
}

/// What somebody who rings does later on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    pub(super) talks_for: u32,
    pub(super) speaks_for: u32,
}

/// Why nobody rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number is a plus and eight to fifteen digits")]
pub struct WrongNumber;

impl Caller {
    /// Somebody with this number who is patient, talks for a minute and a half, and leaves a message of
    /// twelve seconds.
    #[must_use]
    pub fn new(from: impl Into<String>) -> Self {
        let (talks_for, speaks_for) = (Self::talks(), Self::speaks());
        Self { from: from.into(), to: None, hangs_up_after: None, talks_for, speaks_for }
    }

    const fn talks() -> u32 {
        90
    }

    const fn speaks() -> u32 {
        12
    }
}

impl Exchange {
    /// Somebody rings: the account's application is asked what to do.
    pub(crate) fn ring_in(&mut self, caller: Caller) -> Result<Sid, WrongNumber> {
        let Caller { from, to, hangs_up_after, talks_for, speaks_for } = caller;
        let own = self.config.numbers.first().cloned();
        let to = to.or(own).unwrap_or_else(|| RUNG.to_owned());
        let is_hidden = !from.is_empty() && from.bytes().all(|letter| letter.is_ascii_alphabetic());
        if !(number::is_e164(&from) || is_hidden) || !number::is_e164(&to) {
            return Err(WrongNumber);
        }
        let mut leg = Leg::new(self.now, Direction::Inbound, [from, to]);
        leg.status = Status::Ringing;
        leg.manner = Some(Manner { talks_for, speaks_for });
        let (sid, url) = (leg.sid.clone(), self.config.voice_url.clone());
        self.add(leg);
        if let Some(after) = hangs_up_after {
            self.schedule(TimeDelta::seconds(after.into()), Due::HangsUp(sid.clone()));
        }
        self.ask(&sid, &url, Method::Post, Vec::new());
        Ok(sid)
    }

    /// Whoever rang is connected, and talks for as long as they do.
    pub(super) fn caller_is_connected(&mut self, sid: &Sid) {
        if let Some(Manner { talks_for, .. }) = self.manner(sid) {
            self.schedule(TimeDelta::seconds(talks_for.into()), Due::HangsUp(sid.clone()));
        }
    }

    /// How long somebody speaks after the tone; none who says nothing. Those whom we called speak for ten
    /// seconds.
    pub(super) fn speech(&self, sid: &Sid, record: &Record) -> Option<TimeDelta> {
        let seconds = self.manner(sid).map_or(10, |manner| i64::from(manner.speaks_for));
        (seconds > 0).then(|| TimeDelta::seconds(seconds.min(record.longest)))
    }

    /// Whether somebody who rang has said what there was to say, and hangs up; at the longest length that
    /// we record they are still there.
    pub(super) fn hangs_up_after_speech(&self, sid: &Sid, record: &Record) -> bool {
        self.manner(sid).is_some_and(|manner| {
            manner.speaks_for > 0 && i64::from(manner.speaks_for) < record.longest
        })
    }

    fn manner(&self, sid: &Sid) -> Option<Manner> {
        self.legs.get(sid)?.manner
    }

    /// The `<Record>` that a leg is in the middle of; it is not any more.
    pub(super) fn take_record(&mut self, sid: &Sid) -> Option<Record> {
        let leg = self.legs.get_mut(sid).filter(|leg| leg.is_recording && !leg.is_over())?;
        leg.is_recording = false;
        match leg.script.verbs.pop_front()? {
            Verb::Record(record) => Some(record),
            _ => None,
        }
    }
}
