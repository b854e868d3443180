//! The carrier asks what to do: a rep's browser has dialled, or somebody rings us.

use db::calls::Call;
use db::{DbError, Tx};
use domain::calling_rules::RecordingConsent;
use domain::calls::{CallEventKind, CallOrigin, CallStatus};
use domain::ids::CallId;
use serde::{Deserialize, Serialize};
use twilio::webhooks::VoiceRequest;

use super::ring_in::answer_caller;
use super::settle::{note, settle};
use super::told::{Fields, Report};
use crate::Ctx;
use crate::telephony::{Document, Webhook, WebhookError, identity};

/// What becomes of the question.
#[derive(Serialize, Deserialize)]
enum Answer {
    /// The document to answer with.
    Document(String),
    /// Nobody is called, and that is on record.
    DoNotCall,
}

/// Tells the carrier to call the lead of a permitted call, or what to do with somebody who rings us.
///
/// Nothing that a browser sends is believed but the call's id; asked again for the same leg, the answer
/// is the same.
///
/// # Errors
/// See [`WebhookError`].
pub async fn answer_voice(ctx: &Ctx, webhook: &Webhook) -> Result<String, WebhookError> {
    let request = VoiceRequest::parse(&webhook.fields)?;
    if request.identity().is_none() {
        return answer_caller(ctx, webhook, &request).await;
    }
    let id = webhook.call()?;
    let token = webhook.idempotency_token.clone();
    let answer: Result<Answer, WebhookError> = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            let call = match db::calls::lock(tx.conn(), id, None).await {
                Err(DbError::NotFound) => return Err(WebhookError::UnknownCall),
                found => found?,
            };
            check_caller(tx, &call, &request).await?;
            let document = document(ctx, &call)?;
            if call.line.parent_sid.as_deref() == Some(request.call.as_str()) {
                return Ok(Answer::Document(document));
            }
            check_permission(tx, &call)?;
            if is_forbidden(tx, &call).await? {
                let refused = Report::once(CallEventKind::Refused);
                note(tx, &call, CallEventKind::Refused, refused).await?;
                return Ok(Answer::DoNotCall);
            }
            begin(tx, &call, &request, token).await?;
            Ok(Answer::Document(document))
        })
        .await;
    match answer? {
        Answer::Document(document) => Ok(document),
        Answer::DoNotCall => Err(WebhookError::DoNotCall),
    }
}

/// What whoever is called hears before a recorded call is connected.
///
/// # Errors
/// See [`WebhookError`].
pub async fn announce_recording(ctx: &Ctx, id: CallId) -> Result<String, WebhookError> {
    let mut conn = ctx.db().conn().await?;
    let call = match db::calls::find(&mut conn, id).await {
        Err(DbError::NotFound) => return Err(WebhookError::UnknownCall),
        found => found?,
    };
    let Some(campaign) = call.campaign_id else { return Err(WebhookError::UnknownCall) };
    let campaign = db::campaigns::find(&mut conn, campaign.into()).await?;
    Ok(Document::announce(&campaign.recording_notice).to_xml())
}

/// The browser that asks is the one that was permitted, and its user still works here.
async fn check_caller(
    tx: &mut Tx,
    call: &Call,
    request: &VoiceRequest,
) -> Result<(), WebhookError> {
    let ours = identity(call.user_id.into());
    let is_there =
        call.origin.0 == CallOrigin::Browser && !call.is_inbound() && call.lead_id.is_some();
    if !is_there || request.identity() != Some(ours.as_str()) {
        tracing::warn!(call = %call.id, "a call was dialled by somebody else's browser");
        return Err(WebhookError::UnknownCall);
    }
    let user = db::users::find(tx.conn(), call.user_id.into()).await?;
    if user.is_active { Ok(()) } else { Err(WebhookError::UnknownCall) }
}

fn check_permission(tx: &Tx, call: &Call) -> Result<(), WebhookError> {
    match call.line.status.0 {
        CallStatus::Permitted
            if call.line.permitted_until.is_some_and(|until| tx.now() < until) =>
        {
            Ok(())
        }
        CallStatus::Permitted | CallStatus::Expired => Err(WebhookError::PermissionEnded),
        _ => Err(WebhookError::PermissionUsed),
    }
}

/// Whether the number has come onto the do-not-call list since.
async fn is_forbidden(tx: &mut Tx, call: &Call) -> Result<bool, DbError> {
    let Some(phone) = &call.line.phone_e164 else { return Ok(true) };
    db::do_not_call::is_listed(tx.conn(), phone).await
}

async fn begin(
    tx: &mut Tx,
    call: &Call,
    request: &VoiceRequest,
    token: Option<String>,
) -> Result<(), DbError> {
    let parent = request.call.to_string();
    let report = Report {
        status: Some(request.status.as_str().to_owned()),
        fields: Fields { parent_sid: Some(parent), ..Fields::default() },
        ..Report::once(CallEventKind::Voice)
    };
    let event = report.event(call.id.into(), CallEventKind::Voice, token, tx.now())?;
    db::call_events::insert(tx.conn(), &event).await?;
    settle(tx, call).await
}

fn document(ctx: &Ctx, call: &Call) -> Result<String, WebhookError> {
    let line = &call.line;
    let (Some(phone), Some(caller_id)) = (&line.phone_e164, &line.caller_id) else {
        return Err(WebhookError::UnknownCall);
    };
    let document = Document { ctx, call: call.id.into() };
    // A call of before consents were kept is announced.
    let consent = line.recording_consent.map_or(RecordingConsent::Notice, |consent| consent.0);
    Ok(document.dial(phone, caller_id, line.is_recorded.then_some(consent)).to_xml())
}
