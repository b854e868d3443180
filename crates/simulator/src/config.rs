//! What the simulator is told when it starts.

use std::fmt;

use url::Url;

use crate::{Clock, Faults};

/// The account that the simulator plays, and where it finds us.
#[derive(Clone)]
pub struct Config {
    /// The account, `AC…`.
    pub account_sid: String,
    /// Signs the webhooks, and is the password of the REST interface.
    pub auth_token: String,
    /// The API key, `SK…`, which issues the browser's tokens.
    pub api_key_sid: String,
    /// The API key's secret, with which those tokens are signed.
    pub api_key_secret: String,
    /// The `TwiML` application, `AP…`, that browsers may call.
    pub twiml_app_sid: String,
    /// Where that application asks what to do with a call.
    pub voice_url: Url,
    /// Where that application reports the end of the browser's leg, if anywhere.
    pub status_callback: Option<Url>,
    /// What our own addresses begin with, as the outside sees them. Nothing else is ever asked,
    /// addresses on this machine apart.
    pub public_base: Url,
    /// Where requests to `public_base` really go when this machine cannot reach it by that name.
    pub deliver_to: Option<Url>,
    /// The numbers that the account has, which calls may come from; with none, any will do.
    pub numbers: Vec<String>,
    /// What goes wrong from the start.
    pub faults: Faults,
    /// The time.
    pub clock: Clock,
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Config")
            .field("account_sid", &self.account_sid)
            .field("voice_url", &self.voice_url.as_str())
            .field("public_base", &self.public_base.as_str())
            .field("numbers", &self.numbers)
            .finish_non_exhaustive()
    }
}
