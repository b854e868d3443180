//! Businesses to call: added, changed, merged and deleted by hand.

mod draft;
mod duplicates;
mod match_keys;
mod merge;

use db::assignment_rules::Newcomers;
use db::leads::{LeadChanges, LeadView};
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{CampaignId, LeadId, RegionId};
use domain::leads::phones::PhoneIssue;
use domain::leads::{Category, LeadStatus, Priority, Stage, StageError};
use serde_json::json;

use crate::handouts::by_rules;
use crate::{Admin, Caller, calling_places};

pub use draft::{Cells, FieldError, LeadDraft};
pub use duplicates::{Duplicate, find_duplicates};
pub use match_keys::FillMatchKeys;
pub use merge::{MergeError, Merger, merge_leads};

/// What an admin may change of a lead beside its cells; none stays.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// The region.
    pub region: Option<RegionId>,
    /// The campaign.
    pub campaign: Option<Option<CampaignId>>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Where it stands.
    pub status: Option<LeadStatus>,
    /// How the work ended.
    pub category: Option<Category>,
}

/// Why a lead could not be added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum LeadError {
    /// A cell cannot be taken.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The region does not exist.
    #[error("the region is unknown")]
    UnknownRegion,
    /// The campaign does not exist.
    #[error("the campaign is unknown")]
    UnknownCampaign,
    /// Only admins move leads and set their status.
    #[error("only admins may change this")]
    AdminsOnly,
    /// The life cycle has no such step.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The lead has changed since; as it is now.
    #[error("the lead has changed meanwhile")]
    Stale(Box<LeadView>),
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for LeadError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) => match name.as_str() {
                "leads_region_id_fkey" => Self::UnknownRegion,
                "leads_campaign_id_fkey" => Self::UnknownCampaign,
                _ => Self::Db(DbError::Constraint(name)),
            },
            other => Self::Db(other),
        }
    }
}

/// Adds a lead by hand.
///
/// # Errors
/// See [`LeadError`].
pub async fn create_lead(admin: &Admin, draft: LeadDraft) -> Result<LeadView, LeadError> {
    admin
        .write(async |tx| {
            let country = region_country(tx, draft.region).await?;
            let (id, now) = (tx.new_id::<LeadId>(), tx.now());
            let lead = draft.into_row(id, &country, now)?;
            db::leads::insert(tx.conn(), &lead).await?;
            calling_places::place(tx, &[id]).await?;
            let change = Change::new(Action::LeadCreated, Subject::Lead, id).on_lead(id);
            tx.record(change.after(json!({ "name": lead.name }))).await?;
            by_rules::apply(tx, Newcomers::Lead(id)).await?;
            Ok(db::leads::find_view(tx.conn(), id, now, None).await?)
        })
        .await
}

async fn region_country(tx: &mut Tx, region: RegionId) -> Result<String, LeadError> {
    match db::regions::find(tx.conn(), region).await {
        Ok(region) => Ok(region.default_country),
        Err(DbError::NotFound) => Err(LeadError::UnknownRegion),
        Err(error) => Err(error.into()),
    }
}

/// Changes a lead. A rep may correct the cells of an own lead; its standing is the admins'.
///
/// # Errors
/// [`LeadError::Stale`] when `expected` is not the lead's version any more; see [`LeadError`].
pub async fn update_lead(
    caller: &Caller,
    id: LeadId,
    expected: Option<i32>,
    cells: Cells,
    standing: Standing,
) -> Result<LeadView, LeadError> {
    if caller.only_own().is_some() && !is_empty(&standing) {
        return Err(LeadError::AdminsOnly);
    }
    caller
        .write(async |tx| {
            let now = tx.now();
            let before = db::leads::lock(tx.conn(), id, caller.only_own()).await?;
            if expected.is_some_and(|version| version != before.version) {
                let current = db::leads::find_view(tx.conn(), id, now, None).await?;
                return Err(LeadError::Stale(Box::new(current)));
            }
            let region = standing.region.unwrap_or(RegionId::new(before.region_id));
            let country = region_country(tx, region).await?;
            let mut changes = cells.into_changes(&before, &country)?;
            stand(&mut changes, &before, &standing)?;
            changes.updated_at = Some(now);
            let after = db::leads::update(tx.conn(), id, &changes).await?;
            calling_places::place(tx, &[id]).await?;
            let assignee = db::leads::assignee(tx.conn(), id).await?;
            let change = Change::new(Action::LeadUpdated, Subject::Lead, id).on_lead(id);
            let change = crate::activity::difference(change.told_to(assignee), &before, &after)?;
            tx.record(change).await?;
            Ok(db::leads::find_view(tx.conn(), id, now, None).await?)
        })
        .await
}

fn is_empty(standing: &Standing) -> bool {
    let Standing { region, campaign, priority, status, category } = standing;
    region.is_none()
        && campaign.is_none()
        && priority.is_none()
        && status.is_none()
        && category.is_none()
}

/// Adds an admin's wishes to the changes.
fn stand(
    changes: &mut LeadChanges,
    before: &db::leads::Lead,
    standing: &Standing,
) -> Result<(), LeadError> {
    changes.region_id = standing.region.map(RegionId::uuid);
    changes.campaign_id = standing.campaign.map(|campaign| campaign.map(CampaignId::uuid));
    changes.priority = standing.priority.map(Priority::get);
    let now = Stage::new(before.status.0, before.category.map(|category| category.0))?;
    let wanted = match (standing.status, standing.category) {
        (None, None) => return Ok(()),
        (Some(status), category) => Stage::new(status, category)?,
        (None, Some(category)) => Stage::new(now.status(), Some(category))?,
    };
    let stage = now.set_by_admin(wanted)?;
    changes.status = Some(Word(stage.status()));
    changes.category = Some(stage.category().map(Word));
    if matches!((now, stage), (Stage::Completed(_), Stage::InProgress)) {
        // Reopened to be worked on: its turn is now.
        changes.next_attempt_at = Some(None);
    }
    Ok(())
}

/// Deletes a lead with its notes, follow-ups and assignments. Its calls stay in the figures.
///
/// # Errors
/// See [`LeadError`].
pub async fn delete_lead(admin: &Admin, id: LeadId) -> Result<(), LeadError> {
    admin
        .write(async |tx| {
            let lead = db::leads::lock(tx.conn(), id, None).await?;
            let assignee = db::leads::assignee(tx.conn(), id).await?;
            db::leads::delete(tx.conn(), id).await?;
            let change = Change::new(Action::LeadDeleted, Subject::Lead, id).on_lead(id);
            tx.record(change.told_to(assignee).before(json!({ "name": lead.name }))).await?;
            Ok(())
        })
        .await
}

/// What a phone that cannot be read means for a lead that is typed in: a field to correct.
pub(crate) fn phone_error(issue: &PhoneIssue) -> FieldError {
    FieldError { field: "formatted_phone", code: "unreadable_phone", detail: format!("{issue}.") }
}
