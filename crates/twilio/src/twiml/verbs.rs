//! The verbs apart from `<Dial>`.

use super::element::Element;
use super::{Callback, Dial, RecordingEvent};

/// Something that Twilio does with the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Calls somebody and connects them.
    Dial(Box<Dial>),
    /// Waits for keys to be pressed.
    Gather(Gather),
    /// Ends the call.
    Hangup,
    /// Waits.
    Pause(Pause),
    /// Plays a recorded file.
    Play(Play),
    /// Records the caller.
    Record(Record),
    /// Goes on with another document.
    Redirect(Redirect),
    /// Does not take the call; it costs nothing. Only as the first verb.
    Reject(Reject),
    /// Speaks a text.
    Say(Say),
}

impl Verb {
    pub(super) fn element(&self) -> Element {
        match self {
            Self::Dial(dial) => dial.element(),
            Self::Gather(gather) => gather.element(),
            Self::Hangup => Element::new("Hangup"),
            Self::Pause(pause) => pause.element(),
            Self::Play(play) => play.element(),
            Self::Record(record) => record.element(),
            Self::Redirect(redirect) => redirect.element(),
            Self::Reject(reject) => reject.element(),
            Self::Say(say) => say.element(),
        }
    }
}

impl From<Dial> for Verb {
    fn from(dial: Dial) -> Self {
        Self::Dial(Box::new(dial))
    }
}

/// Speaks a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Say {
    /// What is said.
    pub text: String,
    /// The voice, such as `Polly.Joanna`; else Twilio's own choice.
    pub voice: Option<String>,
    /// The language, such as `en-US`.
    pub language: Option<String>,
    /// How often it is said; 0 repeats it until the call ends.
    pub repeat: Option<u32>,
}

impl Say {
    fn element(&self) -> Element {
        Element::new("Say")
            .maybe("voice", self.voice.as_ref())
            .maybe("language", self.language.as_ref())
            .maybe("loop", self.repeat)
            .text(&self.text)
    }
}

/// Plays a recorded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Play {
    /// Where Twilio fetches it from.
    pub url: String,
    /// How often it is played; 0 repeats it until the call ends.
    pub repeat: Option<u32>,
}

impl Play {
    fn element(&self) -> Element {
        Element::new("Play").maybe("loop", self.repeat).text(&self.url)
    }
}

/// Waits in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// How long.
    pub seconds: u32,
}

impl Pause {
    fn element(&self) -> Element {
        Element::new("Pause").attribute("length", &self.seconds)
    }
}

/// Records the caller, as an answering machine does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where Twilio asks how to go on after the recording.
    pub action: Option<Callback>,
    /// Where Twilio tells about the recording.
    pub status_callback: Option<Callback>,
    /// What it tells; none means completed only.
    pub status_events: Vec<RecordingEvent>,
    /// The recording's longest length.
    pub max_seconds: Option<u32>,
    /// Silence that ends it.
    pub silence_seconds: Option<u32>,
    /// Whether a beep begins it; Twilio's own choice is yes.
    pub beep: Option<bool>,
    /// The keys that end it; none if empty.
    pub finish_on: Option<String>,
    /// Whether silence at both ends is cut off.
    pub trims_silence: bool,
}

impl Record {
    fn element(&self) -> Element {
        let events: Vec<_> = self.status_events.iter().map(|event| event.as_str()).collect();
        Element::new("Record")
            .callback("action", "method", self.action.as_ref())
            .maybe("maxLength", self.max_seconds)
            .maybe("timeout", self.silence_seconds)
            .maybe("finishOnKey", self.finish_on.as_ref())
            .maybe("playBeep", self.beep)
            .maybe("trim", self.trims_silence.then_some("trim-silence"))
            .callback(
                "recordingStatusCallback",
                "recordingStatusCallbackMethod",
                self.status_callback.as_ref(),
            )
            .words("recordingStatusCallbackEvent", &events)
    }
}

/// Goes on with another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where it is.
    pub to: Callback,
}

impl Redirect {
    fn element(&self) -> Element {
        let method = self.to.method.map(super::Method::as_str);
        Element::new("Redirect").maybe("method", method).text(&self.to.url)
    }
}

/// Does not take the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reject {
    /// What the caller hears.
    pub reason: RejectReason,
}

/// What the caller hears when a call is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectReason {
    /// That the number is not in service.
    Rejected,
    /// A busy tone.
    Busy,
}

impl Reject {
    fn element(&self) -> Element {
        let reason = match self.reason {
            RejectReason::Rejected => "rejected",
            RejectReason::Busy => "busy",
        };
        Element::new("Reject").attribute("reason", reason)
    }
}

/// Waits for keys to be pressed, and speaks or plays meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gather {
    /// Where Twilio sends the keys.
    pub action: Option<Callback>,
    /// After how many keys it ends.
    pub digits: Option<u32>,
    /// How long it waits for the next key.
    pub timeout_seconds: Option<u32>,
    /// What is heard while it waits: `<Say>`, `<Play>` and `<Pause>`.
    pub prompt: Vec<Verb>,
}

impl Gather {
    fn element(&self) -> Element {
        Element::new("Gather")
            .callback("action", "method", self.action.as_ref())
            .maybe("numDigits", self.digits)
            .maybe("timeout", self.timeout_seconds)
            .children(self.prompt.iter().map(Verb::element))
    }
}
