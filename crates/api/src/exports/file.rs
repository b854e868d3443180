//! Fetching the file of an export.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, ContentDisposition, DispositionParam,
    DispositionType,
};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, get, post, web};
use app::Ctx;
use app::exports::{ExportFile, ExportLink};
use db::DbError;
use domain::exports::ExportFormat;
use domain::ids::ExportId;
use dto::exports::ExportLinkResponse;
use futures_util::Stream;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Path, Query};
use crate::openapi::Problems;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_export_file).service(link_export_file);
}

/// How a file is asked for without a bearer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct LinkQuery {
    /// What `POST /exports/{id}/file/link` gave.
    link: Option<String>,
}

/// Downloads the file of an export.
///
/// A link takes the place of the bearer for a minute: a browser that saves a file sends none.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(("id" = ExportId, Path), LinkQuery), responses(
    (status = 200, content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    Problems,
))]
#[get("/exports/{id}/file")]
async fn get_export_file(
    admin: Result<Admin, ApiError>,
    ctx: web::Data<Ctx>,
    id: Path<ExportId>,
    query: Query<LinkQuery>,
) -> Result<HttpResponse, ApiError> {
    match &query.0.link {
        Some(link) => Ok(download(app::exports::fetch_by_link(&ctx, *id, link).await?)),
        None => Ok(download(app::exports::fetch_file(&*admin?, *id).await?)),
    }
}

/// Makes an address under which the file of an export can be downloaded for a minute.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(("id" = ExportId, Path)), responses((status = 200, body = ExportLinkResponse), Problems))]
#[post("/exports/{id}/file/link")]
async fn link_export_file(
    admin: Admin,
    id: Path<ExportId>,
) -> Result<web::Json<ExportLinkResponse>, ApiError> {
    let ExportLink { link, expires_at } = app::exports::link_file(&admin, *id).await?;
    let url = format!("/api/v1/exports/{}/file?link={link}", *id);
    Ok(web::Json(ExportLinkResponse { url, expires_at }))
}

/// The file as it is kept; its size is said, so that one that breaks off does not look whole.
fn download<S>(file: ExportFile<S>) -> HttpResponse
where
    S: Stream<Item = Result<Bytes, DbError>> + 'static,
{
    let ExportFile { file_name, format, size, pieces } = file;
    let kind = match format {
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(file_name)],
    };
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header(attachment)
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CONTENT_LENGTH, size))
        .no_chunking(size)
        .streaming(Box::pin(pieces))
}
