//! The crate against vectors that Twilio's official libraries made, and against a server on this machine.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod access_tokens;
mod loopback;
mod rest;
mod rest_failures;
mod signatures;
mod twiml;
mod twiml_escaping;
mod webhooks;

use std::collections::BTreeMap;
use std::{fs, path::Path};

use serde_json::Value;
use skiigen_twilio::{Credentials, Secret, api_url};

/// A file of `tests/fixtures/telephony`.
fn fixture(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/telephony");
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

/// The text at a key, empty if there is none.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// An account whose parts do not matter.
fn credentials() -> Credentials {
    Credentials {
        account: "AC00000000000000000000000000000001".parse().unwrap(),
        api_key: "SK00000000000000000000000000000001".parse().unwrap(),
        api_secret: Secret::new("secret"),
        auth_token: Secret::new("authtoken"),
        next_auth_token: None,
        application: "APcccccccccccccccccccccccccccccccc".parse().unwrap(),
        region: None,
        shared_keys: BTreeMap::new(),
        api_url: api_url(None).unwrap(),
    }
}
