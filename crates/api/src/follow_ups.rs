//! `/follow-ups` and `/leads/{id}/follow-ups`

use actix_web::{HttpResponse, get, patch, post, web};
use app::Caller;
use app::follow_ups::{FollowUpDraft, FollowUpEdit, FollowUpError};
use chrono::{DateTime, Utc};
use db::DbError;
use db::follow_ups::{FollowUp, FollowUpFilter, FollowUpView, Tally};
use domain::follow_ups::{Promise, standing};
use domain::ids::{FollowUpId, LeadId, UserId};
use dto::Reference;
use dto::follow_ups::{
    CreateFollowUpRequest, FollowUpResponse, FollowUpTallyResponse, UpdateFollowUpRequest,
};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Json, List, Paging, Path, Query, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_follow_ups)
        .service(summarize_follow_ups)
        .service(update_follow_up)
        .service(list_lead_follow_ups)
        .service(create_follow_up);
}

/// Which promises are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FollowUpQuery {
    /// True: still to be kept. False: kept.
    open: Option<bool>,
    /// Due before this moment.
    due_before: Option<DateTime<Utc>>,
    /// Due after this moment.
    due_after: Option<DateTime<Utc>>,
    /// Made by this user.
    user_id: Option<UserId>,
    /// Where they stand now: open, kept, late or broken.
    #[param(inline)]
    standing: Option<Promise>,
    /// True: those that are mine to keep, to leads in my hands, or in nobody's and made by me.
    mine: Option<bool>,
}

/// Which promises are counted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct TallyQuery {
    /// Due before this moment.
    due_before: Option<DateTime<Utc>>,
    /// Due after this moment.
    due_after: Option<DateTime<Utc>>,
}

/// Lists promises, the earliest first: a rep's are those to the leads in the rep's hands.
#[utoipa::path(tag = "follow-ups", security(("bearer" = [])), params(Paging, FollowUpQuery), responses((status = 200, body = Page<FollowUpResponse>), Problems))]
#[get("/follow-ups")]
async fn list_follow_ups(
    caller: SignedIn,
    list: List<FollowUpQuery>,
) -> Result<web::Json<Page<FollowUpResponse>>, ApiError> {
    let List { paging, filter } = list;
    let filter = FollowUpFilter { only_own: caller.only_own(), ..narrowed(&caller, &filter) };
    page(&caller, paging, filter).await
}

/// Counts promises by who made them and where they stand: for a rep, the rep's own.
#[utoipa::path(tag = "follow-ups", security(("bearer" = [])), params(TallyQuery), responses((status = 200, body = Page<FollowUpTallyResponse>), Problems))]
#[get("/follow-ups/summary")]
async fn summarize_follow_ups(
    caller: SignedIn,
    query: Query<TallyQuery>,
) -> Result<web::Json<Page<FollowUpTallyResponse>>, ApiError> {
    let Query(TallyQuery { due_before, due_after }) = query;
    let (after, before) = (due_after.map(known), due_before.map(known));
    let (now, only) = (caller.ctx.now(), caller.only_own());
    let mut conn = caller.conn().await?;
    let tallies = db::follow_ups::tally(&mut conn, now, after, before, only).await?;
    let data = tallies.into_iter().map(present_tally).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Lists the promises to a lead, the earliest first.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path), Paging, FollowUpQuery), responses((status = 200, body = Page<FollowUpResponse>), Problems))]
#[get("/leads/{id}/follow-ups")]
async fn list_lead_follow_ups(
    caller: SignedIn,
    lead: Path<LeadId>,
    list: List<FollowUpQuery>,
) -> Result<web::Json<Page<FollowUpResponse>>, ApiError> {
    let List { paging, filter } = list;
    let mut conn = caller.conn().await?;
    lead_access::check(&mut conn, &caller, *lead).await?;
    drop(conn);
    page(&caller, paging, FollowUpFilter { lead: Some(*lead), ..narrowed(&caller, &filter) }).await
}

/// Makes a promise to a lead.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 201, body = FollowUpResponse), Problems))]
#[post("/leads/{id}/follow-ups")]
async fn create_follow_up(
    caller: SignedIn,
    lead: Path<LeadId>,
    body: Json<CreateFollowUpRequest>,
) -> Result<HttpResponse, ApiError> {
    let draft = draft(body.into_inner());
    let promise = app::follow_ups::create_follow_up(&caller, *lead, draft).await?;
    let location = format!("/api/v1/follow-ups/{}", promise.follow_up.id);
    Ok(HttpResponse::Created()
        .insert_header(("location", location))
        .json(present(promise, caller.ctx.now())))
}

/// Moves a promise, rewords it, keeps it or opens it again.
#[utoipa::path(tag = "follow-ups", security(("bearer" = [])), params(("id" = FollowUpId, Path)), responses((status = 200, body = FollowUpResponse), Problems))]
#[patch("/follow-ups/{id}")]
async fn update_follow_up(
    caller: SignedIn,
    id: Path<FollowUpId>,
    body: Json<UpdateFollowUpRequest>,
) -> Result<web::Json<FollowUpResponse>, ApiError> {
    let UpdateFollowUpRequest { due_at, note, completed } = body.into_inner();
    let edit = FollowUpEdit { due_at, note, completed };
    match app::follow_ups::update_follow_up(&caller, *id, edit).await {
        Err(FollowUpError::Db(DbError::NotFound)) => Err(ApiError::not_found("follow-up")),
        updated => Ok(web::Json(present(updated?, caller.ctx.now()))),
    }
}

/// Nothing is due before 1970, and much earlier moments the database does not know.
fn known(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.max(DateTime::UNIX_EPOCH)
}

fn narrowed(caller: &Caller, query: &FollowUpQuery) -> FollowUpFilter {
    let FollowUpQuery { open, due_before, due_after, user_id, standing, mine } = *query;
    let (due_before, due_after) = (due_before.map(known), due_after.map(known));
    FollowUpFilter {
        is_open: open,
        due_before,
        due_after,
        user: user_id,
        standing: standing.map(|standing| (standing, caller.ctx.now())),
        keeper: (mine == Some(true)).then_some(caller.user),
        ..FollowUpFilter::default()
    }
}

async fn page(
    caller: &Caller,
    paging: Paging,
    filter: FollowUpFilter,
) -> Result<web::Json<Page<FollowUpResponse>>, ApiError> {
    let paging = paging.in_fixed_order("due time, earliest first")?;
    let behind: Option<(DateTime<Utc>, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    let promises = db::follow_ups::list(&mut conn, &filter, behind, paging.limit + 1).await?;
    let (promises, next_cursor) =
        cursor::page(promises, paging.limit, |view| (view.follow_up.due_at, view.follow_up.id))?;
    let count = match paging.count {
        Some(_) => Some(db::follow_ups::count(&mut conn, &filter).await?),
        None => None,
    };
    let data = promises.into_iter().map(|view| present(view, caller.ctx.now())).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

/// A promise as it was asked for.
pub(crate) fn draft(request: CreateFollowUpRequest) -> FollowUpDraft {
    let CreateFollowUpRequest { due_at, note } = request;
    FollowUpDraft { due_at, note }
}

fn present(view: FollowUpView, now: DateTime<Utc>) -> FollowUpResponse {
    let FollowUpView { follow_up, lead_name, lead_time_zone, user_name, user_time_zone } = view;
    let FollowUp { id, lead_id, user_id, due_at, note, completed_at, created_at } = follow_up;
    let zone = lead_time_zone.as_deref().unwrap_or(&user_time_zone);
    let day_ends_at = standing::day_ends_at(due_at, zone);
    FollowUpResponse {
        id: FollowUpId::new(id),
        lead: Reference { id: lead_id, name: lead_name },
        lead_time_zone,
        user: Reference { id: user_id, name: user_name },
        due_at,
        note,
        completed_at,
        standing: Promise::at(now, due_at, day_ends_at, completed_at),
        created_at,
    }
}

fn present_tally(tally: Tally) -> FollowUpTallyResponse {
    let Tally { user_id, name, open, overdue, kept, late, broken } = tally;
    let user = Reference { id: user_id, name };
    FollowUpTallyResponse { user, open, overdue, kept, late, broken }
}

impl From<FollowUpError> for ApiError {
    fn from(error: FollowUpError) -> Self {
        match error {
            FollowUpError::OutOfReach => {
                Self::field("/due_at", "out_of_bounds", "Choose a date between 1970 and 9999.")
            }
            FollowUpError::Db(error) => lead_access::lead_error(error),
        }
    }
}
