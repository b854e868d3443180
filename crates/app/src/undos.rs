//! Taking back what was said of a call a moment ago.

use db::calls::{CallView, Said};
use db::leads::LeadView;
use db::progress::LockedLead;
use db::undos::Undo;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::calls::{CallOrigin, is_connected};
use domain::ids::{CallId, FollowUpId, LeadId};
use domain::queue::LEASE;
use domain::undos::UNDO_GRACE;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::follow_ups::reopen_promises;
use crate::{Caller, progress};

/// A call of which nothing is said any more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Undone {
    /// The call; none where it was only written down, and is gone with what was said of it.
    pub call: Option<CallView>,
    /// The lead, as it was before.
    pub lead: LeadView,
}

/// Why something could not be taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// There is nothing of the caller's to take back.
    #[error("there is nothing to take back")]
    Unknown,
    /// Its time is over.
    #[error("it is too late")]
    TooLate,
    /// The lead has gone on since, or is another's now.
    #[error("the lead has gone on since")]
    Overtaken,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for UndoError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::NotFound => Self::Unknown,
            other => Self::Db(other),
        }
    }
}

/// Takes back what the caller said of a call; the caller holds its lead again.
///
/// The lead stands as before, promises that the call kept are open again, the one that it made is gone,
/// and a number that it forbade may be called.
///
/// # Errors
/// See [`UndoError`].
pub async fn undo(caller: &Caller, activity: Uuid) -> Result<Undone, UndoError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let undo = db::undos::find(tx.conn(), activity, caller.user).await?;
            if tx.now() > undo.until + UNDO_GRACE {
                return Err(UndoError::TooLate);
            }
            // The lead before all else, as everywhere.
            let lead = LeadId::new(undo.lead_id);
            let lead = match db::progress::lock(tx.conn(), lead, only_own).await {
                Err(DbError::NotFound) => return Err(UndoError::Overtaken),
                locked => locked?,
            };
            db::undos::take(tx.conn(), activity).await?;
            if lead.progress != undo.facts.after {
                return Err(UndoError::Overtaken);
            }
            let call = unsay(tx, &undo).await?;
            put_back(tx, &lead, &undo).await?;
            let (now, user) = (tx.now(), caller.user);
            db::queue::hold(tx.conn(), lead.id, user, now, now + LEASE).await?;
            let lead = db::leads::find_view(tx.conn(), lead.id, now, None).await?;
            Ok(Undone { call, lead })
        })
        .await
}

/// The call as it was before something was said of it.
async fn unsay(tx: &mut Tx, undo: &Undo) -> Result<Option<CallView>, DbError> {
    let id = CallId::new(undo.call_id);
    let call = db::calls::lock(tx.conn(), id, None).await?;
    if call.origin.0 == CallOrigin::Logged {
        db::calls::delete(tx.conn(), id).await?;
        return Ok(None);
    }
    let (line, by) = (&call.line, call.line.answered_by.map(|by| by.0));
    let unsaid = Said {
        disposition: None,
        category: None,
        notes: String::new(),
        is_connected: is_connected(line.answered_at.is_some(), by, None),
        dispositioned_at: None,
    };
    db::calls::save_said(tx.conn(), id, &unsaid).await?;
    Ok(Some(db::calls::find_view(tx.conn(), id, None).await?))
}

/// The lead and its promises as they were.
async fn put_back(tx: &mut Tx, lead: &LockedLead, undo: &Undo) -> Result<(), DbError> {
    let facts = &undo.facts;
    reopen_promises(tx, lead, &facts.kept).await?;
    if let Some(promised) = facts.promised {
        db::follow_ups::delete(tx.conn(), FollowUpId::new(promised)).await?;
    }
    if let Some(phone) = &facts.forbade {
        let by = undo.user_id.into();
        db::do_not_call::take_back(tx.conn(), phone, by, facts.at).await?;
    }
    let change = Change::new(Action::CallUndone, Subject::Call, undo.call_id);
    let said = json!({ "undone": undo.activity_id });
    let _record = progress::record(tx, lead, &facts.before, change, said).await?;
    Ok(())
}
