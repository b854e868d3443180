//! `/exports`

mod errors;
mod file;
mod filter;
mod present;

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, get, post, web};
use app::exports::ExportDraft;
use db::DbError;
use db::exports::{ExportCursor, ExportView};
use domain::ids::ExportId;
use dto::exports::{CreateExportRequest, ExportResponse};
use dto::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, NoFilter, Paging, Path};
use crate::openapi::Problems;
use present::present;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_exports).service(create_export).service(get_export).configure(file::routes);
}

/// Lists exports, the latest first.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(Paging), responses((status = 200, body = Page<ExportResponse>), Problems))]
#[get("/exports")]
async fn list_exports(
    admin: Admin,
    list: List<NoFilter>,
) -> Result<web::Json<Page<ExportResponse>>, ApiError> {
    let paging = list.paging.in_fixed_order("time, the latest first")?;
    let behind: Option<ExportCursor> = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let views = db::exports::list_views(&mut conn, behind, paging.limit + 1).await?;
    let key = |view: &ExportView| (view.export.created_at, view.export.id);
    let (views, next_cursor) = cursor::page(views, paging.limit, key)?;
    let count = match paging.count {
        Some(_) => Some(db::exports::count(&mut conn).await?),
        None => None,
    };
    let data = views.into_iter().map(|view| present(view, admin.ctx.now())).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

/// Makes a file of a list in the background, with every row that the filter finds at one moment.
#[utoipa::path(tag = "exports", security(("bearer" = [])), responses((status = 202, body = ExportResponse), Problems))]
#[post("/exports")]
async fn create_export(
    admin: Admin,
    body: Json<CreateExportRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateExportRequest { source, format, filter, time_zone } = body.into_inner();
    let (scope, zone_of_filter) = filter::read(&admin, source, &filter).await?;
    let time_zone = time_zone.or(zone_of_filter);
    let draft = ExportDraft { scope, format, filter, time_zone };
    let view = app::exports::create_export(&admin, draft).await?;
    let location = format!("/api/v1/exports/{}", view.export.id);
    Ok(HttpResponse::Accepted()
        .insert_header((LOCATION, location))
        .json(present(view, admin.ctx.now())))
}

/// Shows an export.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(("id" = ExportId, Path)), responses((status = 200, body = ExportResponse), Problems))]
#[get("/exports/{id}")]
async fn get_export(
    admin: Admin,
    id: Path<ExportId>,
) -> Result<web::Json<ExportResponse>, ApiError> {
    match db::exports::find_view(&mut *admin.conn().await?, *id).await {
        Err(DbError::NotFound) => Err(ApiError::not_found("export")),
        found => Ok(web::Json(present(found?, admin.ctx.now()))),
    }
}
