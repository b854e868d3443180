//! A ceiling on requests, per user or, before signing in, per address.
//!
//! Headers as in draft-ietf-httpapi-ratelimit-headers. The count is kept per process: it protects a
//! process from being overrun, it is no quota.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use app::{Caller, Ctx};

use crate::error::ApiError;

/// Seconds in which requests are counted.
const WINDOW: i64 = 60;

/// Requests so far in the current minute, by who asks.
pub(crate) struct RateLimit {
    ceiling: u32,
    counts: Mutex<(i64, HashMap<String, u32>)>,
}

impl RateLimit {
    pub(crate) fn new(ceiling: u32) -> Self {
        Self { ceiling, counts: Mutex::default() }
    }

    /// Counts a request in this second; gives what is left and the seconds until the count begins
    /// anew, or nothing when the ceiling is reached.
    fn take(&self, who: String, second: i64) -> (Option<u32>, i64) {
        let window = second.div_euclid(WINDOW);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.0 != window {
            *counts = (window, HashMap::new());
        }
        let count = counts.1.entry(who).or_default();
        *count = count.saturating_add(1);
        (self.ceiling.checked_sub(*count), (window + 1) * WINDOW - second)
    }
}

pub(crate) async fn limit_rate(
    limit: web::Data<RateLimit>,
    ctx: web::Data<Ctx>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // People and their tools are counted; the page's files, the carrier and whoever watches over the
    // process must get through most when there is much to do.
    if !request.path().starts_with("/api/") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let who = match request.extensions().get::<Caller>() {
        Some(caller) => caller.user.to_string(),
        None => request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default(),
    };
    let (left, reset) = limit.take(who, ctx.now().timestamp());
    let mut response = if left.is_some() {
        next.call(request).await?.map_into_boxed_body()
    } else {
        let detail =
            format!("You send more requests than one user may. Wait {reset} seconds, then go on.");
        request.error_response(ApiError::TooMany { detail, retry_after: reset })
    };
    let left = left.unwrap_or_default();
    let policy = format!("\"requests\";q={};w={WINDOW}", limit.ceiling);
    let state = format!("\"requests\";r={left};t={reset}");
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("ratelimit-policy"), HeaderValue::from_str(&policy)?);
    headers.insert(HeaderName::from_static("ratelimit"), HeaderValue::from_str(&state)?);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_holds_for_a_minute() {
        let limit = RateLimit::new(2);
        let left = |second| limit.take("maya".to_owned(), second).0;
        assert_eq!([left(0), left(1), left(59), left(60)], [Some(1), Some(0), None, Some(1)]);
    }

    #[test]
    fn one_user_does_not_use_up_anothers_share() {
        let limit = RateLimit::new(1);
        assert_eq!(limit.take("maya".to_owned(), 0).0, Some(0));
        assert_eq!(limit.take("omar".to_owned(), 0).0, Some(0));
    }
}
