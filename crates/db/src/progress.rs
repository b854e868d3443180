//! What working on a lead changes of it: its stage, its attempts and when its turn comes again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{LeadId, UserId};
use domain::leads::{Category, LeadStatus, Stage, StageError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::leads;
use crate::{Conn, DbError, Word};

/// How far the work on a lead is.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
    Serialize,
    Deserialize,
)]
#[diesel(table_name = leads, treat_none_as_null = true)]
pub struct Progress {
    /// Where it stands.
    pub status: Word<LeadStatus>,
    /// How the work ended, once it has.
    pub category: Option<Word<Category>>,
    /// The key of the last disposition.
    pub disposition: Option<String>,
    /// Calls made.
    pub attempt_count: i32,
    /// When it was last called.
    pub last_contacted_at: Option<DateTime<Utc>>,
    /// The earliest open promise.
    pub next_follow_up_at: Option<DateTime<Utc>>,
    /// Not served before.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

impl Progress {
    /// Status and category as the life cycle knows them.
    ///
    /// # Errors
    /// [`StageError::CategoryMismatch`], which the database's CHECK keeps out.
    pub fn stage(&self) -> Result<Stage, StageError> {
        Stage::new(self.status.0, self.category.map(|category| category.0))
    }

    /// The same at another stage.
    #[must_use]
    pub fn at(self, stage: Stage) -> Self {
        Self { status: Word(stage.status()), category: stage.category().map(Word), ..self }
    }
}

/// A lead that is being worked on, taken for the transaction.
#[derive(Debug, Clone)]
pub struct LockedLead {
    /// The lead.
    pub id: LeadId,
    /// Its region.
    pub region_id: Uuid,
    /// Its campaign.
    pub campaign_id: Option<Uuid>,
    /// What is dialled.
    pub phone_e164: Option<String>,
    /// Its IANA time zone, where it is known.
    pub time_zone: Option<String>,
    /// The rep who works it.
    pub assignee: Option<UserId>,
    /// How far the work is.
    pub progress: Progress,
}

/// Takes a lead for the transaction; with `only_own`, only one in the hands of that user.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(
    conn: &mut Conn,
    lead: LeadId,
    only_own: Option<UserId>,
) -> Result<LockedLead, DbError> {
    let (region_id, campaign_id, phone_e164, time_zone, progress) = leads::table
        .find(lead.uuid())
        .filter(leads::erased_at.is_null())
        .select((
            leads::region_id,
            leads::campaign_id,
            leads::phone_e164,
            leads::time_zone,
            Progress::as_select(),
        ))
        .for_update()
        .first(conn)
        .await?;
    // After the lock, so that a hand-over that was under way is seen.
    let assignee = crate::leads::assignee(conn, lead).await?;
    if only_own.is_some() && only_own != assignee {
        return Err(DbError::NotFound);
    }
    Ok(LockedLead { id: lead, region_id, campaign_id, phone_e164, time_zone, assignee, progress })
}

/// Whether there is such a lead, and with `only_own` in the hands of that user.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn check_visible(
    conn: &mut Conn,
    lead: LeadId,
    only_own: Option<UserId>,
) -> Result<(), DbError> {
    let _: Uuid = leads::table.find(lead.uuid()).select(leads::id).first(conn).await?;
    match only_own {
        Some(_) if crate::leads::assignee(conn, lead).await? != only_own => Err(DbError::NotFound),
        _ => Ok(()),
    }
}

/// Writes how far the work is, as a new version of the lead.
///
/// # Errors
/// Those of the query.
pub async fn save(
    conn: &mut Conn,
    lead: LeadId,
    progress: &Progress,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(leads::table.find(lead.uuid()))
        .set((progress, leads::version.eq(leads::version + 1), leads::updated_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}
