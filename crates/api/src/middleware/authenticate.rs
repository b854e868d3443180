//! Finds out who asks. Whether that is enough, the handler's first argument says.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use app::tokens::{self, AccessClaims};
use app::{Caller, Ctx};

use crate::error::ApiError;
use crate::extract::request_id;

pub(crate) async fn authenticate(
    ctx: web::Data<Ctx>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match caller(&ctx, &request).await {
        Ok(Some(caller)) => {
            request.extensions_mut().insert(caller);
        }
        Ok(None) => {}
        Err(error) => return Ok(request.error_response(error)),
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn caller(ctx: &Ctx, request: &ServiceRequest) -> Result<Option<Caller>, ApiError> {
    let Some(claims) = claims(ctx, request) else { return Ok(None) };
    let Some(issued_at) = claims.issued_at() else { return Ok(None) };
    let revoked = match ctx.live().is_revoked(claims.sub, issued_at) {
        Some(revoked) => revoked,
        // Out of touch with the notices: ask.
        None => db::users::is_revoked(&mut *ctx.db().conn().await?, claims.sub, issued_at).await?,
    };
    Ok((!revoked).then(|| Caller {
        ctx: ctx.clone(),
        user: claims.sub,
        role: claims.role,
        request: request_id(request),
        idempotency: None,
    }))
}

fn claims(ctx: &Ctx, request: &ServiceRequest) -> Option<AccessClaims> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    tokens::read_access(&ctx.settings().secret, token.trim(), ctx.now())
}
