//! The lead as it will be once a call is written down, shown before the server has said so.

use chrono::{DateTime, Utc};
use domain::leads::Stage;
use dto::dispositions::DispositionResponse;
use dto::follow_ups::CreateFollowUpRequest;
use dto::leads::LeadResponse;

use crate::state::clock;

/// Where the lead stands after a call with this outcome; none where the life cycle has no such step.
#[must_use]
pub fn stage_after(lead: &LeadResponse, disposition: &DispositionResponse) -> Option<Stage> {
    let stage = Stage::new(lead.status, lead.category).ok()?;
    stage.after(disposition.rule.effect(disposition.category)?).ok()
}

/// The lead as it will be once the call is written down.
pub(super) fn foresee(
    lead: &mut LeadResponse,
    disposition: &DispositionResponse,
    called_at: Option<DateTime<Utc>>,
    promise: Option<&CreateFollowUpRequest>,
) {
    if let Some(stage) = stage_after(lead, disposition) {
        lead.status = stage.status();
        lead.category = stage.category();
    }
    lead.disposition = Some(disposition.key.clone());
    lead.attempt_count += 1;
    lead.last_contacted_at = Some(called_at.unwrap_or_else(clock::now));
    if let Some(promise) = promise {
        lead.next_follow_up_at = Some(promise.due_at);
    }
}
