//! What is read, and what is refused.

use super::{Verb, read};

fn code(document: &str) -> u32 {
    read(document).expect_err(document).code
}

#[test]
fn a_dial_is_read_with_all_that_it_asks_for() {
    let document = r#"<?xml version="1.0" encoding="UTF-8"?>
        <Response><Dial callerId="+14155550100" answerOnBridge="true" timeout="25"
            record="record-from-answer-dual" recordingStatusCallback="https://x.example/r?a=1&amp;b=2"
            recordingStatusCallbackEvent="in-progress completed absent" action="/dial">
            <Number statusCallback="/status" statusCallbackEvent="initiated ringing answered completed"
                machineDetection="DetectMessageEnd" amdStatusCallback="/amd">+14155550123</Number>
        </Dial></Response>"#;
    let verbs = read(document).expect("it is good");
    let [Verb::Dial(dial)] = verbs.as_slice() else { panic!("{verbs:?}") };
    assert!(dial.answer_on_bridge);
    assert_eq!(dial.timeout, 25);
    assert_eq!(dial.nouns[0].to, "+14155550123");
    assert_eq!(dial.nouns[0].told.events.len(), 4);
    let recorded = dial.record.as_ref().expect("it is recorded");
    assert_eq!(recorded.channels, 2);
    let told = recorded.told.target.as_ref().expect("somebody is told");
    assert_eq!(told.url, "https://x.example/r?a=1&b=2");
}

#[test]
fn an_empty_response_does_nothing() {
    assert!(read("<Response/>").expect("it is good").is_empty());
}

#[test]
fn what_is_no_xml_is_refused() {
    for document in [
        "",
        "hello",
        "<Response>",
        "<Response><Say>a</Response>",
        "<Response/><Response/>",
        "<Response><Say>a & b</Say></Response>",
        "<Response><Say>&unknown;</Say></Response>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><Response/>",
        "<html/>",
    ] {
        assert_eq!(code(document), 12_100, "{document}");
    }
}

#[test]
fn what_is_no_twiml_is_refused() {
    for document in [
        "<Response>text</Response>",
        "<Response><Speak>a</Speak></Response>",
        "<Response><Dial callerid=\"+14155550100\">+14155550123</Dial></Response>",
        "<Response><Dial timeout=\"soon\">+14155550123</Dial></Response>",
        "<Response><Dial answerOnBridge=\"yes\">+14155550123</Dial></Response>",
        "<Response><Dial><Say>a</Say></Dial></Response>",
        "<Response><Dial/></Response>",
        "<Response><Number>+14155550123</Number></Response>",
        "<Response><Dial><Number statusCallbackEvent=\"began\">+14155550123</Number></Dial></Response>",
        "<Response><Dial><Number machineDetection=\"enable\">+14155550123</Number></Dial></Response>",
        "<Response><Dial method=\"post\">+14155550123</Dial></Response>",
        "<Response><Reject reason=\"tired\"/></Response>",
    ] {
        assert_eq!(code(document), 12_200, "{document}");
    }
}

#[test]
fn numbers_are_written_with_a_plus_and_nothing_else() {
    let dial = |number: &str| format!("<Response><Dial>{number}</Dial></Response>");
    for number in ["4155550123", "+1 415 555 0123", "+0415555012", "+1", "+1415555012345678"] {
        assert_eq!(code(&dial(number)), 13_223, "{number}");
    }
    assert_eq!(
        code("<Response><Dial callerId=\"me\"><Number>+14155550123</Number></Dial></Response>"),
        13_214
    );
}
