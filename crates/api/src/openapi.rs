//! The OpenAPI document, collected from the routes that are served.

use std::sync::OnceLock;

use actix_web::HttpResponse;
use dto::problem::{Code, FieldProblem, Problem};
use utoipa::IntoResponses;
use utoipa::openapi::path::PathItem;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder};
use utoipa_actix_web::AppExt;

use crate::routes;

/// Answers that every operation can give instead of its own.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "names the answers for the document; errors are made in `error`")]
pub(crate) enum Problems {
    /// The request was refused; `code` says why and `detail` what to do next.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(Problem),
    /// The service could not answer.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(Problem),
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
            ComponentsBuilder::new()
                .security_scheme("bearer", SecurityScheme::Http(bearer))
                // What answers refer to is not collected with them.
                .schema_from::<Problem>()
                .schema_from::<FieldProblem>()
                .schema_from::<Code>()
                .build(),
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

/// Gives the document to whoever asks.
pub(crate) async fn serve_document() -> HttpResponse {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    HttpResponse::Ok().json(DOCUMENT.get_or_init(document))
}

/// The methods of an address of the API, as the header `Allow` lists them; none when there is no
/// such address.
pub(crate) fn methods(path: &str) -> Option<String> {
    static TABLE: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        document().paths.paths.into_iter().map(|(path, item)| (path, allowed(&item))).collect()
    });
    table.iter().find(|(template, _)| is_like(template, path)).map(|(_, methods)| methods.clone())
}

fn allowed(item: &PathItem) -> String {
    let methods = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    let there = methods.into_iter().filter(|(_, operation)| operation.is_some());
    there.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
}

/// Whether a path is `/leads/{id}` with something in place of what stands in braces.
fn is_like(template: &str, path: &str) -> bool {
    let (mut parts, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (parts.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given || part.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_its_methods() {
        assert_eq!(methods("/api/v1/regions").as_deref(), Some("GET, POST"));
        assert_eq!(methods("/api/v1/regions/1").as_deref(), Some("GET, PATCH, DELETE"));
        assert_eq!(methods("/api/v1/regions/1/2"), None);
    }
}
