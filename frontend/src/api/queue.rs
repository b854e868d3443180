//! The person's own queue: what to call next.

use chrono::{DateTime, Utc};
use domain::ids::LeadId;
use domain::queue::QueueEmpty;
use dto::queue::{LeaseResponse, LeasedLeadResponse, QueueFilter, QueueResponse, SkipLeadRequest};

use super::transport::read;
use super::{ApiError, Call, SignedIn};

/// The next lead, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// This one, held for the person alone.
    Lead(Box<LeasedLeadResponse>),
    /// None, and why.
    Empty(QueueEmpty),
}

/// The queue as it is now, of the leads that are asked for.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn, filter: QueueFilter) -> Result<QueueResponse, ApiError> {
    me.fetch(Call::get(format!("/queue{}", asked(filter)))).await
}

/// Takes the next lead among those that are asked for.
///
/// # Errors
/// See [`ApiError`].
pub async fn next(me: SignedIn, filter: QueueFilter) -> Result<Next, ApiError> {
    let answer = me.answer(Call::post(format!("/queue/next{}", asked(filter)))).await?;
    if answer.status() != 204 {
        return read(answer).await.map(|lead| Next::Lead(Box::new(lead)));
    }
    let why = answer.headers().get("X-Queue-Empty").unwrap_or_default();
    parse_empty(&why).map(Next::Empty).ok_or(ApiError::Unreadable)
}

/// Puts a lead off for an hour.
///
/// # Errors
/// `LeaseLost`, `LeadCompleted`.
pub async fn skip(me: SignedIn, lead: LeadId, reason: String) -> Result<(), ApiError> {
    me.run(Call::post(format!("/queue/{lead}/skip")).json(&SkipLeadRequest { reason })).await
}

/// Lets go of a lead.
///
/// # Errors
/// See [`ApiError`].
pub async fn release(me: SignedIn, lead: LeadId) -> Result<(), ApiError> {
    me.run(Call::post(format!("/queue/{lead}/release"))).await
}

/// Holds a lead for another five minutes.
///
/// # Errors
/// `LeaseLost`.
pub async fn renew(me: SignedIn, lead: LeadId) -> Result<LeaseResponse, ApiError> {
    me.fetch(Call::post(format!("/queue/{lead}/renew"))).await
}

/// What is asked for, as the end of an address.
fn asked(filter: QueueFilter) -> String {
    let region = filter.region_id.map(|id| format!("region_id={id}"));
    let campaign = filter.campaign_id.map(|id| format!("campaign_id={id}"));
    let pairs: Vec<String> = region.into_iter().chain(campaign).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Reads `done`, `leased`, `filtered;count=…` or `closed;opens=…;count=…`.
fn parse_empty(text: &str) -> Option<QueueEmpty> {
    let mut parts = text.split(';').map(str::trim);
    let state = parts.next()?;
    let mut value = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=');
    match state {
        "done" => Some(QueueEmpty::Done),
        "leased" => Some(QueueEmpty::Leased),
        "filtered" => Some(QueueEmpty::Filtered { count: value("count")?.parse().ok()? }),
        "closed" => {
            let opens = value("opens")?.parse::<DateTime<Utc>>().ok()?;
            Some(QueueEmpty::Closed { opens, count: value("count")?.parse().ok()? })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_why_there_is_no_lead() {
        let opens = DateTime::UNIX_EPOCH;
        for empty in [
            QueueEmpty::Done,
            QueueEmpty::Leased,
            QueueEmpty::Filtered { count: 37 },
            QueueEmpty::Closed { opens, count: 212 },
        ] {
            assert_eq!(parse_empty(&empty.to_string()), Some(empty));
        }
        assert_eq!(parse_empty("closed;opens=never"), None);
        assert_eq!(parse_empty(""), None);
    }
}
