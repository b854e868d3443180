//! The browser tests of `tests/e2e`, run by Playwright on the development build.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::report::Counts;
use crate::progress::say;
use crate::workspace::Workspace;

/// Runs them and reads the counts from Playwright's own record, not from its exit code.
///
/// # Errors
/// When Playwright leaves no record: then no test can be said to have passed.
pub(crate) fn run(
    workspace: &Workspace,
    browser: &Path,
    server: &Path,
    arguments: &[String],
) -> Result<Counts> {
    say("▸ Browser tests: the page in Chromium, against a running system");
    let record = workspace.built("browser-tests.json");
    if record.exists() {
        fs::remove_file(&record).with_context(|| format!("remove {}", record.display()))?;
    }
    let mut playwright = workspace.node_tool("playwright");
    let status = playwright
        .args(["test", "--config", "tests/e2e/playwright.config.ts", "--reporter", "list,json"])
        .args(arguments)
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &record)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &record)
        .env("SKIIGEN_TEST_BROWSER", browser)
        .env("SKIIGEN_TEST_SERVER", server)
        .status()
        .context("start Playwright")?;
    let text = fs::read_to_string(&record).context("Playwright left no record of its tests")?;
    let mut counts = counts(&serde_json::from_str(&text)?)?;
    if !status.success() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// A test that passes only when tried again has failed.
fn counts(record: &Value) -> Result<Counts> {
    let stats = record.get("stats").context("Playwright's record has no counts")?;
    let count = |name: &str| {
        stats
            .get(name)
            .and_then(Value::as_u64)
            .with_context(|| format!("Playwright's record does not say how many are {name}"))
    };
    Ok(Counts {
        passed: count("expected")?,
        failed: count("unexpected")? + count("flaky")?,
        skipped: count("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaky_test_is_a_failed_test() {
        let record = serde_json::json!({
            "stats": { "expected": 4, "unexpected": 1, "flaky": 2, "skipped": 3 }
        });
        assert_eq!(counts(&record).unwrap(), Counts { passed: 4, failed: 3, skipped: 3 });
    }

    #[test]
    fn a_record_without_counts_is_refused() {
        assert!(counts(&serde_json::json!({})).is_err());
    }
}
