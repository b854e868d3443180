//! Texts that a rep puts into a note.

use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::NoteTemplateId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::note_templates;
use crate::{Conn, DbError};

/// A text for notes.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = note_templates)]
pub struct NoteTemplate {
    /// Its id.
    pub id: Uuid,
    /// By what it is found.
    pub name: String,
    /// The text, with placeholders.
    pub body: String,
    /// Its place in the list.
    pub position: i16,
    /// Whether reps are offered it.
    pub is_active: bool,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = note_templates)]
pub struct NoteTemplateChanges {
    /// By what it is found.
    pub name: Option<String>,
    /// The text, with placeholders.
    pub body: Option<String>,
    /// Whether reps are offered it.
    pub is_active: Option<bool>,
}

/// All of them in their order, with those that are switched off.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<NoteTemplate>, DbError> {
    Ok(note_templates::table
        .select(NoteTemplate::as_select())
        .order((note_templates::position, note_templates::name))
        .load(conn)
        .await?)
}

/// Waits for the turn to change the list, held until the transaction ends; gives all of them in order.
///
/// A lock on rows would give them as they were before the wait. The number is arbitrary but fixed.
///
/// # Errors
/// Those of the queries.
pub async fn lock_list(conn: &mut Conn) -> Result<Vec<NoteTemplate>, DbError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(7546126)").execute(conn).await?;
    list(conn).await
}

/// Adds texts.
///
/// # Errors
/// [`DbError::Constraint`] `note_templates_name_key` when a name is taken.
pub async fn insert(conn: &mut Conn, templates: &[NoteTemplate]) -> Result<(), DbError> {
    diesel::insert_into(note_templates::table).values(templates).execute(conn).await?;
    Ok(())
}

/// Changes a text.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] `note_templates_name_key` when the name is taken.
pub async fn update(
    conn: &mut Conn,
    id: NoteTemplateId,
    changes: &NoteTemplateChanges,
) -> Result<NoteTemplate, DbError> {
    Ok(diesel::update(note_templates::table.find(id.uuid()))
        .set(changes)
        .returning(NoteTemplate::as_returning())
        .get_result(conn)
        .await?)
}

/// Puts texts in this order.
///
/// # Errors
/// Those of the query.
pub async fn arrange(conn: &mut Conn, order: &[Uuid]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE note_templates SET position = new.position
         FROM unnest($1) WITH ORDINALITY AS new (id, position)
         WHERE note_templates.id = new.id AND note_templates.position <> new.position",
    )
    .bind::<Array<SqlUuid>, _>(order)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a text.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete(conn: &mut Conn, id: NoteTemplateId) -> Result<(), DbError> {
    match diesel::delete(note_templates::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
