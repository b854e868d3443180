//! Free texts on leads.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{LeadId, NoteId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{notes, users};
use crate::{Conn, DbError};

/// A note.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = notes)]
pub struct Note {
    /// Its id.
    pub id: Uuid,
    /// The lead that it is on.
    pub lead_id: Uuid,
    /// Who wrote it.
    pub user_id: Uuid,
    /// What it says.
    pub body: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A note with its writer's name.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct NoteView {
    /// The note.
    pub note: Note,
    /// Who wrote it.
    pub user_name: String,
}

/// One note.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(conn: &mut Conn, id: NoteId) -> Result<NoteView, DbError> {
    Ok(notes::table
        .inner_join(users::table.on(users::id.eq(notes::user_id)))
        .filter(notes::id.eq(id.uuid()))
        .select((Note::as_select(), users::name))
        .first(conn)
        .await?)
}

/// The notes on a lead, newest first, behind the one where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    lead: LeadId,
    behind: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<NoteView>, DbError> {
    let mut query = notes::table
        .inner_join(users::table.on(users::id.eq(notes::user_id)))
        .filter(notes::lead_id.eq(lead.uuid()))
        .into_boxed();
    if let Some((at, id)) = behind {
        query = query
            .filter(notes::created_at.lt(at).or(notes::created_at.eq(at).and(notes::id.lt(id))));
    }
    Ok(query
        .order((notes::created_at.desc(), notes::id.desc()))
        .limit(limit)
        .select((Note::as_select(), users::name))
        .load(conn)
        .await?)
}

/// How many notes a lead has.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, lead: LeadId) -> Result<i64, DbError> {
    Ok(notes::table.filter(notes::lead_id.eq(lead.uuid())).count().get_result(conn).await?)
}

/// Adds a note.
///
/// # Errors
/// Those of the query.
pub async fn insert(conn: &mut Conn, note: &Note) -> Result<(), DbError> {
    diesel::insert_into(notes::table).values(note).execute(conn).await?;
    Ok(())
}
