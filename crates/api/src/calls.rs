//! `/calls` and `/leads/{id}/calls`

mod line;
mod present;
mod recording;

use actix_web::{HttpResponse, get, post, web};
use app::Caller;
use app::calls::{CallDays, CallDraft, DaysError, LoggedCall};
use chrono::{DateTime, NaiveDate, Utc};
use db::DbError;
use db::calls::CallFilter;
use domain::ids::{CallId, CampaignId, LeadId, RegionId, UserId};
use domain::leads::Category;
use dto::calls::{CallResponse, LogCallRequest, LoggedCallResponse};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Json, List, NoFilter, Paging, Path, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};
use present::present;

pub(crate) use line::not_configured;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_calls).service(get_call).service(list_lead_calls).service(log_call);
    line::routes(config);
    recording::routes(config);
}

/// Which calls are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CallQuery {
    /// To this lead.
    lead_id: Option<LeadId>,
    /// Made by this user.
    user_id: Option<UserId>,
    /// Made under this region.
    region_id: Option<RegionId>,
    /// Made under this campaign.
    campaign_id: Option<CampaignId>,
    /// The key of what came of it.
    disposition: Option<String>,
    /// Whether the rep has said what came of it.
    dispositioned: Option<bool>,
    /// How the work on the lead ended with it.
    #[param(inline)]
    category: Option<Category>,
    /// Whether a human was reached.
    connected: Option<bool>,
    /// At least this long, in seconds.
    min_duration: Option<i32>,
    /// First day.
    from: Option<NaiveDate>,
    /// Last day, included.
    to: Option<NaiveDate>,
    /// The IANA zone whose days these are; the workspace's when left out.
    time_zone: Option<String>,
}

/// Lists calls, the latest first; a rep's are the rep's own.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(Paging, CallQuery), responses((status = 200, body = Page<CallResponse>), Problems))]
#[get("/calls")]
async fn list_calls(
    caller: SignedIn,
    list: List<CallQuery>,
) -> Result<web::Json<Page<CallResponse>>, ApiError> {
    let List { paging, filter } = list;
    let mut conn = caller.conn().await?;
    let time_zone = match filter.time_zone.clone() {
        Some(time_zone) => time_zone,
        None => db::settings::find(&mut conn).await?.time_zone,
    };
    drop(conn);
    let days = app::calls::days(&time_zone, filter.from, filter.to)?;
    let mut filter = narrowed(filter, days);
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
    let LoggedCall { call, lead } = app::calls::log_call(&caller, *lead, draft).await?;
    let location = format!("/api/v1/calls/{}", call.call.id);
    let answer = LoggedCallResponse { call: present(call), lead_now: crate::leads::present(lead) };
    Ok(HttpResponse::Created().insert_header(("location", location)).json(answer))
}

fn narrowed(query: CallQuery, days: CallDays) -> CallFilter {
    let CallQuery { lead_id, user_id, region_id, campaign_id, disposition, category, .. } = query;
    let CallDays { from, to } = days;
    CallFilter {
        id: None,
        lead: lead_id,
        user: user_id,
        region: region_id,
        campaign: campaign_id,
        disposition,
        is_dispositioned: query.dispositioned,
        category,
        is_connected: query.connected,
        min_duration: query.min_duration,
        from,
        to,
    }
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

impl From<DaysError> for ApiError {
    fn from(error: DaysError) -> Self {
        match error {
            DaysError::UnknownTimeZone => Self::field(
                "/time_zone",
                "unknown_time_zone",
                "This is no time zone. Use a name such as Europe/Berlin.",
            ),
            DaysError::OutOfReach => {
                Self::field("/from", "out_of_bounds", "Choose days from the year 1970 on.")
            }
            DaysError::EndsBeforeItBegins => Self::field(
                "/to",
                "ends_before_it_begins",
                "The last day is before the first. Choose a later one.",
            ),
        }
    }
}
