//! Businesses to call.

mod filter;
mod merge;
mod rows;
mod select;
mod sort;
mod view;

pub use filter::{Assignee, BoundingBox, LeadFilter};
pub use merge::{
    MergedLead, Moved, end_lead, find_kept, find_on_a_call, list_kept_of, list_merged_since,
    lock_pair, move_calls, move_history, save_merged,
};
pub use rows::{Lead, LeadChanges, NewLead};
pub use select::{Among, Selected, select};
pub use sort::{LeadSort, SortKey, UnknownSort};
pub use view::{
    AssignmentView, LeadView, count, estimate, find_view, list_custom_fields, list_views,
    list_views_by_ids,
};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{LeadId, UserId};
use uuid::Uuid;

use crate::schema::{assignments, leads};
use crate::{Conn, DbError};

/// A lead, taken for the transaction; only if it is this user's, where one is named. None that was erased:
/// nothing is done on it any more.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: LeadId, only_own: Option<UserId>) -> Result<Lead, DbError> {
    let lead = leads::table
        .find(id.uuid())
        .filter(leads::erased_at.is_null())
        .select(Lead::as_select())
        .for_update()
        .first(conn)
        .await?;
    match only_own {
        Some(user) if assignee(conn, id).await? != Some(user) => Err(DbError::NotFound),
        _ => Ok(lead),
    }
}

/// Who works a lead.
///
/// # Errors
/// Those of the query.
pub async fn assignee(conn: &mut Conn, id: LeadId) -> Result<Option<UserId>, DbError> {
    let user: Option<Uuid> = assignments::table
        .filter(assignments::lead_id.eq(id.uuid()))
        .filter(assignments::ended_at.is_null())
        .select(assignments::assignee_id)
        .first(conn)
        .await
        .optional()?;
    Ok(user.map(UserId::new))
}

/// Adds a lead.
///
/// # Errors
/// [`DbError::Constraint`] for an unknown region or campaign.
pub async fn insert(conn: &mut Conn, lead: &NewLead) -> Result<(), DbError> {
    diesel::insert_into(leads::table).values(lead).execute(conn).await?;
    Ok(())
}

/// Changes a lead; its version counts on.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] for an unknown region or campaign.
pub async fn update(conn: &mut Conn, id: LeadId, changes: &LeadChanges) -> Result<Lead, DbError> {
    Ok(diesel::update(leads::table.find(id.uuid()))
        .set((changes, leads::version.eq(leads::version + 1)))
        .returning(Lead::as_returning())
        .get_result(conn)
        .await?)
}

/// Deletes a lead with its notes, follow-ups and assignments. Its calls stay, for the figures.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete(conn: &mut Conn, id: LeadId) -> Result<(), DbError> {
    match diesel::delete(leads::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
