//! A lead rings us: it is put through to its rep, or may leave a message.

use db::calls::{Call, CallPlan, KnownCaller, Line};
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::calling_rules::RecordingConsent;
use domain::calls::{CallDirection, CallEventKind, CallOrigin, CallStatus};
use domain::ids::{CallId, LeadId, UserId};
use domain::presence::PresenceState;
use serde_json::json;
use twilio::webhooks::{DialAction, VoiceRequest};

use super::reconcile::{PAUSE, ReconcileCall};
use super::told::{Fields, Report, rings};
use super::turn_away::turn_away;
use crate::jobs::Job;
use crate::telephony::{Document, Telephony, Webhook, WebhookError, hangs_up};
use crate::{Ctx, calling_receipts};

/// Tells the carrier what to do with somebody who rings. Asked again for the same leg, the answer is the
/// same.
///
/// # Errors
/// See [`WebhookError`].
pub(super) async fn answer_caller(
    ctx: &Ctx,
    webhook: &Webhook,
    request: &VoiceRequest,
) -> Result<String, WebhookError> {
    match receive(ctx, webhook, request).await {
        // The same request is being answered next door: what it decided holds.
        Err(WebhookError::Db(error)) if error.is_constraint("calls_parent_sid_key") => {
            receive(ctx, webhook, request).await
        }
        answered => answered,
    }
}

async fn receive(
    ctx: &Ctx,
    webhook: &Webhook,
    request: &VoiceRequest,
) -> Result<String, WebhookError> {
    let line = ctx.telephony().ok_or(WebhookError::NotConfigured)?;
    let token = webhook.idempotency_token.clone();
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            if let Some(call) = db::calls::find_by_parent(tx.conn(), request.call.as_str()).await? {
                return answer_again(ctx, tx, &call).await;
            }
            let known = match request.number() {
                Some(number) => db::calls::find_known_caller(tx.conn(), number).await?,
                None => None,
            };
            let user = known.as_ref().and_then(|known| known.user_id).map(UserId::new);
            let (Some(known), Some(user)) = (&known, user) else {
                return Ok(turn_away(ctx, tx, request, known).await?);
            };
            let is_put_through = is_free(tx, user).await?;
            let call = insert(tx, line, request, (known, user, is_put_through)).await?;
            begin(tx, &call, is_put_through, token).await?;
            document(ctx, tx, &call, is_put_through).await
        })
        .await
}

/// What the carrier is told once the rep's browser has rung: the end after a talk, else to take a message.
///
/// # Errors
/// See [`WebhookError`].
pub(super) async fn after_dial(
    ctx: &Ctx,
    id: CallId,
    action: &DialAction,
) -> Result<String, WebhookError> {
    let mut conn = ctx.db().conn().await?;
    let call = db::calls::find(&mut conn, id).await?;
    let has_talked =
        matches!(action.status, twilio::DialStatus::Completed | twilio::DialStatus::Answered);
    if !call.is_inbound() || has_talked || action.call_status.is_terminal() {
        return Ok(hangs_up());
    }
    let workspace = db::settings::find(&mut conn).await?.name;
    Ok(Document { ctx, call: id }.take_message(&workspace).to_xml())
}

/// Whether the rep is at work and on no call, nor rung by somebody else just now.
async fn is_free(tx: &mut Tx, user: UserId) -> Result<bool, DbError> {
    // Of two leads that ring at the same moment, the second one finds the first.
    db::presence::lock(tx.conn(), user).await?;
    if !db::users::find(tx.conn(), user).await?.is_active {
        return Ok(false);
    }
    let now = tx.now();
    let is_here = match db::presence::find(tx.conn(), user, now).await?.standing.state {
        PresenceState::Wait | PresenceState::Wrap => true,
        PresenceState::Talk | PresenceState::Pause | PresenceState::Away => false,
    };
    Ok(is_here
        && db::calls::find_open(tx.conn(), user).await?.is_none()
        && !db::calls::is_ringing(tx.conn(), user, now).await?)
}

async fn insert(
    tx: &mut Tx,
    line: &Telephony,
    request: &VoiceRequest,
    (known, user, is_put_through): (&KnownCaller, UserId, bool),
) -> Result<Call, DbError> {
    let plan = db::calls::plan(tx.conn(), known.lead_id.into()).await?;
    let CallPlan { caller_id, records_calls: _ } = plan;
    let rung = request.to.clone().filter(|number| number.starts_with('+'));
    let now = tx.now();
    let receipt = calling_receipts::of(tx.conn(), known.lead_id.into(), now).await?;
    let consent = receipt.recording.map(|recording| recording.consent);
    let may_record = consent.is_some_and(|consent| consent != RecordingConsent::Never);
    let call = Call {
        id: tx.new_id(),
        lead_id: Some(known.lead_id),
        user_id: user.uuid(),
        region_id: known.region_id,
        campaign_id: known.campaign_id,
        origin: Word(CallOrigin::Browser),
        direction: Word(CallDirection::Inbound),
        called_at: now,
        duration_seconds: 0,
        is_connected: false,
        disposition: None,
        category: None,
        notes: String::new(),
        created_at: now,
        dispositioned_at: None,
        line: Line {
            status: Word(CallStatus::Ringing),
            phone_e164: request.number().map(str::to_owned),
            caller_id: Some(rung.or(caller_id).unwrap_or_else(|| line.caller_id.clone())),
            provider: Some(Word(line.provider)),
            // A message is one by itself, and needs no notice.
            is_recorded: is_put_through && may_record,
            recording_consent: consent.map(Word),
            dialled_at: Some(now),
            parent_sid: Some(request.call.to_string()),
            ..Line::elsewhere()
        },
    };
    db::calls::insert(tx.conn(), &call).await?;
    Ok(call)
}

/// Puts on record that the lead rang, and has the carrier asked now and then how the call stands.
async fn begin(
    tx: &mut Tx,
    call: &Call,
    is_put_through: bool,
    token: Option<String>,
) -> Result<(), DbError> {
    let (id, now) = (CallId::new(call.id), tx.now());
    let parent_sid = call.line.parent_sid.clone();
    let report = Report {
        fields: Fields { parent_sid, rings: Some(is_put_through), ..Fields::default() },
        ..Report::once(CallEventKind::Voice)
    };
    let event = report.event(id, CallEventKind::Voice, token, now)?;
    db::call_events::insert(tx.conn(), &event).await?;
    let check = ReconcileCall { call_id: id, once: false };
    tx.enqueue_at(ReconcileCall::KIND, &check, now + PAUSE).await?;
    let change = Change::new(Action::CallReceived, Subject::Call, id);
    let change = change.told_to([UserId::new(call.user_id)]);
    let change = match call.lead_id.map(LeadId::new) {
        Some(lead) => change.on_lead(lead),
        None => change,
    };
    tx.record(change.after(json!({ "rings": is_put_through }))).await
}

/// What was answered before, from what was decided then.
async fn answer_again(ctx: &Ctx, tx: &mut Tx, call: &Call) -> Result<String, WebhookError> {
    let events = db::call_events::list_all(tx.conn(), call.id.into()).await?;
    let is_put_through = events.iter().any(rings);
    document(ctx, tx, call, is_put_through).await
}

async fn document(
    ctx: &Ctx,
    tx: &mut Tx,
    call: &Call,
    is_put_through: bool,
) -> Result<String, WebhookError> {
    let document = Document { ctx, call: call.id.into() };
    if !is_put_through {
        let workspace = db::settings::find(tx.conn()).await?.name;
        return Ok(document.take_message(&workspace).to_xml());
    }
    let consent = call.line.recording_consent.as_ref().map(|consent| consent.0);
    let is_announced = call.line.is_recorded && consent != Some(RecordingConsent::OneParty);
    let notice = match call.campaign_id.filter(|_| is_announced) {
        Some(campaign) => {
            Some(db::campaigns::find(tx.conn(), campaign.into()).await?.recording_notice)
        }
        None => None,
    };
    let is_recorded = call.line.is_recorded;
    Ok(document.ring(call.user_id.into(), is_recorded, notice.as_deref()).to_xml())
}
