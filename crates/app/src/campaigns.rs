//! Calling efforts.

use db::campaigns::{CampaignChanges, CampaignView, NewCampaign};
use db::retry_rules::OwnRule;
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::dispositions::{DispositionRule, RetryRule};
use domain::ids::{CampaignId, RegionId};
use serde_json::{Value, json};

use crate::{Admin, progress};

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
    /// The rule of this place names no disposition that tries again.
    #[error("retry rule {0} is for no retry")]
    NoRetry(usize),
    /// The rule of this place names a disposition for the second time.
    #[error("retry rule {0} repeats another")]
    RetryTwice(usize),
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
    retry_rules: Vec<(String, RetryRule)>,
) -> Result<CampaignView, CampaignError> {
    admin
        .write(async |tx| {
            let id: CampaignId = tx.new_id();
            campaign.id = id.uuid();
            campaign.name = campaign.name.trim().to_owned();
            (campaign.created_at, campaign.updated_at) = (tx.now(), tx.now());
            db::campaigns::insert(tx.conn(), &campaign).await?;
            db::campaigns::replace_regions(tx.conn(), id, &regions).await?;
            replace_retry_rules(tx, id, &retry_rules).await?;
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
    retry_rules: Option<Vec<(String, RetryRule)>>,
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
            let mut change = crate::activity::difference(change, &before, &after)?;
            if let Some(rules) = &retry_rules {
                let before = replace_retry_rules(tx, id, rules).await?;
                change = with_retry_rules(change, before, rules);
            }
            tx.record(change).await?;
            Ok(db::campaigns::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Replaces the outcomes after which leads come back at a time of their own; gives those before.
async fn replace_retry_rules(
    tx: &mut Tx,
    id: CampaignId,
    rules: &[(String, RetryRule)],
) -> Result<Vec<OwnRule>, CampaignError> {
    let before = db::retry_rules::list_own(tx.conn(), &[id.uuid()]).await?.remove(&id.uuid());
    let mut own = Vec::with_capacity(rules.len());
    for (at, (key, rule)) in rules.iter().enumerate() {
        let known = match db::dispositions::find(tx.conn(), key).await {
            Err(DbError::NotFound) => None,
            found => Some(found?).filter(|one| one.rule.0 == DispositionRule::Retry),
        };
        let disposition = known.ok_or(CampaignError::NoRetry(at))?;
        if own.iter().any(|(id, _)| *id == disposition.id) {
            return Err(CampaignError::RetryTwice(at));
        }
        own.push((disposition.id, *rule));
    }
    db::retry_rules::replace_own(tx.conn(), id, &own).await?;
    Ok(before.unwrap_or_default())
}

/// Puts a change of the retry rules on record, where there is one.
fn with_retry_rules(change: Change, before: Vec<OwnRule>, after: &[(String, RetryRule)]) -> Change {
    let mut before: Vec<_> = before.into_iter().map(|(key, rule)| (key, rule.0)).collect();
    let mut after = after.to_vec();
    before.sort_by(|one, other| one.0.cmp(&other.0));
    after.sort_by(|one, other| one.0.cmp(&other.0));
    if before == after {
        return change;
    }
    let said = |rules: Vec<(String, RetryRule)>| {
        let rules = rules.into_iter().map(|(key, rule)| (key, json!(rule)));
        json!({ "retry_rules": rules.collect::<serde_json::Map<_, _>>() })
    };
    let mut change = progress::saying(change, said(after));
    match (&mut change.before, said(before)) {
        (Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
        (known, more) => *known = Some(more),
    }
    change
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
