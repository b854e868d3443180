//! Free texts on leads.

use domain::ids::LeadId;
use dto::notes::{CreateNoteRequest, NoteResponse};

use super::{ApiError, Call, SignedIn};

/// Writes a note.
///
/// # Errors
/// See [`ApiError`].
pub async fn create(me: SignedIn, lead: LeadId, body: String) -> Result<NoteResponse, ApiError> {
    me.fetch(Call::post(format!("/leads/{lead}/notes")).json(&CreateNoteRequest { body })).await
}
