//! What can be done with a disposition of the list.

use domain::ids::DispositionId;
use dto::dispositions::{DispositionResponse, UpdateDispositionRequest};

use crate::api::{self, ApiError, SignedIn};
use crate::listed::{Listed, Ordered, Switched};

impl Listed for DispositionResponse {
    type Id = DispositionId;

    const NOUN: &'static str = "disposition";

    fn id(&self) -> Self::Id {
        self.id
    }

    fn title(&self) -> String {
        self.label.clone()
    }

    fn before_deleting(&self) -> &'static str {
        "A disposition that calls have ended with cannot be deleted; switch it off instead. This cannot be undone."
    }

    async fn delete(me: SignedIn, id: Self::Id) -> Result<(), ApiError> {
        api::dispositions::delete(me, id).await
    }
}

impl Switched for DispositionResponse {
    fn is_active(&self) -> bool {
        self.active
    }

    fn switched(&self) -> &'static str {
        if self.active { "can be picked again." } else { "can no longer be picked." }
    }

    async fn switch(me: SignedIn, id: Self::Id, active: bool) -> Result<Self, ApiError> {
        let changes = UpdateDispositionRequest { active: Some(active), ..Default::default() };
        api::dispositions::update(me, id, &changes).await
    }
}

impl Ordered for DispositionResponse {
    fn position(&self) -> i16 {
        self.position
    }

    async fn move_to(me: SignedIn, id: Self::Id, position: i16) -> Result<Self, ApiError> {
        let changes = UpdateDispositionRequest { position: Some(position), ..Default::default() };
        api::dispositions::update(me, id, &changes).await
    }
}
