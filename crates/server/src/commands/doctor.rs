//! `skiigen doctor`: whether calls will work, by looking at the account, and whether missing places
//! will be found; nothing is changed.

mod numbers;
mod places;

use std::process::ExitCode;

use anyhow::Result;
use skiigen_server::config::{Carrier, Config, TwilioAccount};
use twilio::rest::{Rest, RestError, TwimlApp};
use url::Url;

use self::numbers::Numbers;
use crate::screen::say;

/// One look: what is so, or what is wrong and what to do.
type Finding = Result<String, String>;

/// Looks at everything and says what it found; fails when something has to be mended.
pub(crate) async fn run(config: &Config) -> Result<ExitCode> {
    let mut findings = match &config.carrier {
        Carrier::None => vec![Err(NO_CARRIER.to_owned())],
        Carrier::Simulator => vec![Ok(SIMULATED.to_owned())],
        Carrier::Twilio(account) => twilio(config, account).await?,
    };
    findings.extend(places::look(&config.enrichment).await);
    let is_well = findings.iter().all(Result::is_ok);
    for finding in findings {
        match finding {
            Ok(text) => say(format_args!("  ok    {text}")),
            Err(text) => say(format_args!("  MEND  {text}")),
        }
    }
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

const NO_CARRIER: &str = "Nobody carries calls: set the SKIIGEN_TWILIO_ variables of the README; \
                          docs/twilio.md says where to find each.";
const SIMULATED: &str = "Calls go to the carrier in the box, which dials nobody. To call for real, \
                         follow docs/twilio.md.";

async fn twilio(config: &Config, account: &TwilioAccount) -> Result<Vec<Finding>> {
    let rest = Rest::new(account.credentials.clone())?;
    let numbers = Numbers::of(&rest).await;
    let mut findings = vec![public_address(&config.public_url), auth_token(&rest).await];
    findings.push(match &numbers {
        Ok(numbers) => {
            Ok(format!("The API key opens the account; it has {} numbers.", numbers.len()))
        }
        Err(error) => Err(in_words(error)),
    });
    if let Ok(numbers) = numbers {
        let application = &account.credentials.application;
        findings.push(numbers.caller_id(&account.caller_id));
        findings.extend(numbers.call_back(&account.caller_id, application, &config.public_url));
        findings.push(match rest.twiml_app().await {
            Ok(app) => voice_url(&app, &config.public_url),
            Err(error) if error.is_not_found() => Err(
                "The account has no TwiML app with the SID in SKIIGEN_TWILIO_TWIML_APP_SID: make \
                 one in Twilio's console and copy its SID."
                    .to_owned(),
            ),
            Err(error) => Err(in_words(&error)),
        });
    }
    Ok(findings)
}

/// Webhooks are signed with the auth token, so a wrong one would have every call refused.
async fn auth_token(rest: &Rest) -> Finding {
    match rest.account_by_token().await {
        Ok(account) if account.status == "active" => {
            Ok("The auth token is the account's, and the account is active.".to_owned())
        }
        Ok(account) => Err(format!(
            "The account is {}: Twilio carries no calls for it. Look at its state in Twilio's \
             console.",
            account.status
        )),
        Err(error) if error.code() == Some(20003) => Err(
            "Twilio does not know the auth token: copy the account's primary auth token anew into \
             SKIIGEN_TWILIO_AUTH_TOKEN."
                .to_owned(),
        ),
        Err(error) => Err(in_words(&error)),
    }
}

fn public_address(public_url: &str) -> Finding {
    let is_reachable = Url::parse(public_url).is_ok_and(|url| {
        let is_local = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => true,
        };
        url.scheme() == "https" && !is_local
    });
    if is_reachable {
        Ok(format!("Twilio finds us at {public_url}."))
    } else {
        Err(format!(
            "Twilio cannot reach {public_url}: set SKIIGEN_PUBLIC_URL to the https address under \
             which the internet sees this server."
        ))
    }
}

fn voice_url(app: &TwimlApp, public_url: &str) -> Finding {
    let wanted = format!("{public_url}/webhooks/twilio/voice");
    let is_post = app.voice_method.as_deref().is_none_or(|method| method == "POST");
    if app.voice_url.as_deref() == Some(&wanted) && is_post {
        return Ok(format!("The TwiML app asks {wanted}."));
    }
    let asks = app.voice_url.as_deref().filter(|url| !url.is_empty()).unwrap_or("nobody");
    Err(format!(
        "The TwiML app asks {asks}: set its Voice request URL to {wanted}, by HTTP POST, in \
         Twilio's console."
    ))
}

fn in_words(error: &RestError) -> String {
    match error.code() {
        Some(20003) => "Twilio does not know the API key: copy its SID and secret anew into \
                        SKIIGEN_TWILIO_API_KEY_SID and SKIIGEN_TWILIO_API_KEY_SECRET, and check \
                        that it belongs to the account in SKIIGEN_TWILIO_ACCOUNT_SID."
            .to_owned(),
        _ => format!("Twilio did not answer as it should ({error}): try again in a minute."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_cannot_be_reached_by_twilio() {
        for local in [
            "http://127.0.0.1:8080",
            "https://localhost",
            "https://10.0.0.7",
            "http://crm.example.com",
        ] {
            assert!(public_address(local).unwrap_err().contains("SKIIGEN_PUBLIC_URL"), "{local}");
        }
        assert!(public_address("https://crm.example.com").is_ok());
    }
}
