//! What a recording sounds like: a soft tone, as long as the talk was.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_RANGES, CONTENT_RANGE, RANGE};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;

use super::account::Account;
use super::error::RestError;
use super::listing::Query;
use crate::call::RecordingStatus;
use crate::sid::Sid;
use crate::tone;

/// The sound of a recording; `.wav` is meant when the address says neither.
pub(crate) async fn listen(
    account: Account,
    request: HttpRequest,
) -> Result<HttpResponse, RestError> {
    let sid = request.match_info().get("sid").unwrap_or_default().to_owned();
    let kind = request.match_info().get("kind").unwrap_or("wav").to_owned();
    let missing = || account.missing(&format!("Recordings/{sid}.{kind}"));
    account.simulator.act(|_| ());
    let recording = account.simulator.with(|exchange| {
        let recording = exchange.recordings.get(&Sid::from(sid.as_str()));
        recording.filter(|recording| recording.status == RecordingStatus::Completed).cloned()
    });
    let recording = recording.ok_or_else(missing)?;
    let seconds = recording.length.num_seconds();
    let asks_for_two = Query::of(&request).get("RequestedChannels") == Some("2");
    let channels = if asks_for_two { recording.channels } else { 1 };
    let (sound, kind) = match kind.as_str() {
        "wav" => (tone::wav(seconds, channels), "audio/x-wav"),
        "mp3" => (tone::mp3(seconds), "audio/mpeg"),
        _ => return Err(missing()),
    };
    let answer = ranged(&request, sound, kind);
    Ok(account.answer(answer).await)
}

fn ranged(request: &HttpRequest, sound: Bytes, kind: &str) -> HttpResponse {
    let total = sound.len();
    let asked = request.headers().get(RANGE).and_then(|value| value.to_str().ok());
    let Some(asked) = asked else {
        return HttpResponse::Ok()
            .content_type(kind)
            .insert_header((ACCEPT_RANGES, "bytes"))
            .body(sound);
    };
    match range(asked, total) {
        Some((from, to)) => HttpResponse::PartialContent()
            .content_type(kind)
            .insert_header((ACCEPT_RANGES, "bytes"))
            .insert_header((CONTENT_RANGE, format!("bytes {from}-{to}/{total}")))
            .body(sound.slice(from..=to)),
        None => HttpResponse::build(StatusCode::RANGE_NOT_SATISFIABLE)
            .insert_header((CONTENT_RANGE, format!("bytes */{total}")))
            .finish(),
    }
}

/// The first and last byte of `bytes=from-to`, `bytes=from-` or `bytes=-last`.
fn range(asked: &str, total: usize) -> Option<(usize, usize)> {
    let (from, to) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1)?;
    let (from, to) = if from.is_empty() {
        (total.saturating_sub(to.parse().ok().filter(|count| *count > 0)?), last)
    } else if to.is_empty() {
        (from.parse().ok()?, last)
    } else {
        (from.parse().ok()?, to.parse::<usize>().ok()?.min(last))
    };
    (from <= to && to <= last).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_range_is_read_in_its_three_forms_and_refused_when_outside() {
        assert_eq!(range("bytes=0-99", 1_000), Some((0, 99)));
        assert_eq!(range("bytes=900-", 1_000), Some((900, 999)));
        assert_eq!(range("bytes=-100", 1_000), Some((900, 999)));
        assert_eq!(range("bytes=900-5000", 1_000), Some((900, 999)));
        for wrong in ["bytes=1000-", "bytes=5-4", "bytes=-0", "bytes=a-b", "0-99", "bytes=-"] {
            assert_eq!(range(wrong, 1_000), None, "{wrong}");
        }
    }
}
