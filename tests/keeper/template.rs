//! The migrated database that every test's own is a copy of, and the removal of those copies.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};
use rustix::process::{Pid, test_kill_process};
use tokio_postgres::Client;

/// Two programs that start at once take turns by this lock; the number is arbitrary but fixed.
const LOCK: &str = "SELECT pg_advisory_lock(7546111)";
const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");

/// Tests run at any hour, so calling hours are off until a test turns them on.
const ADAPT: &str = "UPDATE settings SET calling_windows = 'off'";

/// Makes the template of these migrations unless it is there, and names it.
pub(crate) async fn ensure(admin: &str, url: impl Fn(&str) -> String) -> Result<String> {
    let client = support::connect(admin).await;
    client.batch_execute(LOCK).await?;
    drop_leftovers(&client).await?;
    let name = format!("template_{:016x}", fingerprint()?);
    let known = databases(&client, "template_").await?;
    if !known.contains(&name) {
        for old in known {
            drop_database(&client, &old).await?;
        }
        let unfinished = format!("template_unfinished_{}", std::process::id());
        client.batch_execute(&format!("CREATE DATABASE {unfinished}")).await?;
        db::migrations::run(&url(&unfinished)).await?;
        support::connect(&url(&unfinished)).await.batch_execute(ADAPT).await?;
        rename(&client, &unfinished, &name).await?;
    }
    client.batch_execute("SELECT pg_advisory_unlock_all()").await?;
    Ok(name)
}

/// A connection that was just closed may still be there for a moment.
async fn rename(client: &Client, from: &str, to: &str) -> Result<()> {
    let close = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";
    client.query(close, &[&from]).await?;
    client.batch_execute(&format!("ALTER DATABASE {from} RENAME TO {to}")).await?;
    Ok(())
}

/// Drops the copies whose owner, a process by its number, is chosen.
pub(crate) async fn drop_databases(admin: &str, chosen: impl Fn(&str) -> bool) -> Result<()> {
    let client = support::connect(admin).await;
    for name in databases(&client, "test_").await? {
        if name.split('_').nth(1).is_some_and(&chosen) {
            drop_database(&client, &name).await?;
        }
    }
    Ok(())
}

/// Drops what programs left behind that were killed together with their keeper.
async fn drop_leftovers(client: &Client) -> Result<()> {
    for name in databases(client, "test_").await? {
        let owner = name.split('_').nth(1).and_then(|number| number.parse().ok());
        let lives = owner.and_then(Pid::from_raw).is_some_and(|pid| test_kill_process(pid).is_ok());
        if !lives {
            drop_database(client, &name).await?;
        }
    }
    Ok(())
}

async fn databases(client: &Client, prefix: &str) -> Result<Vec<String>> {
    let sql = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
    let rows = client.query(sql, &[&prefix]).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

async fn drop_database(client: &Client, name: &str) -> Result<()> {
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    Ok(())
}

/// Of every file of the migrations, so that a change of one makes a new template.
fn fingerprint() -> Result<u64> {
    let mut files = BTreeMap::new();
    collect(Path::new(MIGRATIONS), &mut files)?;
    let mut hasher = DefaultHasher::new();
    (files, ADAPT).hash(&mut hasher);
    Ok(hasher.finish())
}

fn collect(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            let content = fs::read(&path)?;
            files.insert(path.to_string_lossy().into_owned(), content);
        }
    }
    Ok(())
}
