//! Calling efforts.

use db::campaigns::{CampaignChanges, CampaignView, NewCampaign};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::ids::{CampaignId, RegionId};
use serde_json::json;

use crate::Admin;

/// Why a campaign could not be added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// Another campaign has this name.
    #[error("the name is taken")]
    NameTaken,
    /// It would end before it starts.
    #[error("the campaign ends before it starts")]
    EndsBeforeStart,
    /// One of its regions does not exist.
    #[error("a region is unknown")]
    UnknownRegion,
    /// Who is recorded would not be told.
    #[error("the recording notice is blank")]
    BlankNotice,
    /// Leads, calls or imports refer to it.
    #[error("the campaign is in use")]
    InUse,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for CampaignError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) => match name.as_str() {
                "campaigns_name_key" => Self::NameTaken,
                "campaigns_recording_notice_check" => Self::BlankNotice,
                "campaigns_check" => Self::EndsBeforeStart,
                "campaign_regions_region_id_fkey" => Self::UnknownRegion,
                name if name.ends_with("_campaign_id_fkey") => Self::InUse,
                _ => Self::Db(DbError::Constraint(name)),
            },
            other => Self::Db(other),
        }
    }
}

/// Adds a campaign; its id and times are filled in here.
///
/// # Errors
/// See [`CampaignError`].
pub async fn create_campaign(
    admin: &Admin,
    mut campaign: NewCampaign,
    regions: Vec<RegionId>,
) -> Result<CampaignView, CampaignError> {
    admin
        .write(async |tx| {
            let id: CampaignId = tx.new_id();
            campaign.id = id.uuid();
            campaign.name = campaign.name.trim().to_owned();
            (campaign.created_at, campaign.updated_at) = (tx.now(), tx.now());
            db::campaigns::insert(tx.conn(), &campaign).await?;
            db::campaigns::replace_regions(tx.conn(), id, &regions).await?;
            let change = Change::new(Action::CampaignCreated, Subject::Campaign, id);
            tx.record(change.after(json!({ "name": campaign.name }))).await?;
            Ok(db::campaigns::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Changes a campaign; what is none stays.
///
/// # Errors
/// See [`CampaignError`].
pub async fn update_campaign(
    admin: &Admin,
    id: CampaignId,
    mut changes: CampaignChanges,
    regions: Option<Vec<RegionId>>,
) -> Result<CampaignView, CampaignError> {
    admin
        .write(async |tx| {
            changes.updated_at = Some(tx.now());
            let before = db::campaigns::lock(tx.conn(), id).await?;
            let after = db::campaigns::update(tx.conn(), id, &changes).await?;
            if let Some(regions) = &regions {
                db::campaigns::replace_regions(tx.conn(), id, regions).await?;
            }
            let change = Change::new(Action::CampaignUpdated, Subject::Campaign, id);
            tx.record(crate::activity::difference(change, &before, &after)?).await?;
            Ok(db::campaigns::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Deletes a campaign that nothing refers to.
///
/// # Errors
/// See [`CampaignError`].
pub async fn delete_campaign(admin: &Admin, id: CampaignId) -> Result<(), CampaignError> {
    admin
        .write(async |tx| {
            let campaign = db::campaigns::lock(tx.conn(), id).await?;
            db::campaigns::delete(tx.conn(), id).await?;
            let change = Change::new(Action::CampaignDeleted, Subject::Campaign, id);
            tx.record(change.before(json!({ "name": campaign.name }))).await?;
            Ok(())
        })
        .await
}
