//! `/imports/{id}/…`: what an admin looks at and mends before a list becomes leads, and taking it back after.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, patch, post, web};
use app::imports::RowMending;
use domain::ids::ImportId;
use domain::imports::{ReadingChoice, RowOutcome};
use dto::imports::{
    ImportReport, ImportResponse, ImportRowFilter, ImportSample, KeptLead, SampleLine, SampleQuery,
    UpdateImportRowsRequest, UpdateImportRowsResponse,
};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::present::{kept, present, present_reading, report};
use super::present_rows::present_row;
use super::rows::row_filter;
use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Path, Query};
use crate::openapi::Problems;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_import_sample)
        .service(get_import_report)
        .service(update_import_rows)
        .service(undo_import)
        .service(list_kept_leads);
}

/// Shows the beginning of the file as it is read, or as it would be.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path), SampleQuery), responses((status = 200, body = ImportSample), Problems))]
#[get("/imports/{id}/sample")]
async fn get_import_sample(
    admin: Admin,
    id: Path<ImportId>,
    query: Query<SampleQuery>,
) -> Result<web::Json<ImportSample>, ApiError> {
    let SampleQuery { encoding, delimiter, sheet } = query.0;
    let choice = ReadingChoice { encoding, delimiter, header_line: None, sheet };
    let sample = app::imports::sample(&admin, *id, choice).await?;
    let line = |(line, cells)| SampleLine { line: i32::try_from(line).unwrap_or(i32::MAX), cells };
    Ok(web::Json(ImportSample {
        reading: present_reading(sample.reading),
        lines: sample.lines.into_iter().map(line).collect(),
    }))
}

/// Shows what the list is worth: its report card.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = ImportReport), Problems))]
#[get("/imports/{id}/report")]
async fn get_import_report(
    admin: Admin,
    id: Path<ImportId>,
) -> Result<web::Json<ImportReport>, ApiError> {
    let import = db::imports::find(&mut *admin.conn().await?, *id).await?;
    Ok(web::Json(report(import.tally.0)))
}

/// Mends one row, or puts cells into many, and checks them again at once.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = UpdateImportRowsResponse), Problems))]
#[patch("/imports/{id}/rows")]
async fn update_import_rows(
    admin: Admin,
    id: Path<ImportId>,
    body: Json<UpdateImportRowsRequest>,
) -> Result<web::Json<UpdateImportRowsResponse>, ApiError> {
    let UpdateImportRowsRequest { row, values, outcome, filter, set } = body.into_inner();
    let mended = match (row, filter, set) {
        (Some(row), None, None) => {
            let mending =
                RowMending { values: values.unwrap_or_default(), outcome: choosable(outcome)? };
            app::imports::mend_row(&admin, *id, row, mending).await?
        }
        (None, Some(filter), Some(set)) if values.is_none() && outcome.is_none() => {
            mend_many(&admin, *id, filter, set).await?
        }
        _ => {
            let detail = "Say either row, with values or outcome, or filter and set.";
            return Err(ApiError::field("", "one_or_many", detail));
        }
    };
    let row = mended.row.map(|row| present_row(row, &mended.import.import));
    let import = present(mended.import, admin.ctx.now());
    Ok(web::Json(UpdateImportRowsResponse { import, row, changed: mended.changed }))
}

async fn mend_many(
    admin: &Admin,
    id: ImportId,
    filter: ImportRowFilter,
    set: BTreeMap<String, String>,
) -> Result<app::imports::Mended, ApiError> {
    let filter = row_filter(filter, "/filter")?;
    Ok(app::imports::mend_rows(admin, id, &filter, set).await?)
}

/// What somebody can choose: whether a lead that is there changes is not a matter of choice.
fn choosable(outcome: Option<Option<RowOutcome>>) -> Result<Option<Option<RowOutcome>>, ApiError> {
    if outcome == Some(Some(RowOutcome::Unchanged)) {
        let detail =
            "Choose create, update, duplicate or rejected, or null to let the import decide.";
        return Err(ApiError::field("/outcome", "not_choosable", detail));
    }
    Ok(outcome)
}

/// Takes an import back, in the background.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 202, body = ImportResponse), Problems))]
#[post("/imports/{id}/undo")]
async fn undo_import(admin: Admin, id: Path<ImportId>) -> Result<HttpResponse, ApiError> {
    let view = app::imports::undo_import(&admin, *id).await?;
    Ok(HttpResponse::Accepted().json(present(view, admin.ctx.now())))
}

/// Nothing narrows the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct KeptQuery {}

/// Lists the leads that taking an import back has left as they are, wholly or in part.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path), crate::extract::Paging), responses((status = 200, body = Page<KeptLead>), Problems))]
#[get("/imports/{id}/kept")]
async fn list_kept_leads(
    admin: Admin,
    id: Path<ImportId>,
    list: List<KeptQuery>,
) -> Result<web::Json<Page<KeptLead>>, ApiError> {
    let List { paging, filter: KeptQuery {} } = list;
    super::unsorted(&paging)?;
    let after = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let import = db::imports::find(&mut conn, *id).await?;
    let leads = db::imports::list_kept(&mut conn, *id, after, paging.limit).await?;
    let (leads, next_cursor) = cursor::page(leads, paging.limit, |lead| lead.row)?;
    let count = paging.count.map(|_| import.kept_count.into());
    Ok(web::Json(Page { data: leads.into_iter().map(kept).collect(), next_cursor, count }))
}
