//! Recordings: begun by hand, paused, stopped, looked at, deleted.

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use serde_json::Value;

use super::account::Account;
use super::answer;
use super::error::RestError;
use super::form::Form;
use super::listing::{Query, page};
use crate::call::{Exchange, RecordingStatus, Status};
use crate::sid::Sid;

/// Begins a recording of a live call.
pub(crate) async fn create(
    account: Account,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, RestError> {
    let call = Sid::from(path.1.as_str());
    let new = Form::read(&body).recording("StartCallRecordingAPI")?;
    let status = account.simulator.with(|exchange| exchange.legs.get(&call).map(|leg| leg.status));
    match status {
        None => return Err(account.missing(&format!("Calls/{call}/Recordings.json"))),
        Some(Status::InProgress) => {}
        Some(_) => {
            let message = "Requested resource is not eligible for recording";
            return Err(RestError::bad(21_220, message));
        }
    }
    let sid = account.simulator.act(|exchange| exchange.start_recording(&call, new));
    let body = described(&account, &sid)?;
    Ok(account.answer(HttpResponse::Created().json(body)).await)
}

/// Pauses, resumes or stops a recording; `Twilio.CURRENT` is the one that runs.
pub(crate) async fn update(
    account: Account,
    path: web::Path<(String, String, String)>,
    body: Bytes,
) -> Result<HttpResponse, RestError> {
    let (_, call, name) = path.into_inner();
    let form = Form::read(&body);
    let status = form.require("Status", 20_001)?.to_owned();
    let is_left_out = form.get("PauseBehavior") != Some("silence");
    let call = Sid::from(call.as_str());
    let found = account.simulator.with(|exchange| current(exchange, &call, &name));
    let sid =
        found.ok_or_else(|| account.missing(&format!("Calls/{call}/Recordings/{name}.json")))?;
    let done = account.simulator.act(|exchange| {
        match status.as_str() {
            "paused" => exchange.pause_recording(&sid, is_left_out),
            "in-progress" => exchange.resume_recording(&sid),
            "stopped" => exchange.stop_recording(&sid),
            _ => return false,
        }
        true
    });
    if !done {
        return Err(RestError::bad(20_001, format!("Status is not valid: {status}")));
    }
    let mut body = described(&account, &sid)?;
    // The recording is being processed already; the answer speaks of what was asked for.
    if let Some(field) = body.get_mut("status").filter(|_| status == "stopped") {
        *field = Value::from(RecordingStatus::Stopped.as_str());
    }
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

/// Lists a call's recordings.
pub(crate) async fn list(
    account: Account,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, RestError> {
    let call = Sid::from(path.1.as_str());
    let query = Query::of(&request);
    let name = format!("Calls/{call}/Recordings.json");
    account.simulator.act(|_| ());
    let rows = account.simulator.with(|exchange| {
        exchange.legs.get(&call)?;
        let of = exchange.recordings.values().filter(|recording| recording.leg == call);
        let mut of: Vec<_> = of.collect();
        of.sort_by_key(|recording| std::cmp::Reverse(recording.started_at));
        Some(of.into_iter().map(|one| answer::recording(&account, one)).collect::<Vec<_>>())
    });
    let rows = rows.ok_or_else(|| account.missing(&name))?;
    let body = page(&account, &query, &name, "recordings", rows);
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

/// Looks at a recording.
pub(crate) async fn fetch(
    account: Account,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, RestError> {
    let sid = Sid::from(path.1.as_str());
    account.simulator.act(|_| ());
    let body = described(&account, &sid)?;
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

/// Deletes a recording.
pub(crate) async fn delete(
    account: Account,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, RestError> {
    let sid = Sid::from(path.1.as_str());
    let removed = account.simulator.act(|exchange| exchange.recordings.remove(&sid));
    if removed.is_none() {
        return Err(account.missing(&format!("Recordings/{sid}.json")));
    }
    Ok(account.answer(HttpResponse::NoContent().finish()).await)
}

fn described(account: &Account, sid: &Sid) -> Result<Value, RestError> {
    let described = account.simulator.with(|exchange| {
        exchange.recordings.get(sid).map(|recording| answer::recording(account, recording))
    });
    described.ok_or_else(|| account.missing(&format!("Recordings/{sid}.json")))
}

fn current(exchange: &Exchange, call: &Sid, name: &str) -> Option<Sid> {
    let mut of = exchange.recordings.values().filter(|recording| &recording.leg == call);
    let found = if name == "Twilio.CURRENT" {
        of.filter(|recording| recording.status.is_running())
            .max_by_key(|recording| recording.started_at)
    } else {
        of.find(|recording| recording.sid.as_str() == name)
    };
    found.map(|recording| recording.sid.clone())
}
