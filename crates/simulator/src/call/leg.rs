//! One side of a call: from the exchange to a browser, or to a phone.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use url::Url;

use super::caller::Manner;
use super::{SessionId, Status};
use crate::behaviour::{Behaviour, Detection};
use crate::problem::Alert;
use crate::sid::Sid;
use crate::twiml::{self, Method, Target, Verb};

/// A leg of a call.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) sid: Sid,
    /// The leg whose `<Dial>` made this one.
    pub(crate) parent: Option<Sid>,
    pub(crate) direction: Direction,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) status: Status,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) answered_at: Option<DateTime<Utc>>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
    pub(crate) far_end: FarEnd,
    /// What the browser passed along.
    pub(crate) custom: Vec<(String, String)>,
    pub(crate) watchers: Vec<Watcher>,
    pub(crate) script: Script,
    pub(crate) dial: Option<Dial>,
    pub(crate) detection: Option<(Detection, Option<Target>)>,
    pub(crate) answered_by: Option<&'static str>,
    /// What the far end has pressed.
    pub(crate) digits: String,
    pub(crate) alerts: Vec<Alert>,
    /// What somebody who rang us does.
    pub(crate) manner: Option<Manner>,
    /// Whether the `<Record>` that is first in its script runs.
    pub(crate) is_recording: bool,
    /// How the attempt ended, for legs that we dialled.
    pub(crate) sip: Option<u16>,
}

/// Which way a leg was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// A browser called us, or somebody with a phone.
    Inbound,
    /// A `<Dial>` made it.
    OutboundDial,
    /// The REST interface made it.
    OutboundApi,
}

/// Who is at the other end of a leg.
#[derive(Debug)]
pub(crate) enum FarEnd {
    Browser(Box<AtBrowser>),
    Phone(Behaviour),
}

/// A browser as a leg sees it.
#[derive(Debug, Default)]
pub(crate) struct AtBrowser {
    pub(crate) identity: String,
    /// Its connection; `None` while it rings, or is lost.
    pub(crate) session: Option<SessionId>,
    /// The name the browser gave the call before it knew ours.
    pub(crate) temporary: Option<String>,
    /// With this it takes the call up again on another connection.
    pub(crate) reconnect: String,
}

/// Who is told about a leg's progress.
#[derive(Debug, Clone)]
pub(crate) struct Watcher {
    pub(crate) url: Url,
    pub(crate) method: Method,
    pub(crate) events: Vec<String>,
    /// How many events it was told.
    pub(crate) sequence: u32,
    /// The `TwiML` application itself.
    pub(crate) is_app: bool,
}

/// What a leg does by our `TwiML`.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) verbs: VecDeque<Verb>,
    /// Raised whenever the leg goes on: what was due for an earlier turn no longer applies.
    pub(crate) turn: u64,
    /// Where the document came from; addresses in it are relative to this.
    pub(crate) url: Option<Url>,
    /// What to do when the leg is answered, of a leg made by REST.
    pub(crate) at_answer: Option<AtAnswer>,
    /// Whether only the callee hears it, before the two are joined.
    pub(crate) is_whisper: bool,
    /// The `<Gather>` that waits for digits.
    pub(crate) gather: Option<Gathering>,
}

/// Where the first document of a leg comes from.
#[derive(Debug, Clone)]
pub(crate) enum AtAnswer {
    Ask(Url, Method),
    Do(Vec<Verb>),
}

/// Digits being collected.
#[derive(Debug)]
pub(crate) struct Gathering {
    pub(crate) action: Option<Target>,
    pub(crate) count: Option<usize>,
    pub(crate) finish: Option<char>,
    pub(crate) even_if_empty: bool,
    pub(crate) digits: String,
}

/// A `<Dial>` being carried out.
#[derive(Debug)]
pub(crate) struct Dial {
    pub(crate) spec: twiml::Dial,
    pub(crate) children: Vec<Sid>,
    /// Who picked up first.
    pub(crate) winner: Option<Sid>,
    pub(crate) is_bridged: bool,
    pub(crate) recording: Option<Sid>,
}

impl Direction {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::OutboundDial => "outbound-dial",
            Self::OutboundApi => "outbound-api",
        }
    }
}

impl FarEnd {
    /// Who is reached by a number or a `client:` name.
    pub(crate) fn of(party: &str) -> Self {
        match party.strip_prefix("client:") {
            Some(identity) => Self::Browser(Box::new(AtBrowser {
                identity: identity.to_owned(),
                reconnect: Sid::new("").to_string(),
                ..AtBrowser::default()
            })),
            None => Self::Phone(Behaviour::of(party)),
        }
    }
}

impl Leg {
    /// A leg of which nobody has heard yet.
    pub(crate) fn new(now: DateTime<Utc>, direction: Direction, parties: [String; 2]) -> Self {
        let [from, to] = parties;
        Self {
            sid: Sid::new("CA"),
            parent: None,
            direction,
            far_end: FarEnd::of(if direction == Direction::Inbound { &from } else { &to }),
            from,
            to,
            status: Status::Queued,
            created_at: now,
            updated_at: now,
            answered_at: None,
            ended_at: None,
            custom: Vec::new(),
            watchers: Vec::new(),
            script: Script::default(),
            dial: None,
            detection: None,
            answered_by: None,
            digits: String::new(),
            alerts: Vec::new(),
            manner: None,
            is_recording: false,
            sip: None,
        }
    }

    /// Calls that came of each other belong to one family.
    pub(crate) fn family(&self) -> Sid {
        self.parent.clone().unwrap_or_else(|| self.sid.clone())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.status.is_end()
    }

    /// Whole seconds of talk until it ended, or until this moment.
    pub(crate) fn seconds(&self, now: DateTime<Utc>) -> i64 {
        let until = self.ended_at.unwrap_or(now);
        self.answered_at.map_or(0, |answered| (until - answered).num_seconds().max(0))
    }

    pub(crate) fn browser(&self) -> Option<&AtBrowser> {
        match &self.far_end {
            FarEnd::Browser(browser) => Some(browser),
            FarEnd::Phone(_) => None,
        }
    }

    pub(crate) fn browser_mut(&mut self) -> Option<&mut AtBrowser> {
        match &mut self.far_end {
            FarEnd::Browser(browser) => Some(browser),
            FarEnd::Phone(_) => None,
        }
    }

    /// Whether this is the name the browser or we ourselves call it by.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.sid.as_str() == name
            || self.browser().is_some_and(|browser| browser.temporary.as_deref() == Some(name))
    }
}
