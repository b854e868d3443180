//! What we tell the carrier to do.

use domain::calling_rules::RecordingConsent;
use domain::calls::LONGEST_CALL_SECONDS;
use domain::ids::{CallId, UserId};
use twilio::twiml::{
    AnsweringMachine, CallEvent, Callback, Dial, MachineDetection, Noun, Number, Play, RecordDial,
    RecordingEvent, Response, Say, Verb,
};

use crate::{Ctx, tokens};

/// Seconds for which it rings.
const RINGS_FOR: u32 = 30;

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
            status_events: vec![
                CallEvent::Initiated,
                CallEvent::Ringing,
                CallEvent::Answered,
                CallEvent::Completed,
            ],
            machine_detection: Some(MachineDetection {
                tells: AnsweringMachine::DetectMessageEnd,
                callback: Some(self.told("amd")),
            }),
            url: is_announced.then(|| self.told("notice")),
        };
        let recording_events =
            vec![RecordingEvent::InProgress, RecordingEvent::Completed, RecordingEvent::Absent];
        let dial = Dial {
            nouns: vec![Noun::Number(number)],
            caller_id: Some(caller_id.to_owned()),
            answer_on_bridge: true,
            timeout_seconds: Some(RINGS_FOR),
            limit_seconds: Some(LONGEST_CALL_SECONDS),
            record: is_recorded.then_some(RecordDial::FromAnswerDual),
            recording_callback: is_recorded.then(|| self.told("recording")),
            recording_events: if is_recorded { recording_events } else { Vec::new() },
            action: Some(self.told("dial")),
        };
        Response::new([Verb::from(dial)])
    }

    /// Leaves a user's recorded message.
    pub(crate) fn leave_message(&self, user: UserId) -> Response {
        let key = tokens::voicemail_key(&self.ctx.settings().secret, user);
        let url = self.ctx.webhook(&format!("voicemail/{user}?key={key}"));
        Response::new([Verb::Play(Play { url, repeat: None }), Verb::Hangup])
    }

    /// Says that the call is recorded.
    pub(crate) fn announce(notice: &str) -> Response {
        let say = Say { text: notice.to_owned(), ..Say::default() };
        Response::new([Verb::Say(say)])
    }
}

/// The end of the rep's leg, once the lead's is over or takes a message.
pub(crate) fn hangs_up() -> String {
    Response::new([Verb::Hangup]).to_xml()
}
