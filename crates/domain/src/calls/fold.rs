//! What the events of a call come to, whatever their order.
//!
//! Carriers send each event by itself: late, twice, in another order, or not at all. So nothing here
//! depends on when an event arrived. The lead's leg (the child call) is ordered by its sequence
//! numbers; an end outranks everything that is not one; and what was told about the leg outranks what
//! follows from the rep's leg or from asking. A missing event leaves the call at an earlier state,
//! never at a wrong one.

mod inbound;

pub use inbound::fold_inbound;

use chrono::{DateTime, TimeDelta, Utc};

use super::{AnsweredBy, CallStatus, HungUpBy, RecordingStatus};

/// Seconds of a call that the database keeps at most.
const SECONDS_MAX: i64 = 86_400;

/// Something that was told of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When it happened; where the carrier does not say, when it was told.
    pub at: DateTime<Utc>,
    /// What.
    pub what: What,
}

/// What was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The first leg began and was told what to do: the rep's, or the lead's where the lead rang us.
    Dialled {
        /// That leg.
        parent: String,
    },
    /// The leg that the first one dials went on: the lead's, or the rep's where the lead rang us.
    Leg {
        /// The leg.
        child: String,
        /// Its place among the leg's events.
        sequence: i32,
        /// How far it is.
        status: CallStatus,
        /// Seconds from the answer to the end, at the end.
        seconds: Option<i32>,
        /// The network's own answer, at the end.
        sip_code: Option<i32>,
    },
    /// The rep's leg heard how the dialling ended.
    DialEnded {
        /// The leg that was dialled, if it came that far.
        child: Option<String>,
        /// How.
        status: CallStatus,
        /// Seconds that the two were connected; none when the lead's leg goes on without the rep's,
        /// as it does to take a message.
        seconds: Option<i32>,
        /// Whether the leg that dialled had ended by then: the rep's, or the lead's where the lead
        /// rang us.
        rep_has_left: bool,
    },
    /// The recording went on.
    Recording(Recording),
    /// The carrier heard who answered.
    Answered {
        /// The lead's leg.
        child: String,
        /// By whom.
        by: AnsweredBy,
    },
    /// The lead that rang us has heard the tone: what it said from then on, if anything.
    MessageEnded(Option<Recording>),
    /// The rep asked to hang up.
    HangUp,
    /// The rep left a recorded message.
    VoicemailDropped,
    /// The permission ended unused.
    Expired,
    /// The carrier was asked how the call stands, and said.
    Asked {
        /// The lead's leg, if there is one.
        child: Option<String>,
        /// How far the call is.
        status: CallStatus,
        /// Seconds from the answer to the end.
        seconds: Option<i32>,
        /// Who answered.
        by: Option<AnsweredBy>,
    },
    /// The carrier knows nothing more of it.
    Lost,
}

/// A recording, which lies with the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The carrier's name for it.
    pub sid: String,
    /// How far it is.
    pub status: RecordingStatus,
    /// Its length.
    pub seconds: Option<i32>,
}

/// What the events come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallState {
    /// How far the call is.
    pub status: CallStatus,
    /// When the carrier was told whom to call.
    pub dialled_at: Option<DateTime<Utc>>,
    /// The rep's leg.
    pub parent_sid: Option<String>,
    /// The lead's leg.
    pub child_sid: Option<String>,
    /// When somebody, or something, answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who.
    pub answered_by: Option<AnsweredBy>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// By whom, where somebody ended it.
    pub hung_up_by: Option<HungUpBy>,
    /// The network's own answer.
    pub sip_code: Option<i32>,
    /// From the answer to the end.
    pub seconds: i32,
    /// When a recorded message was left.
    pub voicemail_dropped_at: Option<DateTime<Utc>>,
    /// The recording.
    pub recording: Option<Recording>,
}

impl Default for CallState {
    fn default() -> Self {
        Self {
            status: CallStatus::Permitted,
            dialled_at: None,
            parent_sid: None,
            child_sid: None,
            answered_at: None,
            answered_by: None,
            ended_at: None,
            hung_up_by: None,
            sip_code: None,
            seconds: 0,
            voicemail_dropped_at: None,
            recording: None,
        }
    }
}

/// How a call ended.
#[derive(Clone, Copy)]
struct End {
    status: CallStatus,
    at: DateTime<Utc>,
    seconds: Option<i32>,
    sip_code: Option<i32>,
}

/// Works out how a call stands from everything that was told of it, in any order.
#[must_use]
pub fn fold(events: &[Told]) -> CallState {
    let Some((dialled_at, parent)) = dialled(events) else {
        let expired = earliest(events, |what| matches!(what, What::Expired));
        let status = if expired.is_some() { CallStatus::Expired } else { CallStatus::Permitted };
        return CallState { status, ended_at: expired, ..CallState::default() };
    };
    let child = child(events);
    let of_call = |told: &&Told| child_of(&told.what).is_none_or(|named| Some(named) == child);
    let events: Vec<&Told> = events.iter().filter(of_call).collect();
    let end = end(&events);
    let answered_at = answered_at(&events, end);
    let seconds = answered_at.zip(end).map_or(0, |(answered_at, end)| talked(answered_at, end));
    CallState {
        status: end.map_or_else(|| progress(&events), |end| end.status),
        dialled_at: Some(dialled_at),
        parent_sid: Some(parent),
        child_sid: child.map(str::to_owned),
        answered_at,
        answered_by: answered_by(&events),
        ended_at: end.map(|end| answered_at.map_or(end.at, |answered_at| end.at.max(answered_at))),
        hung_up_by: end.and_then(|end| hung_up_by(&events, end.status)),
        sip_code: end.and_then(|end| end.sip_code),
        seconds,
        voicemail_dropped_at: events
            .iter()
            .filter(|told| matches!(told.what, What::VoicemailDropped))
            .map(|told| told.at)
            .min(),
        recording: recording(&events),
    }
}

fn earliest(events: &[Told], is_meant: impl Fn(&What) -> bool) -> Option<DateTime<Utc>> {
    events.iter().filter(|told| is_meant(&told.what)).map(|told| told.at).min()
}

fn dialled(events: &[Told]) -> Option<(DateTime<Utc>, String)> {
    let begun = events.iter().filter_map(|told| match &told.what {
        What::Dialled { parent } => Some((told.at, parent.clone())),
        _ => None,
    });
    begun.min()
}

/// The lead's leg that an event names.
fn child_of(what: &What) -> Option<&str> {
    match what {
        What::Leg { child, .. } | What::Answered { child, .. } => Some(child),
        What::DialEnded { child, .. } | What::Asked { child, .. } => child.as_deref(),
        _ => None,
    }
}

/// One call dials one number once. Should a second leg ever be named, the same one of the two is
/// taken whichever was told first.
fn child(events: &[Told]) -> Option<&str> {
    events.iter().filter_map(|told| child_of(&told.what)).min()
}

/// The end, by who knows best: the leg itself, then the carrier's answer, then the rep's leg.
fn end(events: &[&Told]) -> Option<End> {
    let of_leg = events.iter().filter_map(|told| match told.what {
        What::Leg { sequence, status, seconds, sip_code, .. } if status.is_over() => {
            Some((sequence, End { status, at: told.at, seconds, sip_code }))
        }
        _ => None,
    });
    let asked = events.iter().filter_map(|told| match told.what {
        What::Asked { status, seconds, .. } if status.is_over() => {
            Some(End { status, at: told.at, seconds, sip_code: None })
        }
        _ => None,
    });
    let of_dial = events.iter().filter_map(|told| match told.what {
        // Without seconds the lead's leg goes on by itself, and tells its end itself.
        What::DialEnded { status: CallStatus::Completed, seconds: None, .. } => None,
        What::DialEnded { status, seconds, .. } if status.is_over() => {
            Some(End { status, at: told.at, seconds, sip_code: None })
        }
        _ => None,
    });
    let lost = events.iter().filter(|told| matches!(told.what, What::Lost)).map(|told| End {
        status: CallStatus::Failed,
        at: told.at,
        seconds: None,
        sip_code: None,
    });
    of_leg
        .max_by_key(|(sequence, _)| *sequence)
        .map(|(_, end)| end)
        .or_else(|| first(asked))
        .or_else(|| first(of_dial))
        .or_else(|| first(lost))
}

fn first(ends: impl Iterator<Item = End>) -> Option<End> {
    ends.min_by_key(|end| (end.at, end.status, end.seconds))
}

/// How far a call is that has not ended.
fn progress(events: &[&Told]) -> CallStatus {
    let of_leg = events.iter().filter_map(|told| match told.what {
        What::Leg { sequence, status, .. } => Some((sequence, status)),
        _ => None,
    });
    let asked = events.iter().filter_map(|told| match told.what {
        What::Asked { status, .. } => Some(status),
        _ => None,
    });
    let of_leg = of_leg.max().map(|(_, status)| status);
    asked.chain(of_leg).max().unwrap_or(CallStatus::Dialling).max(CallStatus::Dialling)
}

/// When it was answered: as told, else as the end lets it be known.
fn answered_at(events: &[&Told], end: Option<End>) -> Option<DateTime<Utc>> {
    let told = events.iter().filter_map(|told| match told.what {
        What::Leg { sequence, status: CallStatus::InProgress, .. } => Some((sequence, told.at)),
        _ => None,
    });
    let asked = events.iter().filter_map(|told| match told.what {
        What::Asked { status: CallStatus::InProgress, .. } => Some(told.at),
        _ => None,
    });
    let from_end = end
        .filter(|end| end.status == CallStatus::Completed)
        .map(|end| end.at - TimeDelta::seconds(end.seconds.unwrap_or(0).max(0).into()));
    told.min().map(|(_, at)| at).or(from_end).or_else(|| asked.min())
}

fn talked(answered_at: DateTime<Utc>, end: End) -> i32 {
    let seconds = end.seconds.map_or((end.at - answered_at).num_seconds(), i64::from);
    i32::try_from(seconds.clamp(0, SECONDS_MAX)).unwrap_or_default()
}

/// A machine that was heard once was there; who cannot be told says nothing against it.
fn answered_by(events: &[&Told]) -> Option<AnsweredBy> {
    const CERTAINTY: [AnsweredBy; 4] =
        [AnsweredBy::Unknown, AnsweredBy::Human, AnsweredBy::Fax, AnsweredBy::Machine];
    let certainty = |by: &AnsweredBy| CERTAINTY.iter().position(|known| known == by);
    let heard = events.iter().filter_map(|told| match told.what {
        What::Answered { by, .. } => Some(by),
        _ => None,
    });
    let asked = events.iter().filter_map(|told| match told.what {
        What::Asked { by, .. } => by,
        _ => None,
    });
    heard.max_by_key(certainty).or_else(|| asked.max_by_key(certainty))
}

/// Whose leg was gone first: at the end of the dialling the rep's is still there, unless the rep
/// ended it.
fn hung_up_by(events: &[&Told], status: CallStatus) -> Option<HungUpBy> {
    let by_rep = events.iter().any(|told| {
        matches!(
            told.what,
            What::HangUp | What::VoicemailDropped | What::DialEnded { rep_has_left: true, .. }
        )
    });
    let is_known = events.iter().any(|told| matches!(told.what, What::DialEnded { .. }));
    match status {
        CallStatus::Canceled => Some(HungUpBy::Rep),
        CallStatus::Completed if by_rep => Some(HungUpBy::Rep),
        CallStatus::Completed if is_known => Some(HungUpBy::Lead),
        _ => None,
    }
}

fn recording(events: &[&Told]) -> Option<Recording> {
    let told = events.iter().filter_map(|told| match &told.what {
        What::Recording(recording) | What::MessageEnded(Some(recording)) => Some(recording),
        _ => None,
    });
    told.max_by_key(|recording| {
        (recording.status != RecordingStatus::InProgress, &recording.sid, recording.status)
    })
    .cloned()
}

#[cfg(test)]
mod tests;
