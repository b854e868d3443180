//! Recordings of calls, which lie with the carrier.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::calls::RecordingStatus;
use domain::ids::CallId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::recordings;
use crate::{Conn, DbError, Word};

/// A call's recording.
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
#[diesel(table_name = recordings, treat_none_as_null = true)]
pub struct Recording {
    /// The call.
    pub call_id: Uuid,
    /// The carrier's name for it.
    pub sid: String,
    /// How far it is.
    pub status: Word<RecordingStatus>,
    /// Its length.
    pub duration_seconds: Option<i32>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Recording {
    /// Whether it says the same, whenever that was.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let said = |one: &Self| (one.sid.clone(), one.status, one.duration_seconds);
        said(self) == said(other)
    }
}

/// A call's recording, if there is one.
///
/// # Errors
/// Those of the query.
pub async fn find(conn: &mut Conn, call: CallId) -> Result<Option<Recording>, DbError> {
    let query = recordings::table.find(call.uuid()).select(Recording::as_select());
    Ok(query.first(conn).await.optional()?)
}

/// Writes how far a recording is.
///
/// # Errors
/// Those of the query.
pub async fn save(conn: &mut Conn, recording: &Recording) -> Result<(), DbError> {
    diesel::insert_into(recordings::table)
        .values(recording)
        .on_conflict(recordings::call_id)
        .do_update()
        .set(recording)
        .execute(conn)
        .await?;
    Ok(())
}
