//! Leads that are likely the same business as one.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use db::leads::LeadView;
use db::{Conn, DbError};
use domain::ids::LeadId;
use domain::leads::identity::{Match, Profile};

/// Leads that are compared: of so many that share a key, one more tells nothing. Those that share its
/// first keys come first, for a phone tells more than the beginning of a name in a town.
const COMPARED: i64 = 512;

/// Leads that are given at most.
const GIVEN: usize = 20;

/// A lead that is likely the same, how sure that is, and why.
#[derive(Debug, Clone)]
pub struct Duplicate {
    /// The lead.
    pub lead: LeadView,
    /// How sure, and why.
    pub found: Match,
}

/// Leads that are likely the same as one, the surest first: those that share a key with it, compared
/// as the rows of a list are.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_duplicates(
    conn: &mut Conn,
    id: LeadId,
    now: DateTime<Utc>,
) -> Result<Vec<Duplicate>, DbError> {
    let lead = db::imports::find_leads(conn, &[id.uuid()]).await?.pop();
    let lead = lead.ok_or(DbError::NotFound)?;
    let stored: Vec<i64> = lead.keys().collect();
    let cells = lead.into_cells();
    let profiles = cells.profiles();
    // What was found out about it since may give other keys than its list did.
    let mut keys = cells.match_keys();
    keys.extend(stored);
    let others = db::imports::find_others_with_keys(conn, id, &keys, COMPARED).await?;
    let mut found: Vec<(LeadId, Match)> = others
        .into_iter()
        .filter_map(|other| {
            let id = LeadId::new(other.id);
            Some((id, surest(&profiles, &other.into_cells().profiles())?))
        })
        .collect();
    found.sort_by_key(|(_, found)| Reverse(found.score));
    found.truncate(GIVEN);
    let ids: Vec<LeadId> = found.iter().map(|(id, _)| *id).collect();
    let views = db::leads::list_views_by_ids(conn, &ids, now).await?;
    let view_of = |id: LeadId| views.iter().find(|view| view.lead.id == id.uuid()).cloned();
    let with_view = |(id, found)| Some(Duplicate { lead: view_of(id)?, found });
    Ok(found.into_iter().filter_map(with_view).collect())
}

/// Two leads set against each other under each of their numbers.
fn surest(profiles: &[Profile], others: &[Profile]) -> Option<Match> {
    let pairs = profiles.iter().flat_map(|one| others.iter().map(move |other| one.compare(other)));
    pairs.flatten().max_by_key(|found| found.score)
}
