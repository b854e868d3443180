//! Geographical groups of leads.

use db::regions::{NewRegion, Region, RegionChanges};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::ids::RegionId;
use serde_json::json;

use crate::Admin;

/// A region to add.
#[derive(Debug, Clone)]
pub struct RegionDraft {
    /// Its name.
    pub name: String,
    /// What it covers.
    pub description: String,
    /// ISO 3166-1 alpha-2; the workspace's when none.
    pub default_country: Option<String>,
    /// The number that its leads see; the workspace's when none.
    pub caller_id: Option<String>,
}

/// Why a region could not be added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    /// Another region has this name.
    #[error("the name is taken")]
    NameTaken,
    /// Not the code of a country.
    #[error("the country is unknown")]
    UnknownCountry,
    /// Not a number that could call.
    #[error("the caller id is no number")]
    WrongCallerId,
    /// There is no such user.
    #[error("the owner is unknown")]
    UnknownOwner,
    /// Leads, campaigns, imports or calls refer to it.
    #[error("the region is in use")]
    InUse,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for RegionError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) if name == "regions_name_key" => Self::NameTaken,
            DbError::Constraint(name) if name == "regions_caller_id_check" => Self::WrongCallerId,
            DbError::Constraint(name) if name == "regions_owner_id_fkey" => Self::UnknownOwner,
            DbError::Constraint(name) if name.ends_with("_fkey") => Self::InUse,
            other => Self::Db(other),
        }
    }
}

/// Adds a region.
///
/// # Errors
/// See [`RegionError`].
pub async fn create_region(admin: &Admin, draft: RegionDraft) -> Result<Region, RegionError> {
    admin
        .write(async |tx| {
            let country = match draft.default_country {
                Some(code) => known_country(code)?,
                None => db::settings::find(tx.conn()).await?.default_country,
            };
            let now = tx.now();
            let region = NewRegion {
                id: tx.new_id(),
                name: draft.name.trim().to_owned(),
                description: draft.description.trim().to_owned(),
                default_country: country,
                caller_id: draft.caller_id,
                created_at: now,
                updated_at: now,
            };
            let region = db::regions::insert(tx.conn(), &region).await?;
            let change = Change::new(Action::RegionCreated, Subject::Region, region.id);
            tx.record(change.after(json!({ "name": region.name }))).await?;
            Ok(region)
        })
        .await
}

/// Changes a region; what is none stays.
///
/// # Errors
/// See [`RegionError`].
pub async fn update_region(
    admin: &Admin,
    id: RegionId,
    mut changes: RegionChanges,
) -> Result<(Region, i64), RegionError> {
    admin
        .write(async |tx| {
            changes.default_country = changes.default_country.map(known_country).transpose()?;
            changes.updated_at = Some(tx.now());
            let before = db::regions::lock(tx.conn(), id).await?;
            let after = db::regions::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::RegionUpdated, Subject::Region, id);
            tx.record(crate::activity::difference(change, &before, &after)?).await?;
            let lead_count = db::regions::lead_count(tx.conn(), id).await?;
            Ok((after, lead_count))
        })
        .await
}

/// Deletes a region that nothing refers to.
///
/// # Errors
/// See [`RegionError`].
pub async fn delete_region(admin: &Admin, id: RegionId) -> Result<(), RegionError> {
    admin
        .write(async |tx| {
            let region = db::regions::lock(tx.conn(), id).await?;
            db::regions::delete(tx.conn(), id).await?;
            let change = Change::new(Action::RegionDeleted, Subject::Region, id);
            tx.record(change.before(json!({ "name": region.name }))).await?;
            Ok(())
        })
        .await
}

fn known_country(code: String) -> Result<String, RegionError> {
    if domain::countries::is_known(&code) { Ok(code) } else { Err(RegionError::UnknownCountry) }
}
