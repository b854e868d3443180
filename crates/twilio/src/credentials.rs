//! What an account must tell us so that we can act in its name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::signature::Verifier;
use crate::{AccountSid, ApiKeySid, ApplicationSid, Secret};

/// An account at Twilio and how to sign in to it. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The account that calls are made in.
    pub account: AccountSid,
    /// The API key with which REST requests are signed in and access tokens issued.
    pub api_key: ApiKeySid,
    /// The API key's secret. Access tokens are signed with it, not with the auth token.
    pub api_secret: Secret,
    /// The account's primary auth token, with which webhooks are signed.
    pub auth_token: Secret,
    /// The token that is about to become the primary one, so that no webhook is refused while they
    /// change places.
    pub next_auth_token: Option<Secret>,
    /// The `TwiML` app that the browser's calls go to.
    pub application: ApplicationSid,
    /// The account's home region, where it is not the United States.
    pub region: Option<Region>,
    /// Webhook shared keys by id, where the account uses them.
    pub shared_keys: BTreeMap<String, Secret>,
    /// Where the REST API is: [`api_url`], or the address of a stand-in.
    pub api_url: Url,
}

impl Credentials {
    /// Checks webhooks with these secrets.
    pub fn verifier(&self) -> Verifier {
        let tokens = [Some(&self.auth_token), self.next_auth_token.as_ref()];
        Verifier::new(tokens.into_iter().flatten().cloned().collect(), self.shared_keys.clone())
    }
}

/// A region of Twilio's, such as `ie1` or `au1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region(String);

impl Region {
    /// The region's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Region {
    type Err = WrongRegion;

    fn from_str(text: &str) -> Result<Self, WrongRegion> {
        let is_name = (2..=16).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if is_name { Ok(Self(text.to_owned())) } else { Err(WrongRegion) }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text that names no region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a Twilio region is named by small letters and digits, such as ie1 or au1")]
pub struct WrongRegion;

/// Twilio's REST API as seen from a region.
pub fn api_url(region: Option<&Region>) -> Result<Url, url::ParseError> {
    match region {
        None => Url::parse("https://api.twilio.com"),
        Some(region) => Url::parse(&format!("https://api.{region}.twilio.com")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Region, api_url};

    #[test]
    fn a_region_has_an_address_of_its_own_and_cannot_name_another_host() {
        let ireland: Region = "ie1".parse().unwrap();
        assert_eq!(api_url(Some(&ireland)).unwrap().as_str(), "https://api.ie1.twilio.com/");
        assert_eq!(api_url(None).unwrap().as_str(), "https://api.twilio.com/");
        for wrong in ["", "i", "IE1", "ie1.evil.example", "ie1/", "ie 1"] {
            assert!(wrong.parse::<Region>().is_err(), "{wrong}");
        }
    }
}
