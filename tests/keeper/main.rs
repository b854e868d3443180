//! Keeps the suites' PostgreSQL: starts it, makes the migrated template, and stops it again.
//!
//! A test program starts this one and holds a pipe to it. When the test program ends, however that
//! happens, the pipe closes: its databases are dropped, and PostgreSQL stops unless another program
//! uses it. So nothing is left running, and nothing grows.
#![expect(clippy::print_stdout, reason = "its standard output is how it answers")]

mod template;

use std::io::{Read, stdin};
use std::path::PathBuf;

use anyhow::{Context, Result};
use server::cluster::{Cluster, ClusterOptions};

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("name the folder of the cluster")?);
    let user = arguments.next().context("name the process that uses it")?;

    let options = ClusterOptions { durable: false };
    let cluster = tokio::task::spawn_blocking(move || Cluster::start(&folder, options)).await??;
    let outcome = keep(&cluster, &user).await;
    tokio::task::spawn_blocking(|| cluster.stop()).await??;
    outcome
}

async fn keep(cluster: &Cluster, user: &str) -> Result<()> {
    let admin = cluster.url("postgres");
    let template = template::ensure(&admin, |database| cluster.url(database)).await?;
    println!("{admin}");
    println!("{template}");
    tokio::task::spawn_blocking(|| stdin().read_to_end(&mut Vec::new())).await??;
    template::drop_databases(&admin, |owner| owner == user).await
}
