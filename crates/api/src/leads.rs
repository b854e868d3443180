//! `/leads`

mod filter;
mod merge;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use app::leads::{Cells, FieldError, LeadDraft, LeadError, Standing};
use db::DbError;
use db::leads::{AssignmentView, Lead, LeadSort, LeadView, SortKey};
use domain::ids::{AssignmentId, ImportId, LeadId};
use domain::leads::{Priority, StageError};
use dto::Reference;
use dto::leads::{CreateLeadRequest, LeadAssignment, LeadFilter, LeadResponse, UpdateLeadRequest};
use dto::page::{Count, Page};
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Paging, Path, SignedIn};
use crate::openapi::Problems;

pub(crate) use filter::read as read_filter;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_leads)
        .service(merge::merge_leads)
        .service(merge::list_lead_duplicates)
        .service(create_lead)
        .service(get_lead)
        .service(update_lead)
        .service(delete_lead);
}

/// Lists leads; a rep's own only. `sort` takes `created_at` (newest first unless asked otherwise),
/// `updated_at`, `name`, `city`, `status`, `priority`, `attempt_count`, `last_contacted_at` and
/// `next_follow_up_at`.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(Paging, LeadFilter), responses((status = 200, body = Page<LeadResponse>), Problems))]
#[get("/leads")]
async fn list_leads(
    caller: SignedIn,
    query: List<LeadFilter>,
) -> Result<web::Json<Page<LeadResponse>>, ApiError> {
    let List { paging, filter } = query;
    let filter = filter::read(&caller, filter)?;
    let sort = paging.sort.as_deref().map(str::parse).transpose().map_err(unknown_sort)?;
    let sort: LeadSort = sort.unwrap_or_default();
    // A page's end says in which order it ended: in another one its value means nothing.
    let order = paging.sort.clone().unwrap_or_default();
    let after: Option<(String, SortKey)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    if after.as_ref().is_some_and(|(known, _)| *known != order) {
        return Err(cursor::unknown());
    }
    let after = after.map(|(_, key)| key);
    let now = caller.ctx.now();
    let mut conn = caller.conn().await?;
    let leads =
        db::leads::list_views(&mut conn, &filter, sort, after, paging.limit + 1, now).await?;
    let (leads, next_cursor) = cursor::page(leads, paging.limit, |(view, value)| {
        (order.clone(), SortKey { value: value.clone(), id: view.lead.id })
    })?;
    let count = match paging.count {
        None => None,
        Some(Count::Exact) => Some(db::leads::count(&mut conn, &filter, now).await?),
        Some(Count::Estimated) => Some(db::leads::estimate(&mut conn, &filter, now).await?),
    };
    let data = leads.into_iter().map(|(view, _)| present(view)).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

fn unknown_sort(error: db::leads::UnknownSort) -> ApiError {
    ApiError::field("/sort", "unknown_sort", format!("{error}."))
}

/// Adds a lead by hand.
#[utoipa::path(tag = "leads", security(("bearer" = [])), responses((status = 201, body = LeadResponse), Problems))]
#[post("/leads")]
async fn create_lead(
    admin: Admin,
    body: Json<CreateLeadRequest>,
) -> Result<HttpResponse, ApiError> {
    let view = app::leads::create_lead(&admin, draft(body.into_inner())?).await?;
    let location = format!("/api/v1/leads/{}", view.lead.id);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, location))
        .insert_header((header::ETAG, etag(&view)))
        .json(present(view)))
}

fn draft(request: CreateLeadRequest) -> Result<LeadDraft, ApiError> {
    let CreateLeadRequest {
        name,
        formatted_phone,
        street_number,
        street,
        city,
        region_name,
        postal_code,
        country,
        url,
        has_website,
        latitude,
        longitude,
        region_id,
        campaign_id,
        priority,
    } = request;
    let region = region_id.ok_or_else(|| {
        ApiError::field("/region_id", "missing", "Say which region the lead belongs to.")
    })?;
    let cells = Cells {
        name: None,
        formatted_phone: Some(formatted_phone),
        street_number: Some(street_number),
        street: Some(street),
        city: Some(city),
        region_name: Some(region_name),
        postal_code: Some(postal_code),
        country: country.map(Some),
        url: Some(url),
        has_website,
        latitude: Some(latitude),
        longitude: Some(longitude),
    };
    let priority = priority.unwrap_or_default();
    Ok(LeadDraft { region, campaign: campaign_id, priority, name, cells })
}

/// Shows a lead, with its version as `ETag`. One that was merged with another leads there.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses(
    (status = 200, body = LeadResponse),
    (status = 301, description = "It was merged with another lead.", headers(("Location" = String, description = "The lead that it is a part of now"))),
    Problems,
))]
#[get("/leads/{id}")]
async fn get_lead(caller: SignedIn, id: Path<LeadId>) -> Result<HttpResponse, ApiError> {
    let mut conn = caller.conn().await?;
    match db::leads::find_view(&mut conn, *id, caller.ctx.now(), caller.only_own()).await {
        Ok(view) => {
            Ok(HttpResponse::Ok().insert_header((header::ETAG, etag(&view))).json(present(view)))
        }
        Err(DbError::NotFound) => merge::lead_on(&mut conn, &caller, *id).await,
        Err(error) => Err(error.into()),
    }
}

/// Changes a lead. With `If-Match` only if nobody has changed it since; else 412 and its current
/// state. A rep may correct the cells of an own lead; region, campaign, priority and status are the
/// admins'.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path), ("If-Match" = Option<String>, Header, description = "The ETag that was read")), responses((status = 200, body = LeadResponse), Problems))]
#[patch("/leads/{id}")]
async fn update_lead(
    caller: SignedIn,
    request: HttpRequest,
    id: Path<LeadId>,
    body: Json<UpdateLeadRequest>,
) -> Result<HttpResponse, ApiError> {
    let expected = if_match(&request)?;
    let (cells, standing) = split(body.into_inner());
    let view = app::leads::update_lead(&caller, *id, expected, cells, standing).await?;
    Ok(HttpResponse::Ok().insert_header((header::ETAG, etag(&view))).json(present(view)))
}

fn split(request: UpdateLeadRequest) -> (Cells, Standing) {
    let UpdateLeadRequest {
        name,
        formatted_phone,
        street_number,
        street,
        city,
        region_name,
        postal_code,
        country,
        url,
        has_website,
        latitude,
        longitude,
        region_id,
        campaign_id,
        priority,
        status,
        category,
    } = request;
    let cells = Cells {
        name,
        formatted_phone,
        street_number,
        street,
        city,
        region_name,
        postal_code,
        country,
        url,
        has_website,
        latitude,
        longitude,
    };
    let standing =
        Standing { region: region_id, campaign: campaign_id, priority, status, category };
    (cells, standing)
}

/// Deletes a lead with its notes, follow-ups and assignments. Its calls stay in the figures.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 204), Problems))]
#[delete("/leads/{id}")]
async fn delete_lead(admin: Admin, id: Path<LeadId>) -> Result<HttpResponse, ApiError> {
    app::leads::delete_lead(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn etag(view: &LeadView) -> String {
    format!("\"{}\"", view.lead.version)
}

/// The version that the caller has read; `*` stands for any.
fn if_match(request: &HttpRequest) -> Result<Option<i32>, ApiError> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    match tag.trim_matches('"').parse() {
        Ok(version) => Ok(Some(version)),
        Err(_) => Err(ApiError::refused(
            Code::MalformedRequest,
            "If-Match does not hold an ETag of a lead. Send the ETag that you have read.",
        )),
    }
}

/// A lead as it is sent.
#[expect(clippy::too_many_lines, reason = "one line a column, in and out")]
pub(crate) fn present(view: LeadView) -> LeadResponse {
    let LeadView { lead, region, campaign, assignment, refusal } = view;
    let Lead {
        id,
        region_id,
        campaign_id,
        import_id,
        name,
        formatted_phone,
        phone_e164,
        street_number,
        street,
        city,
        region_name,
        postal_code,
        country,
        url,
        has_website,
        latitude,
        longitude,
        time_zone,
        match_keys: _,
        alternative_phones,
        custom_fields,
        status,
        category,
        disposition,
        priority,
        attempt_count,
        last_contacted_at,
        next_follow_up_at,
        next_attempt_at,
        version,
        created_at,
        updated_at,
        erased_at,
    } = lead;
    let own_priority = assignment.as_ref().and_then(|assignment| assignment.priority);
    LeadResponse {
        id: LeadId::new(id),
        name,
        formatted_phone,
        phone_e164,
        alternative_phones,
        custom_fields: custom_fields.0,
        street_number,
        street,
        city,
        region_name,
        postal_code,
        country,
        url,
        has_website,
        latitude,
        longitude,
        region: Reference { id: region_id, name: region },
        campaign: campaign_id.zip(campaign).map(|(id, name)| Reference { id, name }),
        import_id: import_id.map(ImportId::new),
        status: status.0,
        disposition,
        category: category.map(|category| category.0),
        // The database's CHECK keeps both within bounds.
        priority: Priority::try_from(own_priority.unwrap_or(priority)).unwrap_or_default(),
        time_zone,
        callable: refusal.is_none(),
        not_callable_because: refusal.map(|refusal| refusal.0),
        attempt_count,
        last_contacted_at,
        next_follow_up_at,
        next_attempt_at,
        assignment: assignment.map(present_assignment),
        version,
        created_at,
        updated_at,
        erased_at,
    }
}

fn present_assignment(assignment: AssignmentView) -> LeadAssignment {
    let AssignmentView { id, assignee_id, assignee, priority: _, due_at, created_at } = assignment;
    LeadAssignment {
        id: AssignmentId::new(id),
        assignee: Reference { id: assignee_id, name: assignee },
        due_at,
        created_at,
    }
}

impl From<LeadError> for ApiError {
    fn from(error: LeadError) -> Self {
        match error {
            LeadError::Field(FieldError { field, code, detail }) => {
                Self::field(&format!("/{field}"), code, detail)
            }
            LeadError::UnknownRegion => Self::field(
                "/region_id",
                "unknown_region",
                "This region does not exist. Choose from the list of regions.",
            ),
            LeadError::UnknownCampaign => Self::field(
                "/campaign_id",
                "unknown_campaign",
                "This campaign does not exist. Choose from the list of campaigns.",
            ),
            LeadError::AdminsOnly => Self::refused(
                Code::Forbidden,
                "Only admins change region, campaign, priority and status. Ask an admin.",
            ),
            LeadError::Stage(error) => stage(error),
            LeadError::Stale(current) => match serde_json::to_value(present(*current)) {
                Ok(current) => Self::Stale(Box::new(current)),
                Err(error) => Self::Internal(Box::new(error)),
            },
            LeadError::Db(DbError::NotFound) => Self::not_found("lead"),
            LeadError::Db(error) => error.into(),
        }
    }
}

/// A step that the life cycle does not have.
pub(crate) fn stage(error: StageError) -> ApiError {
    match error {
        StageError::AlreadyCompleted => ApiError::refused(
            Code::LeadCompleted,
            "The work on this lead is done. An admin can reopen it.",
        ),
        StageError::NeverNewAgain => ApiError::refused(
            Code::WrongStage,
            "Somebody has worked on this lead, so it cannot become new again. Use in progress.",
        ),
        StageError::CategoryMismatch => ApiError::field(
            "/category",
            "category_mismatch",
            "Completed needs a category (failed, warm or closed); the other statuses take none.",
        ),
    }
}
