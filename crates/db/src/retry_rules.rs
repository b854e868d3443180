//! When a lead that was not reached is tried again: what a campaign says of an outcome, else of all,
//! else what the outcome says, else the workspace.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::dispositions::RetryRule;
use domain::ids::CampaignId;
use uuid::Uuid;

use crate::dispositions::Disposition;
use crate::schema::{campaign_retry_rules, campaigns, dispositions};
use crate::{Conn, DbError, Stored};

/// A campaign's own rule for an outcome: the disposition's key, and the rule.
pub type OwnRule = (String, Stored<RetryRule>);

/// The rule that holds for a call under this campaign that ended so.
///
/// # Errors
/// Those of the queries.
pub async fn find(
    conn: &mut Conn,
    campaign: Option<Uuid>,
    disposition: &Disposition,
) -> Result<RetryRule, DbError> {
    let of_campaign = match campaign {
        Some(campaign) => find_own(conn, campaign, disposition.id).await?,
        None => None,
    };
    let own = disposition.retry.as_ref().map(|rule| rule.0);
    match of_campaign.or(own) {
        Some(rule) => Ok(rule),
        None => {
            let minutes = crate::settings::find(conn).await?.retry_minutes;
            Ok(RetryRule::After { minutes })
        }
    }
}

async fn find_own(
    conn: &mut Conn,
    campaign: Uuid,
    disposition: Uuid,
) -> Result<Option<RetryRule>, DbError> {
    let of_outcome = campaign_retry_rules::campaign_id
        .eq(campaigns::id)
        .and(campaign_retry_rules::disposition_id.eq(disposition));
    let found: Option<(Option<Stored<RetryRule>>, Option<i32>)> = campaigns::table
        .left_join(campaign_retry_rules::table.on(of_outcome))
        .filter(campaigns::id.eq(campaign))
        .select((campaign_retry_rules::retry.nullable(), campaigns::retry_minutes))
        .first(conn)
        .await
        .optional()?;
    Ok(found.and_then(|(of_outcome, of_all)| {
        let of_outcome = of_outcome.map(|rule| rule.0);
        of_outcome.or(of_all.map(|minutes| RetryRule::After { minutes }))
    }))
}

/// The rules of these campaigns for single outcomes, in the order of the dispositions.
///
/// # Errors
/// Those of the query.
pub async fn list_own(
    conn: &mut Conn,
    campaigns: &[Uuid],
) -> Result<HashMap<Uuid, Vec<OwnRule>>, DbError> {
    let rows: Vec<(Uuid, String, Stored<RetryRule>)> = campaign_retry_rules::table
        .inner_join(
            dispositions::table.on(dispositions::id.eq(campaign_retry_rules::disposition_id)),
        )
        .filter(campaign_retry_rules::campaign_id.eq_any(campaigns))
        .order((dispositions::position, dispositions::key))
        .select((campaign_retry_rules::campaign_id, dispositions::key, campaign_retry_rules::retry))
        .load(conn)
        .await?;
    let mut own: HashMap<Uuid, Vec<OwnRule>> = HashMap::new();
    for (campaign, key, rule) in rows {
        own.entry(campaign).or_default().push((key, rule));
    }
    Ok(own)
}

/// Replaces the rules of a campaign for single outcomes, which are given by the ids of dispositions.
///
/// # Errors
/// Those of the queries.
pub async fn replace_own(
    conn: &mut Conn,
    campaign: CampaignId,
    rules: &[(Uuid, RetryRule)],
) -> Result<(), DbError> {
    let of_campaign = campaign_retry_rules::campaign_id.eq(campaign.uuid());
    diesel::delete(campaign_retry_rules::table.filter(of_campaign)).execute(conn).await?;
    let rows: Vec<_> = rules
        .iter()
        .map(|(disposition, rule)| {
            (
                campaign_retry_rules::campaign_id.eq(campaign.uuid()),
                campaign_retry_rules::disposition_id.eq(disposition),
                campaign_retry_rules::retry.eq(Stored(*rule)),
            )
        })
        .collect();
    diesel::insert_into(campaign_retry_rules::table).values(rows).execute(conn).await?;
    Ok(())
}
