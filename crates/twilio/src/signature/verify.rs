//! Checks that a webhook comes from Twilio.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::address::candidates;
use super::sign::{form_text, is_signed};
use super::{Algorithm, BODY_HASH};
use crate::Secret;

/// A webhook as it arrived.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The address that Twilio was told to call: the public base from the settings, followed by path
    /// and query as they stand in the request. Never made from `Host` or `X-Forwarded-*`, which the
    /// sender chooses.
    pub url: &'a str,
    /// The value of [`super::SIGNATURE_HEADER`], not trimmed.
    pub signature: Option<&'a str>,
    /// The value of [`super::SETTINGS_HEADER`].
    pub settings: Option<&'a str>,
    /// The body's bytes as they arrived; empty for a GET.
    pub body: &'a [u8],
}

/// Why a webhook is not believed. Answer all of them with 403 and the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no signature.
    #[error("the webhook is not signed")]
    Unsigned,
    /// The settings header cannot be read, or names an algorithm that is not known here.
    #[error("the webhook is signed in a way that is not known here")]
    UnknownAlgorithm,
    /// The settings header names a key that is not configured.
    #[error("the webhook is signed with a shared key that is not configured")]
    UnknownKey,
    /// The signature is another.
    #[error("the webhook's signature does not match its address and fields")]
    WrongSignature,
    /// The address was signed, but for another body.
    #[error("the webhook's body is not the one that was signed")]
    WrongBody,
}

/// Knows the secrets with which Twilio may have signed.
#[derive(Clone, Debug)]
pub struct Verifier {
    auth_tokens: Vec<Secret>,
    shared_keys: BTreeMap<String, Secret>,
}

impl Verifier {
    /// Takes the auth tokens that are valid now (two while one replaces the other) and the webhook
    /// shared keys by id.
    pub fn new(auth_tokens: Vec<Secret>, shared_keys: BTreeMap<String, Secret>) -> Self {
        Self { auth_tokens, shared_keys }
    }

    /// Checks a form, or a GET, and returns the form's decoded fields in their order.
    pub fn verify_form(&self, delivery: &Delivery<'_>) -> Result<Vec<(String, String)>, Refused> {
        let pairs: Vec<_> = form_urlencoded::parse(delivery.body).into_owned().collect();
        self.verify(delivery, &form_text(&pairs))?;
        Ok(pairs)
    }

    /// Checks a body that is no form: its hash stands in the signed address.
    pub fn verify_json(&self, delivery: &Delivery<'_>) -> Result<(), Refused> {
        self.verify(delivery, "")?;
        let stated = body_hash(delivery.url).ok_or(Refused::WrongBody)?;
        let actual = hex(&Sha256::digest(delivery.body));
        // Both are public by now: the address is signed, and whoever sent the body can hash it.
        if stated == actual { Ok(()) } else { Err(Refused::WrongBody) }
    }

    fn verify(&self, delivery: &Delivery<'_>, form: &str) -> Result<(), Refused> {
        let signature = delivery.signature.ok_or(Refused::Unsigned)?;
        // What is no Base64 is no signature; why it is none tells nobody anything.
        let Ok(signature) = STANDARD.decode(signature) else {
            return Err(Refused::WrongSignature);
        };
        let (algorithm, secrets) = self.secrets(delivery.settings)?;
        let urls = candidates(delivery.url);
        let signed = secrets.iter().any(|secret| {
            urls.iter().any(|url| is_signed(algorithm, secret.expose(), url, form, &signature))
        });
        if signed { Ok(()) } else { Err(Refused::WrongSignature) }
    }

    /// Without the settings header an auth token has signed, with it the shared key that it names.
    fn secrets(&self, settings: Option<&str>) -> Result<(Algorithm, &[Secret]), Refused> {
        let Some(settings) = settings else {
            return Ok((Algorithm::Sha1, &self.auth_tokens));
        };
        let setting = |wanted: &str| {
            settings
                .split(',')
                .filter_map(|part| part.split_once('='))
                .find(|(name, _)| name.trim() == wanted)
                .map(|(_, value)| value.trim())
        };
        if setting("algorithm") != Some("HMAC_SHA256") {
            return Err(Refused::UnknownAlgorithm);
        }
        let key = setting("key").and_then(|id| self.shared_keys.get(id));
        Ok((Algorithm::Sha256, std::slice::from_ref(key.ok_or(Refused::UnknownKey)?)))
    }
}

/// The hash that the address states for its body.
fn body_hash(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let mut fields = form_urlencoded::parse(query.as_bytes());
    fields.find(|(name, _)| name == BODY_HASH).map(|(_, value)| value.into_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
