//! Leads picked for an act.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{LeadId, UserId};
use uuid::Uuid;

use super::LeadFilter;
use crate::schema::{assignments, campaigns, leads, regions, users};
use crate::{Conn, DbError};
use domain::leads::LeadStatus;

use crate::Word;

/// A lead picked for an act.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The lead.
    pub id: LeadId,
    /// Where it stands.
    pub status: LeadStatus,
    /// The number that is dialled.
    pub phone_e164: Option<String>,
    /// Who works it.
    pub assignee: Option<UserId>,
}

/// The rows of a selection as they are read.
type Row = (Uuid, Word<LeadStatus>, Option<String>, Option<Uuid>);

/// Every lead that matches, sorted by priority, region and time zone, so that dealing them out in
/// turn spreads each of these evenly.
///
/// # Errors
/// Those of the query.
pub async fn select(
    conn: &mut Conn,
    filter: &LeadFilter,
    among: Option<&[LeadId]>,
    now: DateTime<Utc>,
) -> Result<Vec<Selected>, DbError> {
    let mut query = leads::table
        .inner_join(regions::table.on(regions::id.eq(leads::region_id)))
        .left_join(campaigns::table.on(leads::campaign_id.eq(campaigns::id.nullable())))
        .left_join(
            assignments::table
                .on(assignments::lead_id.eq(leads::id).and(assignments::ended_at.is_null())),
        )
        .left_join(users::table.on(users::id.eq(assignments::assignee_id)))
        .select((leads::id, leads::status, leads::phone_e164, assignments::assignee_id.nullable()))
        .order((leads::priority, leads::region_id, leads::time_zone, leads::id))
        .into_boxed();
    if let Some(ids) = among {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        query = query.filter(leads::id.eq_any(ids));
    }
    for condition in filter.conditions(now) {
        query = query.filter(condition);
    }
    let rows: Vec<Row> = query.load(conn).await?;
    Ok(rows
        .into_iter()
        .map(|(id, status, phone_e164, assignee)| Selected {
            id: LeadId::new(id),
            status: status.0,
            phone_e164,
            assignee: assignee.map(UserId::new),
        })
        .collect())
}
