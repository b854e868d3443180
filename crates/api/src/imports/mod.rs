//! `/imports`

mod errors;
mod present;
mod present_rows;
mod review;
mod rows;
mod upload;
mod words;

use std::collections::BTreeMap;

use actix_web::http::header::{
    CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
    LOCATION,
};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use app::imports::ImportRevision;
use db::imports::ImportFilter;
use domain::ids::ImportId;
use domain::imports::ImportStatus;
use domain::imports::mapping::Target;
use dto::imports::{ChosenColumn, CreateImportRequest, ImportResponse, UpdateImportRequest};
use dto::page::{Count, Page};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Paging, Path};
use crate::openapi::Problems;
use present::present;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_imports)
        .service(create_import)
        .service(get_import)
        .service(update_import)
        .service(delete_import)
        .service(commit_import)
        .service(download_rejected_rows)
        .configure(rows::routes)
        .configure(review::routes);
}

/// Which imports are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    /// Where they stand.
    #[param(inline)]
    status: Option<ImportStatus>,
}

/// Lists imports, the latest first.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(Paging, ImportQuery), responses((status = 200, body = Page<ImportResponse>), Problems))]
#[get("/imports")]
async fn list_imports(
    admin: Admin,
    list: List<ImportQuery>,
) -> Result<web::Json<Page<ImportResponse>>, ApiError> {
    let List { paging, filter: ImportQuery { status } } = list;
    unsorted(&paging)?;
    let filter = ImportFilter { status };
    let after = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let views = db::imports::list_views(&mut conn, filter, after, paging.limit).await?;
    let count = match paging.count {
        Some(Count::Exact | Count::Estimated) => Some(db::imports::count(&mut conn, filter).await?),
        None => None,
    };
    let key = |view: &db::imports::ImportView| (view.import.created_at, view.import.id);
    let (views, next_cursor) = cursor::page(views, paging.limit, key)?;
    Ok(web::Json(Page {
        data: views.into_iter().map(|view| present(view, admin.ctx.now())).collect(),
        next_cursor,
        count,
    }))
}

/// Uploads a list; it is then read in the background.
#[utoipa::path(
    tag = "imports", security(("bearer" = [])),
    request_body(content = CreateImportRequest, content_type = "multipart/form-data"),
    responses((status = 202, body = ImportResponse), Problems)
)]
#[post("/imports")]
async fn create_import(
    admin: Admin,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let parts = upload::parts(&request, payload, admin.ctx.settings().upload_limit_bytes)?;
    let view = app::imports::create_import(&admin, parts).await?;
    let location = format!("/api/v1/imports/{}", view.import.id);
    Ok(HttpResponse::Accepted()
        .insert_header((LOCATION, location))
        .json(present(view, admin.ctx.now())))
}

/// Shows an import.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = ImportResponse), Problems))]
#[get("/imports/{id}")]
async fn get_import(
    admin: Admin,
    id: Path<ImportId>,
) -> Result<web::Json<ImportResponse>, ApiError> {
    let view = db::imports::find_view(&mut *admin.conn().await?, *id).await?;
    Ok(web::Json(present(view, admin.ctx.now())))
}

/// Changes an import that waits for review, or sets it aside.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = ImportResponse), Problems))]
#[patch("/imports/{id}")]
async fn update_import(
    admin: Admin,
    id: Path<ImportId>,
    body: Json<UpdateImportRequest>,
) -> Result<web::Json<ImportResponse>, ApiError> {
    let UpdateImportRequest { status, region_id, campaign_id, options, mapping } =
        body.into_inner();
    let cancel = match status {
        None => false,
        Some(ImportStatus::Cancelled) => true,
        Some(_) => {
            let detail = "The only status that can be asked for is cancelled. To make leads of the list, commit it.";
            return Err(ApiError::field("/status", "not_settable", detail));
        }
    };
    let duplicates = options.as_ref().and_then(|options| options.duplicates);
    let choice = match options {
        Some(options) => {
            let import = db::imports::find(&mut *admin.conn().await?, *id).await?;
            let choice = upload::merged(&import.choice.0, options);
            Some(choice).filter(|choice| *choice != import.choice.0)
        }
        None => None,
    };
    let revision = ImportRevision {
        cancel,
        region: region_id,
        campaign: campaign_id,
        duplicates,
        choice,
        targets: mapping.map(targets).transpose()?,
    };
    let view = app::imports::update_import(&admin, *id, revision).await?;
    Ok(web::Json(present(view, admin.ctx.now())))
}

fn targets(chosen: Vec<ChosenColumn>) -> Result<BTreeMap<usize, Target>, ApiError> {
    let target = |chosen: ChosenColumn| {
        let ChosenColumn { column, fields, custom_field } = chosen;
        let place = usize::try_from(column).ok().and_then(|column| column.checked_sub(1));
        let detail = "The first column is 1. Use the numbers that the import's mapping shows.";
        let place = place.ok_or_else(|| ApiError::field("/mapping", "unknown_column", detail))?;
        Ok((place, Target { fields, custom_field }))
    };
    chosen.into_iter().map(target).collect()
}

/// Deletes an import that has made no leads.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 204), Problems))]
#[delete("/imports/{id}")]
async fn delete_import(admin: Admin, id: Path<ImportId>) -> Result<HttpResponse, ApiError> {
    app::imports::delete_import(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes leads of the list, in the background.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 202, body = ImportResponse), Problems))]
#[post("/imports/{id}/commit")]
async fn commit_import(admin: Admin, id: Path<ImportId>) -> Result<HttpResponse, ApiError> {
    let view = app::imports::commit_import(&admin, *id).await?;
    Ok(HttpResponse::Accepted().json(present(view, admin.ctx.now())))
}

/// Downloads the rows that could not be used, each with its reason, as CSV.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = String, content_type = "text/csv"), Problems))]
#[get("/imports/{id}/rejected.csv")]
async fn download_rejected_rows(
    admin: Admin,
    id: Path<ImportId>,
) -> Result<HttpResponse, ApiError> {
    let rejected = app::imports::rejected_rows(&admin, *id).await?;
    let name = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: rejected.file_name.into_bytes(),
    };
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename("rejected.csv".to_owned()),
            DispositionParam::FilenameExt(name),
        ],
    };
    let pieces = Box::pin(rejected.pieces);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header(attachment)
        .streaming(pieces))
}

fn unsorted(paging: &Paging) -> Result<(), ApiError> {
    if paging.sort.is_none() {
        return Ok(());
    }
    Err(ApiError::field("/sort", "not_sortable", "This list has one order only. Leave out sort."))
}
