//! `GET /imports/{id}/rows`, and which rows are meant there and where many are mended.

use actix_web::{get, web};
use app::imports::rows::{Place, RowView};
use db::imports::{Import, RowFilter};
use domain::countries;
use domain::ids::ImportId;
use domain::imports::{FacetFilter, MissingCell, RowOutcome, SameAs};
use domain::leads::time_zones;
use dto::imports::{ImportRowFilter, ImportRowResponse};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::present_rows::present_row;
use super::unsorted;
use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, List, Paging, Path};
use crate::openapi::Problems;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_import_rows);
}

/// Which rows are listed: the fields of `ImportRowFilter`, and where in them the page is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct RowQuery {
    /// What comes of them.
    #[param(inline)]
    outcome: Option<RowOutcome>,
    /// The code of something noticed in them.
    issue: Option<String>,
    /// What they were found to be the same as.
    #[param(inline)]
    same_as: Option<SameAs>,
    /// Of rows that stand for a lead, those in this country (ISO 3166-1 alpha-2; empty where it is
    /// not known). This and the following count rows as the report card does.
    country: Option<String>,
    /// Those in this IANA time zone; empty where it is not known.
    time_zone: Option<String>,
    /// Those that lack this.
    #[param(inline)]
    missing: Option<MissingCell>,
    /// Those that have, or do not have, a number that can and may be called.
    callable: Option<bool>,
    /// Those whose number is, or is not, on the do-not-call list.
    do_not_call: Option<bool>,
    /// Begins with the row of this number, or the first that matches behind it.
    #[param(minimum = 1)]
    from: Option<i32>,
    /// Ends with the last row that matches before the row of this number.
    #[param(minimum = 1)]
    before: Option<i32>,
}

impl RowQuery {
    fn split(self, cursor: Option<i32>) -> Result<(RowFilter, Place), ApiError> {
        let Self { outcome, issue, same_as, country, time_zone, .. } = self;
        let Self { missing, callable, do_not_call, from, before, .. } = self;
        let place = match (cursor, from, before) {
            (Some(row), None, None) => Place::After(row),
            (cursor, Some(from), None) => {
                Place::After(cursor.unwrap_or_default().max(from.saturating_sub(1)))
            }
            (None, None, Some(before)) => Place::Before(before),
            (None, None, None) => Place::After(0),
            (_, _, Some(_)) => {
                let detail = "Say where the page ends by before alone: leave out from and cursor.";
                return Err(ApiError::field("/before", "two_places", detail));
            }
        };
        let filter = ImportRowFilter {
            outcome,
            issue,
            same_as,
            country,
            time_zone,
            missing,
            callable,
            do_not_call,
        };
        Ok((row_filter(filter, "")?, place))
    }
}

/// Lists the rows of an import in the order of the file.
#[utoipa::path(tag = "imports", security(("bearer" = [])), params(("id" = ImportId, Path), Paging, RowQuery), responses((status = 200, body = Page<ImportRowResponse>), Problems))]
#[get("/imports/{id}/rows")]
async fn list_import_rows(
    admin: Admin,
    id: Path<ImportId>,
    list: List<RowQuery>,
) -> Result<web::Json<Page<ImportRowResponse>>, ApiError> {
    let List { paging, filter } = list;
    unsorted(&paging)?;
    let (filter, place) =
        filter.split(paging.cursor.as_deref().map(cursor::decode).transpose()?)?;
    let (import, rows) =
        app::imports::rows::list(&admin, *id, &filter, place, paging.limit).await?;
    let (rows, next_cursor) = page(rows, place, &import, paging.limit)?;
    let count = match paging.count {
        Some(_) => Some(count(&admin, &import, &filter).await?),
        None => None,
    };
    let data = rows.into_iter().map(|view| present_row(view, &import)).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

/// Behind rows that were read backwards there is what they were read from, be they none.
fn page(
    rows: Vec<RowView>,
    place: Place,
    import: &Import,
    limit: i64,
) -> Result<(Vec<RowView>, Option<String>), ApiError> {
    match place {
        Place::After(_) => cursor::page(rows, limit, |view| view.row.row),
        Place::Before(before) => {
            let last = rows.last().map_or(before.saturating_sub(1), |view| view.row.row);
            let is_end = before > import.read_count;
            let next = (!is_end).then(|| cursor::encode(&last)).transpose()?;
            Ok((rows, next))
        }
    }
}

/// How many rows match; what the import counts anyway is not counted again.
async fn count(admin: &Admin, import: &Import, filter: &RowFilter) -> Result<i64, ApiError> {
    let is_plain = filter.same_as.is_none() && filter.facets == FacetFilter::default();
    Ok(match (filter.outcome, &filter.issue) {
        (None, None) if is_plain => import.counts().read().into(),
        (Some(outcome), None) if is_plain => import.counts().get(outcome).into(),
        (None, Some(code)) if is_plain => {
            import.tally.0.issues.get(code).copied().unwrap_or_default().into()
        }
        _ => {
            let id = ImportId::new(import.id);
            db::imports::count_rows(&mut *admin.conn().await?, id, filter).await?
        }
    })
}

/// The rows that are meant; `place` is where the filter stands in the request.
pub(super) fn row_filter(filter: ImportRowFilter, place: &str) -> Result<RowFilter, ApiError> {
    let ImportRowFilter { outcome, issue, same_as, .. } = filter;
    let ImportRowFilter { country, time_zone, missing, callable, do_not_call, .. } = filter;
    if country.as_deref().is_some_and(|code| !code.is_empty() && !countries::is_known(code)) {
        let detail =
            "Use the two letters of a country, such as DE, or nothing for rows without one.";
        return Err(ApiError::field(&format!("{place}/country"), "unknown_country", detail));
    }
    if time_zone.as_deref().is_some_and(|zone| !zone.is_empty() && !time_zones::is_known(zone)) {
        let detail = "Use the name of an IANA time zone, such as Europe/Berlin, or nothing for rows without one.";
        return Err(ApiError::field(&format!("{place}/time_zone"), "unknown_time_zone", detail));
    }
    let facets = FacetFilter { country, time_zone, missing, callable, do_not_call };
    Ok(RowFilter { outcome, issue, same_as, facets })
}
