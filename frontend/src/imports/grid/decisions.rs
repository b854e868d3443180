//! What somebody can decide about a row, by which key, and why not where it cannot be.

use domain::imports::RowOutcome;
use dto::imports::{ImportMatch, ImportRowResponse};

use crate::ui::Icon;

/// A decision about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Make a new lead of it.
    Create,
    /// Update the lead that is there.
    Update,
    /// Leave the lead that is there as it is.
    Leave,
    /// Leave the row out.
    LeaveOut,
    /// Let the import decide again.
    Again,
}

impl Decision {
    /// All, in the order of the buttons.
    pub const ALL: [Self; 5] =
        [Self::Create, Self::Update, Self::Leave, Self::LeaveOut, Self::Again];

    /// The decision that a key stands for.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        match key.to_ascii_lowercase().as_str() {
            "c" => Some(Self::Create),
            "u" => Some(Self::Update),
            "d" | "s" => Some(Self::Leave),
            "r" => Some(Self::LeaveOut),
            "z" => Some(Self::Again),
            _ => None,
        }
    }

    /// Its key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Create => "c",
            Self::Update => "u",
            Self::Leave => "d",
            Self::LeaveOut => "r",
            Self::Again => "z",
        }
    }

    /// The words on its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Create => "Make a new lead",
            Self::Update => "Update the lead",
            Self::Leave => "Leave the lead as it is",
            Self::LeaveOut => "Leave the row out",
            Self::Again => "Let it be decided again",
        }
    }

    /// Its picture.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Create => Icon::Plus,
            Self::Update => Icon::Pencil,
            Self::Leave => Icon::Minus,
            Self::LeaveOut => Icon::Ban,
            Self::Again => Icon::RotateCcw,
        }
    }

    /// What it makes of a row; none lets the import decide.
    #[must_use]
    pub const fn outcome(self) -> Option<RowOutcome> {
        match self {
            Self::Create => Some(RowOutcome::Create),
            Self::Update => Some(RowOutcome::Update),
            Self::Leave => Some(RowOutcome::Duplicate),
            Self::LeaveOut => Some(RowOutcome::Rejected),
            Self::Again => None,
        }
    }

    /// What was done, behind `Line 12: `.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Create => "becomes a new lead",
            Self::Update => "updates the lead",
            Self::Leave => "the lead stays as it is",
            Self::LeaveOut => "is left out",
            Self::Again => "is decided by its cells again",
        }
    }

    /// Why it cannot be made about this row; none when it can.
    #[must_use]
    pub fn hindrance(self, row: &ImportRowResponse) -> Option<&'static str> {
        let outcome = row.outcome;
        let unusable = outcome == RowOutcome::Rejected && !row.chosen;
        match self {
            Self::Create if outcome == RowOutcome::Create => Some("It becomes a new lead already."),
            Self::Update if outcome == RowOutcome::Update => Some("It updates the lead already."),
            Self::Leave if outcome == RowOutcome::Duplicate => {
                Some("The lead stays as it is already.")
            }
            Self::LeaveOut if outcome == RowOutcome::Rejected => Some("It is left out already."),
            Self::Again if !row.chosen => Some("Nobody has decided about this row yet."),
            Self::Create | Self::Update | Self::Leave if unusable => {
                Some("Mend what is marked first.")
            }
            Self::Update | Self::Leave if outcome == RowOutcome::Unchanged => {
                Some("The lead is like this already.")
            }
            Self::Update if !row.matched.as_ref().is_some_and(is_lead) => {
                Some("There is no lead to update.")
            }
            Self::Leave if row.matched.is_none() => Some("There is no lead like this one."),
            _ => None,
        }
    }
}

/// Whether what a row is the same as is a lead, not an earlier row.
#[must_use]
pub const fn is_lead(matched: &ImportMatch) -> bool {
    matched.row.is_none()
}

/// Where a key leads in the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many rows down.
    Rows(isize),
    /// So many columns to the right.
    Columns(isize),
    /// The first or the last column.
    Edge(bool),
    /// The first or the last row that is here.
    End(bool),
}

impl Step {
    /// The step of a key; a page is `page` rows.
    #[must_use]
    pub fn of_key(key: &str, with_control: bool, page: isize) -> Option<Self> {
        match key {
            "ArrowDown" | "j" | "J" => Some(Self::Rows(1)),
            "ArrowUp" | "k" | "K" => Some(Self::Rows(-1)),
            "ArrowRight" => Some(Self::Columns(1)),
            "ArrowLeft" => Some(Self::Columns(-1)),
            "PageDown" => Some(Self::Rows(page)),
            "PageUp" => Some(Self::Rows(-page)),
            "Home" if with_control => Some(Self::End(false)),
            "End" if with_control => Some(Self::End(true)),
            "Home" => Some(Self::Edge(false)),
            "End" => Some(Self::Edge(true)),
            _ => None,
        }
    }
}

/// `from` moved by `by`, inside `0..count`.
#[must_use]
pub fn moved(from: usize, by: isize, count: usize) -> usize {
    from.saturating_add_signed(by).min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(outcome: RowOutcome) -> ImportRowResponse {
        ImportRowResponse {
            row: 1,
            line: 2,
            values: Vec::new(),
            outcome,
            chosen: false,
            issues: Vec::new(),
            lead_id: None,
            matched: None,
            changes: Vec::new(),
        }
    }

    fn matched(earlier: Option<i32>) -> Option<ImportMatch> {
        Some(ImportMatch {
            score: 97,
            reasons: vec!["Same phone".to_owned()],
            row: earlier,
            name: "Antla".to_owned(),
            phone: None,
            address: None,
        })
    }

    fn possible(row: &ImportRowResponse) -> Vec<Decision> {
        Decision::ALL.into_iter().filter(|one| one.hindrance(row).is_none()).collect()
    }

    #[test]
    fn every_decision_has_a_key_of_its_own() {
        for decision in Decision::ALL {
            assert_eq!(Decision::of_key(decision.key()), Some(decision));
        }
        assert_eq!(Decision::of_key("S"), Some(Decision::Leave));
        assert_eq!(Decision::of_key("x"), None);
    }

    #[test]
    fn a_row_that_cannot_be_used_is_mended_not_decided() {
        assert_eq!(possible(&row(RowOutcome::Rejected)), []);
        let left_out = ImportRowResponse { chosen: true, ..row(RowOutcome::Rejected) };
        assert_eq!(possible(&left_out), [Decision::Create, Decision::Again]);
    }

    #[test]
    fn only_a_lead_that_is_there_can_be_updated() {
        let of_lead = ImportRowResponse { matched: matched(None), ..row(RowOutcome::Duplicate) };
        let all = [Decision::Create, Decision::Update, Decision::LeaveOut];
        assert_eq!(possible(&of_lead), all);
        let of_row = ImportRowResponse { matched: matched(Some(4)), ..row(RowOutcome::Duplicate) };
        assert_eq!(possible(&of_row), [Decision::Create, Decision::LeaveOut]);
        assert_eq!(possible(&row(RowOutcome::Create)), [Decision::LeaveOut]);
    }

    #[test]
    fn steps_stay_inside_the_grid() {
        assert_eq!(moved(0, -1, 5), 0);
        assert_eq!(moved(3, 10, 5), 4);
        assert_eq!(moved(0, 1, 0), 0);
        assert_eq!(Step::of_key("End", true, 10), Some(Step::End(true)));
        assert_eq!(Step::of_key("x", false, 10), None);
    }
}
