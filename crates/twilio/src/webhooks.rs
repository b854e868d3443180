//! What Twilio posts, from the decoded fields that a [`Verifier`](crate::signature::Verifier) gave out.
//!
//! Twilio adds fields without notice, so unknown ones are passed over. A field that is needed and
//! missing, that cannot be read, or that comes twice with different values is an error that names it.

mod fields;
mod posts;

pub use fields::{FieldError, Problem, field};
pub use posts::{Amd, DialAction, RecordAction, RecordingUpdate, StatusUpdate, VoiceRequest};

/// The request header by which Twilio marks the repetition of a request. It is not signed: a hint.
pub const IDEMPOTENCY_HEADER: &str = "I-Twilio-Idempotency-Token";
