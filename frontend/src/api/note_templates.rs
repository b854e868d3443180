//! Texts that a rep puts into a note.

use domain::ids::NoteTemplateId;
use dto::note_templates::{
    CreateNoteTemplateRequest, NoteTemplateResponse, UpdateNoteTemplateRequest,
};
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// All of them in order, with those that are switched off.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Vec<NoteTemplateResponse>, ApiError> {
    let page: Page<NoteTemplateResponse> = me.fetch(Call::get("/note-templates")).await?;
    Ok(page.data)
}

/// Adds one.
///
/// # Errors
/// Wrong fields.
pub async fn create(
    me: SignedIn,
    template: &CreateNoteTemplateRequest,
) -> Result<NoteTemplateResponse, ApiError> {
    me.fetch(Call::post("/note-templates").json(template)).await
}

/// Changes one.
///
/// # Errors
/// Wrong fields.
pub async fn update(
    me: SignedIn,
    id: NoteTemplateId,
    changes: &UpdateNoteTemplateRequest,
) -> Result<NoteTemplateResponse, ApiError> {
    me.fetch(Call::patch(format!("/note-templates/{id}")).json(changes)).await
}

/// Deletes one.
///
/// # Errors
/// See [`ApiError`].
pub async fn delete(me: SignedIn, id: NoteTemplateId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/note-templates/{id}"))).await
}
