//! The words for acts on who works many leads.

use domain::handouts::{HandoutAct, HandoutStatus, PassedOver};
use dto::handouts::{HandoutResponse, PassedOverCount};

use crate::format;
use crate::ui::{Icon, Tone};

/// What the dialog is called.
#[must_use]
pub const fn title(act: HandoutAct) -> &'static str {
    match act {
        HandoutAct::Assign => "Assign leads",
        HandoutAct::Unassign => "Take leads back",
        HandoutAct::Rebalance => "Even out",
    }
}

/// What an act does, where its name does not say it.
#[must_use]
pub const fn explained(act: HandoutAct) -> Option<&'static str> {
    match act {
        HandoutAct::Assign => None,
        HandoutAct::Unassign => {
            Some("Nobody works them then. Calls, notes and follow-ups stay with the leads.")
        }
        HandoutAct::Rebalance => Some(
            "Leads that nobody has called or promised anything go from those with many to those with few. All others stay.",
        ),
    }
}

/// What is done, as on a button.
#[must_use]
pub const fn done_to(act: HandoutAct) -> &'static str {
    match act {
        HandoutAct::Assign => "Assign",
        HandoutAct::Unassign => "Take back",
        HandoutAct::Rebalance => "Move",
    }
}

/// The same with how many: `Assign 412 leads`.
#[must_use]
pub fn submit_words(act: HandoutAct, count: i64) -> String {
    match count {
        0 => done_to(act).to_owned(),
        count => format!("{} {}", done_to(act), format::count(count, "lead", "leads")),
    }
}

/// What was done: `412 leads handed out`.
#[must_use]
pub fn outcome(handout: &HandoutResponse) -> String {
    let leads = format::count(handout.moved, "lead", "leads");
    match (handout.status, handout.act, handout.moved) {
        (HandoutStatus::Queued, HandoutAct::Assign, _) => "Leads are being handed out".to_owned(),
        (HandoutStatus::Queued, HandoutAct::Unassign, _) => "Leads are being taken back".to_owned(),
        (HandoutStatus::Queued, HandoutAct::Rebalance, _) => "Leads are being moved".to_owned(),
        (HandoutStatus::Failed, ..) => "No lead changed hands".to_owned(),
        (HandoutStatus::Undoing, ..) => "Being taken back".to_owned(),
        (HandoutStatus::Undone, ..) => {
            let restored = format::count(handout.restored.unwrap_or(0), "lead is", "leads are");
            format!("Undone: {restored} as before")
        }
        (HandoutStatus::Completed, _, 0) => "No lead changed hands".to_owned(),
        (HandoutStatus::Completed, HandoutAct::Assign, _) if handout.by_rules => {
            format!("{leads} handed out by rules")
        }
        (HandoutStatus::Completed, HandoutAct::Assign, _) => format!("{leads} handed out"),
        (HandoutStatus::Completed, HandoutAct::Unassign, _) => format!("{leads} taken back"),
        (HandoutStatus::Completed, HandoutAct::Rebalance, _) => format!("{leads} moved"),
    }
}

/// Where it stands, as a tone and a picture.
#[must_use]
pub const fn marks(status: HandoutStatus) -> (&'static str, Tone, Icon) {
    match status {
        HandoutStatus::Queued => ("Under way", Tone::Progress, Icon::LoaderCircle),
        HandoutStatus::Completed => ("Done", Tone::Closed, Icon::CircleCheck),
        HandoutStatus::Failed => ("Failed", Tone::Failed, Icon::CircleX),
        HandoutStatus::Undoing => ("Being undone", Tone::Progress, Icon::LoaderCircle),
        HandoutStatus::Undone => ("Undone", Tone::Neutral, Icon::Undo2),
    }
}

/// Whether something is happening to it right now.
#[must_use]
pub const fn is_moving(status: HandoutStatus) -> bool {
    matches!(status, HandoutStatus::Queued | HandoutStatus::Undoing)
}

/// `12 are with somebody already`
#[must_use]
pub fn passed_over_line(one: &PassedOverCount) -> String {
    let (single, several) = match one.reason {
        PassedOver::AlreadyAssigned => ("is with somebody already", "are with somebody already"),
        PassedOver::Completed => ("is completed", "are completed"),
        PassedOver::DoNotCall => ("is on the do-not-call list", "are on the do-not-call list"),
        PassedOver::UnknownLead => ("does not exist any more", "do not exist any more"),
        PassedOver::Unassigned => ("is with nobody", "are with nobody"),
        PassedOver::WorkedSince => {
            ("was worked on since, and stays", "were worked on since, and stay")
        }
        PassedOver::MovedSince => {
            ("changed hands again since, and stays", "changed hands again since, and stay")
        }
        PassedOver::RepGone => (
            "is with nobody now: its rep was deactivated since",
            "are with nobody now: their reps were deactivated since",
        ),
    };
    format!("{} {}", format::number(one.count), if one.count == 1 { single } else { several })
}

/// Whether the reason came with taking the act back.
#[must_use]
pub const fn is_of_undo(reason: PassedOver) -> bool {
    match reason {
        PassedOver::WorkedSince | PassedOver::MovedSince | PassedOver::RepGone => true,
        PassedOver::AlreadyAssigned
        | PassedOver::Completed
        | PassedOver::DoNotCall
        | PassedOver::UnknownLead
        | PassedOver::Unassigned => false,
    }
}
