//! Signatures are those of the official libraries.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;
use skiigen_twilio::Secret;
use skiigen_twilio::signature::{
    Algorithm, Delivery, Refused, Verifier, sign_form, sign_form_with, sign_url,
};

use crate::{fixture, text};

type Pairs = Vec<(String, String)>;

const URL: &str = "https://crm.example/webhooks/voice";
const SETTINGS: &str = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256";

fn verifier(token: &str) -> Verifier {
    let keys = BTreeMap::from([("webhooks_sharedkey_1".to_owned(), Secret::new(token))]);
    Verifier::new(vec![Secret::new(token)], keys)
}

fn delivery<'a>(vector: &'a Value) -> Delivery<'a> {
    Delivery {
        url: text(vector, "received_url"),
        signature: vector["signature"].as_str(),
        settings: (vector["algorithm"] == "HMAC_SHA256").then_some(SETTINGS),
        body: text(vector, "body").as_bytes(),
    }
}

fn is_valid(vector: &Value) -> bool {
    let verifier = verifier(text(vector, "auth_token"));
    match text(vector, "kind") {
        "form" => verifier.verify_form(&delivery(vector)).is_ok(),
        "json" => verifier.verify_json(&delivery(vector)).is_ok(),
        other => panic!("what is {other}?"),
    }
}

#[test]
fn every_vector_is_judged_as_the_official_libraries_do() {
    let vectors = fixture("signature_vectors.json");
    let vectors = vectors["vectors"].as_array().unwrap();
    let is_judged = |vector: &&Value| vector["expected_valid"].is_boolean();
    for vector in vectors.iter().filter(is_judged) {
        let expected = vector["expected_valid"].as_bool().unwrap();
        assert_eq!(is_valid(vector), expected, "{}: {}", vector["id"], vector["note"]);
    }
    assert_eq!(vectors.iter().filter(is_judged).count(), 48);
}

/// Where the libraries disagree, we do what this table says.
#[test]
fn where_the_libraries_disagree_we_take_what_was_signed() {
    let vectors = fixture("signature_vectors.json");
    let open = vectors["vectors"].as_array().unwrap().iter();
    for vector in open.filter(|vector| vector["expected_valid"].is_null()) {
        // One library's order of names beyond the basic plane is UTF-16's; ours is that of the bytes.
        assert!(is_valid(vector), "{}: {}", vector["id"], vector["note"]);
    }
}

#[test]
fn what_we_sign_is_what_the_official_library_signed() {
    for vector in fixture("signature_vectors.json")["vectors"].as_array().unwrap() {
        let pairs: Option<Pairs> = serde_json::from_value(vector["params"].clone()).unwrap();
        let algorithm = match text(vector, "algorithm") {
            "HMAC_SHA1" => Algorithm::Sha1,
            "HMAC_SHA256" => Algorithm::Sha256,
            other => panic!("what is {other}?"),
        };
        let token = text(vector, "auth_token");
        let url = text(vector, "signed_url");
        let ours = sign_form_with(algorithm, token, url, &pairs.unwrap_or_default());
        assert_eq!(ours, text(vector, "python_computed_signature"), "{}", vector["id"]);
    }
}

#[test]
fn webhooks_of_the_scenarios_are_believed() {
    let scenarios = fixture("webhook_scenarios.json");
    let verifier = verifier(text(&scenarios, "auth_token"));
    let mut checked = 0;
    for scenario in scenarios["scenarios"].as_array().unwrap() {
        for step in scenario["steps"].as_array().unwrap() {
            let delivery = Delivery {
                url: text(step, "url"),
                signature: step["headers"]["X-Twilio-Signature"].as_str(),
                settings: None,
                body: text(step, "body").as_bytes(),
            };
            verifier.verify_form(&delivery).unwrap();
            checked += 1;
        }
    }
    assert!(checked > 40);
}

#[test]
fn the_old_token_and_the_next_are_both_believed() {
    let body = "CallSid=CA1&To=";
    let pairs = [("CallSid".to_owned(), "CA1".to_owned()), ("To".to_owned(), String::new())];
    let rotating = Verifier::new(vec![Secret::new("old"), Secret::new("new")], BTreeMap::new());
    for (token, expected) in [("old", true), ("new", true), ("other", false), ("", false)] {
        let signature = sign_form(token, URL, &pairs);
        let delivery = Delivery {
            url: URL,
            signature: Some(&signature),
            settings: None,
            body: body.as_bytes(),
        };
        let outcome = rotating.verify_form(&delivery);
        assert_eq!(outcome.is_ok(), expected, "{token}");
        assert!(expected || outcome == Err(Refused::WrongSignature));
    }
}

#[test]
fn what_is_not_signed_in_a_known_way_is_refused_for_its_reason() {
    let right = sign_url("token", URL);
    let shared = sign_form_with(Algorithm::Sha256, "token", URL, &[]);
    let verifier = verifier("token");
    let judge = |signature: Option<&str>, settings: Option<&str>| {
        verifier.verify_form(&Delivery { url: URL, signature, settings, body: b"" }).err()
    };
    assert_eq!(judge(Some(&right), None), None);
    assert_eq!(judge(Some(&shared), Some(SETTINGS)), None);
    assert_eq!(judge(None, None), Some(Refused::Unsigned));
    assert_eq!(judge(Some(""), None), Some(Refused::WrongSignature));
    assert_eq!(judge(Some("no base64!"), None), Some(Refused::WrongSignature));
    assert_eq!(judge(Some(&right), Some(SETTINGS)), Some(Refused::WrongSignature));
    assert_eq!(judge(Some(&shared), None), Some(Refused::WrongSignature));
    let unknown = "key=webhooks_sharedkey_2,algorithm=HMAC_SHA256";
    assert_eq!(judge(Some(&shared), Some(unknown)), Some(Refused::UnknownKey));
    for settings in ["", "key=webhooks_sharedkey_1", "key=webhooks_sharedkey_1,algorithm=HMAC_SHA1"]
    {
        let outcome = judge(Some(&shared), Some(settings));
        assert_eq!(outcome, Some(Refused::UnknownAlgorithm), "{settings}");
    }
}

#[test]
fn a_form_is_not_taken_for_json_nor_the_other_way_round() {
    let verifier = verifier("token");
    let plain = sign_url("token", URL);
    let with_body = |body| Delivery { url: URL, signature: Some(&plain), settings: None, body };
    assert_eq!(verifier.verify_json(&with_body(b"{}")), Err(Refused::WrongBody));
    assert_eq!(verifier.verify_form(&with_body(b"a=1")), Err(Refused::WrongSignature));
}

fn pairs() -> impl Strategy<Value = Pairs> {
    prop::collection::vec(("[A-Za-z]{1,4}", "[ -~é🎿]{0,6}"), 0..8)
}

proptest! {
    #[test]
    fn neither_order_nor_repetition_changes_a_signature(
        (pairs, shuffled, again) in pairs().prop_flat_map(|pairs| {
            let length = pairs.len();
            let shuffled = Just(pairs.clone()).prop_shuffle();
            (Just(pairs), shuffled, prop::collection::vec(any::<bool>(), length))
        })
    ) {
        let repeated = pairs.iter().zip(&again).filter(|(_, again)| **again);
        let mut other = shuffled;
        other.extend(repeated.map(|(pair, _)| pair.clone()));
        prop_assert_eq!(sign_form("token", URL, &pairs), sign_form("token", URL, &other));
    }

    #[test]
    fn what_was_signed_is_believed_and_no_other_value_is(pairs in pairs(), at: usize) {
        let signature = sign_form("token", URL, &pairs);
        let judge = |pairs: &Pairs| {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            let body = body.extend_pairs(pairs).finish();
            let delivery = Delivery {
                url: URL,
                signature: Some(&signature),
                settings: None,
                body: body.as_bytes(),
            };
            verifier("token").verify_form(&delivery)
        };
        prop_assert_eq!(judge(&pairs), Ok(pairs.clone()));
        if !pairs.is_empty() {
            let mut changed = pairs.clone();
            let at = at % changed.len();
            changed[at].1.push_str("\u{0}changed");
            prop_assert_eq!(judge(&changed), Err(Refused::WrongSignature));
        }
    }
}
