//! The account's numbers.

use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::account::Account;
use super::answer::date;
use super::listing::{Query, page};
use crate::number;
use crate::sid::Sid;

/// Lists the numbers that the account has.
pub(crate) async fn incoming(account: Account, request: HttpRequest) -> HttpResponse {
    let query = Query::of(&request);
    let config = account.simulator.config();
    let rows = fitting(&config.numbers, &query).map(|number| owned(&account, number)).collect();
    let name = "incoming_phone_numbers";
    let body = page(&account, &query, "IncomingPhoneNumbers.json", name, rows);
    account.answer(HttpResponse::Ok().json(body)).await
}

/// Lists the numbers of others that calls may come from: there are none.
pub(crate) async fn outgoing(account: Account, request: HttpRequest) -> HttpResponse {
    let query = Query::of(&request);
    let name = "outgoing_caller_ids";
    let body = page(&account, &query, "OutgoingCallerIds.json", name, Vec::new());
    account.answer(HttpResponse::Ok().json(body)).await
}

/// A star in the number asked for stands for any digit.
fn fitting<'a>(numbers: &'a [String], query: &'a Query) -> impl Iterator<Item = &'a String> + 'a {
    let wanted = query.get("PhoneNumber").map(|text| text.trim_start_matches('+').to_owned());
    let named = query.get("FriendlyName").map(str::to_owned);
    numbers.iter().filter(move |number| {
        let has = |wanted: &String| resembles(number, wanted);
        wanted.as_ref().is_none_or(has)
            && named.as_ref().is_none_or(|name| &number::spaced(number) == name)
    })
}

fn resembles(number: &str, wanted: &str) -> bool {
    let digits: Vec<_> = number.trim_start_matches('+').chars().collect();
    let wanted: Vec<_> = wanted.chars().collect();
    if wanted.is_empty() {
        return true;
    }
    digits.windows(wanted.len()).any(|part| {
        part.iter().zip(&wanted).all(|(digit, wanted)| *wanted == '*' || digit == wanted)
    })
}

fn owned(account: &Account, number: &str) -> Value {
    let sid = Sid::named("PN", number);
    let config = account.simulator.config();
    let created = date(account.simulator.now());
    json!({
        "sid": sid.as_str(),
        "account_sid": config.account_sid,
        "phone_number": number,
        "friendly_name": number::spaced(number),
        "api_version": "2010-04-01",
        "beta": false,
        "capabilities": { "voice": true, "sms": true, "mms": false, "fax": false },
        "date_created": created,
        "date_updated": created,
        "origin": "twilio",
        "status": "in-use",
        "voice_application_sid": config.twiml_app_sid,
        "voice_url": config.voice_url.as_str(),
        "voice_method": "POST",
        "uri": account.path(&format!("IncomingPhoneNumbers/{sid}.json")),
    })
}
