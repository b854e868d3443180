//! Two leads that are one business become one, with the history of both.

use db::leads::{Lead, LeadView, MergedLead, Moved};
use db::progress::Progress;
use db::{Change, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{LeadId, UserId};
use domain::imports::LeadCells;
use domain::leads::merge::{Choices, MergeField, MergeSide, Work, merged_cells, merged_work};
use domain::leads::{Category, Stage, time_zones};
use serde_json::{Value, json};

use crate::follow_ups::end_promises;
use crate::{Admin, progress};

mod hand_over;

/// Which leads become one, and whose values stay.
#[derive(Debug, Clone)]
pub struct Merger {
    /// The lead that stays.
    pub keep: LeadId,
    /// The lead that is folded into it, and goes.
    pub merge: LeadId,
    /// The version of the first that was looked at; any when none.
    pub keep_version: Option<i32>,
    /// The version of the second that was looked at; any when none.
    pub merge_version: Option<i32>,
    /// Whose values stay.
    pub choices: Choices,
}

/// Why two leads could not be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// Both are one and the same.
    #[error("a lead cannot be merged with itself")]
    SameLead,
    /// There is no such lead.
    #[error("the lead to {0} is unknown")]
    UnknownLead(MergeSide),
    /// It was folded into another one before.
    #[error("the lead to {0} was merged before")]
    MergedBefore(MergeSide),
    /// Somebody is on a call with it.
    #[error("somebody is on a call with the lead to {0}")]
    OnACall(MergeSide),
    /// One of them has changed since; as it is now.
    #[error("one of the leads has changed meanwhile")]
    Stale(Box<LeadView>),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Folds a lead into another one. Calls, notes, follow-ups, assignments and what lists have changed go
/// along; its id leads to the other one from then on.
///
/// # Errors
/// See [`MergeError`].
pub async fn merge_leads(admin: &Admin, merger: &Merger) -> Result<LeadView, MergeError> {
    if merger.keep == merger.merge {
        return Err(MergeError::SameLead);
    }
    admin
        .write(async |tx| {
            let (keep, merge) = lock(tx, merger).await?;
            check(tx, merger, &keep, &merge).await?;
            let calls = db::leads::move_calls(tx.conn(), merger.merge, merger.keep).await?;
            let reps = hand_over::assignment(tx, admin.user, &keep, &merge).await?;
            let moved = db::leads::move_history(tx.conn(), merger.merge, merger.keep).await?;
            let Moved { notes, follow_ups } = moved;
            let moved = json!({ "calls": calls, "notes": notes, "follow_ups": follow_ups });
            let work = merged_work(&work(tx, &keep).await?, &work(tx, &merge).await?);
            let is_refused = work.is_refused();
            if work.stage == Stage::Completed(Category::Failed) {
                let lost = db::progress::lock(tx.conn(), merger.keep, None).await?;
                end_promises(tx, &lost).await?;
            }
            let progress = work_on_both(tx, merger.keep, work).await?;
            let lead = united(&keep, &merge, &merger.choices, tx.now());
            hand_over::do_not_call(tx, admin.user, (&keep, &merge), (&lead, is_refused)).await?;
            let now = tx.now();
            db::leads::end_lead(tx.conn(), merger.merge, merger.keep, now).await?;
            let after = db::leads::save_merged(tx.conn(), merger.keep, &lead, &progress).await?;
            crate::calling_places::place(tx, &[merger.keep]).await?;
            record(tx, (&keep, &merge), &after, moved, reps).await?;
            Ok(db::leads::find_view(tx.conn(), merger.keep, now, None).await?)
        })
        .await
}

async fn lock(tx: &mut Tx, merger: &Merger) -> Result<(Lead, Lead), MergeError> {
    let (keep, merge) = db::leads::lock_pair(tx.conn(), merger.keep, merger.merge).await?;
    let (side, id) = match (keep, merge) {
        (Some(keep), Some(merge)) => return Ok((keep, merge)),
        (None, _) => (MergeSide::Keep, merger.keep),
        (_, None) => (MergeSide::Merge, merger.merge),
    };
    Err(match db::leads::find_kept(tx.conn(), id).await? {
        Some(_) => MergeError::MergedBefore(side),
        None => MergeError::UnknownLead(side),
    })
}

/// Whether both are what was looked at, and nobody is talking to them.
async fn check(tx: &mut Tx, merger: &Merger, keep: &Lead, merge: &Lead) -> Result<(), MergeError> {
    let now = tx.now();
    for (lead, expected) in [(keep, merger.keep_version), (merge, merger.merge_version)] {
        if expected.is_some_and(|version| version != lead.version) {
            let current = db::leads::find_view(tx.conn(), LeadId::new(lead.id), now, None).await?;
            return Err(MergeError::Stale(Box::new(current)));
        }
    }
    let called = db::leads::find_on_a_call(tx.conn(), [merger.keep, merger.merge], now).await?;
    match called {
        Some(lead) if lead == merger.keep => Err(MergeError::OnACall(MergeSide::Keep)),
        Some(_) => Err(MergeError::OnACall(MergeSide::Merge)),
        None => Ok(()),
    }
}

/// How far the work is, with the promises of both.
async fn work_on_both(tx: &mut Tx, keep: LeadId, work: Work) -> Result<Progress, DbError> {
    let next_follow_up_at = db::follow_ups::earliest_open(tx.conn(), keep).await?;
    Ok(Progress {
        status: Word(work.stage.status()),
        category: work.stage.category().map(Word),
        disposition: work.disposition,
        attempt_count: work.attempt_count,
        last_contacted_at: work.last_contacted_at,
        next_follow_up_at,
        next_attempt_at: work.next_attempt_at,
    })
}

async fn work(tx: &mut Tx, lead: &Lead) -> Result<Work, DbError> {
    let category = lead.category.map(|category| category.0);
    let stage = Stage::new(lead.status.0, category).map_err(progress::contradiction)?;
    let forbids_calling = match &lead.disposition {
        Some(key) => db::dispositions::find(tx.conn(), key).await?.rule.0.forbids_calling(),
        None => false,
    };
    Ok(Work {
        stage,
        disposition: lead.disposition.clone(),
        forbids_calling,
        attempt_count: lead.attempt_count,
        last_contacted_at: lead.last_contacted_at,
        next_attempt_at: lead.next_attempt_at,
    })
}

/// The cells of both in one, with what follows from them, and where it belongs.
fn united(
    keep: &Lead,
    merge: &Lead,
    choices: &Choices,
    now: chrono::DateTime<chrono::Utc>,
) -> MergedLead {
    let cells = (keep.cells(), merge.cells());
    let of_both = merged_cells(&cells.0, &cells.1, choices);
    let of = |field| choices.side_of(field, Some(keep), Some(merge)).of(keep, merge);
    let campaign = choices.side_of(
        MergeField::Campaign,
        keep.campaign_id.as_ref(),
        merge.campaign_id.as_ref(),
    );
    let match_keys = keys_of_both(&of_both, [keep, merge]);
    let time_zone = time_zone(&cells.0, &of_both);
    MergedLead {
        region_id: of(MergeField::Region).region_id,
        campaign_id: campaign.of(keep.campaign_id, merge.campaign_id),
        import_id: keep.import_id.or(merge.import_id),
        name: of_both.name,
        formatted_phone: of_both.formatted_phone,
        phone_e164: of_both.phone_e164,
        alternative_phones: of_both.alternative_phones,
        custom_fields: Stored(of_both.custom_fields),
        street_number: of_both.street_number,
        street: of_both.street,
        city: of_both.city,
        region_name: of_both.region_name,
        postal_code: of_both.postal_code,
        country: of_both.country,
        url: of_both.url,
        has_website: of_both.has_website.unwrap_or(keep.has_website),
        latitude: of_both.latitude,
        longitude: of_both.longitude,
        time_zone,
        match_keys,
        priority: of(MergeField::Priority).priority,
        updated_at: now,
    }
}

/// What lists know it by: the lists of both, which would else bring in again what was merged.
fn keys_of_both(after: &LeadCells, leads: [&Lead; 2]) -> Vec<i64> {
    let mut keys = after.match_keys();
    for key in leads.into_iter().flat_map(|lead| lead.match_keys.iter().flatten()) {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    keys
}

/// The kept lead's, unless it is at another place now.
fn time_zone(before: &LeadCells, after: &LeadCells) -> Option<String> {
    let known = || after.time_zone.clone();
    if after.place() == before.place() && after.country == before.country {
        return before.time_zone.clone().or_else(known);
    }
    let zone = time_zones::of(after.latitude, after.longitude, after.country.as_deref());
    zone.map(str::to_owned).or_else(known)
}

/// Puts on record what became of the kept lead, and the other one whole. Who looks at either is told.
async fn record(
    tx: &mut Tx,
    (keep, merge): (&Lead, &Lead),
    after: &Lead,
    moved: Value,
    reps: Vec<UserId>,
) -> Result<(), DbError> {
    let change = Change::new(Action::LeadMerged, Subject::Lead, merge.id)
        .on_lead(LeadId::new(keep.id))
        .told_to(reps);
    let mut change = crate::activity::difference(change, keep, after)?;
    if let Some(before) = change.before.as_mut().and_then(Value::as_object_mut) {
        before.insert("merged_lead".to_owned(), crate::activity::facts(merge)?);
    }
    let facts = json!({ "merged_name": merge.name, "moved": moved });
    tx.record(progress::saying(change, facts)).await
}
