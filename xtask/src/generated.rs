//! `cargo xtask schema` and `openapi`: files that are generated and compared by a test.

use std::process::ExitCode;

use anyhow::Result;

use crate::process;
use crate::steps::postgres;
use crate::workspace::Workspace;

/// Writes `crates/db/src/schema.rs` from a database that the migrations have just made.
///
/// # Errors
/// When PostgreSQL is missing, or a migration fails.
pub(crate) fn schema(workspace: &Workspace) -> Result<ExitCode> {
    postgres::ensure(workspace)?;
    write(workspace, "schema", "UPDATE_SCHEMA", "the_code_believes_what_the_migrations_make")
}

/// Writes `openapi/skiigen.json` from the routes that are served.
///
/// # Errors
/// When the API does not compile.
pub(crate) fn openapi(workspace: &Workspace) -> Result<ExitCode> {
    write(workspace, "openapi", "UPDATE_OPENAPI", "the_stored_document_is_the_one_that_is_served")
}

/// The test that compares the file writes it when asked to.
fn write(workspace: &Workspace, suite: &str, ask: &str, test: &str) -> Result<ExitCode> {
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--locked", "--package", "skiigen-tests", "--test", suite, test]);
    process::open(cargo.env(ask, "1"))?;
    Ok(ExitCode::SUCCESS)
}
