//! The built page: files from `dist/`, compressed beforehand, embedded in release builds.

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::calls::Provider;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::error::ApiError;
use crate::openapi;
use dto::problem::Code;

#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Dist;

/// Answers what no route does: a file of the page, the page itself for its own addresses, or 404.
pub(crate) async fn serve_file(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") || path == "api" || path.starts_with("webhooks/") {
        return Err(match openapi::methods(request.path()) {
            Some(allowed) => ApiError::WrongMethod { allowed },
            None => ApiError::refused(
                Code::NotFound,
                "There is no such operation. The API is described at /docs.",
            ),
        });
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(ApiError::WrongMethod { allowed: "GET, HEAD".to_owned() });
    }
    if !path.is_empty() && Dist::get(path).is_some() {
        return file(&request, path);
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file { Err(nothing_here()) } else { file(&request, "index.html") }
}

fn nothing_here() -> ApiError {
    ApiError::refused(
        Code::NotFound,
        "There is nothing at this address. Go back to the start page.",
    )
}

fn file(request: &HttpRequest, path: &str) -> Result<HttpResponse, ApiError> {
    let plain = Dist::get(path).ok_or_else(nothing_here)?;
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepts = |encoding: &str| accepted.is_some_and(|list| list.contains(encoding));
    let variants = [("br", ".br"), ("gzip", ".gz")];
    let compressed = variants
        .into_iter()
        .filter(|(encoding, _)| accepts(encoding))
        .find_map(|(encoding, suffix)| Some((encoding, Dist::get(&format!("{path}{suffix}"))?)));
    let mut response = HttpResponse::Ok();
    response.insert_header((header::VARY, "Accept-Encoding"));
    response.insert_header((header::CACHE_CONTROL, cache_control(path)));
    response.insert_header((header::CONTENT_TYPE, charset(plain.metadata.mimetype())));
    let content = match compressed {
        Some((encoding, content)) => {
            response.insert_header((header::CONTENT_ENCODING, encoding));
            content
        }
        None => plain,
    };
    Ok(response.body(content.data))
}

fn charset(kind: &str) -> String {
    if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

/// What is named by its content never changes: the folder of the page's parts and the styles, and
/// in development what Trunk names, which leaves out a leading nought. The rest is asked for again.
fn cache_control(path: &str) -> &'static str {
    let hashed = path.split(['-', '.', '_', '/']).any(|part| {
        (14..=16).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_hexdigit())
    });
    if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// What the page may load: its own files, and the one inline script that starts it; and what the
/// carrier's software in the browser speaks to, which is Twilio or, simulated, nobody.
pub(crate) fn content_security_policy(carrier: Option<Provider>) -> HeaderValue {
    let page = Dist::get("index.html").map(|file| file.data.into_owned()).unwrap_or_default();
    let page = String::from_utf8_lossy(&page);
    let hashes: String = inline_scripts(&page)
        .map(|script| {
            format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script.as_bytes())))
        })
        .collect();
    let carrier = match carrier {
        Some(Provider::Twilio) => " https://*.twilio.com wss://*.twilio.com",
        // The stand-in answers with what it holds, so that nothing leaves the browser.
        Some(Provider::Simulator) => " data:",
        None => "",
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{carrier}; \
         media-src 'self' blob: mediastream:; \
         manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// The texts between `<script …>` and `</script>` that are not empty.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (_, body) = rest.split_once('>')?;
        let (script, _) = body.split_once("</script>")?;
        (!script.is_empty()).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scripts_with_a_text_are_hashed() {
        let page = r#"<script src="a.js"></script><script type="module">start()</script>"#;
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["start()"]);
    }

    #[test]
    fn files_named_by_their_content_are_kept() {
        for kept in [
            "page-0123456789abcdef/skiigen_bg.wasm",
            "app-0123456789abcdef.css",
            "skiigen-frontend-b9a30485cbff041_bg.wasm",
        ] {
            assert!(cache_control(kept).contains("immutable"), "{kept}");
        }
        for asked in ["index.html", "theme.js", "skiigen-frontend.js"] {
            assert_eq!(cache_control(asked), "no-cache", "{asked}");
        }
    }
}
