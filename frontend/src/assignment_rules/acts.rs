//! What can be done with a rule of the list.

use domain::ids::AssignmentRuleId;
use dto::assignment_rules::{AssignmentRuleResponse, UpdateAssignmentRuleRequest};

use crate::api::{self, ApiError, SignedIn};
use crate::listed::{Listed, Ordered, Switched};

impl Listed for AssignmentRuleResponse {
    type Id = AssignmentRuleId;

    const NOUN: &'static str = "assignment rule";

    fn id(&self) -> Self::Id {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn before_deleting(&self) -> &'static str {
        "Leads that it handed out stay where they are. This cannot be undone; you can also switch it off."
    }

    async fn delete(me: SignedIn, id: Self::Id) -> Result<(), ApiError> {
        api::assignment_rules::delete(me, id).await
    }
}

impl Switched for AssignmentRuleResponse {
    fn is_active(&self) -> bool {
        self.active
    }

    fn switched(&self) -> &'static str {
        if self.active { "counts for new leads again." } else { "no longer counts." }
    }

    async fn switch(me: SignedIn, id: Self::Id, active: bool) -> Result<Self, ApiError> {
        let changes = UpdateAssignmentRuleRequest { active: Some(active), ..Default::default() };
        api::assignment_rules::update(me, id, &changes).await
    }
}

impl Ordered for AssignmentRuleResponse {
    fn position(&self) -> i16 {
        self.position
    }

    async fn move_to(me: SignedIn, id: Self::Id, position: i16) -> Result<Self, ApiError> {
        let changes =
            UpdateAssignmentRuleRequest { position: Some(position), ..Default::default() };
        api::assignment_rules::update(me, id, &changes).await
    }
}
