//! `/presence`

use actix_web::{get, put, web};
use app::analytics::Range;
use app::presence::{PresenceError, Span};
use chrono::NaiveDate;
use db::presence::{Presence, UserTimes};
use domain::ids::UserId;
use domain::presence::Standing;
use dto::Reference;
use dto::page::Page;
use dto::presence::{PresenceResponse, Times, TimesResponse, TimesRow, UpdatePresenceRequest};
use dto::problem::Code;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Json, Query, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_presence).service(update_presence).service(list_work_times);
}

/// Lists what reps do right now, by name; a rep sees the own line only.
///
/// Whoever has not been heard of for 90 seconds is away since the last sign of life.
#[utoipa::path(tag = "presence", security(("bearer" = [])), responses((status = 200, body = Page<PresenceResponse>), Problems))]
#[get("/presence")]
async fn list_presence(caller: SignedIn) -> Result<web::Json<Page<PresenceResponse>>, ApiError> {
    let (own, now) = (caller.only_own(), caller.ctx.now());
    let all = db::presence::list(&mut *caller.conn().await?, own, now).await?;
    let data = all.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Says what I do right now; saying it again is the sign of life that is expected within 90 seconds.
#[utoipa::path(tag = "presence", security(("bearer" = [])), responses((status = 200, body = PresenceResponse), Problems))]
#[put("/presence")]
async fn update_presence(
    caller: SignedIn,
    body: Json<UpdatePresenceRequest>,
) -> Result<web::Json<PresenceResponse>, ApiError> {
    let UpdatePresenceRequest { state, reason } = body.into_inner();
    Ok(web::Json(present(app::presence::report(&caller, state, reason).await?)))
}

/// Whose time, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct TimesQuery {
    /// First day; the last one when left out.
    from: Option<NaiveDate>,
    /// Last day, included; today when left out.
    to: Option<NaiveDate>,
    /// The IANA zone whose days these are; the workspace's when left out.
    time_zone: Option<String>,
    /// The time of this user only.
    user_id: Option<UserId>,
}

/// Sums up how time went: waiting, on calls, after calls, in pauses; reps see their own.
#[utoipa::path(tag = "presence", security(("bearer" = [])), params(TimesQuery), responses((status = 200, body = TimesResponse), Problems))]
#[get("/presence/times")]
async fn list_work_times(
    caller: SignedIn,
    query: Query<TimesQuery>,
) -> Result<web::Json<TimesResponse>, ApiError> {
    let Query(TimesQuery { from, to, time_zone, user_id }) = query;
    let user = match caller.only_own() {
        Some(own) if user_id.is_some_and(|asked| asked != own) => return Err(not_yours()),
        own => own.or(user_id),
    };
    let mut conn = caller.conn().await?;
    let time_zone = match time_zone {
        Some(zone) => zone,
        None => db::settings::find(&mut conn).await?.time_zone,
    };
    let now = caller.ctx.now();
    let span = app::presence::span(now, &time_zone, from, to)?;
    let rows = db::presence::list_times(&mut conn, user, (span.from, span.to), now).await?;
    Ok(web::Json(present_all(span, time_zone, rows)))
}

fn present(presence: Presence) -> PresenceResponse {
    let Presence { user_id, name, standing: Standing { state, reason, since } } = presence;
    PresenceResponse { user: Reference { id: user_id, name }, state, reason, since }
}

fn present_all(span: Span, time_zone: String, rows: Vec<UserTimes>) -> TimesResponse {
    let Span { days: Range { from, to }, from: _, to: _ } = span;
    let totals = present_times(rows.iter().map(|row| row.times).sum());
    let rows = rows.into_iter().map(present_row).collect();
    TimesResponse { from, to, time_zone, rows, totals }
}

fn present_row(row: UserTimes) -> TimesRow {
    let UserTimes { user_id, name, times } = row;
    TimesRow { user: Reference { id: user_id, name }, times: present_times(times) }
}

pub(crate) fn present_times(times: domain::presence::Times) -> Times {
    let present_seconds = times.present();
    let domain::presence::Times { wait, talk, wrap, pause } = times;
    Times {
        wait_seconds: wait,
        talk_seconds: talk,
        wrap_seconds: wrap,
        pause_seconds: pause,
        present_seconds,
    }
}

fn not_yours() -> ApiError {
    ApiError::refused(Code::Forbidden, "You can see your own time only. Leave out user_id.")
}

impl From<PresenceError> for ApiError {
    fn from(error: PresenceError) -> Self {
        match error {
            PresenceError::NoReason => {
                Self::field("/reason", "required", "Say in a word or two why you pause.")
            }
            PresenceError::NoPause => Self::field(
                "/reason",
                "not_expected",
                "Only a pause has a reason. Leave it out, or say that you pause.",
            ),
            PresenceError::Db(error) => error.into(),
        }
    }
}
