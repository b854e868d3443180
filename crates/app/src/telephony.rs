//! The line to the carrier: who may call through it, and what the carrier tells.

mod documents;
mod webhook;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::calls::Provider;
use domain::ids::UserId;
use twilio::Identity;
use twilio::access_token::IssueError;
use twilio::signature::Verifier;

use crate::{Caller, Ctx};

pub(crate) use documents::{Document, hangs_up};
pub use webhook::{Delivery, Webhook, WebhookError};

/// How long a browser may call with one token, in seconds.
const TOKEN_LIFE: i32 = 60 * 60;

/// The line to the carrier.
#[derive(Debug, Clone)]
pub struct Telephony {
    /// Whether it is a real one.
    pub provider: Provider,
    /// The carrier.
    pub carrier: Arc<dyn twilio::Telephony>,
    /// Knows what the carrier signs.
    pub verifier: Verifier,
    /// The number that leads see whose region has none of its own; E.164.
    pub caller_id: String,
}

/// What a browser needs to call.
#[derive(Debug, Clone)]
pub struct BrowserToken {
    /// Whose carrier.
    pub provider: Provider,
    /// The token itself.
    pub token: String,
    /// Who the browser is there.
    pub identity: String,
    /// Seconds.
    pub expires_in: i32,
}

/// Why a browser got no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// There is no line to a carrier.
    #[error("no carrier is configured")]
    NotConfigured,
    /// The token could not be made: a defect.
    #[error("the token could not be made")]
    Issue(#[from] IssueError),
    /// Our own names are none that the carrier takes: a defect.
    #[error("the identity is not one that the carrier takes")]
    Identity(#[from] twilio::access_token::WrongIdentity),
}

/// Lets the caller's browser call for an hour.
///
/// # Errors
/// See [`TokenError`].
pub fn issue_token(caller: &Caller) -> Result<BrowserToken, TokenError> {
    let line = caller.ctx.telephony().ok_or(TokenError::NotConfigured)?;
    let identity = identity(caller.user);
    let (known, now) = (identity.parse::<Identity>()?, caller.ctx.now());
    let life = Duration::from_secs(TOKEN_LIFE.unsigned_abs().into());
    let issued = line.carrier.access_token(&known, BTreeMap::new(), life, now)?;
    Ok(BrowserToken {
        provider: line.provider,
        token: issued.token.expose().to_owned(),
        identity,
        expires_in: TOKEN_LIFE,
    })
}

/// Who a user's browser is at the carrier.
#[must_use]
pub fn identity(user: UserId) -> String {
    format!("user_{}", user.uuid().simple())
}

impl Ctx {
    /// The line to the carrier, where there is one.
    #[must_use]
    pub fn telephony(&self) -> Option<&Telephony> {
        self.settings().telephony.as_ref()
    }

    /// Where the carrier finds us.
    #[must_use]
    pub(crate) fn webhook(&self, path: &str) -> String {
        format!("{}/webhooks/twilio/{path}", self.settings().public_url)
    }
}
