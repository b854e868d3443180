//! What a rep does right now, and how signs of life become stretches of time.
//!
//! A rep's page says now and then what the rep does. A stretch goes on for as long as the same is
//! said without a silence of more than [`ALIVE`]; after such a silence the rep was away since the
//! last word. The time on calls over the line is known from the calls themselves.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a rep at work does.
    WorkState {
        /// At the desk, before the next call.
        Wait = "wait",
        /// On a call.
        Talk = "talk",
        /// The call is over, and nobody has said yet what came of it.
        Wrap = "wrap",
        /// Not at the desk, for a reason.
        Pause = "pause",
    }
}

text_enum! {
    /// What a user does as others see it.
    PresenceState {
        /// At the desk, before the next call.
        Wait = "wait",
        /// On a call.
        Talk = "talk",
        /// After a call, writing down what came of it.
        Wrap = "wrap",
        /// Not at the desk, for a reason.
        Pause = "pause",
        /// Not at work.
        Away = "away",
    }
}

impl From<WorkState> for PresenceState {
    fn from(state: WorkState) -> Self {
        match state {
            WorkState::Wait => Self::Wait,
            WorkState::Talk => Self::Talk,
            WorkState::Wrap => Self::Wrap,
            WorkState::Pause => Self::Pause,
        }
    }
}

/// A silence of more than this ends a stretch at the last sign of life.
pub const ALIVE: TimeDelta = TimeDelta::seconds(90);

/// The reasons for a pause that are offered; others are in the rep's own words.
pub const PAUSE_REASONS: [&str; 4] = ["Break", "Lunch", "Meeting", "Training"];

/// Characters of a reason for a pause.
pub const REASON_MAX: usize = 100;

/// What a rep does, in the rep's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doing {
    /// What.
    pub state: WorkState,
    /// Why the rep pauses; with a pause, and only with one.
    pub reason: Option<String>,
}

/// A stretch of time in which a rep said the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What the rep did.
    pub doing: Doing,
    /// Since when.
    pub began_at: DateTime<Utc>,
    /// The last sign of life.
    pub seen_at: DateTime<Utc>,
    /// When it ended; none while it may go on.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Stretch {
    /// When it ended, as far as is known at a moment; none while it goes on.
    #[must_use]
    pub fn end(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.ended_at.or_else(|| (now - self.seen_at > ALIVE).then_some(self.seen_at))
    }
}

/// What a sign of life comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The stretch goes on, seen at this moment.
    GoesOn(DateTime<Utc>),
    /// The stretch ends, and another one begins.
    Begins {
        /// When the stretch before ended; none where none was open.
        ended_at: Option<DateTime<Utc>>,
        /// When the new one begins.
        began_at: DateTime<Utc>,
    },
}

/// What it comes to that a rep says to do this, at this moment, with this stretch open.
///
/// A clock that is behind, on another server, moves no stretch back.
#[must_use]
pub fn hear(open: Option<&Stretch>, doing: &Doing, at: DateTime<Utc>) -> Heard {
    let Some(open) = open else { return Heard::Begins { ended_at: None, began_at: at } };
    let at = at.max(open.seen_at);
    match open.end(at) {
        Some(ended_at) => Heard::Begins { ended_at: Some(ended_at), began_at: at },
        None if open.doing == *doing => Heard::GoesOn(at),
        None => Heard::Begins { ended_at: Some(at), began_at: at },
    }
}

/// A call over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialled {
    /// When it was dialled.
    pub dialled_at: DateTime<Utc>,
    /// When it ended; none while it goes on.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What somebody does, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What.
    pub state: PresenceState,
    /// Why the rep pauses.
    pub reason: Option<String>,
    /// Since when; none for somebody who never was at work.
    pub since: Option<DateTime<Utc>>,
}

/// What somebody does now, from the latest that was said and the latest call.
#[must_use]
pub fn standing(last: Option<&Stretch>, call: Option<&Dialled>, now: DateTime<Utc>) -> Standing {
    let of = |state, since| Standing { state, reason: None, since };
    if let Some(Dialled { dialled_at, ended_at: None }) = call {
        return of(PresenceState::Talk, Some(*dialled_at));
    }
    let called_until = call.and_then(|call| call.ended_at);
    let Some(last) = last else { return of(PresenceState::Away, called_until) };
    match last.end(now) {
        Some(ended_at) => of(PresenceState::Away, Some(ended_at).max(called_until)),
        None => Standing {
            state: last.doing.state.into(),
            reason: last.doing.reason.clone(),
            since: Some(last.began_at).max(called_until),
        },
    }
}

/// Seconds of each thing that a rep does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// At the desk, before calls.
    pub wait: i64,
    /// On calls.
    pub talk: i64,
    /// After calls.
    pub wrap: i64,
    /// In pauses.
    pub pause: i64,
}

impl Times {
    /// Seconds at work, pauses included.
    #[must_use]
    pub const fn present(self) -> i64 {
        self.wait + self.talk + self.wrap + self.pause
    }
}

impl std::ops::Add for Times {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            wait: self.wait + other.wait,
            talk: self.talk + other.talk,
            wrap: self.wrap + other.wrap,
            pause: self.pause + other.pause,
        }
    }
}

impl std::iter::Sum for Times {
    fn sum<I: Iterator<Item = Self>>(times: I) -> Self {
        times.fold(Self::default(), std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests;
