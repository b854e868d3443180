//! `skiigen openapi`: the API's description, as `openapi/skiigen.json` keeps it.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::screen::say;

/// Prints the document; needs no settings and no database.
pub(crate) fn run() -> Result<ExitCode> {
    let document = api::openapi::document();
    say(serde_json::to_string_pretty(&document).context("write the API's description")?);
    Ok(ExitCode::SUCCESS)
}
