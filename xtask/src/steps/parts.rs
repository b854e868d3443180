//! The page as people get it: compiled, divided into parts, joined to the browser, made small.
//!
//! Trunk, which builds the page for development, cannot divide it: that has to happen between the
//! compiler and wasm-bindgen. docs/decisions/0006-the-page-in-parts.md has the reasons.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

use super::wasm_target;
use crate::document;
use crate::process;
use crate::workspace::Workspace;

/// The page's package, its program, and what the tools call its files.
const PROGRAM: &str = "skiigen-frontend";
const NAME: &str = "skiigen";
const PROFILE: &str = "wasm-release";

/// What wasm-opt may make use of: what the compiler uses by default, and every browser has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds the page into `built`, in place of what is there.
///
/// # Errors
/// When a tool fails or a file cannot be written.
pub(crate) fn build(workspace: &Workspace, built: &Path) -> Result<()> {
    let stage = workspace.built("page/parts");
    for folder in [&stage, built] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("empty {}", folder.display()))?;
        }
        fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
    }
    let log = workspace.log("page")?;
    for made in ["styles", "outlines"] {
        process::quiet(workspace.command("npm").args(["run", "--silent", made]), &log)?;
    }
    divide(workspace, &compile(workspace)?, &stage)?;
    bind(workspace, &stage)?;
    shrink(workspace, &stage)?;
    document::write(&workspace.path("frontend"), &stage, NAME, built)
}

/// Compiles with what the division needs to know: where each function is called.
fn compile(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["rustc", "--locked", "--package", PROGRAM, "--bin", PROGRAM])
        .args(["--target", wasm_target::TARGET, "--profile", PROFILE, "--features", "parts"])
        // Beside the flags of .cargo/config.toml; the variable would replace them.
        .args(["--config", &format!("target.{}.rustflags={:?}", wasm_target::TARGET, flags())])
        .env_remove("RUSTFLAGS")
        .args(["--", "-Clink-arg=--emit-relocs"]);
    process::quiet(&mut cargo, &workspace.log("page")?)?;
    Ok(workspace.built(wasm_target::TARGET).join(PROFILE).join(format!("{PROGRAM}.wasm")))
}

/// Flags for every crate of the page: components lose their long types, which make the page twice
/// as big; messages name their source without the folder of this machine's cargo.
fn flags() -> [String; 3] {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cargo")));
    let sources = home.unwrap_or_default().join("registry/src");
    let remap = format!("--remap-path-prefix={}=", sources.display());
    ["--cfg".to_owned(), "erase_components".to_owned(), remap]
}

fn divide(workspace: &Workspace, whole: &Path, stage: &Path) -> Result<()> {
    let mut split = workspace.command("wasm-split-cli");
    split.arg(whole).arg(stage).args(["--out-name", NAME]);
    process::quiet(&mut split, &workspace.log("page-parts")?)
}

/// Joins the first part to the browser; the others take all they need from it.
fn bind(workspace: &Workspace, stage: &Path) -> Result<()> {
    let first = stage.join(format!("{NAME}.wasm"));
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle"])
        .args(["--out-name", NAME, "--out-dir"])
        .arg(stage)
        .arg(&first);
    process::quiet(&mut bindgen, &workspace.log("page-bindgen")?)?;
    fs::remove_file(&first).with_context(|| format!("remove {}", first.display()))
}

fn shrink(workspace: &Workspace, stage: &Path) -> Result<()> {
    for entry in fs::read_dir(stage).with_context(|| format!("read {}", stage.display()))? {
        let part = entry?.path();
        if part.extension().is_none_or(|ending| ending != "wasm") {
            continue;
        }
        let mut optimise = workspace.node_tool("wasm-opt");
        optimise.arg("-Oz").args(FEATURES).arg(&part).arg("-o").arg(&part);
        process::quiet(&mut optimise, &workspace.log("page-optimise")?)?;
    }
    Ok(())
}
