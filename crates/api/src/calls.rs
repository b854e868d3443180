//! `/calls` and `/leads/{id}/calls`

mod filter;
mod line;
mod present;
mod recording;

use actix_web::{HttpResponse, get, post, web};
use app::Caller;
use app::calls::CallDraft;
use chrono::{DateTime, Utc};
use db::DbError;
use db::calls::CallFilter;
use domain::ids::{CallId, LeadId};
use dto::calls as wire;
use dto::calls::{CallResponse, LogCallRequest, LoggedCallResponse};
use dto::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Json, List, NoFilter, Paging, Path, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};
pub(crate) use present::present;

pub(crate) use filter::read as read_filter;
pub(crate) use line::not_configured;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_calls).service(get_call).service(list_lead_calls).service(log_call);
    line::routes(config);
    recording::routes(config);
}

/// Lists calls, the latest first; a rep's are the rep's own.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(Paging, wire::CallFilter), responses((status = 200, body = Page<CallResponse>), Problems))]
#[get("/calls")]
async fn list_calls(
    caller: SignedIn,
    list: List<wire::CallFilter>,
) -> Result<web::Json<Page<CallResponse>>, ApiError> {
    let List { paging, filter } = list;
    let mut filter = read_filter(&caller, filter).await?;
    if let Some(own) = caller.only_own() {
        if filter.user.is_some_and(|user| user != own) {
            return Ok(web::Json(Page { data: Vec::new(), next_cursor: None, count: None }));
        }
        filter.user = Some(own);
    }
    page(&caller, paging, &filter).await
}

/// Shows a call; a rep's own only.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path)), responses((status = 200, body = CallResponse), Problems))]
#[get("/calls/{id}")]
async fn get_call(caller: SignedIn, id: Path<CallId>) -> Result<web::Json<CallResponse>, ApiError> {
    let mut conn = caller.conn().await?;
    match db::calls::find_view(&mut conn, *id, caller.only_own()).await {
        Err(DbError::NotFound) => Err(ApiError::not_found("call")),
        found => Ok(web::Json(present(found?))),
    }
}

/// Lists the calls to a lead, the latest first, whoever made them.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path), Paging), responses((status = 200, body = Page<CallResponse>), Problems))]
#[get("/leads/{id}/calls")]
async fn list_lead_calls(
    caller: SignedIn,
    lead: Path<LeadId>,
    list: List<NoFilter>,
) -> Result<web::Json<Page<CallResponse>>, ApiError> {
    let mut conn = caller.conn().await?;
    lead_access::check(&mut conn, &caller, *lead).await?;
    drop(conn);
    let filter = CallFilter { lead: Some(*lead), ..CallFilter::default() };
    page(&caller, list.paging, &filter).await
}

/// Writes down a call that was made elsewhere, and moves the lead on.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 201, body = LoggedCallResponse), Problems))]
#[post("/leads/{id}/calls")]
async fn log_call(
    caller: SignedIn,
    lead: Path<LeadId>,
    body: Json<LogCallRequest>,
) -> Result<HttpResponse, ApiError> {
    let LogCallRequest { disposition, notes, duration, called_at, follow_up } = body.into_inner();
    let follow_up = follow_up.map(crate::follow_ups::draft);
    let draft = CallDraft { disposition, notes, duration, called_at, follow_up };
    let logged = app::calls::log_call(&caller, *lead, draft).await?;
    let location = format!("/api/v1/calls/{}", logged.call.call.id);
    let answer = present::present_logged(logged);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(answer))
}

async fn page(
    caller: &Caller,
    paging: Paging,
    filter: &CallFilter,
) -> Result<web::Json<Page<CallResponse>>, ApiError> {
    let paging = paging.in_fixed_order("time, the latest first")?;
    let behind: Option<(DateTime<Utc>, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    let calls = db::calls::list(&mut conn, filter, behind, paging.limit + 1).await?;
    let (calls, next_cursor) =
        cursor::page(calls, paging.limit, |view| (view.call.called_at, view.call.id))?;
    let count = match paging.count {
        Some(_) => Some(db::calls::count(&mut conn, filter).await?),
        None => None,
    };
    let data = calls.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}
