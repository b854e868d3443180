//! The token a browser shows: signed with the API key's secret, and still good.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use serde_json::Value;

use crate::Config;
use crate::problem::Alert;

/// The longest that a token may be good for.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// What a token allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) identity: String,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) may_be_called: bool,
    /// The `TwiML` application that its calls go to.
    pub(crate) application: Option<String>,
    /// What the application is told with each call, whatever the browser says.
    pub(crate) parameters: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    grants: Grants,
}

#[derive(Deserialize)]
struct Grants {
    identity: String,
    #[serde(default)]
    voice: Option<Voice>,
}

#[derive(Deserialize)]
struct Voice {
    #[serde(default)]
    incoming: Option<Incoming>,
    #[serde(default)]
    outgoing: Option<Outgoing>,
}

#[derive(Deserialize)]
struct Incoming {
    #[serde(default)]
    allow: bool,
}

#[derive(Deserialize)]
struct Outgoing {
    application_sid: String,
    #[serde(default)]
    params: BTreeMap<String, Value>,
}

/// Reads a token as Twilio would.
pub(super) fn read(config: &Config, token: &str, now: DateTime<Utc>) -> Result<Grant, Alert> {
    let claims = verified(config, token)?;
    if claims.iss != config.api_key_sid || claims.sub != config.account_sid {
        return Err(Alert::new(31_202, "JWT signature validation failed"));
    }
    let moment = |seconds| DateTime::from_timestamp(seconds, 0);
    let expires_at = moment(claims.exp).ok_or_else(|| Alert::new(31_204, "JWT is invalid"))?;
    if expires_at <= now {
        return Err(Alert::new(31_205, "JWT token expired"));
    }
    if claims.nbf.and_then(moment).is_some_and(|begins| begins > now) {
        return Err(Alert::new(31_204, "JWT is not valid yet"));
    }
    let issued = claims.iat.or(claims.nbf).and_then(moment).unwrap_or(now);
    if expires_at - issued > LONGEST + TimeDelta::minutes(1) {
        return Err(Alert::new(31_207, "JWT token expiration too long"));
    }
    let Grants { identity, voice } = claims.grants;
    if identity.is_empty() || identity.contains(|letter: char| letter.is_control() || letter == ' ')
    {
        return Err(Alert::new(31_105, "Invalid client name"));
    }
    let voice = voice.ok_or_else(|| Alert::new(31_201, "Authentication failed: no voice grant"))?;
    let (application, parameters) = voice.outgoing.map_or((None, Vec::new()), |outgoing| {
        let pairs = outgoing.params.into_iter().map(|(name, value)| match value {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        });
        (Some(outgoing.application_sid), pairs.collect())
    });
    let may_be_called = voice.incoming.is_some_and(|incoming| incoming.allow);
    Ok(Grant { identity, expires_at, may_be_called, application, parameters })
}

/// The times are looked at by the simulator's own clock, not by the library's.
fn verified(config: &Config, token: &str) -> Result<Claims, Alert> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims = HashSet::new();
    let key = DecodingKey::from_secret(config.api_key_secret.as_bytes());
    let data = decode::<Claims>(token, &key, &validation).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Alert::new(31_202, "JWT signature validation failed"),
        _ => Alert::new(31_204, format!("JWT is invalid: {error}")),
    })?;
    match data.header.cty.as_deref() {
        Some("twilio-fpa;v=1") => Ok(data.claims),
        _ => Err(Alert::new(31_204, "JWT is invalid: its content type is not twilio-fpa;v=1")),
    }
}
