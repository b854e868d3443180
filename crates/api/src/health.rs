//! `/healthz`: the process lives. `/readyz`: it can answer, because the database does.

use actix_web::{HttpResponse, get, web};
use app::Ctx;

use crate::error::ApiError;

#[get("/healthz")]
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().body("alive\n")
}

#[get("/readyz")]
pub(crate) async fn ready(ctx: web::Data<Ctx>) -> Result<HttpResponse, ApiError> {
    ctx.db().ping().await?;
    Ok(HttpResponse::Ok().body("ready\n"))
}
