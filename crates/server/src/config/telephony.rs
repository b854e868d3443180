//! The carrier's settings: an account at Twilio, all of it or none.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::SocketAddr;
use std::str::FromStr;

use domain::leads::phones;
use twilio::{Credentials, Region, Secret, api_url};
use url::Url;

use super::ConfigError;
use super::values::Values;

/// What an account needs; with some of them set, the others must be.
const NEEDED: [&str; 6] = [ACCOUNT, AUTH_TOKEN, API_KEY, API_SECRET, TWIML_APP, CALLER_ID];
const ACCOUNT: &str = "SKIIGEN_TWILIO_ACCOUNT_SID";
const AUTH_TOKEN: &str = "SKIIGEN_TWILIO_AUTH_TOKEN";
const API_KEY: &str = "SKIIGEN_TWILIO_API_KEY_SID";
const API_SECRET: &str = "SKIIGEN_TWILIO_API_KEY_SECRET";
const TWIML_APP: &str = "SKIIGEN_TWILIO_TWIML_APP_SID";
const CALLER_ID: &str = "SKIIGEN_TWILIO_CALLER_ID";
/// What an account may have beside.
const OPTIONAL: [&str; 3] = [NEXT_AUTH_TOKEN, REGION, API_URL];
const NEXT_AUTH_TOKEN: &str = "SKIIGEN_TWILIO_NEXT_AUTH_TOKEN";
const REGION: &str = "SKIIGEN_TWILIO_REGION";
const API_URL: &str = "SKIIGEN_TWILIO_API_URL";

/// Who carries the calls.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// Twilio.
    Twilio(Box<TwilioAccount>),
    /// The carrier in the box, which dials nobody. Only for a server that this machine alone
    /// reaches, so that nobody takes it for a real one.
    Simulator,
    /// Nobody: calls are made on phones of the reps' own.
    None,
}

/// An account at Twilio.
#[derive(Clone, Debug)]
pub struct TwilioAccount {
    /// How to act in its name.
    pub credentials: Credentials,
    /// The number that leads see whose region has none of its own; E.164.
    pub caller_id: String,
}

impl Values<'_> {
    pub(super) fn carrier(&self, bind: SocketAddr) -> Result<Carrier, ConfigError> {
        Ok(match self.twilio()? {
            Some(account) => Carrier::Twilio(Box::new(account)),
            None if bind.ip().is_loopback() => Carrier::Simulator,
            None => Carrier::None,
        })
    }

    /// The account, where any of it is set.
    fn twilio(&self) -> Result<Option<TwilioAccount>, ConfigError> {
        let (mut given, mut missing) = (Vec::new(), Vec::new());
        for name in NEEDED {
            if self.text(name)?.is_some() { given.push(name) } else { missing.push(name) }
        }
        for name in OPTIONAL {
            if self.text(name)?.is_some() {
                given.push(name);
            }
        }
        match (given.first(), missing.is_empty()) {
            (None, _) => Ok(None),
            (Some(_), true) => self.account().map(Some),
            (Some(given), false) => Err(ConfigError::Incomplete { given, missing }),
        }
    }

    fn account(&self) -> Result<TwilioAccount, ConfigError> {
        let region: Option<Region> = match self.text(REGION)? {
            Some(text) => Some(read(REGION, &text, "a region's name, such as ie1")?),
            None => None,
        };
        let caller_id = self.needed(CALLER_ID)?;
        let number = phones::parse(&caller_id, None).map_err(|_issue| {
            let problem = format!("is `{caller_id}`, which is no phone number");
            ConfigError::wrong(
                CALLER_ID,
                problem,
                "a number with its country code, such as +12025550100",
            )
        })?;
        Ok(TwilioAccount {
            caller_id: number.e164,
            credentials: Credentials {
                account: self.sid(ACCOUNT, "AC")?,
                api_key: self.sid(API_KEY, "SK")?,
                api_secret: Secret::new(self.needed(API_SECRET)?),
                auth_token: Secret::new(self.needed(AUTH_TOKEN)?),
                next_auth_token: self.text(NEXT_AUTH_TOKEN)?.map(Secret::new),
                application: self.sid(TWIML_APP, "AP")?,
                api_url: self.api_url(region.as_ref())?,
                region,
                shared_keys: BTreeMap::new(),
            },
        })
    }

    fn api_url(&self, region: Option<&Region>) -> Result<Url, ConfigError> {
        let instead = "the address of Twilio's API, or leave it out";
        match self.text(API_URL)? {
            Some(text) => read(API_URL, &text, instead),
            None => api_url(region).map_err(|error| {
                ConfigError::wrong(REGION, format!("leads to no address ({error})"), instead)
            }),
        }
    }

    fn sid<T: FromStr<Err: Display>>(
        &self,
        name: &'static str,
        prefix: &str,
    ) -> Result<T, ConfigError> {
        let instead = format!("what Twilio's console shows: {prefix} and 32 more characters");
        read(name, &self.needed(name)?, &instead)
    }

    fn needed(&self, name: &'static str) -> Result<String, ConfigError> {
        self.text(name)?.ok_or(ConfigError::Incomplete { given: ACCOUNT, missing: vec![name] })
    }
}

/// The value stays out of the message: it may be a secret that was put into the wrong variable.
fn read<T: FromStr<Err: Display>>(name: &str, text: &str, instead: &str) -> Result<T, ConfigError> {
    text.parse()
        .map_err(|error| ConfigError::wrong(name, format!("cannot be used ({error})"), instead))
}
