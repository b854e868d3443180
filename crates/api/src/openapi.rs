//! The OpenAPI document, collected from the routes that are served.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder};
use utoipa::{IntoResponses, ToSchema};
use utoipa_actix_web::AppExt;

use crate::routes;

/// Answers that every operation can give instead of its own.
#[derive(IntoResponses, ToSchema)]
#[expect(dead_code, reason = "names the answers for the document; errors are made in `error`")]
pub(crate) enum Problems {
    /// The request was refused; `code` says why and `detail` what to do next.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(#[to_schema] dto::problem::Problem),
    /// The service could not answer.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(#[to_schema] dto::problem::Problem),
}

/// The document's head; the routes add their paths and schemas.
pub(crate) fn base() -> OpenApi {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Skiigen CRM")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(include_str!("openapi.md")))
                .license(Some(License::new("MIT")))
                .build(),
        )
        .components(Some(
            ComponentsBuilder::new().security_scheme("bearer", SecurityScheme::Http(bearer)).build(),
        ))
        .build()
}

/// The whole document.
#[must_use]
pub fn document() -> OpenApi {
    actix_web::App::new()
        .into_utoipa_app()
        .openapi(base())
        .service(utoipa_actix_web::scope("/api/v1").configure(routes::api))
        .split_for_parts()
        .1
}
