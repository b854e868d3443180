//! Signs as Twilio does.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// With the account's auth token: every account can.
    Sha1,
    /// With a webhook shared key.
    Sha256,
}

/// The signature of a form: `pairs` are the decoded fields, in any order, repeated ones included.
pub fn sign_form(auth_token: &str, url: &str, pairs: &[(String, String)]) -> String {
    sign_form_with(Algorithm::Sha1, auth_token, url, pairs)
}

/// The signature of a request without a form: a GET, or JSON whose address holds the body's hash.
pub fn sign_url(auth_token: &str, url: &str) -> String {
    sign_form(auth_token, url, &[])
}

/// As [`sign_form`], with either algorithm and its secret.
pub fn sign_form_with(
    algorithm: Algorithm,
    secret: &str,
    url: &str,
    pairs: &[(String, String)],
) -> String {
    STANDARD.encode(digest(algorithm, secret, url, &form_text(pairs)))
}

/// As [`sign_url`], with either algorithm and its secret.
pub fn sign_url_with(algorithm: Algorithm, secret: &str, url: &str) -> String {
    sign_form_with(algorithm, secret, url, &[])
}

/// What follows the address in the text that is signed: names by their bytes, each with its
/// different values by theirs. A name without a value is there too.
pub(super) fn form_text(pairs: &[(String, String)]) -> String {
    let sorted: BTreeSet<_> = pairs.iter().map(|(name, value)| (name, value)).collect();
    sorted.into_iter().flat_map(|(name, value)| [name.as_str(), value]).collect()
}

/// Whether `signature` is that of the address and the form's text, compared in constant time.
pub(super) fn is_signed(
    algorithm: Algorithm,
    secret: &str,
    url: &str,
    form: &str,
    signature: &[u8],
) -> bool {
    match algorithm {
        Algorithm::Sha1 => keyed::<Hmac<Sha1>>(secret, url, form).verify_slice(signature).is_ok(),
        Algorithm::Sha256 => {
            keyed::<Hmac<Sha256>>(secret, url, form).verify_slice(signature).is_ok()
        }
    }
}

fn digest(algorithm: Algorithm, secret: &str, url: &str, form: &str) -> Vec<u8> {
    match algorithm {
        Algorithm::Sha1 => keyed::<Hmac<Sha1>>(secret, url, form).finalize().into_bytes().to_vec(),
        Algorithm::Sha256 => {
            keyed::<Hmac<Sha256>>(secret, url, form).finalize().into_bytes().to_vec()
        }
    }
}

#[expect(clippy::expect_used, reason = "an HMAC takes keys of any length")]
fn keyed<M: Mac + KeyInit>(secret: &str, url: &str, form: &str) -> M {
    let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).expect("any length is taken");
    mac.update(url.as_bytes());
    mac.update(form.as_bytes());
    mac
}
