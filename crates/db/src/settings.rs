//! The workspace's settings: one row.

use chrono::{DateTime, NaiveTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::calling_rules::RecordingConsent;
use domain::settings::CallingWindows;
use serde::{Deserialize, Serialize};

use crate::schema::settings;
use crate::{Conn, DbError, Word};

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = settings)]
pub struct Settings {
    /// The workspace's name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// ISO 3166-1 alpha-2.
    pub default_country: String,
    /// How calling hours are treated.
    pub calling_windows: Word<CallingWindows>,
    /// Calls may begin from here, in the lead's time zone.
    pub calls_open_at: NaiveTime,
    /// And until before this.
    pub calls_close_at: NaiveTime,
    /// Minutes until a lead that was not reached comes back.
    pub retry_minutes: i32,
    /// Attempts after which a lead is not served.
    pub max_attempts: i32,
    /// What recording a call needs at least, whatever the rules say.
    pub recording_consent: Word<RecordingConsent>,
    /// When they last changed.
    pub updated_at: DateTime<Utc>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = settings)]
pub struct SettingsChanges {
    /// The workspace's name.
    pub name: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub default_country: Option<String>,
    /// How calling hours are treated.
    pub calling_windows: Option<Word<CallingWindows>>,
    /// Calls may begin from here.
    pub calls_open_at: Option<NaiveTime>,
    /// And until before this.
    pub calls_close_at: Option<NaiveTime>,
    /// Minutes until a lead that was not reached comes back.
    pub retry_minutes: Option<i32>,
    /// Attempts after which a lead is not served.
    pub max_attempts: Option<i32>,
    /// What recording a call needs at least.
    pub recording_consent: Option<Word<RecordingConsent>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// The settings.
///
/// # Errors
/// Those of the query.
pub async fn find(conn: &mut Conn) -> Result<Settings, DbError> {
    Ok(settings::table.select(Settings::as_select()).first(conn).await?)
}

/// The settings, taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock(conn: &mut Conn) -> Result<Settings, DbError> {
    Ok(settings::table.select(Settings::as_select()).for_update().first(conn).await?)
}

/// Changes the settings.
///
/// # Errors
/// [`DbError::Constraint`] `settings_check` when calls would close before they open.
pub async fn update(conn: &mut Conn, changes: &SettingsChanges) -> Result<Settings, DbError> {
    Ok(diesel::update(settings::table)
        .set(changes)
        .returning(Settings::as_returning())
        .get_result(conn)
        .await?)
}
