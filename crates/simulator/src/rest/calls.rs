//! Calls: made, looked at, changed.

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::account::Account;
use super::answer;
use super::error::RestError;
use super::form::Form;
use super::listing::{Query, page};
use crate::call::{AtAnswer, CallUpdate, Leg, NewCall, Refusal};
use crate::number;
use crate::sid::Sid;
use crate::twiml::{self, Verb};

/// Makes a call.
pub(crate) async fn create(account: Account, body: Bytes) -> Result<HttpResponse, RestError> {
    let form = Form::read(&body);
    let to = form.require("To", 21_201)?;
    check_to(to)?;
    let from = form.require("From", 21_213)?;
    check_from(&account, from)?;
    let new = NewCall {
        to: to.to_owned(),
        from: from.to_owned(),
        first: first(&account, &form)?,
        watcher: form.watcher()?,
        timeout: form.number("Timeout", 60, 1..=600)?,
        detection: form.detection()?,
        recording: form.is("Record").then(|| form.recording("OutboundAPI")).transpose()?,
    };
    let sid = account.simulator.act(|exchange| exchange.create_call(new));
    let body = described(&account, &sid)?;
    Ok(account.answer(HttpResponse::Created().json(body)).await)
}

/// Looks at a call.
pub(crate) async fn fetch(
    account: Account,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, RestError> {
    let sid = Sid::from(path.1.as_str());
    account.simulator.act(|_| ());
    let body = described(&account, &sid)?;
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

/// Ends a call, or gives it something else to do.
pub(crate) async fn update(
    account: Account,
    path: web::Path<(String, String)>,
    body: Bytes,
) -> Result<HttpResponse, RestError> {
    let sid = Sid::from(path.1.as_str());
    let update = change(&Form::read(&body))?;
    if let Some(update) = update {
        let changed = account.simulator.act(|exchange| exchange.update_call(&sid, update));
        changed.map_err(|refusal| match refusal {
            Refusal::Unknown => account.missing(&format!("Calls/{sid}.json")),
            Refusal::WrongState => {
                RestError::bad(21_220, "Call is not in-progress. Cannot redirect.")
            }
        })?;
    }
    let body = described(&account, &sid)?;
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

/// Lists calls, newest first.
pub(crate) async fn list(account: Account, request: HttpRequest) -> HttpResponse {
    let query = Query::of(&request);
    let calls = account.simulator.with(|exchange| {
        let legs = exchange.order.iter().rev().filter_map(|sid| exchange.legs.get(sid));
        let fitting = legs.filter(|leg| fits(leg, &query));
        fitting.map(|leg| answer::call(&account, leg, exchange.now)).collect()
    });
    let body = page(&account, &query, "Calls.json", "calls", calls);
    account.answer(HttpResponse::Ok().json(body)).await
}

fn described(account: &Account, sid: &Sid) -> Result<serde_json::Value, RestError> {
    let described = account.simulator.with(|exchange| {
        let leg = exchange.legs.get(sid);
        leg.map(|leg| answer::call(account, leg, exchange.now))
    });
    described.ok_or_else(|| account.missing(&format!("Calls/{sid}.json")))
}

/// The numbers that Twilio's test credentials refuse, each with its own error.
const REFUSED: [(&str, u32, &str); 4] = [
    ("+15005550001", 21_217, "is not a valid phone number"),
    ("+15005550002", 21_214, "cannot be reached"),
    ("+15005550003", 21_215, "is in a country that the account may not call"),
    ("+15005550004", 21_216, "is on the list of blocked numbers"),
];

fn check_to(to: &str) -> Result<(), RestError> {
    if let Some((_, code, why)) = REFUSED.iter().find(|(number, _, _)| *number == to) {
        return Err(RestError::bad(*code, format!("The number {to} {why}.")));
    }
    let is_client = to.strip_prefix("client:").is_some_and(|identity| !identity.is_empty());
    if is_client || number::is_e164(to) {
        return Ok(());
    }
    Err(RestError::bad(21_211, format!("Invalid 'To' Phone Number: {to}")))
}

fn check_from(account: &Account, from: &str) -> Result<(), RestError> {
    if from == "+15005550001" || !(number::is_e164(from) || from.starts_with("client:")) {
        return Err(RestError::bad(21_212, format!("Invalid 'From' Phone Number: {from}")));
    }
    let numbers = &account.simulator.config().numbers;
    let is_ours = numbers.is_empty() || numbers.iter().any(|number| number == from);
    if is_ours || from == "+15005550006" || from.starts_with("client:") {
        return Ok(());
    }
    let message =
        format!("The source phone number provided, {from}, is not yet verified for your account.");
    Err(RestError::bad(21_210, message))
}

/// An address wins over a document, and an application over both.
fn first(account: &Account, form: &Form) -> Result<AtAnswer, RestError> {
    let config = account.simulator.config();
    match form.get("ApplicationSid") {
        Some(sid) if sid == config.twiml_app_sid => {
            return Ok(AtAnswer::Ask(config.voice_url.clone(), twiml::Method::Post));
        }
        Some(sid) => {
            let message = format!("Invalid Application Sid: {sid}");
            return Err(RestError::bad(21_218, message));
        }
        None => {}
    }
    if let Some(url) = form.url("Url")? {
        return Ok(AtAnswer::Ask(url, form.method("Method")?));
    }
    match form.get("Twiml") {
        Some(text) => Ok(AtAnswer::Do(document(text)?)),
        None => Err(RestError::bad(21_205, "Url parameter is required.")),
    }
}

/// The longest document that a field may hold.
const LONGEST: usize = 4_000;

fn document(text: &str) -> Result<Vec<Verb>, RestError> {
    if text.chars().count() > LONGEST {
        return Err(RestError::bad(21_617, "Twiml holds more than 4000 characters"));
    }
    twiml::read(text).map_err(|alert| RestError::bad(alert.code, alert.message))
}

fn change(form: &Form) -> Result<Option<CallUpdate>, RestError> {
    match form.get("Status") {
        Some("completed") => return Ok(Some(CallUpdate::Complete)),
        Some("canceled") => return Ok(Some(CallUpdate::Cancel)),
        Some(other) => {
            return Err(RestError::bad(21_219, format!("Status is not valid: {other}")));
        }
        None => {}
    }
    if let Some(url) = form.url("Url")? {
        return Ok(Some(CallUpdate::Ask(url, form.method("Method")?)));
    }
    form.get("Twiml").map(|text| document(text).map(CallUpdate::Do)).transpose()
}

fn fits(leg: &Leg, query: &Query) -> bool {
    let is = |name: &str, value: &str| query.get(name).is_none_or(|wanted| wanted == value);
    let parent = leg.parent.as_ref().map_or("", Sid::as_str);
    is("To", &leg.to)
        && is("From", &leg.from)
        && is("Status", leg.status.in_rest())
        && is("ParentCallSid", parent)
        && falls(query, "StartTime", Some(leg.created_at))
        && falls(query, "EndTime", leg.ended_at)
}

/// Whether a moment lies on the day asked for, or before or after the moment asked for.
fn falls(query: &Query, name: &str, moment: Option<DateTime<Utc>>) -> bool {
    let day = query.get(name).and_then(moment_of);
    let before = query.get(&format!("{name}<")).and_then(moment_of);
    let after = query.get(&format!("{name}>")).and_then(moment_of);
    if day.is_none() && before.is_none() && after.is_none() {
        return true;
    }
    moment.is_some_and(|moment| {
        day.is_none_or(|day| (day..day + TimeDelta::days(1)).contains(&moment))
            && before.is_none_or(|limit| moment <= limit)
            && after.is_none_or(|limit| moment >= limit)
    })
}

fn moment_of(text: &str) -> Option<DateTime<Utc>> {
    let exact = DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc()).ok();
    let day = || text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0).map(|day| day.and_utc());
    exact.or_else(day)
}
