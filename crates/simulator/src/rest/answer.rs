//! Calls, recordings and messages as REST describes them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::account::Account;
use crate::call::{Direction, Leg, Recording};
use crate::message::Message;
use crate::number;

pub(super) fn date(moment: DateTime<Utc>) -> String {
    moment.to_rfc2822()
}

pub(super) fn call(account: &Account, leg: &Leg, now: DateTime<Utc>) -> Value {
    let path = |rest: &str| account.path(&format!("Calls/{}{rest}", leg.sid));
    let seconds = leg.seconds(now);
    let is_over = leg.is_over();
    let direction = match leg.direction {
        Direction::Inbound => "inbound",
        Direction::OutboundDial => "outbound-dial",
        Direction::OutboundApi => "outbound-api",
    };
    json!({
        "sid": leg.sid.as_str(),
        "account_sid": account.simulator.config().account_sid,
        "parent_call_sid": leg.parent.as_ref().map(ToString::to_string),
        "to": leg.to,
        "to_formatted": number::spaced(&leg.to),
        "from": leg.from,
        "from_formatted": number::spaced(&leg.from),
        "phone_number_sid": null,
        "status": leg.status.in_rest(),
        "date_created": date(leg.created_at),
        "date_updated": date(leg.updated_at),
        "start_time": date(leg.created_at),
        "end_time": leg.ended_at.map(date),
        "duration": is_over.then(|| seconds.to_string()),
        "price": null,
        "price_unit": "USD",
        "direction": direction,
        "answered_by": leg.answered_by,
        "api_version": "2010-04-01",
        "forwarded_from": null,
        "group_sid": null,
        "caller_name": null,
        "queue_time": "0",
        "trunk_sid": null,
        "uri": path(".json"),
        "subresource_uris": { "recordings": path("/Recordings.json") },
    })
}

pub(super) fn recording(account: &Account, recording: &Recording) -> Value {
    let path = account.path(&format!("Recordings/{}", recording.sid));
    let base = account.simulator.config().public_base.as_str().trim_end_matches('/');
    let is_running = recording.status.is_running();
    let is_absent = recording.status.as_str() == "absent";
    json!({
        "sid": recording.sid.as_str(),
        "account_sid": account.simulator.config().account_sid,
        "call_sid": recording.leg.as_str(),
        "conference_sid": null,
        "api_version": "2010-04-01",
        "status": recording.status.as_str(),
        "source": recording.source,
        "channels": recording.channels,
        "track": recording.track,
        "date_created": date(recording.started_at),
        "date_updated": date(recording.started_at + recording.length),
        "start_time": date(recording.started_at),
        "duration": (!is_running).then(|| recording.length.num_seconds().to_string()),
        "price": null,
        "price_unit": "USD",
        "error_code": is_absent.then_some(16_101),
        "encryption_details": null,
        "media_url": format!("{base}/simulator{path}"),
        "uri": format!("{path}.json"),
        "subresource_uris": {},
    })
}

pub(super) fn message(account: &Account, message: &Message) -> Value {
    let is_undelivered = message.status == "undelivered";
    let was_sent = message.status != "queued";
    json!({
        "sid": message.sid.as_str(),
        "account_sid": account.simulator.config().account_sid,
        "messaging_service_sid": message.service,
        "api_version": "2010-04-01",
        "body": message.body,
        "from": message.from,
        "to": message.to,
        "direction": "outbound-api",
        "status": message.status,
        "num_segments": segments(&message.body).to_string(),
        "num_media": "0",
        "error_code": is_undelivered.then_some(30_003),
        "error_message": is_undelivered.then_some("Unreachable destination handset"),
        "price": null,
        "price_unit": "USD",
        "date_created": date(message.created_at),
        "date_sent": was_sent.then(|| date(message.updated_at)),
        "date_updated": date(message.updated_at),
        "uri": account.path(&format!("Messages/{}.json", message.sid)),
        "subresource_uris": {},
    })
}

/// How many parts a text is sent in; letters beyond ASCII make the parts shorter.
fn segments(body: &str) -> usize {
    let units = body.encode_utf16().count();
    let (one, many) = if body.is_ascii() { (160, 153) } else { (70, 67) };
    if units <= one { 1 } else { units.div_ceil(many) }
}
