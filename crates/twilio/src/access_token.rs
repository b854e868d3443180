//! Access tokens: what lets a browser make and take calls for a while.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;

use crate::{ApplicationSid, Credentials, PushCredentialSid, Secret};

/// The longest life that Twilio accepts.
pub const LONGEST: Duration = Duration::from_hours(24);

/// How far back a token begins, so that a clock that is a little behind ours still accepts it.
const SKEW: TimeDelta = TimeDelta::seconds(10);

/// Who a browser is at Twilio. It appears there as `client:<identity>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity(String);

impl Identity {
    /// The name, without `client:`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that cannot be an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an identity has 1 to 256 characters, without spaces and without < > # % \" {{ }} | \\ ^ [ ] `"
)]
pub struct WrongIdentity;

impl FromStr for Identity {
    type Err = WrongIdentity;

    fn from_str(text: &str) -> Result<Self, WrongIdentity> {
        let is_bad = |letter: char| {
            letter.is_control() || letter.is_whitespace() || "<>#%\"{}|\\^[]`".contains(letter)
        };
        let length = text.chars().count();
        let is_identity = (1..=256).contains(&length) && !text.contains(is_bad);
        if is_identity { Ok(Self(text.to_owned())) } else { Err(WrongIdentity) }
    }
}

/// What the browser may do.
#[derive(Clone, Debug)]
pub struct VoiceGrant {
    /// Who it is.
    pub identity: Identity,
    /// Whether calls can be made to it.
    pub incoming: bool,
    /// How it makes calls, if it may.
    pub outgoing: Option<Outgoing>,
    /// Where a phone's app is woken for a call.
    pub push_credential: Option<PushCredentialSid>,
    /// Tells the endpoints of one identity apart.
    pub endpoint: Option<String>,
}

/// Where the browser's calls go.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The `TwiML` app that is asked what to do.
    pub application: ApplicationSid,
    /// Fields that reach the app with every call. Unlike those that the page sends they cannot be
    /// changed in the browser.
    pub parameters: BTreeMap<String, String>,
}

/// A token and until when it works.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token, as the browser's SDK takes it.
    pub token: Secret,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Why no token was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// Twilio refuses tokens that live longer than a day, or not at all.
    #[error("an access token lives for a second to 24 hours")]
    Lifetime,
    /// The time lies where no calendar reaches.
    #[error("the access token's end is out of range")]
    Time,
    /// The claims could not be signed.
    #[error("cannot sign the access token")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    iss: &'a str,
    sub: &'a str,
    iat: i64,
    nbf: i64,
    exp: i64,
    grants: Grants<'a>,
}

#[derive(Serialize)]
struct Grants<'a> {
    identity: &'a str,
    voice: Voice<'a>,
}

#[derive(Serialize)]
struct Voice<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    incoming: Option<Incoming>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outgoing: Option<OutgoingClaims<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    push_credential_sid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Incoming {
    allow: bool,
}

#[derive(Serialize)]
struct OutgoingClaims<'a> {
    application_sid: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    params: &'a BTreeMap<String, String>,
}

impl<'a> From<&'a VoiceGrant> for Grants<'a> {
    fn from(grant: &'a VoiceGrant) -> Self {
        let outgoing = grant.outgoing.as_ref().map(|outgoing| OutgoingClaims {
            application_sid: outgoing.application.as_str(),
            params: &outgoing.parameters,
        });
        let voice = Voice {
            incoming: grant.incoming.then_some(Incoming { allow: true }),
            outgoing,
            push_credential_sid: grant.push_credential.as_ref().map(PushCredentialSid::as_str),
            endpoint_id: grant.endpoint.as_deref(),
        };
        Self { identity: grant.identity.as_str(), voice }
    }
}

/// Issues a token that works from now until `life` has passed, with a little room before for clocks
/// that differ.
pub fn issue(
    credentials: &Credentials,
    grant: &VoiceGrant,
    life: Duration,
    now: DateTime<Utc>,
) -> Result<AccessToken, IssueError> {
    if life.as_secs() == 0 || life > LONGEST {
        return Err(IssueError::Lifetime);
    }
    let seconds = i64::try_from(life.as_secs()).map_err(|_never| IssueError::Lifetime)?;
    let expires_at = now.checked_add_signed(TimeDelta::seconds(seconds)).ok_or(IssueError::Time)?;
    let not_before = now.checked_sub_signed(SKEW).ok_or(IssueError::Time)?;
    let key = credentials.api_key.as_str();
    let claims = Claims {
        // Twilio's own libraries stop after the seconds, so two tokens of one second share an id.
        jti: format!("{key}-{}-{:016x}", now.timestamp(), rand::random::<u64>()),
        iss: key,
        sub: credentials.account.as_str(),
        iat: now.timestamp(),
        nbf: not_before.timestamp(),
        exp: expires_at.timestamp(),
        grants: Grants::from(grant),
    };
    let secret = EncodingKey::from_secret(credentials.api_secret.expose().as_bytes());
    let token = jsonwebtoken::encode(&header(credentials), &claims, &secret)?;
    Ok(AccessToken { token: Secret::new(token), expires_at })
}

fn header(credentials: &Credentials) -> Header {
    let mut header = Header::new(Algorithm::HS256);
    header.cty = Some("twilio-fpa;v=1".to_owned());
    if let Some(region) = &credentials.region {
        header.extras.insert("twr", region.as_str());
    }
    header
}
