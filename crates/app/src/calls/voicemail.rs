//! The message that a rep has recorded for answering machines.

use db::calls::CallView;
use db::voicemail::{NewVoicemailMessage, VoicemailMessage};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::calls::CallEventKind;
use domain::ids::{CallId, LeadId, UserId};
use serde_json::json;
use twilio::CallSid;

use super::hang_up::{LineError, find_own, is_over, is_talking, line};
use super::settle::note;
use super::told::Report;
use crate::telephony::Document;
use crate::{Caller, Ctx, tokens};

/// The largest message, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;

/// Why a message was not kept.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// It is none of the kinds of sound that the carrier plays, or not the kind that it claims to be.
    #[error("the message is no sound that the carrier plays")]
    WrongKind,
    /// It has no bytes.
    #[error("the message is empty")]
    Empty,
    /// It has more than [`LARGEST`].
    #[error("the message is too large")]
    TooLarge,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Keeps the caller's message in place of the one before.
///
/// # Errors
/// See [`MessageError`].
pub async fn save_message(
    caller: &Caller,
    content_type: &str,
    content: &[u8],
) -> Result<VoicemailMessage, MessageError> {
    let content_type = known_kind(content_type).ok_or(MessageError::WrongKind)?;
    if content.is_empty() {
        return Err(MessageError::Empty);
    }
    if content.len() > LARGEST {
        return Err(MessageError::TooLarge);
    }
    if !is_of_kind(content_type, content) {
        return Err(MessageError::WrongKind);
    }
    caller
        .write(async |tx| {
            let user = caller.user;
            let message = NewVoicemailMessage {
                user_id: user.uuid(),
                content_type: content_type.to_owned(),
                content: content.to_vec(),
                updated_at: tx.now(),
            };
            db::voicemail::save(tx.conn(), &message).await?;
            let change = Change::new(Action::VoicemailMessageUpdated, Subject::User, user);
            tx.record(change.told_to([user]).after(json!({ "size": content.len() }))).await?;
            Ok(db::voicemail::find(tx.conn(), user).await?)
        })
        .await
}

/// Removes the caller's message.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete_message(caller: &Caller) -> Result<(), DbError> {
    caller
        .write(async |tx| {
            db::voicemail::delete(tx.conn(), caller.user).await?;
            let change = Change::new(Action::VoicemailMessageUpdated, Subject::User, caller.user);
            tx.record(change.told_to([caller.user])).await
        })
        .await
}

/// A user's message for the carrier, which shows the key that it was given with the address.
///
/// # Errors
/// [`DbError::NotFound`], also for a wrong key.
pub async fn message_for_carrier(
    ctx: &Ctx,
    user: UserId,
    key: &str,
) -> Result<(String, Vec<u8>), DbError> {
    if !tokens::is_same(&tokens::voicemail_key(&ctx.settings().secret, user), key) {
        return Err(DbError::NotFound);
    }
    db::voicemail::find_sound(&mut *ctx.db().conn().await?, user).await
}

/// Leaves the caller's message with whatever has answered, and lets the rep go on to the next call
/// meanwhile. Done once; a second time changes nothing.
///
/// # Errors
/// See [`LineError`].
pub async fn drop_voicemail(caller: &Caller, id: CallId) -> Result<CallView, LineError> {
    let call = find_own(caller, id).await?;
    let user = UserId::new(call.user_id);
    if call.line.voicemail_dropped_at.is_none() {
        // Whoever rang us is no machine.
        let takes_one = is_talking(&call) && !call.is_inbound();
        let child = call.line.child_sid.as_ref().filter(|_| takes_one);
        let child: CallSid = child.ok_or(LineError::NotInProgress)?.parse()?;
        match db::voicemail::find(&mut *caller.conn().await?, user).await {
            Err(DbError::NotFound) => return Err(LineError::NoMessage),
            found => drop(found?),
        }
        let document = Document { ctx: &caller.ctx, call: id }.leave_message(user);
        match line(caller)?.carrier.redirect_call(&child, &document).await {
            Ok(_) => {}
            Err(error) if is_over(&error) => return Err(LineError::NotInProgress),
            Err(error) => return Err(LineError::Carrier(error)),
        }
    }
    caller
        .write(async |tx| {
            let call = db::calls::lock(tx.conn(), id, None).await?;
            if call.line.voicemail_dropped_at.is_none() {
                let dropped = Report::once(CallEventKind::VoicemailDrop);
                note(tx, &call, CallEventKind::VoicemailDrop, dropped).await?;
                let change = Change::new(Action::VoicemailDropped, Subject::Call, id);
                let change = match call.lead_id.map(LeadId::new) {
                    Some(lead) => change.on_lead(lead),
                    None => change,
                };
                tx.record(change.told_to([user])).await?;
            }
            Ok(db::calls::find_view(tx.conn(), id, None).await?)
        })
        .await
}

fn known_kind(content_type: &str) -> Option<&'static str> {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "audio/wav" | "audio/x-wav" | "audio/wave" => Some("audio/wav"),
        "audio/mpeg" | "audio/mp3" => Some("audio/mpeg"),
        _ => None,
    }
}

/// Whether the first bytes are those of the kind: else the lead would hear silence.
fn is_of_kind(kind: &str, content: &[u8]) -> bool {
    match kind {
        "audio/wav" => {
            content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WAVE".as_slice())
        }
        _ => {
            let is_frame =
                |head: &[u8]| matches!(head, [0xff, second, ..] if second & 0xe0 == 0xe0);
            content.starts_with(b"ID3") || is_frame(content)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_of_kind, known_kind};

    #[test]
    fn a_sound_is_known_by_its_first_bytes() {
        assert_eq!(known_kind("audio/x-wav; codecs=1"), Some("audio/wav"));
        assert_eq!(known_kind("audio/webm"), None);
        assert!(is_of_kind("audio/wav", b"RIFF\x24\0\0\0WAVEfmt "));
        assert!(!is_of_kind("audio/wav", b"RIFF"));
        assert!(is_of_kind("audio/mpeg", b"ID3\x04"));
        assert!(is_of_kind("audio/mpeg", &[0xff, 0xfb, 0x90]));
        assert!(!is_of_kind("audio/mpeg", b"<html>"));
    }
}
