//! Leads picked for an act.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz};
use diesel_async::RunQueryDsl;
use domain::handouts::PassedOver;
use domain::ids::{HandoutId, LeadId, UserId};
use domain::leads::LeadStatus;
use uuid::Uuid;

use super::LeadFilter;
use crate::schema::{assignments, campaigns, handout_passed_over, leads, regions, users};
use crate::{Conn, DbError, Word};

/// Among which leads an act picks.
#[derive(Debug, Clone, Copy)]
pub enum Among<'a> {
    /// All.
    All,
    /// These.
    Leads(&'a [LeadId]),
    /// Those that these users work.
    HeldBy(&'a [UserId]),
    /// Those that an act passed over because somebody works them.
    PassedOverBy(HandoutId),
}

/// A lead picked for an act.
#[derive(Debug, Clone, Queryable)]
pub struct Selected {
    /// The lead.
    pub id: Uuid,
    /// Where it stands.
    pub status: Word<LeadStatus>,
    /// Its region.
    pub region_id: Uuid,
    /// How urgent it is, from 1.
    pub priority: i16,
    /// Its time zone.
    pub time_zone: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Who works it.
    pub assignee_id: Option<Uuid>,
    /// Whether its number is on the do-not-call list.
    pub is_forbidden: bool,
    /// Whether nobody has called it or promised it anything, and nobody holds it at this moment.
    pub is_untouched: bool,
}

impl Selected {
    /// The lead's id.
    #[must_use]
    pub const fn lead(&self) -> LeadId {
        LeadId::new(self.id)
    }

    /// Who works it.
    #[must_use]
    pub fn assignee(&self) -> Option<UserId> {
        self.assignee_id.map(UserId::new)
    }
}

/// Every lead that matches, in order of its id.
///
/// # Errors
/// Those of the query.
pub async fn select(
    conn: &mut Conn,
    filter: &LeadFilter,
    among: Among<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Selected>, DbError> {
    let is_forbidden = sql::<Bool>(
        "EXISTS (SELECT FROM do_not_call WHERE do_not_call.phone_e164 = leads.phone_e164)",
    );
    let is_untouched = sql::<Bool>(
        "(leads.status = 'new' AND leads.attempt_count = 0 AND leads.next_follow_up_at IS NULL
            AND NOT EXISTS (SELECT FROM queue_leases
                WHERE queue_leases.lead_id = leads.id AND queue_leases.expires_at > ",
    )
    .bind::<Timestamptz, _>(now)
    .sql("))");
    let mut query = leads::table
        .inner_join(regions::table.on(regions::id.eq(leads::region_id)))
        .left_join(campaigns::table.on(leads::campaign_id.eq(campaigns::id.nullable())))
        .left_join(
            assignments::table
                .on(assignments::lead_id.eq(leads::id).and(assignments::ended_at.is_null())),
        )
        .left_join(users::table.on(users::id.eq(assignments::assignee_id)))
        .select((
            leads::id,
            leads::status,
            leads::region_id,
            leads::priority,
            leads::time_zone,
            leads::latitude,
            leads::longitude,
            assignments::assignee_id.nullable(),
            is_forbidden,
            is_untouched,
        ))
        .order(leads::id)
        .into_boxed();
    query = match among {
        Among::All => query,
        Among::Leads(ids) => query.filter(leads::id.eq_any(uuids(ids))),
        Among::HeldBy(ids) => query.filter(assignments::assignee_id.eq_any(uuids(ids))),
        Among::PassedOverBy(id) => query.filter(
            leads::id.eq_any(
                handout_passed_over::table
                    .filter(handout_passed_over::handout_id.eq(id.uuid()))
                    .filter(handout_passed_over::reason.eq(Word(PassedOver::AlreadyAssigned)))
                    .select(handout_passed_over::lead_id),
            ),
        ),
    };
    for condition in filter.conditions(now) {
        query = query.filter(condition);
    }
    Ok(query.load(conn).await?)
}

fn uuids<I: Copy + Into<Uuid>>(ids: &[I]) -> Vec<Uuid> {
    ids.iter().map(|id| (*id).into()).collect()
}
