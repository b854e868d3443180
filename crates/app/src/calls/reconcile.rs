//! Asking the carrier how a call stands: what it told may have been lost.

use chrono::{DateTime, TimeDelta, Utc};
use db::calls::Call;
use db::{DbError, Tx};
use domain::calls::{CallEventKind, CallStatus, LONGEST_CALL_SECONDS};
use domain::ids::CallId;
use serde::{Deserialize, Serialize};
use twilio::rest::RestError;
use twilio::{CallSid, rest};

use super::settle::{expire, note};
use super::told::{Fields, Report};
use crate::Ctx;
use crate::jobs::{Job, JobError};
use crate::telephony::Telephony;

/// How often a live call is asked about.
pub(super) const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// When to begin again after too many failures.
const REST: TimeDelta = TimeDelta::minutes(10);

/// How long after the longest call a carrier that says nothing is asked.
const PATIENCE: TimeDelta = TimeDelta::hours(1);

/// Writes off a permission that was not used, and asks about a call for as long as it lives.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ReconcileCall {
    /// The call.
    pub call_id: CallId,
    /// Whether it is asked only this time, beside the asking that goes on.
    #[serde(default)]
    pub once: bool,
}

impl ReconcileCall {
    /// How long the carrier has to tell an end that we have asked for.
    pub(super) const SOON: TimeDelta = TimeDelta::seconds(5);

    /// Asks about a call that has just been ended.
    pub(super) fn soon(call_id: CallId) -> Self {
        Self { call_id, once: true }
    }
}

impl Job for ReconcileCall {
    const KIND: &'static str = "reconcile_call";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let call = match db::calls::find(&mut *ctx.db().conn().await?, self.call_id).await {
            Err(DbError::NotFound) => return Ok(()),
            found => found?,
        };
        if call.line.status.0.is_over() {
            return Ok(());
        }
        // The carrier is asked before the transaction, which would else be held open meanwhile.
        let report = match ctx.telephony().filter(|_| call.line.status.0.is_live()) {
            Some(line) => ask(line, &call, ctx.now()).await,
            None => None,
        };
        let written: Result<(), DbError> =
            ctx.db().write(ctx.system_request(), async |tx| self.write(tx, report).await).await;
        Ok(written?)
    }

    /// The asking must not end while the call lives: its rep could make no other.
    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        let again: Result<(), DbError> = ctx
            .db()
            .write(ctx.system_request(), async |tx| {
                let at = tx.now() + REST;
                tx.enqueue_at(Self::KIND, &self, at).await
            })
            .await;
        Ok(again?)
    }
}

impl ReconcileCall {
    async fn write(self, tx: &mut Tx, found: Option<Found>) -> Result<(), DbError> {
        let call = db::calls::lock(tx.conn(), self.call_id, None).await?;
        let now = tx.now();
        if call.line.status.0 == CallStatus::Permitted {
            let until = call.line.permitted_until.unwrap_or(now);
            if until <= now {
                return expire(tx, self.call_id).await;
            }
            return tx.enqueue_at(Self::KIND, &self, until).await;
        }
        match found {
            Some(Found::Standing(reports)) => {
                for report in reports {
                    let call = db::calls::find(tx.conn(), self.call_id).await?;
                    note(tx, &call, CallEventKind::Reconciled, report).await?;
                }
            }
            Some(Found::Nothing) => {
                note(tx, &call, CallEventKind::Lost, Report::once(CallEventKind::Lost)).await?;
            }
            None => {}
        }
        let call = db::calls::find(tx.conn(), self.call_id).await?;
        if call.line.status.0.is_live() && !self.once {
            tx.enqueue_at(Self::KIND, &self, now + PAUSE).await?;
        }
        Ok(())
    }
}

/// What the carrier says of a call.
enum Found {
    /// It knows the call: what it says of the legs that matter.
    Standing(Vec<Report>),
    /// It knows nothing of it, or has said nothing for far too long.
    Nothing,
}

/// Asks; none when the carrier cannot be reached now.
async fn ask(line: &Telephony, call: &Call, now: DateTime<Utc>) -> Option<Found> {
    match standing(line, call).await {
        Ok(found) if found.is_empty() => Some(Found::Nothing),
        Ok(found) => Some(Found::Standing(found.iter().map(|leg| report(leg, call)).collect())),
        Err(error) => {
            tracing::warn!(call = %call.id, error = ?error, "the carrier could not be asked about a call");
            let longest = TimeDelta::seconds(LONGEST_CALL_SECONDS.into()) + PATIENCE;
            let is_hopeless = call.line.dialled_at.is_some_and(|at| at + longest < now);
            is_hopeless.then_some(Found::Nothing)
        }
    }
}

/// The legs that say how a call stands; none when the carrier knows none of them.
async fn standing(line: &Telephony, call: &Call) -> Result<Vec<rest::Call>, RestError> {
    let found = if call.is_inbound() {
        rang_in(line, call).await
    } else {
        dialled(line, call).await.map(|leg| leg.into_iter().collect())
    };
    match found {
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        found => found,
    }
}

/// Of a lead that rang us: its own leg, and the rep's once that one is over, where there was one.
async fn rang_in(line: &Telephony, call: &Call) -> Result<Vec<rest::Call>, RestError> {
    let Some(parent) = sid(call.line.parent_sid.as_ref()) else { return Ok(Vec::new()) };
    let lead = line.carrier.fetch_call(&parent).await?;
    let mut legs = Vec::new();
    if lead.status.is_terminal() {
        legs = line.carrier.find_calls_of(&parent).await?;
    }
    // What is said of the talk comes before that it is over.
    legs.push(lead);
    Ok(legs)
}

/// The lead's leg, else the rep's where no lead's was ever dialled; none when neither is known.
async fn dialled(line: &Telephony, call: &Call) -> Result<Option<rest::Call>, RestError> {
    let found = match (sid(call.line.child_sid.as_ref()), sid(call.line.parent_sid.as_ref())) {
        (Some(child), _) => line.carrier.fetch_call(&child).await,
        (None, Some(parent)) => {
            let mut children = line.carrier.find_calls_of(&parent).await?;
            match children.pop() {
                Some(child) => Ok(child),
                None => line.carrier.fetch_call(&parent).await,
            }
        }
        (None, None) => return Ok(None),
    };
    found.map(Some)
}

fn sid(text: Option<&String>) -> Option<CallSid> {
    text.and_then(|text| text.parse().ok())
}

fn report(found: &rest::Call, call: &Call) -> Report {
    let is_parent = call.line.parent_sid.as_deref() == Some(found.sid.as_str());
    // The rep's leg is in progress from the moment it is heard, and complete whatever came of it:
    // without a lead's leg, nobody was reached.
    let status = match found.status {
        _ if call.is_inbound() => found.status,
        twilio::CallStatus::InProgress if is_parent => twilio::CallStatus::Initiated,
        twilio::CallStatus::Completed if is_parent => twilio::CallStatus::Canceled,
        other => other,
    };
    let at = if status.is_terminal() { found.end_time } else { found.start_time };
    Report {
        fact: format!("reconciled {} {}", found.sid, status.as_str()),
        child_sid: (!is_parent).then(|| found.sid.to_string()),
        status: Some(status.as_str().to_owned()),
        at,
        fields: Fields {
            duration_seconds: found.duration.and_then(|seconds| i32::try_from(seconds).ok()),
            answered_by: found.answered_by.map(|by| by.as_str().to_owned()),
            ..Fields::default()
        },
        ..Report::default()
    }
}
