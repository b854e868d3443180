//! Recordings: begun, paused, stopped, processed, and who is told.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Due, Exchange};
use crate::clock::milliseconds;
use crate::sid::Sid;
use crate::twiml::{self, Record, Target};

/// Shorter than this, nothing is kept.
const SHORTEST: TimeDelta = TimeDelta::seconds(1);

/// How far a recording has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordingStatus {
    InProgress,
    Paused,
    Stopped,
    Processing,
    Completed,
    Absent,
}

/// What was said in a call; no sound is kept, only how long it lasted.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub(crate) sid: Sid,
    pub(crate) leg: Sid,
    pub(crate) status: RecordingStatus,
    pub(crate) source: &'static str,
    pub(crate) channels: u8,
    pub(crate) track: String,
    pub(crate) started_at: DateTime<Utc>,
    /// Since when it is paused.
    pub(crate) paused_at: Option<DateTime<Utc>>,
    /// What is left out, because it was paused.
    pub(crate) left_out: TimeDelta,
    pub(crate) length: TimeDelta,
    pub(crate) target: Option<Target>,
    pub(crate) events: Vec<String>,
}

/// What a recording is to be.
#[derive(Debug)]
pub(crate) struct NewRecording {
    pub(crate) source: &'static str,
    pub(crate) channels: u8,
    pub(crate) track: String,
    pub(crate) target: Option<Target>,
    pub(crate) events: Vec<String>,
}

impl RecordingStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "in-progress",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Absent => "absent",
        }
    }

    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::InProgress | Self::Paused)
    }
}

impl Exchange {
    /// Begins a recording of a leg.
    pub(crate) fn start_recording(&mut self, leg: &Sid, new: NewRecording) -> Sid {
        let NewRecording { source, channels, track, target, events } = new;
        let sid = Sid::new("RE");
        // The document's address may be another by the time that this is told.
        let target = target.map(|Target { url, method }| {
            let url = self.resolve(leg, &url).map_or(url, String::from);
            Target { url, method }
        });
        let recording = Recording {
            sid: sid.clone(),
            leg: leg.clone(),
            status: RecordingStatus::InProgress,
            source,
            channels,
            track,
            started_at: self.now,
            paused_at: None,
            left_out: TimeDelta::zero(),
            length: TimeDelta::zero(),
            target,
            events,
        };
        self.recordings.insert(sid.clone(), recording);
        self.tell_recording(&sid);
        sid
    }

    /// Begins the recording of a `<Dial>` that asks for one, at the ringing or at the bridge.
    pub(super) fn record_dial(&mut self, parent: &Sid, rings: bool) {
        let Some(dial) = self.legs.get(parent).and_then(|leg| leg.dial.as_ref()) else { return };
        let Some(recorded) = dial.spec.record.clone() else { return };
        if dial.recording.is_some() || recorded.from_ringing != rings {
            return;
        }
        let twiml::Recorded { channels, track, told, .. } = recorded;
        let new = NewRecording {
            source: "DialVerb",
            channels,
            track,
            target: told.target,
            events: told.events,
        };
        let sid = self.start_recording(parent, new);
        if let Some(dial) = self.legs.get_mut(parent).and_then(|leg| leg.dial.as_mut()) {
            dial.recording = Some(sid);
        }
    }

    /// `<Record>`: the far end speaks, then hangs up or is silent. Silence is listened to for as long as
    /// the document says.
    pub(super) fn record_verb(&mut self, sid: &Sid, record: &Record) {
        let new = NewRecording {
            source: "RecordVerb",
            channels: 1,
            track: "inbound".to_owned(),
            target: record.told.target.clone(),
            events: record.told.events.clone(),
        };
        let recording = self.start_recording(sid, new);
        let after = self.speech(sid, record).unwrap_or(TimeDelta::seconds(record.silence));
        let Some(leg) = self.legs.get_mut(sid) else { return };
        leg.script.verbs.push_front(twiml::Verb::Record(record.clone()));
        leg.is_recording = true;
        let turn = leg.script.turn;
        let due = Due::RecordEnds { leg: sid.clone(), turn, recording };
        self.schedule(after, due);
    }

    pub(super) fn record_ends(&mut self, sid: &Sid, turn: u64, recording: &Sid) {
        let is_current = self.legs.get(sid).is_some_and(|leg| leg.script.turn == turn);
        let front = self.legs.get(sid).and_then(|leg| leg.script.verbs.front());
        let hangs_up = match front {
            Some(twiml::Verb::Record(record)) => self.hangs_up_after_speech(sid, record),
            _ => false,
        };
        if is_current && hangs_up {
            return self.hang_up(sid);
        }
        self.stop_recording(recording);
        let Some(record) = self.take_record(sid).filter(|_| is_current) else { return };
        if self.speech(sid, &record).is_none() {
            // Nothing was recorded, so nobody is asked: the next verb follows.
            if let Some(recording) = self.recordings.get_mut(recording) {
                recording.length = TimeDelta::zero();
            }
            return self.next_verb(sid);
        }
        let more = self.recorded_pairs(recording);
        match record.action {
            Some(target) => self.ask_target(sid, &target, more),
            None => self.ask_again(sid, more),
        }
    }

    /// Somebody hung up after the tone: the address that waits for a message hears of it, and what it
    /// answers is done for nobody.
    pub(super) fn tell_what_was_said(&mut self, sid: &Sid, record: &Record) {
        let last = self.recordings.values().filter(|recording| &recording.leg == sid);
        let last = last.max_by_key(|recording| recording.started_at);
        let Some(recording) = last.filter(|recording| recording.length >= SHORTEST) else { return };
        let more = self.recorded_pairs(&recording.sid);
        match &record.action {
            Some(target) => self.ask_target(sid, target, more),
            None => self.ask_again(sid, more),
        }
    }

    pub(super) fn stop_recordings_of(&mut self, leg: &Sid) {
        let of = self.recordings.values().filter(|recording| &recording.leg == leg);
        let sids: Vec<_> = of.map(|recording| recording.sid.clone()).collect();
        sids.iter().for_each(|sid| self.stop_recording(sid));
    }

    /// Ends a recording; it is ready a little later.
    pub(crate) fn stop_recording(&mut self, sid: &Sid) {
        self.resume_recording(sid);
        let now = self.now;
        let Some(recording) =
            self.recordings.get_mut(sid).filter(|recording| recording.status.is_running())
        else {
            return;
        };
        recording.status = RecordingStatus::Processing;
        recording.length = now - recording.started_at - recording.left_out;
        self.schedule(milliseconds(1_500), Due::RecordingReady(sid.clone()));
    }

    /// Pauses a recording; what is said meanwhile is left out, or silent.
    pub(crate) fn pause_recording(&mut self, sid: &Sid, is_left_out: bool) {
        let now = self.now;
        if let Some(recording) = self.recordings.get_mut(sid)
            && recording.status == RecordingStatus::InProgress
        {
            recording.status = RecordingStatus::Paused;
            recording.paused_at = is_left_out.then_some(now);
        }
    }

    pub(crate) fn resume_recording(&mut self, sid: &Sid) {
        let now = self.now;
        if let Some(recording) = self.recordings.get_mut(sid)
            && recording.status == RecordingStatus::Paused
        {
            recording.status = RecordingStatus::InProgress;
            let since = recording.paused_at.take().unwrap_or(now);
            recording.left_out += now - since;
        }
    }

    pub(super) fn recording_ready(&mut self, sid: &Sid) {
        let Some(recording) = self.recordings.get_mut(sid) else { return };
        recording.status = if recording.length < SHORTEST {
            RecordingStatus::Absent
        } else {
            RecordingStatus::Completed
        };
        self.tell_recording(sid);
    }

    fn tell_recording(&mut self, sid: &Sid) {
        let Some(recording) = self.recordings.get(sid) else { return };
        let Some(target) = recording.target.clone() else { return };
        if !recording.events.iter().any(|event| event == recording.status.as_str()) {
            return;
        }
        let leg = recording.leg.clone();
        match self.recording_parcel(recording, &target) {
            Ok(parcel) => self.post(parcel),
            Err(alert) => self.alert(&leg, alert),
        }
    }
}
