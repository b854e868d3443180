//! The HTTP server.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, PayloadConfig};
use actix_web::{App, HttpServer};
use app::Ctx;
use tokio_util::sync::CancellationToken;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::middleware::{
    ContentSecurity, RateLimit, authenticate, limit_rate, read_key, secure, write_problems,
};
use crate::{health, openapi, page_files, routes, webhooks};

/// Largest JSON body.
const BODY_LIMIT: usize = 1024 * 1024;

/// Where and how to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen on.
    pub bind: SocketAddr,
    /// Where people reach the page, without a trailing slash.
    pub public_url: String,
    /// The database, for hearing of changes.
    pub database_url: String,
    /// Requests a minute that one user may send to one process.
    pub requests_per_minute: u32,
}

/// Why the server could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}")]
    Bind(SocketAddr, #[source] std::io::Error),
    /// The server ended by an error.
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

/// A server that has its address and does not answer yet.
pub struct Server {
    ctx: Ctx,
    server: actix_web::dev::Server,
    addresses: Vec<SocketAddr>,
    database_url: String,
}

impl Server {
    /// Takes the address; port 0 takes any free one, which [`Server::addresses`] tells.
    ///
    /// # Errors
    /// [`ServeError::Bind`].
    pub fn bind(ctx: Ctx, options: Options) -> Result<Self, ServeError> {
        Self::bind_beside(ctx, options, |_| ())
    }

    /// The same, with something else served beside the page and the API: what the binary brings
    /// and this crate need not know.
    ///
    /// # Errors
    /// [`ServeError::Bind`].
    pub fn bind_beside(
        ctx: Ctx,
        options: Options,
        beside: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
    ) -> Result<Self, ServeError> {
        let Options { bind, public_url, database_url, requests_per_minute } = options;
        let security = web::Data::new(ContentSecurity {
            policy: page_files::content_security_policy(ctx.telephony().map(|line| line.provider)),
            https: public_url.starts_with("https:"),
        });
        let rate = web::Data::new(RateLimit::new(requests_per_minute));
        let state = ctx.clone();
        let server = HttpServer::new(move || {
            let app = App::new()
                .into_utoipa_app()
                .openapi(openapi::base())
                .app_data(web::Data::new(state.clone()))
                .app_data(security.clone())
                .app_data(rate.clone())
                .app_data(PayloadConfig::new(BODY_LIMIT))
                .service(utoipa_actix_web::scope("/api/v1").configure(routes::api))
                .into_app();
            app.service(health::alive)
                .service(health::ready)
                .configure(webhooks::routes)
                .service(
                    SwaggerUi::new("/docs/{_:.*}").config(Config::from("/api/v1/openapi.json")),
                )
                .service(web::redirect("/docs", "/docs/"))
                .configure(&beside)
                .default_service(web::to(page_files::serve_file))
                .wrap(from_fn(read_key))
                .wrap(from_fn(limit_rate))
                .wrap(from_fn(authenticate))
                .wrap(from_fn(secure))
                .wrap(from_fn(write_problems))
                .wrap(Compress::default())
                .wrap(TracingLogger::default())
        })
        .shutdown_timeout(10)
        .keep_alive(Duration::from_secs(75))
        .disable_signals()
        .bind(bind)
        .map_err(|error| ServeError::Bind(bind, error))?;
        let addresses = server.addrs();
        Ok(Self { ctx, server: server.run(), addresses, database_url })
    }

    /// Where it listens.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Serves until `shutdown`, then finishes what is under way.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), ServeError> {
        let Self { ctx, server, addresses: _, database_url } = self;
        let live = ctx.live().clone();
        let hearing = tokio::spawn(app::events::listen(ctx, database_url));
        let handle = server.handle();
        let stopper = tokio::spawn(async move {
            shutdown.cancelled().await;
            // Streams never finish by themselves.
            live.close();
            handle.stop(true).await;
        });
        let outcome = server.await.map_err(ServeError::Stopped);
        stopper.abort();
        hearing.abort();
        outcome
    }
}

/// Takes the address and serves until `shutdown`.
///
/// # Errors
/// See [`ServeError`].
pub async fn serve(
    ctx: Ctx,
    options: Options,
    shutdown: CancellationToken,
) -> Result<(), ServeError> {
    Server::bind(ctx, options)?.run(shutdown).await
}
