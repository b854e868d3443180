//! Why a geocoder gave no answer.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum GeocodeError {
    /// The client could not be made.
    #[error("cannot set up the connection to the geocoder")]
    Setup(#[source] reqwest::Error),
    /// The address is of the own network, where only a geocoder that is said to be there is asked.
    #[error(
        "{0} is an address of a private network, where no geocoder is asked unless it is allowed"
    )]
    Private(String),
    /// Nobody answered, or not in time.
    #[error("the geocoder cannot be reached")]
    NotReached(#[source] reqwest::Error),
    /// It answered with an address to ask instead.
    #[error(
        "the geocoder sends us to another address, which is not followed; set its address to that one"
    )]
    Redirected,
    /// It does not want to be asked now, or so.
    #[error("the geocoder refused the request with status {status}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// Its answer has no end.
    #[error("the geocoder's answer is too large")]
    TooLarge,
    /// What came is not what such a geocoder sends.
    #[error("the geocoder's answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

impl GeocodeError {
    /// A failure to send or to receive, without the address: that holds what was asked for.
    pub(crate) fn not_reached(error: reqwest::Error) -> Self {
        Self::NotReached(error.without_url())
    }

    /// How long the geocoder wants to be left alone, where it said so.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// What a status says about the geocoder; none where it is about the one address that was asked for.
pub(crate) fn refusal(status: StatusCode, headers: &HeaderMap) -> Option<GeocodeError> {
    let is_about_the_address = matches!(
        status,
        StatusCode::BAD_REQUEST | StatusCode::URI_TOO_LONG | StatusCode::UNPROCESSABLE_ENTITY
    );
    if status.is_success() || is_about_the_address {
        return None;
    }
    if status.is_redirection() {
        return Some(GeocodeError::Redirected);
    }
    let retry_after =
        headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let retry_after = retry_after.map(Duration::from_secs);
    Some(GeocodeError::Refused { status: status.as_u16(), retry_after })
}
