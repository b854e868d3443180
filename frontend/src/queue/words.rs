//! What is said about a lead in the queue.

use chrono::{DateTime, Utc};
use domain::queue::QueueReason;
use dto::leads::LeadResponse;
use dto::queue::QueuedLeadResponse;

use crate::format;
use crate::ui::{Icon, Tone};

/// Why a lead is where it is, with a colour and a picture.
#[must_use]
pub const fn reason(reason: QueueReason) -> (Tone, Icon, &'static str) {
    match reason {
        QueueReason::FollowUpDue => (Tone::Warm, Icon::Calendar, "Follow-up due"),
        QueueReason::Priority => (Tone::Failed, Icon::Flame, "High priority"),
        QueueReason::ClosingSoon => (Tone::Accent, Icon::Clock, "Calls close soon there"),
        QueueReason::Retry => (Tone::Progress, Icon::RotateCcw, "Try again"),
        QueueReason::Oldest => (Tone::Neutral, Icon::ArrowRight, "Next in line"),
    }
}

/// By when the lead shall be done, and whether that is past.
#[must_use]
pub fn due(lead: &LeadResponse, now: DateTime<Utc>) -> Option<(String, bool)> {
    let due_at = lead.assignment.as_ref()?.due_at?;
    Some((format::moment(due_at, None), due_at <= now))
}

/// Whether a lead has the words that somebody looks for.
#[must_use]
pub fn matches(queued: &QueuedLeadResponse, words: &str) -> bool {
    let lead = &queued.lead;
    let texts = [
        Some(&lead.name),
        lead.city.as_ref(),
        lead.phone_e164.as_ref(),
        lead.formatted_phone.as_ref(),
    ];
    let texts = texts.into_iter().flatten().map(|text| text.to_lowercase()).collect::<Vec<_>>();
    words.to_lowercase().split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}
