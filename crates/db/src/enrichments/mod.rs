//! What was found out about leads after their import: kept with its source, and shown on the lead.
//!
//! How far an import's leads are looked at is in [`runs`], what geocoders answered in [`places`].

mod leads;
pub mod places;
pub mod runs;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::enrichments::{EnrichmentStep, Precision};
use domain::ids::LeadId;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::enrichments;
use crate::{Conn, DbError, Word};

pub use leads::{Candidate, LeadPatch, Wanted, list_candidates, patch_leads};

/// Something that was found out about a lead.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = enrichments)]
pub struct Enrichment {
    /// Its id.
    pub id: Uuid,
    /// The lead.
    pub lead_id: Uuid,
    /// The step that found it.
    pub step: Word<EnrichmentStep>,
    /// The fields that were set, with their values.
    pub found: Value,
    /// Where it was found.
    pub source: String,
    /// How exactly, where that can be said.
    pub precision: Option<Word<Precision>>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What was found out about a lead, newest first, behind the one where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    lead: LeadId,
    behind: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Enrichment>, DbError> {
    let mut query = enrichments::table.filter(enrichments::lead_id.eq(lead.uuid())).into_boxed();
    if let Some((at, id)) = behind {
        let earlier = enrichments::created_at.lt(at);
        query =
            query.filter(earlier.or(enrichments::created_at.eq(at).and(enrichments::id.lt(id))));
    }
    Ok(query
        .order((enrichments::created_at.desc(), enrichments::id.desc()))
        .limit(limit)
        .select(Enrichment::as_select())
        .load(conn)
        .await?)
}

/// How many things were found out about a lead.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, lead: LeadId) -> Result<i64, DbError> {
    let of_lead = enrichments::table.filter(enrichments::lead_id.eq(lead.uuid()));
    Ok(of_lead.count().get_result(conn).await?)
}

/// Keeps what was found out.
///
/// # Errors
/// Those of the query.
pub async fn insert(conn: &mut Conn, found: &[Enrichment]) -> Result<(), DbError> {
    diesel::insert_into(enrichments::table).values(found).execute(conn).await?;
    Ok(())
}
