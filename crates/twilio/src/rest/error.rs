//! What can go wrong between us and Twilio.

use std::fmt;

use reqwest::StatusCode;
use serde::Deserialize;

/// Why a request brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// The client could not be made.
    #[error("cannot set up the connection to Twilio")]
    Setup(#[source] reqwest::Error),
    /// The address could not be made from the configured one.
    #[error("cannot make the request's address")]
    Address(#[from] url::ParseError),
    /// Twilio was not reached: nothing has happened there.
    #[error("Twilio cannot be reached")]
    NotSent(#[source] reqwest::Error),
    /// The request was on its way when the connection failed or the time was up: it may have been
    /// done. Look it up before asking again.
    #[error("Twilio has not answered")]
    NoAnswer(#[source] reqwest::Error),
    /// Twilio answered no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What came is not what Twilio sends. If the request was to change something, it has.
    #[error("Twilio's answer to {request} cannot be read")]
    Unreadable {
        /// What was asked.
        request: &'static str,
        /// Where the answer stops making sense.
        #[source]
        source: serde_json::Error,
    },
}

impl RestError {
    /// Sorts a failure to send or to receive. Its text holds no address: that names the account.
    pub(super) fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() || error.is_builder() {
            Self::NotSent(error)
        } else {
            Self::NoAnswer(error)
        }
    }

    /// Twilio's own number for the error, such as 20003 for a wrong key.
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Refused(refusal) => refusal.code,
            _ => None,
        }
    }

    /// Whether the thing that was asked about does not exist at Twilio.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.status == StatusCode::NOT_FOUND.as_u16())
    }

    /// Whether the request may have been done although no answer to it was read.
    pub fn may_have_been_done(&self) -> bool {
        matches!(self, Self::NoAnswer(_) | Self::Unreadable { .. })
            || matches!(self, Self::Refused(refusal) if refusal.status >= 500)
    }
}

/// Twilio's answer when it says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Twilio's number for the error; proxies before it give none.
    pub code: Option<u32>,
    /// What is wrong, in English.
    pub message: String,
    /// The page that explains the number.
    pub more_info: Option<String>,
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Twilio refused the request with status {}", self.status)?;
        if let Some(code) = self.code {
            write!(formatter, " and error {code}")?;
        }
        if !self.message.is_empty() {
            write!(formatter, ": {}", self.message)?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Body {
    code: Option<u32>,
    message: Option<String>,
    more_info: Option<String>,
}

impl Refusal {
    /// Reads an error's body; of one that is not Twilio's only the status is kept.
    pub(super) fn read(status: StatusCode, body: &[u8]) -> Self {
        let body: Option<Body> = serde_json::from_slice(body).ok();
        let (code, message, more_info) =
            body.map_or((None, None, None), |body| (body.code, body.message, body.more_info));
        let message = message.unwrap_or_default();
        Self { status: status.as_u16(), code, message, more_info }
    }
}
