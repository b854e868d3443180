//! What an account has, read to check that it is set up.

use serde::Deserialize;

use super::{Rest, RestError, read};
use crate::{AccountSid, ApplicationSid, PhoneNumberSid};

/// The most numbers that are read.
const NUMBERS: usize = 10_000;

/// The account itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// The account's SID.
    pub sid: AccountSid,
    /// What its owner calls it.
    pub friendly_name: Option<String>,
    /// Whether it works: `active`, `suspended` or `closed`.
    pub status: String,
}

/// A number that the account has rented.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PhoneNumber {
    /// The number's SID.
    pub sid: PhoneNumberSid,
    /// The number with `+` and country code.
    pub phone_number: String,
    /// What the account calls it.
    pub friendly_name: Option<String>,
    /// Where Twilio asks what to do when somebody calls it; not looked at where there is an app.
    #[serde(default)]
    pub voice_url: Option<String>,
    /// How: `GET` or `POST`.
    #[serde(default)]
    pub voice_method: Option<String>,
    /// The app that is asked instead.
    #[serde(default, deserialize_with = "read::text")]
    pub voice_application_sid: Option<ApplicationSid>,
}

/// A number elsewhere that the account has shown to be its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CallerId {
    /// The number's SID.
    pub sid: PhoneNumberSid,
    /// The number with `+` and country code.
    pub phone_number: String,
    /// What the account calls it.
    pub friendly_name: Option<String>,
}

/// A `TwiML` app: where Twilio asks about calls from browsers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TwimlApp {
    /// The app.
    pub sid: ApplicationSid,
    /// What the account calls it.
    pub friendly_name: Option<String>,
    /// Where it asks what to do.
    pub voice_url: Option<String>,
    /// How: `GET` or `POST`.
    pub voice_method: Option<String>,
    /// Where it tells that a browser's call has ended.
    pub status_callback: Option<String>,
}

impl Rest {
    /// The account, asked for with the auth token, which nothing else here signs in with: Twilio signs
    /// its webhooks with it, so a wrong one shows only when they are refused.
    pub async fn account_by_token(&self) -> Result<Account, RestError> {
        self.get_with_token("look up the account").await
    }

    /// The numbers that the account has rented.
    pub async fn phone_numbers(&self) -> Result<Vec<PhoneNumber>, RestError> {
        self.list("incoming_phone_numbers", "IncomingPhoneNumbers.json", &[], NUMBERS).await
    }

    /// The numbers elsewhere that may be shown as the caller's.
    pub async fn caller_ids(&self) -> Result<Vec<CallerId>, RestError> {
        self.list("outgoing_caller_ids", "OutgoingCallerIds.json", &[], NUMBERS).await
    }

    /// The `TwiML` app of the credentials.
    pub async fn twiml_app(&self) -> Result<TwimlApp, RestError> {
        let application = &self.credentials().application;
        self.get("look up the TwiML app", &format!("Applications/{application}.json")).await
    }
}
