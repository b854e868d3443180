//! The calls as somebody looks at them from outside.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::call::{Exchange, Leg};
use crate::problem::Alert;

/// A leg of a call, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Its identifier, `CA…`.
    pub sid: String,
    /// The leg whose `<Dial>` made it.
    pub parent_call_sid: Option<String>,
    /// `inbound`, `outbound-dial` or `outbound-api`.
    pub direction: &'static str,
    /// Who calls.
    pub from: String,
    /// Who is called.
    pub to: String,
    /// How far it has come, in the words of the webhooks.
    pub status: &'static str,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When somebody picked up.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// The digits that were pressed in it.
    pub digits: String,
    /// What Twilio's log of alerts would say.
    pub alerts: Vec<Alert>,
}

/// Every leg that is remembered, oldest first.
pub(crate) fn calls(exchange: &Exchange) -> Vec<Call> {
    exchange.order.iter().filter_map(|sid| exchange.legs.get(sid)).map(call).collect()
}

fn call(leg: &Leg) -> Call {
    Call {
        sid: leg.sid.to_string(),
        parent_call_sid: leg.parent.as_ref().map(ToString::to_string),
        direction: leg.direction.as_str(),
        from: leg.from.clone(),
        to: leg.to.clone(),
        status: leg.status.as_str(),
        created_at: leg.created_at,
        answered_at: leg.answered_at,
        ended_at: leg.ended_at,
        digits: leg.digits.clone(),
        alerts: leg.alerts.clone(),
    }
}
