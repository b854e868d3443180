//! `/imports`

mod present;
mod upload;

use actix_web::http::header::{
    CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
    LOCATION,
};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use app::imports::{ImportError, ImportRevision};
use db::imports::ImportFilter;
use domain::ids::ImportId;
use domain::imports::{ImportStatus, RowOutcome};
use dto::imports::{CreateImportRequest, ImportResponse, ImportRowResponse, UpdateImportRequest};
use dto::page::{Count, Page};
use dto::problem::Code;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Paging, Path};
use crate::openapi::Problems;
use present::{present, present_row};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_imports)
        .service(create_import)
        .service(get_import)
        .service(update_import)
        .service(delete_import)
        .service(list_import_rows)
        .service(commit_import)
        .service(download_rejected_rows);
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

/// Which rows are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct RowQuery {
    /// What comes of them.
    #[param(inline)]
    outcome: Option<RowOutcome>,
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
    Ok(web::Json(Page { data: views.into_iter().map(present).collect(), next_cursor, count }))
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
    Ok(HttpResponse::Accepted().insert_header((LOCATION, location)).json(present(view)))
}

/// Shows an import.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = ImportResponse), Problems))]
#[get("/imports/{id}")]
async fn get_import(
    admin: Admin,
    id: Path<ImportId>,
) -> Result<web::Json<ImportResponse>, ApiError> {
    Ok(web::Json(present(db::imports::find_view(&mut *admin.conn().await?, *id).await?)))
}

/// Changes an import that waits for review, or sets it aside.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 200, body = ImportResponse), Problems))]
#[patch("/imports/{id}")]
async fn update_import(
    admin: Admin,
    id: Path<ImportId>,
    body: Json<UpdateImportRequest>,
) -> Result<web::Json<ImportResponse>, ApiError> {
    let UpdateImportRequest { status, region_id, campaign_id, options } = body.into_inner();
    let cancel = match status {
        None => false,
        Some(ImportStatus::Cancelled) => true,
        Some(_) => {
            let detail = "The only status that can be asked for is cancelled. To make leads of the list, commit it.";
            return Err(ApiError::field("/status", "not_settable", detail));
        }
    };
    let revision = ImportRevision {
        cancel,
        region: region_id,
        campaign: campaign_id,
        duplicates: options.map(|options| options.duplicates),
    };
    Ok(web::Json(present(app::imports::update_import(&admin, *id, revision).await?)))
}

/// Deletes an import that has made no leads.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 204), Problems))]
#[delete("/imports/{id}")]
async fn delete_import(admin: Admin, id: Path<ImportId>) -> Result<HttpResponse, ApiError> {
    app::imports::delete_import(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the rows of an import in the order of the file.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path), Paging, RowQuery), responses((status = 200, body = Page<ImportRowResponse>), Problems))]
#[get("/imports/{id}/rows")]
async fn list_import_rows(
    admin: Admin,
    id: Path<ImportId>,
    list: List<RowQuery>,
) -> Result<web::Json<Page<ImportRowResponse>>, ApiError> {
    let List { paging, filter: RowQuery { outcome } } = list;
    unsorted(&paging)?;
    let after = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let import = db::imports::find(&mut conn, *id).await?;
    let rows = db::imports::list_rows(&mut conn, *id, outcome, after, paging.limit).await?;
    let (rows, next_cursor) = cursor::page(rows, paging.limit, |row| row.row)?;
    let count = paging.count.map(|_| match outcome {
        Some(outcome) => import.counts().get(outcome).into(),
        None => import.counts().read().into(),
    });
    let data = rows.into_iter().map(|row| present_row(row, &import)).collect::<Result<_, _>>()?;
    Ok(web::Json(Page { data, next_cursor, count }))
}

/// Makes leads of the list, in the background.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path)), responses((status = 202, body = ImportResponse), Problems))]
#[post("/imports/{id}/commit")]
async fn commit_import(admin: Admin, id: Path<ImportId>) -> Result<HttpResponse, ApiError> {
    let view = app::imports::commit_import(&admin, *id).await?;
    Ok(HttpResponse::Accepted().json(present(view)))
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

impl From<ImportError> for ApiError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::FileMissing => Self::field(
                "/file",
                "missing",
                "There is no file. Choose a CSV file and send it as the part file.",
            ),
            ImportError::UnexpectedPart(name) => Self::field(
                &format!("/{name}"),
                "unexpected",
                "An upload has the parts file, region_id, campaign_id and options, each once.",
            ),
            ImportError::RegionMissing => {
                Self::field("/region_id", "missing", "Choose the region that the leads belong to.")
            }
            ImportError::UnknownRegion => Self::field(
                "/region_id",
                "unknown_region",
                "There is no such region. Choose one from the list of regions.",
            ),
            ImportError::UnknownCampaign => Self::field(
                "/campaign_id",
                "unknown_campaign",
                "There is no such campaign. Choose one from the list of campaigns, or none.",
            ),
            ImportError::InvalidOptions => Self::field(
                "/options",
                "invalid",
                "The options are JSON such as {\"duplicates\":\"update\"}, with skip, update or create.",
            ),
            ImportError::TooLarge(limit) => Self::refused(
                Code::TooLarge,
                format!(
                    "The file is larger than {}, and nothing of it was kept. Split it into smaller files and \
                     upload them one by one.",
                    size(limit)
                ),
            ),
            ImportError::Broken => Self::refused(
                Code::MalformedRequest,
                "The upload did not arrive whole, and nothing of it was kept. Send it again.",
            ),
            ImportError::WrongStatus(status) => {
                Self::refused(Code::WrongImportStatus, refusal(status))
            }
            ImportError::Db(error) => error.into(),
        }
    }
}

/// Why a step does not fit, and what would.
fn refusal(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Parsing => "The file is still being read. Wait until it is, then try again.",
        ImportStatus::Review => "This import waits for review. Commit it or set it aside.",
        ImportStatus::Committing => {
            "The rows of this import are becoming leads right now. Wait until they have."
        }
        ImportStatus::Completed => {
            "The rows of this import have become leads already. Upload a new list to change more."
        }
        ImportStatus::Cancelled => "This import was set aside. Upload the file again.",
        ImportStatus::Failed => "This import failed. Mend the file and upload it again.",
        ImportStatus::Undoing => "This import is being taken back. Wait until it is.",
        ImportStatus::Undone => "This import was taken back. Upload the file again.",
    }
}

/// A limit in words.
fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes >= MEBIBYTE {
        format!("{} MB", bytes / MEBIBYTE)
    } else {
        format!("{} KB", bytes / 1024)
    }
}
