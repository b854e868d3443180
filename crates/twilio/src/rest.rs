//! Twilio's REST API: calls, recordings, and what an account has.

mod account;
mod calls;
mod error;
mod media;
mod pages;
mod read;
mod recordings;
mod retry;
mod send;

use std::time::Duration;

use reqwest::redirect::Policy;

pub use account::{Account, CallerId, PhoneNumber, TwimlApp};
pub use calls::{Call, CallFilter, CallUpdate, EndCall, Instructions, NewCall};
pub use error::{Refusal, RestError};
pub use media::{Media, MediaFormat};
pub use recordings::{PauseBehavior, Recording, RecordingChange, RecordingFilter};

use crate::Credentials;

/// The longest that connecting may take.
const CONNECT: Duration = Duration::from_secs(5);
/// The longest that a whole answer may take; Twilio gives up on us after 15 seconds too.
const ANSWER: Duration = Duration::from_secs(15);
/// The longest silence in the middle of a recording.
const SILENCE: Duration = Duration::from_secs(30);

/// A client for one account. Cloning it is cheap and shares its connections.
#[derive(Clone, Debug)]
pub struct Rest {
    credentials: Credentials,
    /// For answers that are read whole.
    api: reqwest::Client,
    /// For recordings, which Twilio keeps elsewhere and which take long.
    media: reqwest::Client,
}

impl Rest {
    /// A client that signs in with the API key. Fails when the system has no certificates to trust.
    pub fn new(credentials: Credentials) -> Result<Self, RestError> {
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(CONNECT)
                .https_only(credentials.api_url.scheme() == "https")
                .user_agent(concat!("skiigen/", env!("CARGO_PKG_VERSION")))
        };
        let api = builder().timeout(ANSWER).redirect(Policy::none()).build();
        let media = builder().read_timeout(SILENCE).redirect(Policy::limited(3)).build();
        let api = api.map_err(RestError::Setup)?;
        let media = media.map_err(RestError::Setup)?;
        Ok(Self { credentials, api, media })
    }

    /// The account that it works for.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}
