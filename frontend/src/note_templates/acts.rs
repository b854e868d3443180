//! What can be done with a note template of the list.

use domain::ids::NoteTemplateId;
use dto::note_templates::{NoteTemplateResponse, UpdateNoteTemplateRequest};

use crate::api::{self, ApiError, SignedIn};
use crate::listed::{Listed, Ordered, Switched};

impl Listed for NoteTemplateResponse {
    type Id = NoteTemplateId;

    const NOUN: &'static str = "note template";

    fn id(&self) -> Self::Id {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn before_deleting(&self) -> &'static str {
        "Notes that were written with it stay as they are. This cannot be undone; you can also switch it off."
    }

    async fn delete(me: SignedIn, id: Self::Id) -> Result<(), ApiError> {
        api::note_templates::delete(me, id).await
    }
}

impl Switched for NoteTemplateResponse {
    fn is_active(&self) -> bool {
        self.active
    }

    fn switched(&self) -> &'static str {
        if self.active { "is offered again." } else { "is no longer offered." }
    }

    async fn switch(me: SignedIn, id: Self::Id, active: bool) -> Result<Self, ApiError> {
        let changes = UpdateNoteTemplateRequest { active: Some(active), ..Default::default() };
        api::note_templates::update(me, id, &changes).await
    }
}

impl Ordered for NoteTemplateResponse {
    fn position(&self) -> i16 {
        self.position
    }

    async fn move_to(me: SignedIn, id: Self::Id, position: i16) -> Result<Self, ApiError> {
        let changes = UpdateNoteTemplateRequest { position: Some(position), ..Default::default() };
        api::note_templates::update(me, id, &changes).await
    }
}
