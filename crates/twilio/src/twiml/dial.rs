//! `<Dial>` and whom it calls.

use super::Callback;
use super::element::Element;

/// Calls somebody and connects them with this call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dial {
    /// Whom. Up to ten numbers ring at once, and the first that answers is taken.
    pub nouns: Vec<Noun>,
    /// The number that the other side sees: one of the account's, or one that it has verified.
    pub caller_id: Option<String>,
    /// Leaves this call unanswered until the other side answers, so that its ringing is heard. Only
    /// works in the document's first verb.
    pub answer_on_bridge: bool,
    /// How long it rings; Twilio's own choice is 30 seconds.
    pub timeout_seconds: Option<u32>,
    /// When the call is ended; Twilio's own choice is four hours.
    pub limit_seconds: Option<u32>,
    /// Whether and from when the call is recorded.
    pub record: Option<RecordDial>,
    /// Where Twilio tells about the recording.
    pub recording_callback: Option<Callback>,
    /// What it tells; none means completed only.
    pub recording_events: Vec<RecordingEvent>,
    /// Where Twilio asks how to go on after the other side has ended. With it, no later verb of this
    /// document is reached.
    pub action: Option<Callback>,
}

impl Dial {
    pub(super) fn element(&self) -> Element {
        let events: Vec<_> = self.recording_events.iter().map(|event| event.as_str()).collect();
        Element::new("Dial")
            .maybe("callerId", self.caller_id.as_ref())
            .maybe("answerOnBridge", self.answer_on_bridge.then_some(true))
            .maybe("timeout", self.timeout_seconds)
            .maybe("timeLimit", self.limit_seconds)
            .maybe("record", self.record.map(RecordDial::as_str))
            .callback(
                "recordingStatusCallback",
                "recordingStatusCallbackMethod",
                self.recording_callback.as_ref(),
            )
            .words("recordingStatusCallbackEvent", &events)
            .callback("action", "method", self.action.as_ref())
            .children(self.nouns.iter().map(Noun::element))
    }
}

/// Words of `TwiML` as a type.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// The word as Twilio reads it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

words! {
    /// How a dialled call is recorded. `Dual` keeps both sides apart: the first channel is the caller.
    RecordDial {
        /// Both sides in one channel, from the answer.
        FromAnswer => "record-from-answer",
        /// Each side in its channel, from the answer.
        FromAnswerDual => "record-from-answer-dual",
        /// Both sides in one channel, ringing included.
        FromRinging => "record-from-ringing",
        /// Each side in its channel, ringing included.
        FromRingingDual => "record-from-ringing-dual",
    }
}

words! {
    /// What Twilio tells about a recording.
    RecordingEvent {
        /// It has begun.
        InProgress => "in-progress",
        /// It is ready.
        Completed => "completed",
        /// There is none: too short, or silent.
        Absent => "absent",
    }
}

words! {
    /// What Twilio tells about a dialled call.
    CallEvent {
        /// It was started.
        Initiated => "initiated",
        /// It rings.
        Ringing => "ringing",
        /// Somebody, or something, answered.
        Answered => "answered",
        /// It has ended, in whatever way.
        Completed => "completed",
    }
}

words! {
    /// When Twilio tells whether a machine has answered.
    AnsweringMachine {
        /// As soon as it knows.
        Enable => "Enable",
        /// For a machine, when its greeting is over.
        DetectMessageEnd => "DetectMessageEnd",
    }
}

words! {
    /// What Twilio tells about a conference.
    ConferenceEvent {
        /// It has begun.
        Start => "start",
        /// It has ended.
        End => "end",
        /// Somebody came.
        Join => "join",
        /// Somebody left.
        Leave => "leave",
        /// Somebody was muted or unmuted.
        Mute => "mute",
        /// Somebody was put on hold or taken back.
        Hold => "hold",
    }
}

/// Whom `<Dial>` calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A telephone.
    Number(Number),
    /// A browser.
    Client(Client),
    /// A room for several calls; it must be the only noun.
    Conference(Conference),
}

impl Noun {
    fn element(&self) -> Element {
        match self {
            Self::Number(number) => number.element(),
            Self::Client(client) => client.element(),
            Self::Conference(conference) => conference.element(),
        }
    }
}

/// A telephone to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// The number with `+` and country code.
    pub number: String,
    /// Where Twilio tells how the call goes.
    pub status_callback: Option<Callback>,
    /// What it tells; none means completed only.
    pub status_events: Vec<CallEvent>,
    /// Whether Twilio listens for an answering machine.
    pub machine_detection: Option<MachineDetection>,
    /// Where a document is that the other side hears before the two are connected. It may not dial.
    pub url: Option<Callback>,
}

/// Listening for an answering machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineDetection {
    /// When it tells.
    pub tells: AnsweringMachine,
    /// Where.
    pub callback: Option<Callback>,
}

impl Number {
    fn element(&self) -> Element {
        let events: Vec<_> = self.status_events.iter().map(|event| event.as_str()).collect();
        let detection = self.machine_detection.as_ref();
        Element::new("Number")
            .callback("statusCallback", "statusCallbackMethod", self.status_callback.as_ref())
            .words("statusCallbackEvent", &events)
            .maybe("machineDetection", detection.map(|detection| detection.tells.as_str()))
            .callback(
                "amdStatusCallback",
                "amdStatusCallbackMethod",
                detection.and_then(|detection| detection.callback.as_ref()),
            )
            .callback("url", "method", self.url.as_ref())
            .text(&self.number)
    }
}

/// A browser to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The identity in its access token.
    pub identity: String,
    /// Fields that the page can read from the call.
    pub parameters: Vec<(String, String)>,
    /// Where Twilio tells how the call goes.
    pub status_callback: Option<Callback>,
    /// What it tells; none means completed only.
    pub status_events: Vec<CallEvent>,
    /// Where a document is that the browser hears before the two are connected.
    pub url: Option<Callback>,
}

impl Client {
    fn element(&self) -> Element {
        let events: Vec<_> = self.status_events.iter().map(|event| event.as_str()).collect();
        let client = Element::new("Client")
            .callback("statusCallback", "statusCallbackMethod", self.status_callback.as_ref())
            .words("statusCallbackEvent", &events)
            .callback("url", "method", self.url.as_ref());
        if self.parameters.is_empty() {
            return client.text(&self.identity);
        }
        let parameters = self.parameters.iter().map(|(name, value)| {
            Element::new("Parameter").attribute("name", name).attribute("value", value)
        });
        client.children([Element::new("Identity").text(&self.identity)]).children(parameters)
    }
}

/// A room for several calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conference {
    /// Its name within the account.
    pub room: String,
    /// Whether a beep tells of coming and going; Twilio's own choice is yes.
    pub beep: Option<bool>,
    /// Whether it begins when this call comes; Twilio's own choice is yes.
    pub start_on_enter: Option<bool>,
    /// Whether it ends when this call leaves; Twilio's own choice is no.
    pub end_on_exit: Option<bool>,
    /// Whether it is recorded, from its beginning.
    pub records: bool,
    /// The music's document while nobody is there; an empty address is silence.
    pub wait_url: Option<String>,
    /// Where Twilio tells what happens in it.
    pub status_callback: Option<Callback>,
    /// What it tells.
    pub status_events: Vec<ConferenceEvent>,
}

impl Conference {
    fn element(&self) -> Element {
        let events: Vec<_> = self.status_events.iter().map(|event| event.as_str()).collect();
        Element::new("Conference")
            .maybe("beep", self.beep)
            .maybe("startConferenceOnEnter", self.start_on_enter)
            .maybe("endConferenceOnExit", self.end_on_exit)
            .maybe("record", self.records.then_some("record-from-start"))
            .maybe("waitUrl", self.wait_url.as_ref())
            .callback("statusCallback", "statusCallbackMethod", self.status_callback.as_ref())
            .words("statusCallbackEvent", &events)
            .text(&self.room)
    }
}
