//! What a browser is told.

use serde_json::{Value, json};

use crate::call::{Leg, Status};
use crate::problem::Alert;
use crate::sid::Sid;

/// The version of the protocol.
const VERSION: &str = "1.6";

fn message(kind: &str, payload: &Value) -> Value {
    json!({ "type": kind, "payload": payload, "version": VERSION })
}

/// Its token was accepted, and is good for so many seconds.
pub(crate) fn connected(identity: &str, seconds: i64) -> Value {
    let token = json!({ "identity": identity, "ttl": seconds });
    let place = json!({
        "region": "US_EAST_VIRGINIA",
        "edge": "ashburn",
        "home": "us1",
        "gateway": "simulator",
        "token": token,
    });
    message("connected", &place)
}

/// It will be rung.
pub(crate) fn ready() -> Value {
    message("ready", &json!({}))
}

/// Something about the connection is wrong.
pub(crate) fn error(code: u32, text: &str) -> Value {
    message("error", &json!({ "error": { "code": code, "message": text } }))
}

/// Its call rings at the other end.
pub(crate) fn ringing(call: &Sid) -> Value {
    message("ringing", &json!({ "callsid": call.as_str() }))
}

/// Its call was answered; with the second word it can take the call up again elsewhere.
pub(crate) fn answer(call: &Sid, reconnect: &str) -> Value {
    message("answer", &json!({ "callsid": call.as_str(), "reconnect": reconnect }))
}

/// Somebody calls it.
pub(crate) fn invite(account: &str, leg: &Leg) -> Value {
    let pair = |(name, value): &(String, String)| {
        url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
    };
    let custom = leg.custom.iter().map(pair).collect::<Vec<_>>().join("&");
    let parameters = json!({
        "AccountSid": account,
        "ApiVersion": "2010-04-01",
        "CallSid": leg.sid.as_str(),
        "From": leg.from,
        "To": leg.to,
        "Params": custom,
    });
    let reconnect = leg.browser().map(|browser| browser.reconnect.as_str());
    let payload = json!({
        "callsid": leg.sid.as_str(),
        "parameters": parameters,
        "reconnect": reconnect,
    });
    message("invite", &payload)
}

/// Who called has given up, or it was answered elsewhere.
pub(crate) fn cancel(call: &Sid) -> Value {
    message("cancel", &json!({ "callsid": call.as_str() }))
}

/// Its call is over, and why if that is not simply so.
pub(crate) fn hang_up(call: &Sid, alert: Option<&Alert>, status: Status) -> Value {
    let error = match (alert, status) {
        (Some(alert), _) => Some((31_005, alert.to_string())),
        (None, Status::Busy) => Some((31_486, "Busy Here".to_owned())),
        (None, Status::NoAnswer) => Some((31_603, "Decline".to_owned())),
        (None, _) => None,
    };
    let payload = match error {
        Some((code, text)) => {
            json!({ "callsid": call.as_str(), "error": { "code": code, "message": text } })
        }
        None => json!({ "callsid": call.as_str() }),
    };
    message("hangup", &payload)
}

/// Its call is not even begun.
pub(crate) fn refuse(call: &str, code: u32, text: &str) -> Value {
    message("hangup", &json!({ "callsid": call, "error": { "code": code, "message": text } }))
}

/// A message it sent along with a call was taken.
pub(crate) fn acknowledge(call: &str, event: Option<&str>) -> Value {
    message("ack", &json!({ "acktype": "message", "callsid": call, "voiceeventsid": event }))
}
