//! What we tell the carrier to do.

use domain::calling_rules::RecordingConsent;
use domain::calls::{LONGEST_CALL_SECONDS, LONGEST_MESSAGE, RINGS_AT_REP};
use domain::ids::{CallId, UserId};
use twilio::twiml::{
    AnsweringMachine, CallEvent, Callback, Client, Dial, MachineDetection, Noun, Number, Play,
    Record, RecordDial, RecordingEvent, Response, Say, Verb,
};

use super::identity;
use crate::{Ctx, tokens};

/// Seconds for which it rings.
const RINGS_FOR: u32 = 30;

/// What we are told of a leg that is dialled.
const PROGRESS: [CallEvent; 4] =
    [CallEvent::Initiated, CallEvent::Ringing, CallEvent::Answered, CallEvent::Completed];

/// What we are told of a recording.
const RECORDING: [RecordingEvent; 3] =
    [RecordingEvent::InProgress, RecordingEvent::Completed, RecordingEvent::Absent];

/// Writes the documents of one call.
pub(crate) struct Document<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) call: CallId,
}

impl Document<'_> {
    fn told(&self, kind: &str) -> Callback {
        Callback::post(self.ctx.webhook(&format!("{kind}?call={}", self.call)))
    }

    /// Calls the lead, and tells us everything on the way. It is recorded by this consent; without
    /// one, it is not.
    pub(crate) fn dial(
        &self,
        phone: &str,
        caller_id: &str,
        recorded_by: Option<RecordingConsent>,
    ) -> Response {
        let (is_recorded, is_announced) = match recorded_by {
            None | Some(RecordingConsent::Never) => (false, false),
            Some(RecordingConsent::OneParty) => (true, false),
            Some(RecordingConsent::Notice) => (true, true),
        };
        let number = Number {
            number: phone.to_owned(),
            status_callback: Some(self.told("status")),
            status_events: PROGRESS.to_vec(),
            machine_detection: Some(MachineDetection {
                tells: AnsweringMachine::DetectMessageEnd,
                callback: Some(self.told("amd")),
            }),
            url: is_announced.then(|| self.told("notice")),
        };
        let dial = Dial {
            nouns: vec![Noun::Number(number)],
            caller_id: Some(caller_id.to_owned()),
            answer_on_bridge: true,
            timeout_seconds: Some(RINGS_FOR),
            limit_seconds: Some(LONGEST_CALL_SECONDS),
            record: is_recorded.then_some(RecordDial::FromAnswerDual),
            recording_callback: is_recorded.then(|| self.told("recording")),
            recording_events: if is_recorded { RECORDING.to_vec() } else { Vec::new() },
            action: Some(self.told("dial")),
        };
        Response::new([Verb::from(dial)])
    }

    /// Rings a user's browser for a lead that rang us; a recording that needs a notice is announced first.
    pub(crate) fn ring(&self, user: UserId, is_recorded: bool, notice: Option<&str>) -> Response {
        let client = Client {
            identity: identity(user),
            parameters: vec![("CallId".to_owned(), self.call.to_string())],
            status_callback: Some(self.told("status")),
            status_events: PROGRESS.to_vec(),
            url: None,
        };
        let dial = Dial {
            nouns: vec![Noun::Client(client)],
            caller_id: None,
            answer_on_bridge: true,
            timeout_seconds: Some(RINGS_AT_REP),
            limit_seconds: Some(LONGEST_CALL_SECONDS),
            record: is_recorded.then_some(RecordDial::FromAnswerDual),
            recording_callback: is_recorded.then(|| self.told("recording")),
            recording_events: if is_recorded { RECORDING.to_vec() } else { Vec::new() },
            action: Some(self.told("dial")),
        };
        Response::new(notice.map(say).into_iter().chain([Verb::from(dial)]))
    }

    /// Takes a message of a lead that rang us.
    pub(crate) fn take_message(&self, workspace: &str) -> Response {
        let greeting = format!(
            "You have reached {workspace}. Nobody can take your call right now. Please leave a message after the tone."
        );
        let record = Record {
            action: Some(self.told("message")),
            status_callback: Some(self.told("recording")),
            status_events: RECORDING.to_vec(),
            max_seconds: Some(LONGEST_MESSAGE),
            beep: Some(true),
            ..Record::default()
        };
        // Whoever says nothing comes to the last verb.
        Response::new([say(&greeting), Verb::Record(record), Verb::Hangup])
    }

    /// Says goodbye to somebody with whom nobody works.
    pub(crate) fn turn_away(workspace: &str) -> Response {
        let words = format!(
            "Thank you for calling {workspace}. Nobody can take calls on this number right now. Goodbye."
        );
        Response::new([say(&words), Verb::Hangup])
    }

    /// Leaves a user's recorded message.
    pub(crate) fn leave_message(&self, user: UserId) -> Response {
        let key = tokens::voicemail_key(&self.ctx.settings().secret, user);
        let url = self.ctx.webhook(&format!("voicemail/{user}?key={key}"));
        Response::new([Verb::Play(Play { url, repeat: None }), Verb::Hangup])
    }

    /// Says that the call is recorded.
    pub(crate) fn announce(notice: &str) -> Response {
        Response::new([say(notice)])
    }
}

fn say(text: &str) -> Verb {
    Verb::Say(Say { text: text.to_owned(), ..Say::default() })
}

/// The end of the rep's leg, once the lead's is over or takes a message.
pub(crate) fn hangs_up() -> String {
    Response::new([Verb::Hangup]).to_xml()
}
