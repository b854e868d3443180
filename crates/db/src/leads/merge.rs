//! Folding one lead into another: what was done on it goes along, and its id leads to the other.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::LeadId;
use uuid::Uuid;

use super::Lead;
use crate::progress::Progress;
use crate::schema::{
    assignments, enrichments, follow_ups, import_changes, import_kept_leads, imports, lead_merges,
    leads, notes,
};
use crate::{Conn, DbError, Stored};

/// A lead as it becomes by taking in another one; how far the work is comes with [`Progress`].
#[derive(Debug, Clone, PartialEq, AsChangeset)]
#[diesel(table_name = leads, treat_none_as_null = true)]
pub struct MergedLead {
    /// The region that it belongs to.
    pub region_id: Uuid,
    /// The campaign that it is called under.
    pub campaign_id: Option<Uuid>,
    /// The list that it came with.
    pub import_id: Option<Uuid>,
    /// The business's name.
    pub name: String,
    /// The phone as it was given.
    pub formatted_phone: Option<String>,
    /// The phone as it is dialled.
    pub phone_e164: Option<String>,
    /// Other numbers, as they are dialled.
    pub alternative_phones: Vec<String>,
    /// What lists say beside that, by name.
    pub custom_fields: Stored<BTreeMap<String, String>>,
    /// The house number.
    pub street_number: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// State, province or the like.
    pub region_name: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The website.
    pub url: Option<String>,
    /// Whether the business has a website.
    pub has_website: bool,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// IANA time zone of the place.
    pub time_zone: Option<String>,
    /// What other lists may know it by.
    pub match_keys: Vec<i64>,
    /// How urgent it is.
    pub priority: i16,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// What went along from one lead to another, beside the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Notes.
    pub notes: usize,
    /// Follow-ups, open and done.
    pub follow_ups: usize,
}

/// Both leads as far as they are there, taken for the transaction.
///
/// In one order, so that two merges cannot wait for each other. Their imports come first, as
/// everywhere: one of them may be named by the lead that stays.
///
/// # Errors
/// Those of the queries.
pub async fn lock_pair(
    conn: &mut Conn,
    keep: LeadId,
    merge: LeadId,
) -> Result<(Option<Lead>, Option<Lead>), DbError> {
    let ids = [keep.uuid(), merge.uuid()];
    let of_both = leads::table.filter(leads::id.eq_any(ids)).select(leads::import_id);
    let lists: Vec<Option<Uuid>> = of_both.load(conn).await?;
    imports::table
        .filter(imports::id.eq_any(lists.into_iter().flatten()))
        .order(imports::id)
        .select(imports::id)
        .for_key_share()
        .execute(conn)
        .await?;
    let rows: Vec<Lead> = leads::table
        .filter(leads::id.eq_any(ids))
        .filter(leads::erased_at.is_null())
        .order(leads::id)
        .select(Lead::as_select())
        .for_update()
        .load(conn)
        .await?;
    let find = |id: LeadId| rows.iter().find(|lead| lead.id == id.uuid()).cloned();
    Ok((find(keep), find(merge)))
}

/// One of the leads that somebody is on a call with, or may dial any moment.
///
/// # Errors
/// Those of the query.
pub async fn find_on_a_call(
    conn: &mut Conn,
    among: [LeadId; 2],
    now: DateTime<Utc>,
) -> Result<Option<LeadId>, DbError> {
    /// The lead alone.
    #[derive(QueryableByName)]
    struct Called {
        #[diesel(sql_type = SqlUuid)]
        lead_id: Uuid,
    }
    let called: Option<Called> = diesel::sql_query(
        "SELECT lead_id FROM calls WHERE lead_id = ANY ($1)
             AND (status IN ('dialling', 'ringing', 'in_progress')
                 OR (status = 'permitted' AND permitted_until > $2))
         ORDER BY lead_id LIMIT 1",
    )
    .bind::<Array<SqlUuid>, _>(among.map(LeadId::uuid).to_vec())
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await
    .optional()?;
    Ok(called.map(|called| LeadId::new(called.lead_id)))
}

/// Gives the calls to a lead to another one, and says how many they are. Before the lease on the lead
/// is touched: whoever settles a call takes the call first, then the lease.
///
/// # Errors
/// Those of the statement.
pub async fn move_calls(conn: &mut Conn, from: LeadId, to: LeadId) -> Result<i64, DbError> {
    /// Calls that count as such: a permission that was never used goes along unseen.
    #[derive(QueryableByName)]
    struct Calls {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let calls: Calls = diesel::sql_query(
        "WITH moved AS (UPDATE calls SET lead_id = $2 WHERE lead_id = $1 RETURNING is_attempt)
         SELECT count(*) FILTER (WHERE is_attempt) AS count FROM moved",
    )
    .bind::<SqlUuid, _>(from.uuid())
    .bind::<SqlUuid, _>(to.uuid())
    .get_result(conn)
    .await?;
    Ok(calls.count)
}

/// Gives everything else that was done on a lead to another one. Its live assignment has to be ended
/// before. What was put on record of it stays under its own id, which [`end_lead`] keeps.
///
/// # Errors
/// Those of the statements.
pub async fn move_history(conn: &mut Conn, from: LeadId, to: LeadId) -> Result<Moved, DbError> {
    let (old, new) = (from.uuid(), to.uuid());
    macro_rules! moved {
        ($table:ident) => {
            diesel::update($table::table.filter($table::lead_id.eq(old)))
                .set($table::lead_id.eq(new))
                .execute(conn)
                .await?
        };
    }
    let (notes, follow_ups) = (moved!(notes), moved!(follow_ups));
    moved!(assignments);
    moved!(enrichments);
    moved!(import_changes);
    moved!(import_kept_leads);
    Ok(Moved { notes, follow_ups })
}

/// Removes a lead that was folded into another one, and keeps where it went.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn end_lead(
    conn: &mut Conn,
    lead: LeadId,
    kept: LeadId,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    // Whatever was folded into it before is in the other one now.
    diesel::update(lead_merges::table.filter(lead_merges::kept_id.eq(lead.uuid())))
        .set(lead_merges::kept_id.eq(kept.uuid()))
        .execute(conn)
        .await?;
    diesel::insert_into(lead_merges::table)
        .values((
            lead_merges::merged_id.eq(lead.uuid()),
            lead_merges::kept_id.eq(kept.uuid()),
            lead_merges::created_at.eq(now),
        ))
        .execute(conn)
        .await?;
    super::delete(conn, lead).await
}

/// Writes the lead that took in the other one, as a new version.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn save_merged(
    conn: &mut Conn,
    id: LeadId,
    lead: &MergedLead,
    progress: &Progress,
) -> Result<Lead, DbError> {
    Ok(diesel::update(leads::table.find(id.uuid()))
        .set((lead, progress, leads::version.eq(leads::version + 1)))
        .returning(Lead::as_returning())
        .get_result(conn)
        .await?)
}

/// The lead that another one was folded into.
///
/// # Errors
/// Those of the query.
pub async fn find_kept(conn: &mut Conn, merged: LeadId) -> Result<Option<LeadId>, DbError> {
    let kept = list_kept_of(conn, &[merged.uuid()]).await?;
    Ok(kept.into_iter().next().map(|(_, kept)| LeadId::new(kept)))
}

/// Those of the leads that were folded into another one, with that one.
///
/// # Errors
/// Those of the query.
pub async fn list_kept_of(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    Ok(lead_merges::table
        .filter(lead_merges::merged_id.eq_any(ids))
        .select((lead_merges::merged_id, lead_merges::kept_id))
        .load(conn)
        .await?)
}

/// Those of the leads that another one was folded into since then.
///
/// # Errors
/// Those of the query.
pub async fn list_merged_since(
    conn: &mut Conn,
    ids: &[Uuid],
    since: DateTime<Utc>,
) -> Result<Vec<Uuid>, DbError> {
    Ok(lead_merges::table
        .filter(lead_merges::kept_id.eq_any(ids))
        .filter(lead_merges::created_at.ge(since))
        .select(lead_merges::kept_id)
        .distinct()
        .load(conn)
        .await?)
}
