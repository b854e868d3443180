//! `TwiML`: the document with which we answer when Twilio asks what to do with a call.

mod callback;
mod dial;
mod element;
mod verbs;

pub use callback::{Callback, Method};
pub use dial::{
    AnsweringMachine, CallEvent, Client, Conference, ConferenceEvent, Dial, MachineDetection, Noun,
    Number, RecordDial, RecordingEvent,
};
pub use verbs::{Gather, Pause, Play, Record, Redirect, Reject, RejectReason, Say, Verb};

use element::Element;

/// The media type of a `TwiML` document.
pub const MEDIA_TYPE: &str = "text/xml; charset=utf-8";

/// The whole document: verbs that Twilio does one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// What is done, in order. Nothing hangs up.
    pub verbs: Vec<Verb>,
}

impl Response {
    /// A document of these verbs.
    pub fn new(verbs: impl IntoIterator<Item = Verb>) -> Self {
        Self { verbs: verbs.into_iter().collect() }
    }

    /// The document's text, in UTF-8. Characters that XML cannot carry are left out.
    pub fn to_xml(&self) -> String {
        Element::new("Response").children(self.verbs.iter().map(Verb::element)).document()
    }
}
