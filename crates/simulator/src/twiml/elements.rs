//! Which element may stand where, with which attributes.

use super::reader::Element;
use crate::problem::Alert;

/// An element that the simulator carries out.
struct Rule {
    name: &'static str,
    attributes: &'static [&'static str],
    children: &'static [&'static str],
    /// Whether text may stand in it.
    text: bool,
}

const VERBS: &[&str] =
    &["Say", "Play", "Pause", "Record", "Dial", "Hangup", "Redirect", "Reject", "Gather"];

const CALLED: [&str; 18] = [
    "statusCallback",
    "statusCallbackEvent",
    "statusCallbackMethod",
    "machineDetection",
    "machineDetectionTimeout",
    "machineDetectionSpeechThreshold",
    "machineDetectionSpeechEndThreshold",
    "machineDetectionSilenceTimeout",
    "amdStatusCallback",
    "amdStatusCallbackMethod",
    "url",
    "method",
    "sendDigits",
    "byoc",
    "callReason",
    "clientNotificationUrl",
    "label",
    "isCustomParametersEnabled",
];

const RULES: [Rule; 13] = [
    Rule { name: "Response", attributes: &[], children: VERBS, text: false },
    Rule {
        name: "Say",
        attributes: &["voice", "language", "loop"],
        children: &["break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub"],
        text: true,
    },
    Rule { name: "Play", attributes: &["loop", "digits"], children: &[], text: true },
    Rule { name: "Pause", attributes: &["length"], children: &[], text: false },
    Rule { name: "Hangup", attributes: &[], children: &[], text: false },
    Rule { name: "Redirect", attributes: &["method"], children: &[], text: true },
    Rule { name: "Reject", attributes: &["reason"], children: &[], text: false },
    Rule {
        name: "Record",
        attributes: &[
            "action",
            "finishOnKey",
            "maxLength",
            "method",
            "playBeep",
            "recordingStatusCallback",
            "recordingStatusCallbackEvent",
            "recordingStatusCallbackMethod",
            "timeout",
            "trim",
        ],
        children: &[],
        text: false,
    },
    Rule {
        name: "Gather",
        attributes: &[
            "action",
            "actionOnEmptyResult",
            "finishOnKey",
            "input",
            "language",
            "method",
            "numDigits",
            "timeout",
        ],
        children: &["Say", "Play", "Pause"],
        text: false,
    },
    Rule {
        name: "Dial",
        attributes: &[
            "action",
            "answerOnBridge",
            "callerId",
            "hangupOnStar",
            "method",
            "record",
            "recordingStatusCallback",
            "recordingStatusCallbackEvent",
            "recordingStatusCallbackMethod",
            "recordingTrack",
            "referMethod",
            "referUrl",
            "ringTone",
            "sequential",
            "timeLimit",
            "timeout",
            "trim",
        ],
        children: &["Number", "Client"],
        text: true,
    },
    Rule { name: "Number", attributes: &CALLED, children: &[], text: true },
    Rule { name: "Client", attributes: &CALLED, children: &["Identity", "Parameter"], text: true },
    Rule { name: "Parameter", attributes: &["name", "value"], children: &[], text: false },
];

/// Elements of `TwiML` that the simulator knows of and does not carry out.
const BEYOND: [&str; 16] = [
    "Application",
    "Conference",
    "Connect",
    "Echo",
    "Enqueue",
    "Leave",
    "Pay",
    "Prompt",
    "Queue",
    "Refer",
    "Sim",
    "Sip",
    "Siprec",
    "Start",
    "Stop",
    "Transcription",
];

/// Refuses what `TwiML` does not have, and what the simulator cannot do.
pub(super) fn check(element: &Element) -> Result<(), Alert> {
    let Some(rule) = rule_for(&element.name) else { return Err(unknown(&element.name)) };
    for (name, _) in &element.attributes {
        if !rule.attributes.contains(&name.as_str()) {
            return Err(Alert::schema(format!("<{}> has no attribute {name}", element.name)));
        }
    }
    if !rule.text && !element.text.trim().is_empty() {
        return Err(Alert::schema(format!("<{}> holds no text", element.name)));
    }
    for child in &element.children {
        if !rule.children.contains(&child.name.as_str()) {
            return Err(misplaced(&child.name, &element.name));
        }
        // What stands in <Say> is about pronunciation, which nobody hears here.
        if element.name != "Say" && child.name != "Identity" {
            check(child)?;
        }
    }
    Ok(())
}

fn rule_for(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

fn unknown(name: &str) -> Alert {
    if BEYOND.contains(&name) {
        return Alert::schema(format!(
            "<{name}> is TwiML, but the simulator does not carry it out"
        ));
    }
    Alert::schema(format!("<{name}> is not TwiML"))
}

fn misplaced(name: &str, parent: &str) -> Alert {
    match rule_for(name) {
        Some(_) => Alert::schema(format!("<{name}> must not stand in <{parent}>")),
        None => unknown(name),
    }
}
