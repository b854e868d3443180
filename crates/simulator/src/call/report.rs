//! The words of every webhook: which fields it has, and in which order.

use chrono::{DateTime, Utc};
use url::Url;

use super::dialing::Outcome;
use super::leg::{Direction, Leg, Watcher};
use super::recording::{Recording, RecordingStatus};
use super::{Exchange, Status};
use crate::number;
use crate::problem::Alert;
use crate::sid::Sid;
use crate::twiml::{Method, Target};
use crate::webhook::{Kind, Parcel};

/// Who waits for the answer to a webhook.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) leg: Sid,
    pub(crate) turn: u64,
}

type Pairs = Vec<(String, String)>;

/// The version of Twilio's interface that all this is.
const API_VERSION: &str = "2010-04-01";

/// Names that a browser's own parameters cannot take.
const RESERVED: [&str; 9] = [
    "AccountSid",
    "ApiVersion",
    "ApplicationSid",
    "CallSid",
    "CallStatus",
    "Direction",
    "From",
    "Caller",
    "Called",
];

impl Exchange {
    /// The first request about a leg, or any later one that asks what it shall do.
    pub(super) fn script_parcel(
        &self,
        leg: &Leg,
        url: &Url,
        method: Method,
        more: Pairs,
    ) -> Parcel {
        let mut pairs = self.leg_pairs(leg);
        if is_of_browser(leg) {
            let free =
                |(name, _): &&(String, String)| name != "To" && !RESERVED.contains(&name.as_str());
            pairs.extend(leg.custom.iter().filter(free).cloned());
        } else {
            pairs.extend(place_pairs(leg));
        }
        if let Some(by) = leg.answered_by.filter(|_| leg.direction == Direction::OutboundApi) {
            pairs.push(pair("AnsweredBy", by));
        }
        pairs.extend(more);
        let is_first = leg.direction == Direction::Inbound && leg.script.turn <= 1;
        let kind = if is_first { Kind::Voice } else { Kind::Script };
        let reply = Reply { leg: leg.sid.clone(), turn: leg.script.turn };
        Parcel::new(leg, kind, url.clone(), method, pairs).expecting(reply)
    }

    /// How a leg gets on.
    pub(super) fn status_parcel(&self, leg: &Leg, watcher: &Watcher, sequence: u32) -> Parcel {
        let mut pairs = self.leg_pairs(leg);
        if !watcher.is_app {
            pairs.extend(place_pairs(leg));
        }
        let progress = [
            ("Timestamp", leg.updated_at.to_rfc2822()),
            ("CallbackSource", "call-progress-events".to_owned()),
            ("SequenceNumber", sequence.to_string()),
        ];
        let ending = if leg.is_over() { ending_pairs(leg) } else { Vec::new() };
        let progress = progress.map(|(name, value)| pair(name, value));
        if watcher.is_app {
            pairs.extend(ending.into_iter().chain(progress));
        } else {
            pairs.extend(progress.into_iter().chain(ending));
        }
        let kind = if watcher.is_app { Kind::App } else { Kind::Status };
        Parcel::new(leg, kind, watcher.url.clone(), watcher.method, pairs)
    }

    /// How a `<Dial>` went; the answer says what the caller's leg does next.
    pub(super) fn dial_parcel(&self, leg: &Leg, url: &Url, method: Method, more: Pairs) -> Parcel {
        let left_out = ["ApplicationSid", "Caller", "Called"];
        let mut pairs = self.leg_pairs(leg);
        pairs.retain(|(name, _)| !left_out.contains(&name.as_str()));
        pairs.extend(more);
        let reply = Reply { leg: leg.sid.clone(), turn: leg.script.turn };
        Parcel::new(leg, Kind::Dial, url.clone(), method, pairs).expecting(reply)
    }

    pub(super) fn outcome_pairs(&self, outcome: &Outcome, recording: Option<&Recording>) -> Pairs {
        let mut pairs = vec![pair("DialCallStatus", outcome.status.as_str())];
        if let Some(child) = &outcome.child {
            pairs.push(pair("DialCallSid", child.as_str()));
        }
        pairs.push(pair("DialBridged", outcome.is_bridged.to_string()));
        if let Some(seconds) = outcome.seconds {
            pairs.push(pair("DialCallDuration", seconds.to_string()));
        }
        if let Some(recording) = recording {
            pairs.push(pair("RecordingUrl", self.recording_url(&recording.sid)));
        }
        pairs
    }

    /// What a `<Record>` has heard.
    pub(super) fn recorded_pairs(&self, sid: &Sid) -> Pairs {
        let seconds =
            self.recordings.get(sid).map_or(0, |recording| recording.length.num_seconds());
        vec![
            pair("RecordingUrl", self.recording_url(sid)),
            pair("RecordingSid", sid.as_str()),
            pair("RecordingDuration", seconds.to_string()),
            pair("Digits", "hangup"),
        ]
    }

    /// How a recording gets on; it always names the leg it belongs to.
    pub(super) fn recording_parcel(
        &self,
        recording: &Recording,
        target: &Target,
    ) -> Result<Parcel, Alert> {
        let length = match recording.status {
            RecordingStatus::InProgress | RecordingStatus::Paused => -1,
            _ => recording.length.num_seconds(),
        };
        let mut pairs = vec![
            pair("AccountSid", &self.config.account_sid),
            pair("CallSid", recording.leg.as_str()),
            pair("RecordingSid", recording.sid.as_str()),
            pair("RecordingUrl", self.recording_url(&recording.sid)),
            pair("RecordingStatus", recording.status.as_str()),
            pair("RecordingDuration", length.to_string()),
            pair("RecordingChannels", recording.channels.to_string()),
            pair("RecordingStartTime", recording.started_at.to_rfc2822()),
            pair("RecordingSource", recording.source),
            pair("RecordingTrack", &recording.track),
        ];
        if recording.status == RecordingStatus::Absent {
            pairs.push(pair("ErrorCode", "16101"));
        }
        let url = self.resolve(&recording.leg, &target.url)?;
        let kind = Kind::Recording;
        Ok(Parcel::about(recording.leg.clone(), kind, url, target.method, pairs))
    }

    /// Who picked up.
    pub(super) fn detection_parcel(
        &self,
        sid: &Sid,
        target: &Target,
        answered_by: &str,
        milliseconds: i64,
    ) -> Result<Parcel, Alert> {
        let pairs = vec![
            pair("AccountSid", &self.config.account_sid),
            pair("CallSid", sid.as_str()),
            pair("AnsweredBy", answered_by),
            pair("MachineDetectionDuration", milliseconds.to_string()),
        ];
        let url = self.resolve(sid, &target.url)?;
        let family = self.legs.get(sid).map_or_else(|| sid.clone(), Leg::family);
        Ok(Parcel::about(family, Kind::Detection, url, target.method, pairs))
    }

    /// Where a recording lies; `.wav` or `.mp3` is added to hear it.
    fn recording_url(&self, sid: &Sid) -> String {
        let account = &self.config.account_sid;
        let base = self.config.public_base.as_str().trim_end_matches('/');
        format!("{base}/simulator/{API_VERSION}/Accounts/{account}/Recordings/{sid}")
    }

    fn leg_pairs(&self, leg: &Leg) -> Pairs {
        let mut pairs =
            vec![pair("AccountSid", &self.config.account_sid), pair("ApiVersion", API_VERSION)];
        if is_of_browser(leg) {
            pairs.push(pair("ApplicationSid", &self.config.twiml_app_sid));
        }
        pairs.push(pair("CallSid", leg.sid.as_str()));
        if let Some(parent) = &leg.parent {
            pairs.push(pair("ParentCallSid", parent.as_str()));
        }
        pairs.extend([
            pair("CallStatus", leg.status.as_str()),
            pair("Direction", leg.direction.as_str()),
            pair("From", &leg.from),
            pair("Caller", &leg.from),
            pair("To", &leg.to),
            pair("Called", &leg.to),
        ]);
        pairs
    }
}

/// Whether a browser called the application; a phone calls a number, which belongs to none.
fn is_of_browser(leg: &Leg) -> bool {
    leg.direction == Direction::Inbound && leg.browser().is_some()
}

pub(crate) fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// Where the two numbers are, as far as that is known here: Twilio leaves the rest empty too.
fn place_pairs(leg: &Leg) -> Pairs {
    if !leg.to.starts_with('+') {
        return Vec::new();
    }
    let (from, to) = (number::country(&leg.from), number::country(&leg.to));
    vec![
        pair("CallerCountry", from),
        pair("CalledCountry", to),
        pair("FromCountry", from),
        pair("ToCountry", to),
        pair("ToState", ""),
        pair("ToCity", ""),
        pair("ToZip", ""),
    ]
}

/// How long it was, what is billed (whole minutes), and how it ended.
fn ending_pairs(leg: &Leg) -> Pairs {
    let seconds = leg.seconds(ended(leg));
    let mut pairs = vec![pair("CallDuration", seconds.to_string())];
    if leg.status == Status::Completed {
        pairs.push(pair("Duration", seconds.div_euclid(60).saturating_add(1).to_string()));
    }
    if let Some(sip) = leg.sip {
        pairs.push(pair("SipResponseCode", sip.to_string()));
    }
    pairs
}

fn ended(leg: &Leg) -> DateTime<Utc> {
    leg.ended_at.unwrap_or(leg.updated_at)
}
