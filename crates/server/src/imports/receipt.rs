//! What came of a list, in a sentence and in numbers.

use std::fmt;

use db::imports::Import;
use domain::imports::{Counts, ImportStatus};

/// What came of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its rows are leads.
    Committed,
    /// It waits for an admin to look at it.
    Waiting,
    /// It is read, and no row can be used; it waits for an admin to look why.
    NothingUsable,
    /// It could not be read, or not be brought to an end: why, and what to do.
    Failed(String),
    /// Somebody set it aside or took it back meanwhile.
    SetAside,
}

/// What came of a list, with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The file's name.
    pub file_name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Its rows by what came of them.
    pub counts: Counts,
    /// Where to look at it.
    pub address: String,
}

/// Whether there is anything to commit.
pub(super) fn is_usable(counts: &Counts) -> bool {
    counts.create + counts.update + counts.unchanged + counts.duplicate > 0
}

impl Receipt {
    pub(super) fn of(import: &Import, public_url: &str) -> Self {
        let counts = import.counts();
        let outcome = match import.status.0 {
            ImportStatus::Completed => Outcome::Committed,
            ImportStatus::Review if is_usable(&counts) => Outcome::Waiting,
            ImportStatus::Review => Outcome::NothingUsable,
            ImportStatus::Failed => Outcome::Failed(import.failure.clone().unwrap_or_default()),
            _ => Outcome::SetAside,
        };
        let address = format!("{public_url}/imports/{}", import.id);
        Self { file_name: import.file_name.clone(), outcome, counts, address }
    }

    /// Whether it came to what was asked for.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self.outcome, Outcome::Committed | Outcome::Waiting)
    }

    /// Rows that are not blank.
    fn read(&self) -> i32 {
        let Counts { create, update, unchanged, duplicate, rejected } = self.counts;
        create + update + unchanged + duplicate + rejected
    }

    fn sentence(&self) -> String {
        let (name, rows) = (&self.file_name, rows(self.read()));
        let Counts { create, update, .. } = self.counts;
        match &self.outcome {
            Outcome::Committed => format!(
                "{name} is imported: {rows} made {} and changed {}.",
                leads(create, "new "),
                leads(update, "")
            ),
            Outcome::Waiting => format!(
                "{name} is read and waits for somebody to look at it: {rows} would make {} and change {}.",
                leads(create, "new "),
                leads(update, "")
            ),
            Outcome::NothingUsable => format!(
                "{name} is read, but none of its {rows} can be used: look at the list to see why."
            ),
            Outcome::Failed(failure) => format!("{name} is not imported: {failure}"),
            Outcome::SetAside => {
                format!("{name} is not imported: somebody set the list aside meanwhile.")
            }
        }
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { create, update, unchanged, duplicate, rejected } = self.counts;
        writeln!(formatter, "{}", self.sentence())?;
        for (name, count) in [
            ("rows read", self.read()),
            ("new leads", create),
            ("changed leads", update),
            ("already there, unchanged", unchanged),
            ("repeated", duplicate),
            ("could not be used", rejected),
        ] {
            writeln!(formatter, "{count:>10}  {name}")?;
        }
        write!(formatter, "{}", self.address)
    }
}

fn rows(count: i32) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

fn leads(count: i32, kind: &str) -> String {
    match count {
        0 => format!("no {kind}leads"),
        1 => format!("1 {kind}lead"),
        _ => format!("{count} {kind}leads"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(outcome: Outcome) -> String {
        let counts = Counts { create: 2, update: 1, unchanged: 0, duplicate: 0, rejected: 1 };
        let address = "https://crm.example/imports/1".to_owned();
        Receipt { file_name: "a.csv".to_owned(), outcome, counts, address }.to_string()
    }

    #[test]
    fn a_receipt_is_a_sentence_the_numbers_and_where_to_look() {
        let text = receipt(Outcome::Committed);
        assert!(
            text.starts_with("a.csv is imported: 4 rows made 2 new leads and changed 1 lead.\n")
        );
        assert!(text.contains("         1  could not be used\n"), "{text}");
        assert!(text.ends_with("\nhttps://crm.example/imports/1"));
    }

    #[test]
    fn what_did_not_come_about_says_so() {
        for (outcome, told) in [
            (Outcome::Waiting, "would make 2 new leads and change 1 lead"),
            (Outcome::NothingUsable, "none of its 4 rows can be used"),
            (Outcome::Failed("It is empty.".to_owned()), "a.csv is not imported: It is empty."),
            (Outcome::SetAside, "somebody set the list aside"),
        ] {
            assert!(receipt(outcome).contains(told));
        }
    }
}
