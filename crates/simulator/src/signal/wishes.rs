//! What a browser asks for, and what comes of it.

use serde::Deserialize;

use super::{say, token};
use crate::call::{Exchange, Invitation, SessionId};

/// A message of the browser's software; what is of no consequence here is left out.
#[derive(Deserialize)]
struct Wish {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    payload: Payload,
}

#[derive(Deserialize, Default)]
struct Payload {
    #[serde(default)]
    token: String,
    #[serde(default)]
    callsid: String,
    #[serde(default)]
    reconnect: Option<String>,
    #[serde(default)]
    dtmf: String,
    #[serde(default)]
    twilio: Parameters,
    #[serde(default)]
    voiceeventsid: Option<String>,
}

#[derive(Deserialize, Default)]
struct Parameters {
    #[serde(default)]
    params: String,
}

/// Does what a browser asks for.
pub(super) fn grant(exchange: &mut Exchange, session: SessionId, text: &str) {
    let Ok(Wish { kind, payload }) = serde_json::from_str::<Wish>(text) else {
        return exchange.say(Some(session), say::error(31_100, "Malformed request"));
    };
    let call = payload.callsid.as_str();
    match kind.as_str() {
        "listen" => match token::read(&exchange.config, &payload.token, exchange.now) {
            Ok(grant) => exchange.sign_in(session, grant),
            Err(alert) => exchange.say(Some(session), say::error(alert.code, &alert.message)),
        },
        "register" => exchange.register(session),
        "invite" => match &payload.reconnect {
            Some(reconnect) => exchange.reclaim(session, call, reconnect),
            None => exchange.invite(session, invitation(&payload)),
        },
        "hangup" => exchange.browser_hangs_up(session, call),
        "dtmf" => exchange.browser_presses(session, call, &payload.dtmf),
        "reinvite" => exchange.browser_renegotiates(session, call),
        "answer" => exchange.browser_answers(session, call),
        "reject" => exchange.browser_rejects(session, call),
        "message" => {
            let event = payload.voiceeventsid.as_deref();
            exchange.say(Some(session), say::acknowledge(call, event));
        }
        _ => {}
    }
}

fn invitation(payload: &Payload) -> Invitation {
    let parameters = url::form_urlencoded::parse(payload.twilio.params.as_bytes());
    Invitation { temporary: payload.callsid.clone(), parameters: parameters.into_owned().collect() }
}
