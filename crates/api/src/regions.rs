//! `/regions`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::regions::{RegionDraft, RegionError};
use db::regions::{Region, RegionChanges};
use domain::ids::{RegionId, UserId};
use dto::page::Page;
use dto::problem::Code;
use dto::regions::{CreateRegionRequest, RegionResponse, UpdateRegionRequest};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_regions)
        .service(create_region)
        .service(get_region)
        .service(update_region)
        .service(delete_region);
}

/// Lists all regions by name.
#[utoipa::path(tag = "regions", security(("bearer" = [])), responses((status = 200, body = Page<RegionResponse>), Problems))]
#[get("/regions")]
async fn list_regions(caller: SignedIn) -> Result<web::Json<Page<RegionResponse>>, ApiError> {
    let regions = db::regions::list(&mut *caller.conn().await?).await?;
    let data = regions.into_iter().map(|(region, leads)| present(region, leads)).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a region.
#[utoipa::path(tag = "regions", security(("bearer" = [])), responses((status = 201, body = RegionResponse), Problems))]
#[post("/regions")]
async fn create_region(
    admin: Admin,
    body: Json<CreateRegionRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateRegionRequest { name, description, default_country, caller_id } = body.into_inner();
    let draft = RegionDraft { name, description, default_country, caller_id };
    let region = app::regions::create_region(&admin, draft).await?;
    let location = format!("/api/v1/regions/{}", region.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(region, 0)))
}

/// Shows a region.
#[utoipa::path(tag = "regions", security(("bearer" = [])), params(("id" = RegionId, Path)), responses((status = 200, body = RegionResponse), Problems))]
#[get("/regions/{id}")]
async fn get_region(
    caller: SignedIn,
    id: Path<RegionId>,
) -> Result<web::Json<RegionResponse>, ApiError> {
    let mut conn = caller.conn().await?;
    let region = db::regions::find(&mut conn, *id).await?;
    let leads = db::regions::lead_count(&mut conn, *id).await?;
    Ok(web::Json(present(region, leads)))
}

/// Changes a region.
#[utoipa::path(tag = "regions", security(("bearer" = [])), params(("id" = RegionId, Path)), responses((status = 200, body = RegionResponse), Problems))]
#[patch("/regions/{id}")]
async fn update_region(
    admin: Admin,
    id: Path<RegionId>,
    body: Json<UpdateRegionRequest>,
) -> Result<web::Json<RegionResponse>, ApiError> {
    let UpdateRegionRequest { name, description, default_country, caller_id, owner_id } =
        body.into_inner();
    let changes = RegionChanges {
        name,
        description,
        default_country,
        caller_id,
        owner_id: owner_id.map(|owner| owner.map(UserId::uuid)),
        updated_at: None,
    };
    let (region, leads) = app::regions::update_region(&admin, *id, changes).await?;
    Ok(web::Json(present(region, leads)))
}

/// Deletes a region that nothing refers to.
#[utoipa::path(tag = "regions", security(("bearer" = [])), params(("id" = RegionId, Path)), responses((status = 204), Problems))]
#[delete("/regions/{id}")]
async fn delete_region(admin: Admin, id: Path<RegionId>) -> Result<HttpResponse, ApiError> {
    app::regions::delete_region(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn present(region: Region, lead_count: i64) -> RegionResponse {
    let Region {
        id,
        name,
        description,
        default_country,
        caller_id,
        owner_id,
        created_at,
        updated_at,
    } = region;
    RegionResponse {
        id: RegionId::new(id),
        name,
        description,
        default_country,
        caller_id,
        owner_id: owner_id.map(UserId::new),
        lead_count,
        created_at,
        updated_at,
    }
}

impl From<RegionError> for ApiError {
    fn from(error: RegionError) -> Self {
        match error {
            RegionError::NameTaken => {
                Self::refused(Code::NameTaken, "Another region has this name. Choose another name.")
            }
            RegionError::UnknownCountry => Self::field(
                "/default_country",
                "unknown_country",
                "This is not the code of a country. Use two letters such as DE or US.",
            ),
            RegionError::WrongCallerId => Self::field(
                "/caller_id",
                "invalid_phone",
                "This is no phone number. Write it with plus and country code, such as +4930901820.",
            ),
            RegionError::UnknownOwner => Self::field(
                "/owner_id",
                "unknown_user",
                "This user does not exist. Choose another one.",
            ),
            RegionError::InUse => Self::refused(
                Code::InUse,
                "Leads, lists, calls or campaigns belong to this region, so it stays. Rename it instead.",
            ),
            RegionError::Db(error) => error.into(),
        }
    }
}
