//! Secrets that are handed out: access tokens, refresh tokens, single-use links.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{CallId, ExportId, SessionId, UserId};
use domain::users::Role;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use rand::RngCore;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

/// How long an access token is good for.
pub const ACCESS_TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// What an access token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessClaims {
    /// Who is signed in.
    pub sub: UserId,
    /// What the user is here to do.
    pub role: Role,
    /// The session.
    pub sid: SessionId,
    /// When it was issued, in milliseconds since 1970, so that a revocation just before counts.
    pub iat_ms: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
}

impl AccessClaims {
    /// When it was issued.
    #[must_use]
    pub fn issued_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.iat_ms)
    }
}

/// A token could not be made: a defect.
#[derive(Debug, thiserror::Error)]
#[error("the token could not be signed")]
pub struct SignError(#[from] jsonwebtoken::errors::Error);

/// Signs an access token.
///
/// # Errors
/// See [`SignError`].
pub fn sign_access(
    secret: &[u8],
    user: UserId,
    role: Role,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<String, SignError> {
    let exp = (now + ACCESS_TOKEN_LIFE).timestamp();
    let claims =
        AccessClaims { sub: user, role, sid: session, iat_ms: now.timestamp_millis(), exp };
    Ok(jsonwebtoken::encode(&Header::default(), &claims, &EncodingKey::from_secret(secret))?)
}

/// What a token says, if it is ours and has not ended.
#[must_use]
pub fn read_access(secret: &[u8], token: &str, now: DateTime<Utc>) -> Option<AccessClaims> {
    // The library reads the system's clock; ours can be set by tests.
    let validation = Validation { validate_exp: false, ..Validation::default() };
    let claims =
        jsonwebtoken::decode::<AccessClaims>(token, &DecodingKey::from_secret(secret), &validation)
            .ok()?
            .claims;
    (claims.exp > now.timestamp()).then_some(claims)
}

/// 256 random bits, as text for a cookie or a link.
#[must_use]
pub fn random() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The successor of a refresh token: the same one each time, so that two tabs, or a client whose
/// answer was lost, come to hold the same token without it ever being stored.
#[must_use]
pub fn successor(secret: &[u8], token: &str) -> String {
    derive(secret, "refresh", token)
}

/// The token of a single-use link; made again, not stored, when a request is repeated.
#[must_use]
pub fn link(secret: &[u8], id: Uuid) -> String {
    derive(secret, "link", &id.to_string())
}

/// Lets whoever has it fetch one user's recorded message: the carrier, which does not sign in.
#[must_use]
pub fn voicemail_key(secret: &[u8], user: UserId) -> String {
    derive(secret, "voicemail", &user.to_string())
}

/// Lets whoever has it hear one call's recording until a moment.
#[must_use]
pub fn recording_link(secret: &[u8], call: CallId, until: DateTime<Utc>) -> String {
    passing(secret, "recording", call.uuid(), until)
}

/// Whether a link to a call's recording is ours and has not ended.
#[must_use]
pub fn opens_recording(secret: &[u8], call: CallId, link: &str, now: DateTime<Utc>) -> bool {
    opens(link, now, |until| recording_link(secret, call, until))
}

/// Lets whoever has it fetch one export's file until a moment.
#[must_use]
pub fn export_link(secret: &[u8], export: ExportId, until: DateTime<Utc>) -> String {
    passing(secret, "export", export.uuid(), until)
}

/// Whether a link to an export's file is ours and has not ended.
#[must_use]
pub fn opens_export(secret: &[u8], export: ExportId, link: &str, now: DateTime<Utc>) -> bool {
    opens(link, now, |until| export_link(secret, export, until))
}

fn passing(secret: &[u8], purpose: &str, id: Uuid, until: DateTime<Utc>) -> String {
    let until = until.timestamp();
    let mac = derive(secret, purpose, &format!("{id} {until}"));
    format!("{until}.{mac}")
}

fn opens(link: &str, now: DateTime<Utc>, ours: impl Fn(DateTime<Utc>) -> String) -> bool {
    let until = link.split_once('.').and_then(|(until, _)| until.parse().ok());
    let until = until.and_then(|until| DateTime::from_timestamp(until, 0));
    until.is_some_and(|until| until > now && is_same(&ours(until), link))
}

/// Whether two secrets are the same, without telling by the time it takes how much of them is.
#[must_use]
pub fn is_same(ours: &str, given: &str) -> bool {
    digest(ours) == digest(given)
}

/// What is kept of an erased lead's number: enough to know it again, too little to call it.
#[must_use]
pub fn erased_number(secret: &[u8], phone_e164: &str) -> String {
    derive(secret, "erased number", phone_e164)
}

fn derive(secret: &[u8], purpose: &str, from: &str) -> String {
    // SHA-512 of the secret is a key of exactly the length that HMAC-SHA256 takes.
    let mut mac = Hmac::<Sha256>::new(&Sha512::digest(secret));
    mac.update(purpose.as_bytes());
    mac.update(b":");
    mac.update(from.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// What is stored of a secret.
#[must_use]
pub fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn token(now: DateTime<Utc>) -> String {
        let (user, session) = (UserId::new(Uuid::now_v7()), SessionId::new(Uuid::now_v7()));
        sign_access(SECRET, user, Role::Rep, session, now).unwrap()
    }

    #[test]
    fn an_access_token_ends() {
        let now = DateTime::UNIX_EPOCH;
        let token = token(now);
        assert!(read_access(SECRET, &token, now + TimeDelta::minutes(14)).is_some());
        assert!(read_access(SECRET, &token, now + TimeDelta::minutes(15)).is_none());
    }

    #[test]
    fn a_token_of_another_secret_says_nothing() {
        let now = DateTime::UNIX_EPOCH;
        assert!(read_access(b"another secret of thirty-two bytes", &token(now), now).is_none());
    }

    #[test]
    fn a_link_opens_its_own_thing_for_its_time() {
        let (export, now) = (ExportId::new(Uuid::from_u128(7)), DateTime::UNIX_EPOCH);
        let link = export_link(SECRET, export, now + TimeDelta::seconds(60));
        assert!(opens_export(SECRET, export, &link, now + TimeDelta::seconds(59)));
        assert!(!opens_export(SECRET, export, &link, now + TimeDelta::seconds(60)));
        assert!(!opens_export(SECRET, ExportId::new(Uuid::from_u128(8)), &link, now));
        assert!(!opens_recording(SECRET, CallId::new(export.uuid()), &link, now));
        assert!(!opens_export(SECRET, export, &link.replacen("60.", "90.", 1), now));
    }

    #[test]
    fn a_refresh_token_has_one_successor() {
        assert_eq!(successor(SECRET, "a"), successor(SECRET, "a"));
        assert_ne!(successor(SECRET, "a"), successor(SECRET, "b"));
    }
}
