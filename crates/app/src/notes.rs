//! Free texts on leads.

use db::notes::{Note, NoteView};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::ids::LeadId;
use serde_json::json;

use crate::{Caller, progress};

/// Why a note could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// It says nothing.
    #[error("the note is empty")]
    Empty,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes a note on a lead. A lead that is new is in progress from then on.
///
/// # Errors
/// See [`NoteError`].
pub async fn create_note(caller: &Caller, lead: LeadId, body: &str) -> Result<NoteView, NoteError> {
    let only_own = caller.only_own();
    caller
        .write(async |tx| {
            let lead = db::progress::lock(tx.conn(), lead, only_own).await?;
            let body = body.trim();
            if body.is_empty() {
                return Err(NoteError::Empty);
            }
            let note = Note {
                id: tx.new_id(),
                lead_id: lead.id.uuid(),
                user_id: caller.user.uuid(),
                body: body.to_owned(),
                created_at: tx.now(),
            };
            db::notes::insert(tx.conn(), &note).await?;
            let after = progress::touched(tx, &lead).await?;
            let change = Change::new(Action::NoteCreated, Subject::Note, note.id);
            let _record =
                progress::record(tx, &lead, &after, change, json!({ "body": note.body })).await?;
            Ok(db::notes::find_view(tx.conn(), note.id.into()).await?)
        })
        .await
}
