//! Text messages.

use actix_web::{HttpResponse, web};
use bytes::Bytes;

use super::account::Account;
use super::answer;
use super::error::RestError;
use super::form::Form;
use crate::message::Message;
use crate::number;
use crate::sid::Sid;

/// The numbers that Twilio's test credentials refuse, each with its own error.
const REFUSED_TO: [(&str, u32, &str); 5] = [
    ("+15005550001", 21_211, "is not a valid phone number"),
    ("+15005550002", 21_612, "cannot be reached from the sender"),
    ("+15005550003", 21_408, "is in a country that the account may not write to"),
    ("+15005550004", 21_610, "has unsubscribed"),
    ("+15005550009", 21_614, "is not a mobile number"),
];

const REFUSED_FROM: [(&str, u32, &str); 3] = [
    ("+15005550001", 21_212, "is not a valid phone number"),
    ("+15005550007", 21_606, "is not a number of the account that sends messages"),
    ("+15005550008", 21_611, "has its queue full"),
];

/// The longest text.
const LONGEST: usize = 1_600;

/// Takes a message.
pub(crate) async fn create(account: Account, body: Bytes) -> Result<HttpResponse, RestError> {
    let form = Form::read(&body);
    let to = form.require("To", 21_604)?.to_owned();
    check(&to, "To", 21_211, &REFUSED_TO)?;
    let service = form.get("MessagingServiceSid").map(str::to_owned);
    let from = form.get("From").map(str::to_owned);
    match &from {
        Some(from) => check_from(&account, from)?,
        None if service.is_none() => {
            let message = "A 'From' phone number is required.";
            return Err(RestError::bad(21_603, message));
        }
        None => {}
    }
    let body = form.get("Body").unwrap_or_default().to_owned();
    if body.is_empty() && form.get("MediaUrl").is_none() && form.get("ContentSid").is_none() {
        return Err(RestError::bad(21_602, "Message body is required."));
    }
    if body.chars().count() > LONGEST {
        let message = "The concatenated message body exceeds the 1600 character limit.";
        return Err(RestError::bad(21_617, message));
    }
    let now = account.simulator.now();
    let message = Message {
        sid: Sid::new("SM"),
        to,
        from,
        service,
        body,
        status: "queued",
        created_at: now,
        updated_at: now,
        callback: form.url("StatusCallback")?,
    };
    let body = answer::message(&account, &message);
    account.simulator.act(|exchange| exchange.send_message(message));
    Ok(account.answer(HttpResponse::Created().json(body)).await)
}

/// Looks at a message.
pub(crate) async fn fetch(
    account: Account,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, RestError> {
    let sid = Sid::from(path.1.as_str());
    account.simulator.act(|_| ());
    let message = account.simulator.with(|exchange| exchange.messages.get(&sid).cloned());
    let message = message.ok_or_else(|| account.missing(&format!("Messages/{sid}.json")))?;
    let body = answer::message(&account, &message);
    Ok(account.answer(HttpResponse::Ok().json(body)).await)
}

fn check_from(account: &Account, from: &str) -> Result<(), RestError> {
    check(from, "From", 21_212, &REFUSED_FROM)?;
    let numbers = &account.simulator.config().numbers;
    if numbers.is_empty() || from == "+15005550006" || numbers.iter().any(|own| own == from) {
        return Ok(());
    }
    let message = format!("The From phone number {from} is not a number of the account.");
    Err(RestError::bad(21_606, message))
}

fn check(
    number: &str,
    field: &str,
    code: u32,
    refused: &[(&str, u32, &str)],
) -> Result<(), RestError> {
    if let Some((_, code, why)) = refused.iter().find(|(own, _, _)| *own == number) {
        return Err(RestError::bad(*code, format!("The '{field}' number {number} {why}.")));
    }
    if number::is_e164(number) {
        return Ok(());
    }
    Err(RestError::bad(code, format!("Invalid '{field}' Phone Number: {number}")))
}
