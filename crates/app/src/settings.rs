//! The workspace's settings.

use db::settings::{Settings, SettingsChanges};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use uuid::Uuid;

use crate::Admin;

/// Why the settings could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not the code of a country.
    #[error("the country is unknown")]
    UnknownCountry,
    /// Not the name of a time zone.
    #[error("the time zone is unknown")]
    UnknownTimeZone,
    /// Calls would close before they open.
    #[error("calls close before they open")]
    HoursReversed,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for SettingsError {
    fn from(error: DbError) -> Self {
        if error.is_constraint("settings_check") { Self::HoursReversed } else { Self::Db(error) }
    }
}

/// Changes the settings; what is none stays.
///
/// # Errors
/// See [`SettingsError`].
pub async fn update_settings(
    admin: &Admin,
    mut changes: SettingsChanges,
) -> Result<Settings, SettingsError> {
    if changes.default_country.as_deref().is_some_and(|code| !domain::countries::is_known(code)) {
        return Err(SettingsError::UnknownCountry);
    }
    if changes.time_zone.as_deref().is_some_and(|zone| !domain::leads::time_zones::is_known(zone)) {
        return Err(SettingsError::UnknownTimeZone);
    }
    admin
        .write(async |tx| {
            changes.updated_at = Some(tx.now());
            db::calling_places::lock_rules(tx.conn()).await?;
            let before = db::settings::lock(tx.conn()).await?;
            let after = db::settings::update(tx.conn(), &changes).await?;
            if hours(&before) != hours(&after) {
                crate::calling_places::work_out_all(tx).await?;
            }
            let change = Change::new(Action::SettingsUpdated, Subject::Settings, Uuid::nil());
            tx.record(crate::activity::difference(change, &before, &after)?).await?;
            Ok(after)
        })
        .await
}

/// What calling hours follow from.
fn hours(settings: &Settings) -> (&str, [chrono::NaiveTime; 2]) {
    (&settings.time_zone, [settings.calls_open_at, settings.calls_close_at])
}
