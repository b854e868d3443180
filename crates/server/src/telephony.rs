//! The line to the carrier: Twilio's where an account is set, else the one in the box.

use anyhow::{Context, Result};
use app::telephony::Telephony;
use domain::calls::Provider;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use simulator::{Clock, Faults, Simulator};
use skiigen_server::config::{Carrier, Config};
use std::collections::BTreeMap;
use std::sync::Arc;
use twilio::rest::Rest;
use twilio::{Credentials, Secret};
use url::Url;

/// The number that the carrier in the box calls from: one of those kept for fiction.
const SIMULATED_CALLER: &str = "+12025550100";

/// The line, where there is one.
pub(crate) fn line(config: &Config) -> Result<Option<Telephony>> {
    let (provider, credentials, caller_id) = match &config.carrier {
        Carrier::None => return Ok(None),
        Carrier::Twilio(account) => {
            (Provider::Twilio, account.credentials.clone(), account.caller_id.clone())
        }
        Carrier::Simulator => {
            (Provider::Simulator, simulated(config)?, SIMULATED_CALLER.to_owned())
        }
    };
    let verifier = credentials.verifier();
    let carrier = Arc::new(Rest::new(credentials).context("prepare the line to the carrier")?);
    Ok(Some(Telephony { provider, carrier, verifier, caller_id }))
}

/// The carrier in the box, where it is the one to call with.
pub(crate) fn simulator(config: &Config) -> Result<Option<Simulator>> {
    let Carrier::Simulator = &config.carrier else { return Ok(None) };
    let credentials = simulated(config)?;
    let public_base = Url::parse(&config.public_url).context("read the public address")?;
    let simulator = Simulator::new(simulator::Config {
        account_sid: credentials.account.to_string(),
        auth_token: credentials.auth_token.expose().to_owned(),
        api_key_sid: credentials.api_key.to_string(),
        api_key_secret: credentials.api_secret.expose().to_owned(),
        twiml_app_sid: credentials.application.to_string(),
        voice_url: public_base.join("/webhooks/twilio/voice")?,
        status_callback: None,
        public_base,
        deliver_to: Some(here(config)?),
        numbers: Vec::new(),
        faults: Faults::default(),
        clock: Clock::real(),
    });
    simulator.context("start the carrier in the box").map(Some)
}

/// An account that only this installation's simulator knows: servers and workers agree on it, for
/// they share the secret.
fn simulated(config: &Config) -> Result<Credentials> {
    let secret = config.secret()?;
    let sid = |prefix: &str| Ok::<_, anyhow::Error>(format!("{prefix}{}", word(&secret, prefix)?));
    Ok(Credentials {
        account: sid("AC")?.parse()?,
        api_key: sid("SK")?.parse()?,
        application: sid("AP")?.parse()?,
        api_secret: Secret::new(word(&secret, "API key")?),
        auth_token: Secret::new(word(&secret, "auth token")?),
        next_auth_token: None,
        region: None,
        shared_keys: BTreeMap::new(),
        api_url: here(config)?.join("/simulator")?,
    })
}

fn here(config: &Config) -> Result<Url> {
    Url::parse(&format!("http://{}", config.local_address())).context("read the local address")
}

/// 32 hexadecimal digits that follow from the secret and do not tell it.
fn word(secret: &[u8], what: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret)?;
    mac.update(b"simulated carrier: ");
    mac.update(what.as_bytes());
    let bytes = mac.finalize().into_bytes();
    Ok(bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}
