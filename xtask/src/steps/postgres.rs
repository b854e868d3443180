//! PostgreSQL with PostGIS: the programs only; the system starts a database of its own with them.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::packages::{self, Manager, Packages};
use crate::process;
use crate::progress::{ready, step};
use crate::workspace::Workspace;

/// The oldest PostgreSQL the system works with.
const OLDEST: u32 = 15;
const WHY: &str = "the system keeps its data in it (no server of the machine is touched)";

/// Installs PostgreSQL and PostGIS unless both are there.
///
/// # Errors
/// When they can be neither found nor installed, or the machine only offers an older PostgreSQL.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let found = versions(workspace);
    if let Some((version, _)) = found.iter().find(|(_, has_postgis)| *has_postgis) {
        ready(&format!("PostgreSQL {version} with PostGIS"));
        return Ok(());
    }
    match packages::manager(workspace)? {
        Manager::Brew => packages::install(
            workspace,
            "PostgreSQL and PostGIS",
            WHY,
            &Packages { apt: &[], brew: &["postgresql@17", "postgis"] },
        ),
        Manager::Apt => {
            packages::refresh(workspace)?;
            let version = match found.iter().map(|(version, _)| *version).max() {
                Some(version) => version,
                None => offered(workspace)?,
            };
            install_debian(workspace, version)
        }
    }
}

/// The versions on this machine that are new enough, each with whether it has PostGIS.
fn versions(workspace: &Workspace) -> Vec<(u32, bool)> {
    let mut found: Vec<_> = candidates()
        .iter()
        .filter(|folder| folder.join("initdb").is_file())
        .filter_map(|folder| {
            let pg_config = folder.join("pg_config");
            let text = process::answer(workspace.command(&pg_config).arg("--version")).ok()?;
            let version = major(&text)?;
            let share = process::answer(workspace.command(&pg_config).arg("--sharedir")).ok()?;
            let postgis = Path::new(&share).join("extension/postgis.control").is_file();
            (version >= OLDEST).then_some((version, postgis))
        })
        .collect();
    found.sort_unstable();
    found.reverse();
    found
}

/// Where PostgreSQL's programs may lie: Debian hides them from PATH, brew too for all but one.
fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<_> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    for (parent, inside) in
        [("/usr/lib/postgresql", "bin"), ("/opt/homebrew/opt", "bin"), ("/usr/local/opt", "bin")]
    {
        let Ok(entries) = std::fs::read_dir(parent) else { continue };
        folders.extend(entries.flatten().map(|entry| entry.path().join(inside)));
    }
    folders
}

/// The 15 in `PostgreSQL 15.18 (Debian 15.18-0+deb12u1)`.
fn major(text: &str) -> Option<u32> {
    let version = text.split_whitespace().nth(1)?;
    version.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// The version Debian or Ubuntu would install.
fn offered(workspace: &Workspace) -> Result<u32> {
    let depends = process::answer(workspace.command("apt-cache").args(["depends", "postgresql"]))?;
    let version: u32 = depends
        .lines()
        .find_map(|line| line.trim().strip_prefix("Depends: postgresql-")?.parse().ok())
        .context("this machine's package list offers no PostgreSQL")?;
    if version < OLDEST {
        bail!(
            "this machine offers PostgreSQL {version}, and Skiigen needs {OLDEST} or newer: use \
             Debian 12, Ubuntu 24.04 or later, or set DATABASE_URL to a database elsewhere"
        );
    }
    Ok(version)
}

/// Debian starts a server on port 5432 as soon as PostgreSQL is installed. A drop-in file, there
/// only while we install, tells it not to; a server that exists already stays as it is.
fn install_debian(workspace: &Workspace, version: u32) -> Result<()> {
    let server = format!("postgresql-{version}");
    let postgis = format!("postgresql-{version}-postgis-3");
    step(&format!("PostgreSQL {version} with PostGIS"), WHY, || {
        let drop_in = "/etc/postgresql-common/createcluster.d/skiigen-installs.conf";
        let write = format!(
            "install -d /etc/postgresql-common/createcluster.d && \
             echo 'create_main_cluster = false' > {drop_in}"
        );
        process::answer(packages::as_root(workspace, "sh")?.args(["-c", &write]))?;
        let installed = packages::apt_install(workspace, &[&server, &postgis]);
        process::answer(packages::as_root(workspace, "rm")?.args(["-f", drop_in]))?;
        installed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_pg_config_says() {
        assert_eq!(major("PostgreSQL 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("PostgreSQL 18beta1"), Some(18));
        assert_eq!(major(""), None);
    }
}
