//! Elements into what they ask for, every value checked.

use super::reader::Element;
use crate::behaviour::Detection;
use crate::number;
use crate::problem::Alert;

/// How a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Method {
    #[default]
    Post,
    Get,
}

/// An address that is asked, or told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// As written: it may be relative to the document's own address.
    pub(crate) url: String,
    pub(crate) method: Method,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Speech or a sound, which lasts this many seconds.
    Play {
        seconds: i64,
    },
    Pause {
        seconds: i64,
    },
    Record(Record),
    Gather(Gather),
    Dial(Box<Dial>),
    Redirect(Target),
    Reject {
        busy: bool,
    },
    Hangup,
}

/// `<Record>`: what the far end says after the beep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) action: Option<Target>,
    pub(crate) longest: i64,
    /// Seconds of silence that end it.
    pub(crate) silence: i64,
    pub(crate) told: Told,
}

/// `<Gather>`: digits that the far end presses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gather {
    pub(crate) action: Option<Target>,
    pub(crate) seconds: i64,
    pub(crate) count: Option<usize>,
    pub(crate) finish: Option<char>,
    pub(crate) even_if_empty: bool,
}

/// Who is told about events, and about which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    pub(crate) target: Option<Target>,
    pub(crate) events: Vec<String>,
}

/// `<Dial>`: bring somebody else into the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dial {
    pub(crate) nouns: Vec<Noun>,
    pub(crate) caller_id: Option<String>,
    pub(crate) answer_on_bridge: bool,
    pub(crate) timeout: i64,
    pub(crate) time_limit: i64,
    pub(crate) record: Option<Recorded>,
    pub(crate) action: Option<Target>,
}

/// How a `<Dial>` is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) channels: u8,
    pub(crate) from_ringing: bool,
    pub(crate) track: String,
    pub(crate) told: Told,
}

/// `<Number>` or `<Client>`: one of those who are rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noun {
    /// An E.164 number, or `client:<identity>`.
    pub(crate) to: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) told: Told,
    pub(crate) detection: Option<(Detection, Option<Target>)>,
    /// Heard by the far end alone, before the two are joined.
    pub(crate) whisper: Option<Target>,
}

pub(super) fn read(element: &Element) -> Result<Verb, Alert> {
    match element.name.as_str() {
        "Say" => Ok(Verb::Play { seconds: spoken(element)? }),
        "Play" => play(element),
        "Pause" => Ok(Verb::Pause { seconds: number(element, "length", 1, 0..=600)? }),
        "Hangup" => Ok(Verb::Hangup),
        "Redirect" => Ok(Verb::Redirect(redirect(element)?)),
        "Reject" => reject(element),
        "Record" => Ok(Verb::Record(record(element)?)),
        "Gather" => Ok(Verb::Gather(gather(element)?)),
        "Dial" => Ok(Verb::Dial(Box::new(dial(element)?))),
        other => Err(Alert::schema(format!("<{other}> is not a verb"))),
    }
}

/// Some fifteen letters a second, at least one second.
fn spoken(element: &Element) -> Result<i64, Alert> {
    let letters = i64::try_from(element.text.trim().chars().count()).unwrap_or(i64::MAX);
    Ok((letters / 15).clamp(1, 600) * number(element, "loop", 1, 0..=1_000)?.max(1))
}

/// Sounds are not fetched: each is taken to last six seconds.
fn play(element: &Element) -> Result<Verb, Alert> {
    let url = element.text.trim();
    if url.is_empty() && element.attribute("digits").is_none() {
        return Err(Alert::new(13_420, "Play: Invalid Content-Type: no address to play"));
    }
    Ok(Verb::Play { seconds: 6 * number(element, "loop", 1, 0..=1_000)?.max(1) })
}

fn redirect(element: &Element) -> Result<Target, Alert> {
    let url = element.text.trim();
    if url.is_empty() {
        return Err(Alert::schema("<Redirect> holds no address"));
    }
    Ok(Target { url: url.to_owned(), method: method(element, "method")? })
}

fn reject(element: &Element) -> Result<Verb, Alert> {
    match element.attribute("reason") {
        None | Some("rejected") => Ok(Verb::Reject { busy: false }),
        Some("busy") => Ok(Verb::Reject { busy: true }),
        Some(other) => Err(wrong(element, "reason", other)),
    }
}

fn record(element: &Element) -> Result<Record, Alert> {
    Ok(Record {
        action: target(element, "action", "method")?,
        longest: number(element, "maxLength", 3_600, 1..=14_400)?,
        silence: number(element, "timeout", 5, 1..=600)?,
        told: recording_told(element)?,
    })
}

fn gather(element: &Element) -> Result<Gather, Alert> {
    for child in &element.children {
        read(child)?;
    }
    let count = element.attribute("numDigits").map(|_| number(element, "numDigits", 1, 1..=100));
    let finish = element.attribute("finishOnKey").unwrap_or("#");
    Ok(Gather {
        action: target(element, "action", "method")?,
        seconds: number(element, "timeout", 5, 1..=600)?,
        count: count.transpose()?.and_then(|count| usize::try_from(count).ok()),
        finish: finish.chars().next(),
        even_if_empty: flag(element, "actionOnEmptyResult")?,
    })
}

fn dial(element: &Element) -> Result<Dial, Alert> {
    let mut nouns = element.children.iter().map(noun).collect::<Result<Vec<_>, _>>()?;
    let text = element.text.trim();
    if !text.is_empty() {
        nouns.push(bare(text)?);
    }
    if nouns.is_empty() || nouns.len() > 10 {
        return Err(Alert::schema("<Dial> rings one to ten others"));
    }
    if let Some(caller) = element.attribute("callerId")
        && !number::is_e164(caller)
        && !caller.starts_with("client:")
    {
        return Err(Alert::new(13_214, format!("Dial: Invalid callerId value: {caller}")));
    }
    Ok(Dial {
        nouns,
        caller_id: element.attribute("callerId").map(str::to_owned),
        answer_on_bridge: flag(element, "answerOnBridge")?,
        timeout: number(element, "timeout", 30, 5..=600)?,
        time_limit: number(element, "timeLimit", 14_400, 1..=86_400)?,
        record: recorded(element)?,
        action: target(element, "action", "method")?,
    })
}

fn recorded(element: &Element) -> Result<Option<Recorded>, Alert> {
    let (channels, from_ringing) = match element.attribute("record") {
        None | Some("do-not-record" | "false") => return Ok(None),
        Some("record-from-answer" | "true") => (1, false),
        Some("record-from-answer-dual") => (2, false),
        Some("record-from-ringing") => (1, true),
        Some("record-from-ringing-dual") => (2, true),
        Some(other) => return Err(wrong(element, "record", other)),
    };
    let track = element.attribute("recordingTrack").unwrap_or("both").to_owned();
    if !["both", "inbound", "outbound"].contains(&track.as_str()) {
        return Err(wrong(element, "recordingTrack", &track));
    }
    Ok(Some(Recorded { channels, from_ringing, track, told: recording_told(element)? }))
}

fn recording_told(element: &Element) -> Result<Told, Alert> {
    const EVENTS: [&str; 3] = ["in-progress", "completed", "absent"];
    told(element, ["recordingStatusCallback", "recordingStatusCallbackMethod"], &EVENTS)
}

fn noun(element: &Element) -> Result<Noun, Alert> {
    const EVENTS: [&str; 4] = ["initiated", "ringing", "answered", "completed"];
    let identity = element.children.iter().find(|child| child.name == "Identity");
    let text = identity.map_or(element.text.trim(), |child| child.text.trim());
    let parameters = element.children.iter().filter(|child| child.name == "Parameter");
    let parameters = parameters.map(|child| {
        let value = |name| child.attribute(name).unwrap_or_default().to_owned();
        (value("name"), value("value"))
    });
    let bare = if element.name == "Client" { client(text)? } else { bare(text)? };
    Ok(Noun {
        parameters: parameters.collect(),
        told: told(element, ["statusCallback", "statusCallbackMethod"], &EVENTS)?,
        detection: detection(element)?,
        whisper: target(element, "url", "method")?,
        ..bare
    })
}

fn bare(text: &str) -> Result<Noun, Alert> {
    if !number::is_e164(text) {
        let message = format!("Dial: Invalid phone number format: {text}");
        return Err(Alert::new(13_223, message));
    }
    Ok(plain(text.to_owned()))
}

fn client(identity: &str) -> Result<Noun, Alert> {
    if identity.is_empty() || identity.chars().count() > 256 {
        return Err(Alert::schema("<Client> names an identity of 1 to 256 letters"));
    }
    Ok(plain(format!("client:{identity}")))
}

fn plain(to: String) -> Noun {
    Noun { to, parameters: Vec::new(), told: Told::default(), detection: None, whisper: None }
}

fn detection(element: &Element) -> Result<Option<(Detection, Option<Target>)>, Alert> {
    let Some(mode) = element.attribute("machineDetection") else { return Ok(None) };
    let mode = Detection::parse(mode).ok_or_else(|| wrong(element, "machineDetection", mode))?;
    Ok(Some((mode, target(element, "amdStatusCallback", "amdStatusCallbackMethod")?)))
}

/// Without a list of events, only the end is told.
fn told(element: &Element, names: [&str; 2], known: &[&str]) -> Result<Told, Alert> {
    let [url, method] = names;
    let list = format!("{url}Event");
    let events = element.attribute(&list).unwrap_or("completed");
    let events: Vec<_> = events.split_ascii_whitespace().map(str::to_owned).collect();
    match events.iter().find(|event| !known.contains(&event.as_str())) {
        Some(unknown) => Err(wrong(element, &list, unknown)),
        None => Ok(Told { target: target(element, url, method)?, events }),
    }
}

fn target(element: &Element, url: &str, named: &str) -> Result<Option<Target>, Alert> {
    let method = method(element, named)?;
    let address = element.attribute(url).map(str::trim).filter(|text| !text.is_empty());
    Ok(address.map(|address| Target { url: address.to_owned(), method }))
}

fn method(element: &Element, name: &str) -> Result<Method, Alert> {
    match element.attribute(name) {
        None | Some("POST") => Ok(Method::Post),
        Some("GET") => Ok(Method::Get),
        Some(other) => Err(wrong(element, name, other)),
    }
}

fn flag(element: &Element, name: &str) -> Result<bool, Alert> {
    match element.attribute(name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(wrong(element, name, other)),
    }
}

fn number(
    element: &Element,
    name: &str,
    otherwise: i64,
    range: std::ops::RangeInclusive<i64>,
) -> Result<i64, Alert> {
    let Some(text) = element.attribute(name) else { return Ok(otherwise) };
    let value = text.parse().ok().filter(|value| range.contains(value));
    value.ok_or_else(|| wrong(element, name, text))
}

fn wrong(element: &Element, name: &str, value: &str) -> Alert {
    Alert::schema(format!("<{}> cannot have {name}=\"{value}\"", element.name))
}
