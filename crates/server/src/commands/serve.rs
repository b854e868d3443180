//! `skiigen serve`: the page, the API, and the jobs unless workers do them.

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context, Result};
use api::{Options, Server, ServiceConfig};
use app::Ctx;
use app::calling_places::ExtendCallingHours;
use app::figures::ReconcileFigures;
use app::jobs::Worker;
use clap::Args;
use skiigen_server::config::Config;
use tokio_util::sync::CancellationToken;

use crate::database::Database;
use crate::pid_file::PidFile;
use crate::screen::say;
use crate::{context, shutdown, telephony, welcome};

/// How the server starts.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Bring the schema up to this version first; the private database always is
    #[arg(long)]
    migrate: bool,
    /// Load demo data when the database is empty
    #[arg(long)]
    demo: bool,
    /// Write the process's number to this file, and lock it while the server lives
    #[arg(long, value_name = "FILE")]
    pid_file: Option<PathBuf>,
}

/// Serves until it is told to stop: then it takes no new requests, finishes those under way,
/// gives jobs back, and stops the private database unless another process uses it.
pub(crate) async fn run(config: &Config, arguments: &Arguments) -> Result<()> {
    let shutdown = shutdown::on_signal()?;
    let _pid_file = arguments.pid_file.clone().map(PidFile::claim).transpose()?;
    refuse_a_taken_address(config)?;
    Database::with(config, async |database| {
        database.prepare(arguments.migrate).await?;
        let ctx = context::build(config, database)?;
        let welcome = welcome::prepare(&ctx, config, arguments.demo).await?;
        let server = bind(&ctx, config, database.url())?;
        tracing::info!(address = %config.bind, url = config.public_url, "serving");
        say(welcome.trim_end());
        let outcome = work(&ctx, config, database, server, shutdown).await;
        tracing::info!("stopped");
        outcome
    })
    .await
}

/// Said before the database is started and changed.
fn refuse_a_taken_address(config: &Config) -> Result<()> {
    let listener = TcpListener::bind(config.bind);
    listener.map(drop).with_context(|| {
        format!(
            "cannot listen on {}: another program may use it; stop that, or choose another \
             address with SKIIGEN_BIND",
            config.bind
        )
    })
}

fn bind(ctx: &Ctx, config: &Config, database_url: &str) -> Result<Server> {
    let options = Options {
        bind: config.bind,
        public_url: config.public_url.clone(),
        database_url: database_url.to_owned(),
        requests_per_minute: config.requests_per_minute,
    };
    match telephony::simulator(config)? {
        Some(simulator) => {
            let routes = move |config: &mut ServiceConfig| simulator.routes()(config);
            Ok(Server::bind_beside(ctx.clone(), options, routes)?)
        }
        None => Ok(Server::bind(ctx.clone(), options)?),
    }
}

/// Serves, works on jobs, and keeps the private database running. The end of the server is the end
/// of the rest.
async fn work(
    ctx: &Ctx,
    config: &Config,
    database: &Database,
    server: Server,
    shutdown: CancellationToken,
) -> Result<()> {
    ExtendCallingHours::begin(ctx).await?;
    ReconcileFigures::begin(ctx).await?;
    let serving = async {
        let outcome = server.run(shutdown.clone()).await;
        shutdown.cancel();
        outcome
    };
    let working = async {
        if config.jobs > 0 {
            let worker = Worker::new(ctx.clone(), config.jobs).hearing(database.url().to_owned());
            worker.run(shutdown.clone()).await;
        }
    };
    let (outcome, (), ()) = tokio::join!(serving, working, database.keep(&shutdown));
    Ok(outcome?)
}
