//! `skiigen import`: a list becomes leads without the page, such as every night by cron.

use std::io;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use bytes::{Bytes, BytesMut};
use clap::Args;
use domain::imports::DuplicatePolicy;
use futures_util::{Stream, stream};
use skiigen_server::config::Config;
use skiigen_server::imports::{Order, Then, bring_in};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::context;
use crate::database::Database;
use crate::screen::{complain, say};

/// How much of a file is read at a time.
const PIECE: usize = 64 * 1_024;

/// The exit code of an order that has to be given differently, as clap has it.
const USAGE: u8 = 2;

/// What to do with a list.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The list; `-` reads it from standard input
    file: PathBuf,
    /// The region that its leads go to, by name or id
    #[arg(long, value_name = "NAME_OR_ID")]
    region: String,
    /// The campaign that its leads go to, by name or id
    #[arg(long, value_name = "NAME_OR_ID")]
    campaign: Option<String>,
    /// What to do with a lead that is already there: skip, update or create
    #[arg(long, default_value = "update", value_parser = policy)]
    duplicates: DuplicatePolicy,
    /// Leave it for an admin to look at, instead of making leads of it
    #[arg(long)]
    review: bool,
    /// The e-mail address of the admin in whose name it is done, where there are several
    #[arg(long = "as", value_name = "EMAIL")]
    admin: Option<String>,
    /// What the list is called, when it comes from standard input
    #[arg(long, required_if_eq("file", "-"))]
    name: Option<String>,
}

/// Succeeds when the list is imported, or waits for review where that was asked for.
pub(crate) async fn run(config: &Config, arguments: Arguments) -> Result<ExitCode> {
    let (order, content) = open(arguments).await?;
    Database::with(config, async |database| {
        database.prepare(false).await?;
        let ctx = context::build(config, database)?;
        match Box::pin(bring_in(&ctx, &order, pieces(content))).await {
            Ok(receipt) => {
                say(&receipt);
                Ok(if receipt.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
            Err(error) if error.is_usage() => {
                complain(&error.into());
                Ok(ExitCode::from(USAGE))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Opens the list before anything is started for it.
async fn open(arguments: Arguments) -> Result<(Order, File)> {
    let Arguments { file, region, campaign, duplicates, review, admin, name } = arguments;
    let opened = if file.as_os_str() == "-" {
        io::stdin().as_fd().try_clone_to_owned().map(|input| File::from(std::fs::File::from(input)))
    } else {
        File::open(&file).await
    };
    let content = opened.with_context(|| format!("cannot read {}", file.display()))?;
    let own_name = || file.file_name().map(|name| name.to_string_lossy().into_owned());
    let file_name = name.or_else(own_name).unwrap_or_default();
    let then = if review { Then::Review } else { Then::Commit };
    Ok((Order { file_name, region, campaign, duplicates, then, admin }, content))
}

/// A file piece by piece.
fn pieces(content: File) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(content, |mut content| async {
        let mut piece = BytesMut::with_capacity(PIECE);
        let count = content.read_buf(&mut piece).await?;
        Ok((count > 0).then(|| (piece.freeze(), content)))
    })
}

fn policy(word: &str) -> Result<DuplicatePolicy, String> {
    word.parse().map_err(|_unknown| "give skip, update or create".to_owned())
}
