//! Taking what the carrier tells: stored at once, worked out by a job.

use db::DbError;
use domain::calls::CallEventKind;
use domain::ids::CallId;
use twilio::webhooks::{Amd, DialAction, RecordAction, RecordingUpdate, StatusUpdate};

use super::ring_in::after_dial;
use super::settle::SettleCall;
use super::told::Report;
use crate::Ctx;
use crate::jobs::Job;
use crate::telephony::{Webhook, WebhookError, hangs_up};

/// What is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// The leg that was dialled.
    Status,
    /// The leg that dialled it, which is done with that.
    Dial,
    /// A message, which has been spoken.
    Message,
    /// The recording.
    Recording,
    /// Who answered.
    Amd,
}

impl Happening {
    fn read(self, webhook: &Webhook) -> Result<(CallEventKind, Report), WebhookError> {
        let fields = &webhook.fields;
        Ok(match self {
            Self::Status => (CallEventKind::Status, StatusUpdate::parse(fields)?.into()),
            Self::Dial => (CallEventKind::Dial, DialAction::parse(fields)?.into()),
            Self::Message => (CallEventKind::Message, RecordAction::parse(fields)?.into()),
            Self::Recording => (CallEventKind::Recording, RecordingUpdate::parse(fields)?.into()),
            Self::Amd => (CallEventKind::Amd, Amd::parse(fields)?.into()),
        })
    }
}

/// Stores what was told of a call, once; gives the document that answers, where one is wanted.
///
/// # Errors
/// See [`WebhookError`].
pub async fn hear(
    ctx: &Ctx,
    call: CallId,
    happening: Happening,
    webhook: &Webhook,
) -> Result<Option<String>, WebhookError> {
    let (kind, report) = happening.read(webhook)?;
    let token = webhook.idempotency_token.clone();
    let event = report.event(call, kind, token, ctx.now())?;
    let stored: Result<(), DbError> = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            if db::call_events::insert(tx.conn(), &event).await? {
                let settle = SettleCall { call_id: call };
                tx.enqueue_once(SettleCall::KIND, &call.to_string(), &settle).await?;
            }
            Ok(())
        })
        .await;
    match stored {
        Ok(()) => answer(ctx, call, happening, webhook).await,
        Err(error) if error.is_constraint("call_events_call_id_fkey") => {
            Err(WebhookError::UnknownCall)
        }
        Err(error) => Err(error.into()),
    }
}

async fn answer(
    ctx: &Ctx,
    call: CallId,
    happening: Happening,
    webhook: &Webhook,
) -> Result<Option<String>, WebhookError> {
    match happening {
        Happening::Status | Happening::Recording | Happening::Amd => Ok(None),
        Happening::Message => Ok(Some(hangs_up())),
        Happening::Dial => {
            after_dial(ctx, call, &DialAction::parse(&webhook.fields)?).await.map(Some)
        }
    }
}
