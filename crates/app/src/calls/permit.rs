//! Permission to dial.

use chrono::{DateTime, Utc};
use db::calls::{Call, CallPlan, CallView, Line};
use db::progress::LockedLead;
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::calling_rules::RecordingConsent;
use domain::calls::{CallDirection, CallOrigin, CallStatus, DIALLING, PERMISSION};
use domain::ids::{CallId, LeadId, UserId};
use domain::queue::LEASE;
use domain::users::{Permission, Role};
use serde_json::json;

use super::reconcile::ReconcileCall;
use super::settle::expire;
use crate::Caller;
use crate::calling_receipts::{self, CallingReceipt};
use crate::jobs::Job;
use crate::telephony::Telephony;

/// Why a call was not permitted.
#[derive(Debug, thiserror::Error)]
pub enum PermitCallError {
    /// There is no line to a carrier.
    #[error("no carrier is configured")]
    NotConfigured,
    /// The lead may not be called now.
    #[error("the lead may not be called")]
    NotCallable(Box<Refused>),
    /// The caller is on another call: with this lead, unless that was deleted.
    #[error("the caller is on another call")]
    OnACall(Option<String>),
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

/// A decision against a call.
#[derive(Debug)]
pub struct Refused {
    /// What it rests on.
    pub receipt: CallingReceipt,
    /// The reason that was given to call nevertheless.
    pub override_reason: Option<String>,
}

impl From<DbError> for PermitCallError {
    fn from(error: DbError) -> Self {
        if error.is_constraint("calls_one_at_a_time_key") {
            // Another window was quicker by so little that its call could not be seen yet.
            Self::OnACall(None)
        } else {
            Self::Db(error)
        }
    }
}

/// Permits the caller to dial a lead once, within the next minute and while calls are allowed there.
///
/// With a reason, whoever has permission may call outside calling hours and beyond the usual attempts.
/// A number on the do-not-call list is never called. What the decision rests on is kept either way.
///
/// # Errors
/// See [`PermitCallError`].
pub async fn permit_call(
    caller: &Caller,
    lead: LeadId,
    override_reason: Option<String>,
) -> Result<CallView, PermitCallError> {
    let permitted = permit(caller, lead, override_reason).await;
    if let Err(PermitCallError::NotCallable(refused)) = &permitted
        && let Err(error) = record_refusal(caller, refused).await
    {
        // The person is told all the same why there is no call.
        tracing::error!(?error, ?refused, "a refusal could not be put on record");
    }
    permitted
}

/// Keeps why the call was not permitted. What was refused has been rolled back, so this is a
/// transaction of its own; a refusal is not kept for the request's idempotency key.
async fn record_refusal(caller: &Caller, refused: &Refused) -> Result<(), DbError> {
    let Refused { receipt, override_reason } = refused;
    let caller = Caller { idempotency: None, ..caller.clone() };
    let facts = json!({ "override_reason": override_reason, "receipt": receipt });
    let change = Change::new(Action::CallRefused, Subject::Lead, receipt.lead_id);
    let change = change.on_lead(receipt.lead_id).told_to([caller.user]).after(facts);
    caller.write(async |tx| tx.record(change).await).await
}

async fn permit(
    caller: &Caller,
    lead: LeadId,
    override_reason: Option<String>,
) -> Result<CallView, PermitCallError> {
    let line = caller.ctx.telephony().ok_or(PermitCallError::NotConfigured)?;
    let reason = override_reason.map(|reason| reason.trim().to_owned());
    caller
        .write(async |tx| {
            let lead = db::progress::lock(tx.conn(), lead, caller.only_own()).await?;
            check_free(tx, caller.user).await?;
            let reason = reason.filter(|reason| !reason.is_empty());
            let now = tx.now();
            let receipt = calling_receipts::of(tx.conn(), lead.id, now).await?;
            let reason = check_callable(tx, caller, &receipt, reason).await?;
            let terms = Terms::of(&receipt, reason, now);
            let call = insert(tx, caller.user, line, &lead, terms).await?;
            let reason = &call.line.override_reason;
            let facts = json!({ "override_reason": reason, "receipt": receipt });
            let change = Change::new(Action::CallPermitted, Subject::Call, call.id);
            tx.record(change.on_lead(lead.id).told_to([caller.user]).after(facts)).await?;
            let id = CallId::new(call.id);
            let check = ReconcileCall { call_id: id, once: false };
            tx.enqueue_at(ReconcileCall::KIND, &check, now + PERMISSION).await?;
            db::queue::hold(tx.conn(), lead.id, caller.user, now, now + LEASE).await?;
            Ok(db::calls::find_view(tx.conn(), id, None).await?)
        })
        .await
}

/// One call at a time: permissions that nobody dials with are written off, anything else is in the way.
async fn check_free(tx: &mut Tx, user: UserId) -> Result<(), PermitCallError> {
    let until = tx.now() + PERMISSION - DIALLING;
    for unused in db::calls::list_unused(tx.conn(), user, until).await? {
        expire(tx, unused).await?;
    }
    let Some(open) = db::calls::find_open(tx.conn(), user).await? else { return Ok(()) };
    let view = db::calls::find_view(tx.conn(), open.id.into(), None).await?;
    Err(PermitCallError::OnACall(view.lead_name))
}

/// Gives the reason for an override where one was needed, and is allowed.
async fn check_callable(
    tx: &mut Tx,
    caller: &Caller,
    receipt: &CallingReceipt,
    reason: Option<String>,
) -> Result<Option<String>, PermitCallError> {
    if receipt.reasons.is_empty() {
        return Ok(None);
    }
    let can_be_overridden = receipt.reasons.iter().all(|one| one.can_be_overridden());
    if reason.is_some() && can_be_overridden && may_override(tx, caller).await? {
        return Ok(reason);
    }
    let refused = Refused { receipt: receipt.clone(), override_reason: reason };
    Err(PermitCallError::NotCallable(Box::new(refused)))
}

async fn may_override(tx: &mut Tx, caller: &Caller) -> Result<bool, DbError> {
    if caller.role == Role::Admin {
        return Ok(true);
    }
    let user = db::users::find(tx.conn(), caller.user).await?;
    Ok(user.permissions.contains(&Word(Permission::OverrideCallingRules)))
}

/// What comes with a permission.
struct Terms {
    override_reason: Option<String>,
    until: DateTime<Utc>,
    /// What recording the call needs; none where nobody wants to.
    consent: Option<RecordingConsent>,
}

impl Terms {
    fn of(receipt: &CallingReceipt, override_reason: Option<String>, now: DateTime<Utc>) -> Self {
        let until = match override_reason {
            Some(_) => now + PERMISSION,
            None => receipt.closes_before(now + PERMISSION),
        };
        let consent = receipt.recording.as_ref().map(|recording| recording.consent);
        Self { override_reason, until, consent }
    }
}

async fn insert(
    tx: &mut Tx,
    user: UserId,
    line: &Telephony,
    lead: &LockedLead,
    terms: Terms,
) -> Result<Call, DbError> {
    let Terms { override_reason, until, consent } = terms;
    let CallPlan { caller_id, records_calls: _ } = db::calls::plan(tx.conn(), lead.id).await?;
    let now = tx.now();
    let call = Call {
        id: tx.new_id(),
        lead_id: Some(lead.id.uuid()),
        user_id: user.uuid(),
        region_id: lead.region_id,
        campaign_id: lead.campaign_id,
        origin: Word(CallOrigin::Browser),
        direction: Word(CallDirection::Outbound),
        called_at: now,
        duration_seconds: 0,
        is_connected: false,
        disposition: None,
        category: None,
        notes: String::new(),
        created_at: now,
        dispositioned_at: None,
        line: Line {
            status: Word(CallStatus::Permitted),
            phone_e164: lead.phone_e164.clone(),
            caller_id: Some(caller_id.unwrap_or_else(|| line.caller_id.clone())),
            provider: Some(Word(line.provider)),
            override_reason,
            is_recorded: consent.is_some_and(|consent| consent != RecordingConsent::Never),
            recording_consent: consent.map(Word),
            permitted_until: Some(until),
            ..Line::elsewhere()
        },
    };
    db::calls::insert(tx.conn(), &call).await?;
    Ok(call)
}
