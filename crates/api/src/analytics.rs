//! `/analytics`

use actix_web::{get, web};
use app::analytics::{MyDay, MyDayError, Range, RangeError};
use chrono::NaiveDate;
use db::analytics::{Row, SummaryFilter};
use domain::figures::GroupBy;
use domain::ids::{CampaignId, RegionId, UserId};
use dto::analytics::{Figures, MyDayResponse, Promises, SummaryResponse, SummaryRow};
use dto::problem::Code;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Query, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_analytics_summary).service(get_my_day);
}

/// Which calls are summed up, and into what rows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct SummaryQuery {
    /// First day; 30 days up to the last when left out.
    from: Option<NaiveDate>,
    /// Last day, included; today when left out.
    to: Option<NaiveDate>,
    /// The IANA zone whose days these are; the workspace's when left out.
    time_zone: Option<String>,
    /// What rows stand for.
    #[serde(default = "usual_rows")]
    #[param(inline, default = "rep")]
    group_by: GroupBy,
    /// Calls made by this user only.
    user_id: Option<UserId>,
    /// Calls made under this region only.
    region_id: Option<RegionId>,
    /// Calls made under this campaign only.
    campaign_id: Option<CampaignId>,
}

const fn usual_rows() -> GroupBy {
    GroupBy::Rep
}

/// Sums up calls of a range of days; reps see their own.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(SummaryQuery), responses((status = 200, body = SummaryResponse), Problems))]
#[get("/analytics/summary")]
async fn get_analytics_summary(
    caller: SignedIn,
    query: Query<SummaryQuery>,
) -> Result<web::Json<SummaryResponse>, ApiError> {
    let Query(SummaryQuery { from, to, time_zone, group_by, user_id, region_id, campaign_id }) =
        query;
    let user = match caller.only_own() {
        Some(own) if user_id.is_some_and(|asked| asked != own) => return Err(not_yours()),
        own => own.or(user_id),
    };
    let mut conn = caller.conn().await?;
    let time_zone = match time_zone {
        Some(zone) => zone,
        None => db::settings::find(&mut conn).await?.time_zone,
    };
    let Range { from, to } = app::analytics::range(caller.ctx.now(), &time_zone, from, to)?;
    let (region, campaign) = (region_id, campaign_id);
    let filter = SummaryFilter { from, to, time_zone, group_by, user, region, campaign };
    let rows = db::analytics::summarise(&mut conn, &filter).await?;
    Ok(web::Json(present(filter, rows)))
}

/// Whose day: that of this time zone.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct MyDayQuery {
    /// The IANA zone whose day today is; my own when left out.
    time_zone: Option<String>,
}

/// Shows my own day so far: against my goal, by hour, how my time went, and my promises of a week.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(MyDayQuery), responses((status = 200, body = MyDayResponse), Problems))]
#[get("/analytics/me")]
async fn get_my_day(
    caller: SignedIn,
    query: Query<MyDayQuery>,
) -> Result<web::Json<MyDayResponse>, ApiError> {
    let Query(MyDayQuery { time_zone }) = query;
    let (mut conn, now) = (caller.conn().await?, caller.ctx.now());
    let (day, zone) = app::analytics::my_day(&mut conn, caller.user, now, time_zone).await?;
    Ok(web::Json(present_day(day, zone)))
}

fn present_day(day: MyDay, time_zone: String) -> MyDayResponse {
    let MyDay { day, goal, streak, totals, hours, dispositions, times, promises_from, promises } =
        day;
    let app::analytics::Promises { open, kept, late, broken } = promises;
    MyDayResponse {
        day,
        time_zone,
        goal,
        streak: i64::try_from(streak).unwrap_or(i64::MAX),
        totals: present_figures(totals),
        hours: hours.into_iter().map(present_row).collect(),
        dispositions: dispositions.into_iter().map(present_row).collect(),
        times: crate::presence::present_times(times),
        promises: Promises { from: promises_from, open, kept, late, broken },
    }
}

fn present(filter: SummaryFilter, rows: Vec<Row>) -> SummaryResponse {
    let SummaryFilter { from, to, time_zone, group_by, user: _, region: _, campaign: _ } = filter;
    let totals = present_figures(rows.iter().map(|row| row.figures).sum());
    let rows = rows.into_iter().map(present_row).collect();
    SummaryResponse { from, to, time_zone, group_by, rows, totals }
}

fn present_row(row: Row) -> SummaryRow {
    let Row { key, label, figures } = row;
    SummaryRow { key, label, figures: present_figures(figures) }
}

fn present_figures(figures: domain::figures::Figures) -> Figures {
    let conversion_rate = figures.conversion_rate();
    let domain::figures::Figures {
        calls,
        connected,
        call_backs,
        conversations,
        closed,
        warm,
        failed,
        talk_seconds,
    } = figures;
    Figures {
        calls,
        connected,
        call_backs,
        conversations,
        closed,
        warm,
        failed,
        talk_seconds,
        conversion_rate,
    }
}

fn not_yours() -> ApiError {
    ApiError::refused(Code::Forbidden, "You can see your own figures only. Leave out user_id.")
}

impl From<RangeError> for ApiError {
    fn from(error: RangeError) -> Self {
        match error {
            RangeError::UnknownTimeZone => Self::field(
                "/time_zone",
                "unknown_time_zone",
                "This is not the name of a time zone. Use one such as Europe/Berlin.",
            ),
            RangeError::OutOfReach => Self::field(
                "/from",
                "out_of_bounds",
                "There are no calls that long ago or that far ahead. Choose days from 1970 on.",
            ),
            RangeError::EndsBeforeItBegins => Self::field(
                "/from",
                "from_after_to",
                "The first day is after the last day. Choose an earlier first day.",
            ),
            RangeError::TooLong => Self::field(
                "/from",
                "range_too_long",
                "This is more than a year. Choose at most 366 days at once.",
            ),
        }
    }
}

impl From<MyDayError> for ApiError {
    fn from(error: MyDayError) -> Self {
        match error {
            MyDayError::Range(error) => error.into(),
            MyDayError::Db(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(calls: i64, connected: i64, closed: i64) -> Row {
        let figures = domain::figures::Figures { calls, connected, closed, ..Default::default() };
        Row { key: String::new(), label: String::new(), figures }
    }

    #[test]
    fn the_totals_are_the_sum_of_the_rows() {
        let day = NaiveDate::default();
        let filter = SummaryFilter {
            from: day,
            to: day,
            time_zone: "UTC".to_owned(),
            group_by: GroupBy::Day,
            user: None,
            region: None,
            campaign: None,
        };
        let summary = present(filter, vec![row(5, 4, 1), row(3, 0, 0)]);
        assert_eq!((summary.totals.calls, summary.totals.connected), (8, 4));
        assert_eq!(summary.totals.conversion_rate, Some(0.25));
        let rates: Vec<_> = summary.rows.iter().map(|row| row.figures.conversion_rate).collect();
        assert_eq!(rates, [Some(0.25), None]);
    }
}
