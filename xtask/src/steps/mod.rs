//! What `up` and `test` need before they can start, each step in its own file.
//! A step looks first whether its result is there and current, and is silent work otherwise.

pub(crate) mod browser;
pub(crate) mod node_packages;
pub(crate) mod page;
mod parts;
pub(crate) mod postgres;
pub(crate) mod server;
pub(crate) mod wasm_target;
pub(crate) mod wasm_tools;

use anyhow::Result;

use crate::workspace::Workspace;

/// Everything that builds the page in this way.
///
/// # Errors
/// When one of the tools can be neither found nor installed.
pub(crate) fn page_tools(workspace: &Workspace, profile: page::Profile) -> Result<()> {
    wasm_target::ensure(workspace)?;
    wasm_tools::ensure(workspace, profile)?;
    node_packages::ensure(workspace)
}
