//! `/activity`

use std::collections::HashMap;

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use db::activity::{Activity, ActivityFilter, Payload};
use domain::activity::{Action, Subject};
use domain::ids::{ActivityId, LeadId, UserId};
use dto::Reference;
use dto::activity::{ActivityResponse, ActivitySubject};
use dto::page::{Count, Page};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, List, Paging};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_activity);
}

/// Which changes are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ActivityQuery {
    /// Done by this user.
    actor_id: Option<UserId>,
    /// Concerning this lead.
    lead_id: Option<LeadId>,
    /// Of this kind.
    #[param(inline)]
    action: Option<Action>,
    /// Done to this kind of thing.
    #[param(inline)]
    subject_type: Option<Subject>,
    /// Done to this thing.
    subject_id: Option<Uuid>,
    /// Not before this moment.
    from: Option<DateTime<Utc>>,
    /// Before this moment.
    to: Option<DateTime<Utc>>,
}

/// Lists who did what, the latest first.
#[utoipa::path(tag = "activity", security(("bearer" = [])), params(Paging, ActivityQuery), responses((status = 200, body = Page<ActivityResponse>), Problems))]
#[get("/activity")]
async fn list_activity(
    admin: Admin,
    list: List<ActivityQuery>,
) -> Result<web::Json<Page<ActivityResponse>>, ApiError> {
    let List { paging, filter } = list;
    if paging.sort.is_some() {
        return Err(ApiError::field(
            "/sort",
            "not_sortable",
            "This list is always sorted by time, the latest first. Leave out sort.",
        ));
    }
    let ActivityQuery { actor_id, lead_id, action, subject_type, subject_id, from, to } = filter;
    let filter = ActivityFilter {
        actor: actor_id,
        lead: lead_id,
        action,
        subject: subject_type,
        subject_id,
        from,
        to,
    };
    let behind: Option<ActivityId> = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let rows = db::activity::list(&mut conn, &filter, behind, paging.limit + 1).await?;
    let (rows, next_cursor) = cursor::page(rows, paging.limit, |(row, _)| row.id)?;
    let names = db::activity::names(&mut conn, &mentioned(&rows)).await?;
    let count = match paging.count {
        Some(Count::Exact | Count::Estimated) => {
            Some(db::activity::count(&mut conn, &filter).await?)
        }
        None => None,
    };
    let data = rows.into_iter().map(|(row, payload)| present(row, payload, &names)).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

/// Everything that the rows mention and that may have a name.
fn mentioned(rows: &[(Activity, Payload)]) -> Vec<Uuid> {
    rows.iter()
        .flat_map(|(row, _)| [row.actor_id, Some(row.subject_id), row.lead_id])
        .flatten()
        .collect()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "taken apart whole: a new column stops the build"
)]
fn present(row: Activity, payload: Payload, names: &HashMap<Uuid, String>) -> ActivityResponse {
    let Activity {
        id,
        occurred_at,
        actor_id,
        action,
        subject_type,
        subject_id,
        lead_id,
        request_id,
    } = row;
    let Payload { before, after } = payload;
    let name = names
        .get(&subject_id)
        .or_else(|| names.get(&lead_id?))
        .cloned()
        .or_else(|| name_in(&after))
        .or_else(|| name_in(&before));
    ActivityResponse {
        id: ActivityId::new(id),
        occurred_at,
        actor: actor_id.and_then(|id| Some(Reference { id, name: names.get(&id)?.clone() })),
        action: action.0,
        subject: ActivitySubject { kind: subject_type.0, id: subject_id, name },
        lead_id: lead_id.map(LeadId::new),
        request_id,
        before,
        after,
    }
}

/// The name that a thing had when it was changed, for those that are gone.
fn name_in(fields: &Option<Value>) -> Option<String> {
    let fields = fields.as_ref()?;
    fields.get("name").or_else(|| fields.get("label"))?.as_str().map(str::to_owned)
}
