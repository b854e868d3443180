//! Reads what `cargo test` says: which program runs, and how its tests ended.

use super::report::Counts;

/// A line that matters.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A test program, or the examples in a library's documentation, now runs.
    Starts(Program<'a>),
    /// The one that runs has ended, with these counts.
    Ends(Counts),
}

/// What holds tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Program<'a> {
    /// A test program, by the name of its target.
    Tests(&'a str),
    /// The documentation of a library.
    Documentation(&'a str),
}

/// Understands a line, or says that it is one of the many others.
pub(super) fn read(line: &str) -> Option<Line<'_>> {
    let line = line.trim();
    if let Some(library) = line.strip_prefix("Doc-tests ") {
        return Some(Line::Starts(Program::Documentation(library)));
    }
    if let Some(rest) = line.strip_prefix("Running ") {
        return target(rest).map(|name| Line::Starts(Program::Tests(name)));
    }
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    Some(Line::Ends(Counts {
        passed: count(counts, "passed")?,
        failed: count(counts, "failed")?,
        skipped: count(counts, "ignored")?,
    }))
}

/// The `api` in `tests/api/main.rs (target/debug/deps/api-0123456789abcdef)`.
fn target(rest: &str) -> Option<&str> {
    let (_, program) = rest.strip_suffix(')')?.rsplit_once('(')?;
    let (_, file) = program.rsplit_once("/deps/")?;
    file.rsplit_once('-').map(|(name, _)| name)
}

/// The 12 in `12 passed; 0 failed; …`.
fn count(counts: &str, word: &str) -> Option<u64> {
    counts.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_understood() {
        let cases = [
            (
                "     Running unittests src/lib.rs (target/debug/deps/skiigen_domain-0a1b2c)",
                Some(Line::Starts(Program::Tests("skiigen_domain"))),
            ),
            (
                "     Running tests/api/main.rs (/a folder/debug/deps/api-0a1b2c)",
                Some(Line::Starts(Program::Tests("api"))),
            ),
            (
                "   Doc-tests skiigen_domain",
                Some(Line::Starts(Program::Documentation("skiigen_domain"))),
            ),
            (
                "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out",
                Some(Line::Ends(Counts { passed: 12, failed: 3, skipped: 1 })),
            ),
            ("test a_lead_has_a_phone ... ok", None),
            ("Running late", None),
        ];
        for (line, expected) in cases {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
