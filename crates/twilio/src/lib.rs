//! Twilio's voice product: access tokens, webhook signatures, `TwiML` and REST. Knows nothing of the CRM.

pub mod access_token;
mod credentials;
pub mod rest;
mod secret;
mod sid;
pub mod signature;
mod status;
mod telephony;
pub mod twiml;
pub mod webhooks;

pub use access_token::{AccessToken, Identity, VoiceGrant};
pub use credentials::{Credentials, Region, WrongRegion, api_url};
pub use secret::Secret;
pub use sid::{
    AccountSid, ApiKeySid, ApplicationSid, CallSid, PhoneNumberSid, PushCredentialSid,
    RecordingSid, WrongSid,
};
pub use status::{AnsweredBy, CallStatus, DialStatus, RecordingStatus, UnknownWord};
pub use telephony::{Answer, Telephony};
