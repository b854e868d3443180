//! `X-Twilio-Signature`: how Twilio signs what it sends, and how we check it.
//!
//! The signature covers the address that Twilio was told to call and the decoded form; it carries no
//! time, so whoever has seen a request can send it again. It also joins names and values without a
//! mark between them: `a=1b` and `a=1&b=` sign alike. Read only fields whose names you know.

mod address;
mod sign;
mod verify;

pub use sign::{Algorithm, sign_form, sign_form_with, sign_url, sign_url_with};
pub use verify::{Delivery, Refused, Verifier};

/// The request header with the signature.
pub const SIGNATURE_HEADER: &str = "X-Twilio-Signature";

/// The request header that names the shared key and the algorithm, where one was used.
pub const SETTINGS_HEADER: &str = "X-Twilio-Webhooks-Signature-Settings";

/// The query parameter with the SHA-256 of a body that is no form, in lower hexadecimal.
pub const BODY_HASH: &str = "bodySHA256";
