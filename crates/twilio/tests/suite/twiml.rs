//! `TwiML` says what the official libraries' says.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use skiigen_twilio::twiml::{
    AnsweringMachine, CallEvent, Callback, Client, Conference, ConferenceEvent, Dial, Gather,
    MachineDetection, Noun, Number, Pause, Play, Record, RecordDial, RecordingEvent, Redirect,
    Reject, RejectReason, Response, Say, Verb,
};

use crate::{fixture, text};

const HOOKS: &str = "https://api.skiigen.example/webhooks/twilio";
const ALL_EVENTS: [CallEvent; 4] =
    [CallEvent::Initiated, CallEvent::Ringing, CallEvent::Answered, CallEvent::Completed];

/// What a parser sees in a document: what begins with which attributes, texts, and what ends.
#[derive(Debug, PartialEq)]
pub(crate) enum Seen {
    Begin(String, BTreeMap<String, String>),
    Text(String),
    End(String),
}

fn begin(tag: &BytesStart<'_>) -> Seen {
    let name = String::from_utf8(tag.name().0.to_vec()).unwrap();
    let attributes = tag.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let name = String::from_utf8(attribute.key.0.to_vec()).unwrap();
        (name, attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned())
    });
    Seen::Begin(name, attributes.collect())
}

/// Reads a document, which must be well formed.
pub(crate) fn parse(document: &str) -> Vec<Seen> {
    let mut reader = quick_xml::Reader::from_str(document);
    let mut seen = Vec::new();
    let add_text = |seen: &mut Vec<Seen>, more: &str| match seen.last_mut() {
        Some(Seen::Text(text)) => text.push_str(more),
        _ => seen.push(Seen::Text(more.to_owned())),
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => seen.push(begin(&tag)),
            Event::Empty(tag) => {
                seen.push(begin(&tag));
                seen.push(Seen::End(String::from_utf8(tag.name().0.to_vec()).unwrap()));
            }
            Event::End(tag) => {
                seen.push(Seen::End(String::from_utf8(tag.name().0.to_vec()).unwrap()));
            }
            Event::Text(text) => add_text(&mut seen, &text.xml10_content().unwrap()),
            Event::GeneralRef(entity) => {
                let name = format!("&{};", entity.decode().unwrap());
                add_text(&mut seen, &quick_xml::escape::unescape(&name).unwrap());
            }
            Event::Eof => return seen,
            Event::Decl(_) => {}
            other => panic!("{other:?} has no place in TwiML"),
        }
    }
}

fn click_to_call() -> Verb {
    let query = "?call=91&org=7";
    let number = Number {
        number: "+14155550123".to_owned(),
        status_callback: Some(Callback::post(format!("{HOOKS}/status{query}"))),
        status_events: ALL_EVENTS.to_vec(),
        ..Number::default()
    };
    let dial = Dial {
        nouns: vec![Noun::Number(number)],
        caller_id: Some("+14155550100".to_owned()),
        answer_on_bridge: true,
        timeout_seconds: Some(25),
        limit_seconds: Some(3600),
        record: Some(RecordDial::FromAnswerDual),
        recording_callback: Some(Callback::plain(format!("{HOOKS}/recording{query}"))),
        recording_events: vec![
            RecordingEvent::InProgress,
            RecordingEvent::Completed,
            RecordingEvent::Absent,
        ],
        action: Some(Callback::post(format!("{HOOKS}/dial-complete{query}"))),
    };
    dial.into()
}

fn machine_detection() -> Verb {
    let detection = MachineDetection {
        tells: AnsweringMachine::DetectMessageEnd,
        callback: Some(Callback::plain(format!("{HOOKS}/amd?call=91"))),
    };
    let number = Number {
        number: "+14155550123".to_owned(),
        status_callback: Some(Callback::plain("https://x.example/s")),
        status_events: vec![CallEvent::Answered, CallEvent::Completed],
        machine_detection: Some(detection),
        ..Number::default()
    };
    let dial = Dial {
        nouns: vec![Noun::Number(number)],
        caller_id: Some("+14155550100".to_owned()),
        answer_on_bridge: true,
        ..Dial::default()
    };
    dial.into()
}

fn conference() -> Verb {
    let conference = Conference {
        room: "call-91".to_owned(),
        beep: Some(false),
        start_on_enter: Some(true),
        end_on_exit: Some(true),
        records: true,
        wait_url: Some(String::new()),
        status_callback: Some(Callback::plain("https://x.example/conf")),
        status_events: vec![
            ConferenceEvent::Start,
            ConferenceEvent::End,
            ConferenceEvent::Join,
            ConferenceEvent::Leave,
            ConferenceEvent::Mute,
            ConferenceEvent::Hold,
        ],
    };
    let dial = Dial {
        nouns: vec![Noun::Conference(conference)],
        caller_id: Some("+14155550100".to_owned()),
        ..Dial::default()
    };
    dial.into()
}

fn to_browser() -> Verb {
    let client = Client {
        identity: "org7_user42".to_owned(),
        parameters: vec![
            ("lead_name".to_owned(), "Zoë <Smith> & Co".to_owned()),
            ("lead_id".to_owned(), "3f2b".to_owned()),
        ],
        ..Client::default()
    };
    let dial = Dial {
        nouns: vec![Noun::Client(client)],
        caller_id: Some("+14155550123".to_owned()),
        timeout_seconds: Some(20),
        action: Some(Callback::plain("https://x.example/inbound-done")),
        ..Dial::default()
    };
    dial.into()
}

fn say(text: &str) -> Say {
    Say { text: text.to_owned(), ..Say::default() }
}

fn escaped_text() -> Verb {
    Verb::Say(Say {
        voice: Some("Polly.Joanna".to_owned()),
        language: Some("en-US".to_owned()),
        ..say("Tom & Jerry <\"hi\"> it's 5 > 4 — déjà vu 🎿")
    })
}

fn voicemail() -> Verb {
    Verb::Record(Record {
        action: Some(Callback::plain("/vm-done")),
        status_callback: Some(Callback::plain("/vm-rec")),
        max_seconds: Some(120),
        beep: Some(true),
        trims_silence: true,
        ..Record::default()
    })
}

fn screening() -> Verb {
    Verb::Gather(Gather {
        action: Some(Callback::plain("/gather")),
        digits: Some(1),
        timeout_seconds: Some(5),
        prompt: vec![Verb::Say(say("Press 1 to accept"))],
    })
}

fn ours(name: &str) -> Response {
    let drop = "https://cdn.example/vm/drop.mp3?sig=a%2Bb&exp=1&x=\"q\"".to_owned();
    let redirect = Redirect { to: Callback::post("https://x.example/a?b=1&c=2") };
    let reject = Reject { reason: RejectReason::Busy };
    let message = Verb::Say(say("Please leave a message"));
    Response::new(match name {
        "click-to-call" => vec![click_to_call()],
        "dial-number-amd" => vec![machine_detection()],
        "escaping-text" => vec![escaped_text()],
        "voicemail-drop" => vec![Verb::Play(Play { url: drop, repeat: None }), Verb::Hangup],
        "conference-leg" => vec![conference()],
        "inbound-to-client-params" => vec![to_browser()],
        "reject" => vec![Verb::Reject(reject)],
        "hangup" => vec![Verb::Hangup],
        "empty" => vec![],
        "redirect" => vec![Verb::Redirect(redirect)],
        "whisper-screen" => vec![screening(), Verb::Hangup],
        "inbound-voicemail" => vec![message, voicemail()],
        other => panic!("{other} is not built yet"),
    })
}

#[test]
fn every_vector_is_the_same_document_to_a_parser() {
    for vector in fixture("twiml_vectors.json")["vectors"].as_array().unwrap() {
        let name = text(vector, "name");
        let document = ours(name).to_xml();
        assert!(document.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
        let official = ["python", "node"].into_iter().filter_map(|by| vector[by].as_str());
        for official in official {
            assert_eq!(parse(&document), parse(official), "{name}");
        }
    }
}

#[test]
fn text_is_escaped_as_the_official_library_does_it() {
    let vectors = fixture("twiml_vectors.json");
    let exact = ["escaping-text", "voicemail-drop", "reject", "hangup", "empty", "redirect"];
    for name in exact {
        let named = |vector: &&Value| vector["name"] == name;
        let vector = vectors["vectors"].as_array().unwrap().iter().find(named).unwrap();
        assert_eq!(ours(name).to_xml(), text(vector, "node"), "{name}");
    }
}

#[test]
fn a_pause_has_a_length() {
    let document = Response::new([Verb::Pause(Pause { seconds: 2 })]).to_xml();
    assert!(document.ends_with("<Response><Pause length=\"2\"/></Response>"), "{document}");
}
