//! Participants of a conference: called in, muted, put on hold.

use actix_web::{HttpResponse, web};
use bytes::Bytes;
use serde_json::{Value, json};

use super::account::Account;
use super::answer::date;
use super::error::RestError;
use super::form::Form;
use crate::call::{AtAnswer, NewCall};
use crate::conference::Participant;
use crate::number;
use crate::sid::Sid;
use crate::twiml::Verb;

/// As long as a conference may last.
const STAYS: Verb = Verb::Play { seconds: 14_400 };

/// Calls somebody into a conference, which begins with the first.
pub(crate) async fn create(
    account: Account,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, RestError> {
    let form = Form::read(&body);
    let (to, from) = (form.require("To", 21_201)?, form.require("From", 21_213)?);
    if !number::is_e164(to) && !to.starts_with("client:") {
        return Err(RestError::bad(21_211, format!("Invalid 'To' Phone Number: {to}")));
    }
    let new = NewCall {
        to: to.to_owned(),
        from: from.to_owned(),
        first: AtAnswer::Do(vec![STAYS]),
        watcher: form.watcher()?,
        timeout: form.number("Timeout", 60, 1..=600)?,
        detection: None,
        recording: form.is("Record").then(|| form.recording("OutboundAPI")).transpose()?,
    };
    let conference = conference(&path.1);
    let participant = account.simulator.act(|exchange| {
        let call = exchange.create_call(new);
        let mut participant = Participant::new(conference, call, exchange.now);
        change(&mut participant, &form);
        exchange.participants.insert(participant.call.clone(), participant.clone());
        participant
    });
    let body = described(&account, &participant);
    Ok(account.answer(HttpResponse::Created().json(body)).await)
}

/// Mutes somebody, puts them on hold, or lets one hear the other in secret.
pub(crate) async fn update(
    account: Account,
    path: web::Path<(String, String, String)>,
    body: Bytes,
) -> Result<HttpResponse, RestError> {
    let (_, name, call) = path.into_inner();
    let form = Form::read(&body);
    let (conference, sid) = (conference(&name), Sid::from(call.as_str()));
    let changed = account.simulator.act(|exchange| {
        let is_there = exchange.legs.get(&sid).is_some_and(|leg| !leg.is_over());
        let participant = exchange.participants.get_mut(&sid);
        let participant = participant.filter(|one| is_there && one.conference == conference)?;
        change(participant, &form);
        participant.updated_at = exchange.now;
        Some(participant.clone())
    });
    let missing = || account.missing(&format!("Conferences/{name}/Participants/{call}.json"));
    let body = described(&account, &changed.ok_or_else(missing)?);
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

/// A conference goes by its identifier, or by the name of which that is made.
fn conference(name: &str) -> Sid {
    if name.len() == 34 && name.starts_with("CF") {
        return Sid::from(name);
    }
    Sid::named("CF", name)
}

fn change(participant: &mut Participant, form: &Form) {
    let set = |field: &mut bool, name: &str| {
        if form.get(name).is_some() {
            *field = form.is(name);
        }
    };
    set(&mut participant.is_muted, "Muted");
    set(&mut participant.is_on_hold, "Hold");
    set(&mut participant.is_coaching, "Coaching");
    set(&mut participant.ends_with_it, "EndConferenceOnExit");
    let text = |name: &str| form.get(name).map(str::to_owned);
    participant.coached = text("CallSidToCoach").or(participant.coached.take());
    participant.label = text("Label").or(participant.label.take());
}

fn described(account: &Account, participant: &Participant) -> Value {
    let Participant { conference, call, .. } = participant;
    let status = account.simulator.with(|exchange| {
        exchange.legs.get(call).map_or("complete", |leg| match leg.status.in_rest() {
            "in-progress" => "connected",
            "queued" => "queued",
            "ringing" => "ringing",
            "failed" | "busy" | "no-answer" | "canceled" => "failed",
            _ => "complete",
        })
    });
    json!({
        "account_sid": account.simulator.config().account_sid,
        "conference_sid": conference.as_str(),
        "call_sid": call.as_str(),
        "label": participant.label,
        "muted": participant.is_muted,
        "hold": participant.is_on_hold,
        "coaching": participant.is_coaching,
        "call_sid_to_coach": participant.coached,
        "start_conference_on_enter": true,
        "end_conference_on_exit": participant.ends_with_it,
        "status": status,
        "queue_time": "0",
        "date_created": date(participant.created_at),
        "date_updated": date(participant.updated_at),
        "uri": account.path(&format!("Conferences/{conference}/Participants/{call}.json")),
    })
}
