//! What reps leave on answering machines.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;
use domain::ids::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::voicemail_messages;
use crate::{Conn, DbError};

/// A message without its sound.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct VoicemailMessage {
    /// What kind of sound it is.
    pub content_type: String,
    /// Its size in bytes.
    pub size: i32,
    /// When it was recorded.
    pub updated_at: DateTime<Utc>,
}

/// A message with its sound.
#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = voicemail_messages)]
pub struct NewVoicemailMessage {
    /// Whose.
    pub user_id: Uuid,
    /// What kind of sound it is.
    pub content_type: String,
    /// The sound.
    pub content: Vec<u8>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// A user's message, without its sound.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, user: UserId) -> Result<VoicemailMessage, DbError> {
    let columns = (
        voicemail_messages::content_type,
        sql::<Integer>("length(content)"),
        voicemail_messages::updated_at,
    );
    Ok(voicemail_messages::table.find(user.uuid()).select(columns).first(conn).await?)
}

/// A user's message: kind and sound.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_sound(conn: &mut Conn, user: UserId) -> Result<(String, Vec<u8>), DbError> {
    let columns = (voicemail_messages::content_type, voicemail_messages::content);
    Ok(voicemail_messages::table.find(user.uuid()).select(columns).first(conn).await?)
}

/// Keeps a message in place of the one before.
///
/// # Errors
/// Those of the query.
pub async fn save(conn: &mut Conn, message: &NewVoicemailMessage) -> Result<(), DbError> {
    diesel::insert_into(voicemail_messages::table)
        .values(message)
        .on_conflict(voicemail_messages::user_id)
        .do_update()
        .set(message)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a message.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    match diesel::delete(voicemail_messages::table.find(user.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
