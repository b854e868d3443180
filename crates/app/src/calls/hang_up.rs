//! Ending a call from our side.

use db::DbError;
use db::calls::{Call, CallView};
use domain::calls::{CallEventKind, CallStatus};
use domain::ids::CallId;
use twilio::CallSid;
use twilio::rest::RestError;

use super::reconcile::ReconcileCall;
use super::settle::{expire, note};
use super::told::Report;
use crate::Caller;
use crate::jobs::Job;
use crate::telephony::Telephony;

/// Twilio's number for a change to a call that is over.
const ALREADY_OVER: u32 = 21_220;

/// Why something could not be done with a call that is under way.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// There is no line to a carrier.
    #[error("no carrier is configured")]
    NotConfigured,
    /// The carrier did not do it.
    #[error("the carrier could not be asked")]
    Carrier(#[source] RestError),
    /// The two are not talking.
    #[error("the call is not in progress")]
    NotInProgress,
    /// The rep has recorded no message to leave.
    #[error("there is no voicemail message")]
    NoMessage,
    /// The carrier's name for the leg is none: a defect.
    #[error("the call's leg has no name that the carrier knows")]
    Leg(#[from] twilio::WrongSid),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Ends the caller's call; a permission that was not used is given back. One that is over stays as it
/// is.
///
/// # Errors
/// See [`LineError`].
pub async fn hang_up_call(caller: &Caller, id: CallId) -> Result<CallView, LineError> {
    let call = find_own(caller, id).await?;
    let was_ended =
        if call.line.status.0.is_live() { end(line(caller)?, &call).await? } else { false };
    caller
        .write(async |tx| {
            expire(tx, id).await?;
            let call = db::calls::lock(tx.conn(), id, None).await?;
            if was_ended {
                note(tx, &call, CallEventKind::HangUp, Report::once(CallEventKind::HangUp)).await?;
            }
            if call.line.status.0.is_live() {
                // Its end is told in a moment; should that be lost, it is asked for soon.
                tx.enqueue_at(
                    ReconcileCall::KIND,
                    &ReconcileCall::soon(id),
                    tx.now() + ReconcileCall::SOON,
                )
                .await?;
            }
            Ok(db::calls::find_view(tx.conn(), id, None).await?)
        })
        .await
}

/// The caller's call, as it is.
pub(super) async fn find_own(caller: &Caller, id: CallId) -> Result<Call, DbError> {
    let call = db::calls::find(&mut *caller.conn().await?, id).await?;
    match caller.only_own() {
        Some(user) if user.uuid() != call.user_id => Err(DbError::NotFound),
        _ => Ok(call),
    }
}

pub(super) fn line(caller: &Caller) -> Result<&Telephony, LineError> {
    caller.ctx.telephony().ok_or(LineError::NotConfigured)
}

/// Ends both legs; false when the carrier says that they had ended by themselves.
async fn end(line: &Telephony, call: &Call) -> Result<bool, LineError> {
    let legs = match (&call.line.voicemail_dropped_at, &call.line.child_sid) {
        // The lead's leg has gone on without the rep's.
        (Some(_), Some(child)) => child,
        _ => call.line.parent_sid.as_ref().ok_or(LineError::NotInProgress)?,
    };
    let leg: CallSid = legs.parse()?;
    match line.carrier.hang_up(&leg).await {
        Ok(_) => Ok(true),
        Err(error) if is_over(&error) => Ok(false),
        Err(error) => Err(LineError::Carrier(error)),
    }
}

/// Whether the carrier refused because there is nothing left to change.
pub(super) fn is_over(error: &RestError) -> bool {
    error.is_not_found() || error.code() == Some(ALREADY_OVER)
}

/// Whether the two are talking, as far as is known.
pub(super) fn is_talking(call: &Call) -> bool {
    call.line.status.0 == CallStatus::InProgress
}
