//! What was planned, what ran, and the verdict.

use std::process::ExitCode;

use crate::progress::say;

/// How the tests of one suite ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed, or passed only when tried again.
    pub(crate) failed: u64,
    /// Tests that were left out on purpose.
    pub(crate) skipped: u64,
}

impl Counts {
    /// A suite that is one check, and it passed.
    pub(crate) fn one_passed() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    fn total(self) -> u64 {
        self.passed + self.failed
    }
}

/// A planned suite.
struct Row {
    name: String,
    /// Whether it may hold no test at all, like a library without unit tests.
    may_be_empty: bool,
    counts: Option<Counts>,
}

/// The suites in the order they were planned.
#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Report {
    /// Expects a suite with at least one test.
    pub(crate) fn plan(&mut self, name: &str) {
        self.push(name, false);
    }

    /// Expects a suite that must run but may be without tests.
    pub(crate) fn plan_optional(&mut self, name: &str) {
        self.push(name, true);
    }

    fn push(&mut self, name: &str, may_be_empty: bool) {
        self.rows.push(Row { name: name.to_owned(), may_be_empty, counts: None });
    }

    /// Notes how a suite ended; one that nobody planned is added.
    pub(crate) fn record(&mut self, name: &str, counts: Counts) {
        if !self.rows.iter().any(|row| row.name == name && row.counts.is_none()) {
            self.push(name, true);
        }
        let waiting = self.rows.iter_mut().find(|row| row.name == name && row.counts.is_none());
        if let Some(row) = waiting {
            row.counts = Some(counts);
        }
    }

    /// Notes a failure that belongs to no single test.
    pub(crate) fn fail(&mut self, note: &str) {
        self.notes.push(note.to_owned());
    }

    /// Prints the table and the closing line, and says how the program must end.
    pub(crate) fn close(&self) -> ExitCode {
        say("");
        for line in self.table() {
            say(line);
        }
        let total = self.total();
        say(format_args!("\n{} passed, {} failed", total.passed, total.failed));
        if self.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Whether something passed and nothing failed.
    pub(crate) fn is_success(&self) -> bool {
        let total = self.total();
        total.failed == 0 && total.passed > 0
    }

    fn table(&self) -> Vec<String> {
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
        let header = format!("{:width$}  {:>7}  {:>7}", "suite", "passed", "failed");
        let rows = self.rows.iter().filter(|row| !row.is_silent()).map(|row| {
            let counts = row.verdict();
            let remark = row.remark();
            format!("{:width$}  {:>7}  {:>7}{remark}", row.name, counts.passed, counts.failed)
        });
        let notes = self.notes.iter().map(|note| format!("{note:width$}  {:>7}  {:>7}", 0, 1));
        std::iter::once(header).chain(rows).chain(notes).collect()
    }

    fn total(&self) -> Counts {
        let mut total =
            self.rows.iter().map(Row::verdict).fold(Counts::default(), |sum, next| Counts {
                passed: sum.passed + next.passed,
                failed: sum.failed + next.failed,
                skipped: sum.skipped + next.skipped,
            });
        total.failed += self.notes.iter().map(|_| 1).sum::<u64>();
        total
    }
}

impl Row {
    /// A suite that did not run, or ran nothing, failed once.
    fn verdict(&self) -> Counts {
        match self.counts {
            None => Counts { failed: 1, ..Counts::default() },
            Some(counts) if counts.total() == 0 && !self.may_be_empty => {
                Counts { failed: 1, ..counts }
            }
            Some(counts) => counts,
        }
    }

    fn remark(&self) -> String {
        match self.counts {
            None => "  did not run".to_owned(),
            Some(counts) if counts.total() == 0 => "  ran no test".to_owned(),
            Some(Counts { skipped: 1.., .. }) => {
                format!("  {} left out", self.verdict().skipped)
            }
            Some(_) => String::new(),
        }
    }

    /// Nothing to tell: it ran, and has no tests.
    fn is_silent(&self) -> bool {
        self.may_be_empty && self.counts.is_some_and(|counts| counts == Counts::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed, skipped: 0 }
    }

    #[test]
    fn a_planned_suite_that_never_ran_counts_as_failed() {
        let mut report = Report::default();
        report.plan("api");
        report.plan("browser");
        report.record("api", counts(3, 0));
        assert_eq!(report.total(), counts(3, 1));
    }

    #[test]
    fn a_suite_that_ran_no_test_counts_as_failed() {
        let mut report = Report::default();
        report.plan("api");
        report.record("api", counts(0, 0));
        assert_eq!(report.total(), counts(0, 1));
    }

    #[test]
    fn a_library_without_unit_tests_is_no_failure_and_no_line() {
        let mut report = Report::default();
        report.plan_optional("library");
        report.record("library", counts(0, 0));
        assert_eq!(report.total(), counts(0, 0));
        assert_eq!(report.table().len(), 1, "only the header");
    }

    #[test]
    fn nothing_at_all_is_no_success() {
        assert!(!Report::default().is_success());
    }

    #[test]
    fn a_failure_outside_the_tests_counts() {
        let mut report = Report::default();
        report.record("api", counts(2, 0));
        report.fail("cargo test");
        assert_eq!(report.total(), counts(2, 1));
    }
}
