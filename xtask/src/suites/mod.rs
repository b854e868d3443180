//! Runs the suites and counts: Rust's by `cargo test`, the browser's by Playwright.

pub(crate) mod playwright;
pub(crate) mod report;
pub(crate) mod rust;
mod transcript;
