//! What can be done with a rule of the list.

use domain::ids::CallingRuleId;
use dto::calling_rules::{CallingRuleResponse, UpdateCallingRuleRequest};

use super::words::title;
use crate::api::{self, ApiError, SignedIn};
use crate::listed::{Listed, Switched};

impl Listed for CallingRuleResponse {
    type Id = CallingRuleId;

    const NOUN: &'static str = "calling rule";

    fn id(&self) -> Self::Id {
        self.id
    }

    fn title(&self) -> String {
        title(self)
    }

    fn named(&self) -> String {
        format!("the rule for {}", title(self))
    }

    fn before_deleting(&self) -> &'static str {
        if self.recording.is_some() {
            "Calls there are recorded by the other rules from then on; where none is known, after a notice. To play the notice, switch the rule off instead."
        } else {
            "Leads there are called by the other rules from then on. To keep it for later, switch it off instead."
        }
    }

    async fn delete(me: SignedIn, id: Self::Id) -> Result<(), ApiError> {
        api::calling_rules::delete(me, id).await
    }
}

impl Switched for CallingRuleResponse {
    fn is_active(&self) -> bool {
        self.active
    }

    fn switched(&self) -> &'static str {
        match (self.active, self.recording) {
            (true, _) => "holds from now on.",
            (false, None) => "is switched off.",
            (false, Some(_)) => "is switched off. Calls there are recorded after a notice.",
        }
    }

    async fn switch(me: SignedIn, id: Self::Id, active: bool) -> Result<Self, ApiError> {
        let changes = UpdateCallingRuleRequest { active: Some(active), ..Default::default() };
        api::calling_rules::update(me, id, &changes).await
    }
}
