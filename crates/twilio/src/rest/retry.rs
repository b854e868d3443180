//! When a request is sent again.
//!
//! Twilio promises one thing: what it answers with 429 was not processed, so that is safe to repeat
//! whatever it was. A GET changes nothing, so it is repeated too when the connection or Twilio fails.
//! A POST is never repeated after a time-out or a failure: it has no idempotency key at Twilio, and a
//! second call to the same person is worse than an error.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use super::RestError;

/// How often a request is sent at most.
const ATTEMPTS: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Whoever waits for us waits no longer than this for one more attempt.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How long to wait before the next attempt at a request that was answered so; nothing ends it.
pub(super) fn after_answer(
    method: &Method,
    attempt: u32,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Duration> {
    let again = status == StatusCode::TOO_MANY_REQUESTS
        || (*method == Method::GET && status.is_server_error());
    let wait = pause(attempt)?;
    let asked = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let wait = asked.map_or(wait, |seconds| wait.max(Duration::from_secs(seconds)));
    (again && wait <= LONGEST_PAUSE).then_some(wait)
}

/// The same for a request that was not answered.
pub(super) fn after_failure(method: &Method, attempt: u32, error: &RestError) -> Option<Duration> {
    let is_transport = matches!(error, RestError::NotSent(_) | RestError::NoAnswer(_));
    if *method == Method::GET && is_transport { pause(attempt) } else { None }
}

/// Twice as long each time, and up to half as long again, so that many clients do not come at once.
fn pause(attempt: u32) -> Option<Duration> {
    let wait = FIRST_PAUSE.checked_mul(2u32.checked_pow(attempt.saturating_sub(1))?)?;
    (attempt < ATTEMPTS).then(|| wait.mul_f64(rand::random_range(1.0..1.5)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
    use reqwest::{Method, StatusCode};

    use super::{ATTEMPTS, after_answer};

    fn is_repeated(method: &Method, attempt: u32, status: u16) -> bool {
        let status = StatusCode::from_u16(status).unwrap();
        after_answer(method, attempt, status, &HeaderMap::new()).is_some()
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            assert!(is_repeated(&method, 1, 429));
            assert!(!is_repeated(&method, ATTEMPTS, 429));
            for status in [200, 400, 401, 404] {
                assert!(!is_repeated(&method, 1, status));
            }
            assert_eq!(is_repeated(&method, 1, 503), method == Method::GET);
        }
    }

    #[test]
    fn twilio_says_how_long_unless_it_is_too_long_for_whoever_waits() {
        let mut headers = HeaderMap::new();
        let wait = |headers: &HeaderMap| {
            after_answer(&Method::POST, 1, StatusCode::TOO_MANY_REQUESTS, headers)
        };
        headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
        assert_eq!(wait(&headers), Some(Duration::from_secs(2)));
        headers.insert(RETRY_AFTER, HeaderValue::from_static("60"));
        assert_eq!(wait(&headers), None);
        headers.insert(RETRY_AFTER, HeaderValue::from_static("soon"));
        assert!(wait(&headers).unwrap() < Duration::from_secs(1));
    }
}
