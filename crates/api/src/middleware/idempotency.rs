//! Reads a POST's `Idempotency-Key` together with what the request says.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpMessage};
use app::Caller;
use db::Idempotency;
use sha2::{Digest, Sha256};

use crate::error::ApiError;
use crate::extract::incomplete;

pub(crate) async fn read_key(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match read(&mut request).await {
        Ok(None) => {}
        Ok(Some(idempotency)) => {
            if let Some(caller) = request.extensions_mut().get_mut::<Caller>() {
                caller.idempotency = Some(idempotency);
            }
        }
        Err(error) => return Ok(request.error_response(error)),
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn read(request: &mut ServiceRequest) -> Result<Option<Idempotency>, ApiError> {
    let Some(key) = key(request)? else { return Ok(None) };
    // An upload is hashed by its handler as it streams by.
    let fingerprint = if is_multipart(request) { Vec::new() } else { digest(request).await? };
    let operation = format!("{} {}", request.method(), request.path());
    Ok(Some(Idempotency { operation, key, fingerprint }))
}

fn key(request: &ServiceRequest) -> Result<Option<String>, ApiError> {
    if request.method() != Method::POST {
        return Ok(None);
    }
    let Some(header) = request.headers().get("idempotency-key") else { return Ok(None) };
    match header.to_str() {
        Ok(key) if (1..=255).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(ApiError::field(
            "/Idempotency-Key",
            "out_of_bounds",
            "An idempotency key has 1 to 255 plain characters.",
        )),
    }
}

fn is_multipart(request: &ServiceRequest) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| value.starts_with("multipart/"))
}

/// Hashes the body and puts it back for the handler.
async fn digest(request: &mut ServiceRequest) -> Result<Vec<u8>, ApiError> {
    let mut payload = request.take_payload();
    let body = Bytes::from_request(request.request(), &mut payload).await.map_err(incomplete)?;
    let fingerprint = Sha256::digest(&body).to_vec();
    request.set_payload(Payload::from(body));
    Ok(fingerprint)
}
