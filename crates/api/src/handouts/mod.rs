//! `/handouts`

mod errors;
mod present;
mod selection;

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, get, post, web};
use app::handouts::{Draft, Terms};
use db::handouts::{HandoutCursor, HandoutView};
use domain::handouts::{HandoutAct, PassedOver};
use domain::ids::HandoutId;
use dto::assignments::SkippedLead;
use dto::handouts::{CreateHandoutRequest, HandoutPreview, HandoutResponse};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, NoFilter, Paging, Path};
use crate::openapi::Problems;

pub(crate) use selection::read_selection;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_handouts)
        .service(create_handout)
        .service(preview_handout)
        .service(get_handout)
        .service(list_passed_over)
        .service(undo_handout);
}

/// Lists acts on who works many leads, the latest first.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(Paging), responses((status = 200, body = Page<HandoutResponse>), Problems))]
#[get("/handouts")]
async fn list_handouts(
    admin: Admin,
    list: List<NoFilter>,
) -> Result<web::Json<Page<HandoutResponse>>, ApiError> {
    let paging = list.paging.in_fixed_order("time, the latest first")?;
    let behind: Option<HandoutCursor> = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let views = db::handouts::list_views(&mut conn, behind, paging.limit + 1).await?;
    let key = |view: &HandoutView| (view.handout.created_at, view.handout.id);
    let (views, next_cursor) = cursor::page(views, paging.limit, key)?;
    let data = views.into_iter().map(present::handout).collect::<Result<_, _>>()?;
    Ok(web::Json(Page { data, next_cursor, count: None }))
}

/// Hands leads out, takes them back or evens them out, in the background: all of them or none.
///
/// `GET /handouts/{id}` says when it is done and what came of it, and `/events` tells of it.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 202, body = HandoutResponse), Problems))]
#[post("/handouts")]
async fn create_handout(
    admin: Admin,
    body: Json<CreateHandoutRequest>,
) -> Result<HttpResponse, ApiError> {
    let draft = read(&admin, body.into_inner())?;
    let view = app::handouts::create_handout(&admin, draft).await?;
    let location = format!("/api/v1/handouts/{}", view.handout.id);
    Ok(HttpResponse::Accepted().insert_header((LOCATION, location)).json(present::handout(view)?))
}

/// Says what a hand-out would do at this moment, and does nothing.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 200, body = HandoutPreview), Problems))]
#[post("/handouts/preview")]
async fn preview_handout(
    admin: Admin,
    body: Json<CreateHandoutRequest>,
) -> Result<web::Json<HandoutPreview>, ApiError> {
    let draft = read(&admin, body.into_inner())?;
    let preview = app::handouts::preview_handout(&admin, &draft).await?;
    Ok(web::Json(present::preview(preview)))
}

/// Shows a hand-out with its receipt.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = HandoutId, Path)), responses((status = 200, body = HandoutResponse), Problems))]
#[get("/handouts/{id}")]
async fn get_handout(
    admin: Admin,
    id: Path<HandoutId>,
) -> Result<web::Json<HandoutResponse>, ApiError> {
    Ok(web::Json(present::handout(find(&admin, *id).await?)?))
}

/// Which of the leads that a hand-out passed over, or left as they are when it was taken back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct PassedOverQuery {
    /// For this reason only.
    reason: Option<PassedOver>,
}

/// Lists the leads that a hand-out passed over, and those that stayed when it was taken back.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = HandoutId, Path), Paging, PassedOverQuery), responses((status = 200, body = Page<SkippedLead>), Problems))]
#[get("/handouts/{id}/passed-over")]
async fn list_passed_over(
    admin: Admin,
    id: Path<HandoutId>,
    list: List<PassedOverQuery>,
) -> Result<web::Json<Page<SkippedLead>>, ApiError> {
    let paging = list.paging.in_fixed_order("reason")?;
    let reason = list.filter.reason;
    find(&admin, *id).await?;
    let behind: Option<(String, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let rows =
        db::handouts::list_passed_over(&mut conn, *id, reason, behind, paging.limit + 1).await?;
    let (rows, next_cursor) = cursor::page(rows, paging.limit, |(lead, reason)| {
        (reason.as_str().to_owned(), lead.uuid())
    })?;
    let data = rows.into_iter().map(|(lead_id, reason)| SkippedLead { lead_id, reason }).collect();
    Ok(web::Json(Page { data, next_cursor, count: None }))
}

/// Takes a hand-out back, in the background: leads go to whoever had them before.
///
/// A lead that somebody worked on since, or that changed hands again, stays as it is and is listed.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = HandoutId, Path)), responses((status = 202, body = HandoutResponse), Problems))]
#[post("/handouts/{id}/undo")]
async fn undo_handout(admin: Admin, id: Path<HandoutId>) -> Result<HttpResponse, ApiError> {
    let view = app::handouts::undo_handout(&admin, *id).await?;
    Ok(HttpResponse::Accepted().json(present::handout(view)?))
}

async fn find(admin: &Admin, id: HandoutId) -> Result<HandoutView, ApiError> {
    match db::handouts::find_view(&mut *admin.conn().await?, id).await {
        Err(db::DbError::NotFound) => Err(ApiError::not_found("hand-out")),
        found => Ok(found?),
    }
}

fn read(admin: &Admin, request: CreateHandoutRequest) -> Result<Draft, ApiError> {
    let CreateHandoutRequest {
        act,
        selection,
        strategy,
        assignee_ids,
        priority,
        due_at,
        seed,
        reassign,
    } = request;
    let selection = match (act, selection) {
        (HandoutAct::Rebalance, None) => app::handouts::Selection::Held,
        (HandoutAct::Rebalance, Some(_)) => {
            return Err(ApiError::field(
                "/selection",
                "not_allowed",
                "Evening out is for all untouched leads of the people named. Leave the selection out.",
            ));
        }
        (HandoutAct::Assign | HandoutAct::Unassign, Some(selection)) => {
            read_selection(admin, selection)?
        }
        (HandoutAct::Assign | HandoutAct::Unassign, None) => {
            return Err(ApiError::field(
                "/selection",
                "missing",
                "Say which leads: name them, or give a filter.",
            ));
        }
    };
    let assignees = assignee_ids;
    let terms = Terms { strategy, assignees, priority, due_at, seed, reassign };
    Ok(Draft { act, selection, terms })
}
