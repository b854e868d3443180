//! What a rep may say came of a call, as admins set it up.

use db::dispositions::{Disposition, DispositionChanges};
use db::{Change, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::calls::PROPOSED;
use domain::dispositions::{DispositionRule, RetryRule, key_for};
use domain::ids::DispositionId;
use domain::leads::Category;

use crate::Admin;
use crate::activity::{difference, facts};

/// A disposition to add.
#[derive(Debug, Clone)]
pub struct DispositionDraft {
    /// Its stable name; made from the label when none.
    pub key: Option<String>,
    /// Its name for people.
    pub label: String,
    /// What it does to the lead.
    pub rule: DispositionRule,
    /// How the work on the lead ends, where it does.
    pub category: Option<Category>,
    /// The digit that picks it.
    pub hotkey: Option<i16>,
    /// Its place, from 1; the last when none.
    pub position: Option<i16>,
    /// When a lead that was not reached is tried again.
    pub retry: Option<RetryRule>,
}

/// Why a disposition could not be added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum DispositionError {
    /// Another disposition has this key.
    #[error("the key is taken")]
    KeyTaken,
    /// Another disposition that can be picked has this name.
    #[error("the name is taken")]
    LabelTaken,
    /// Not a stable name.
    #[error("the key is none")]
    InvalidKey,
    /// Another disposition that can be picked has this digit.
    #[error("the digit is taken by {0:?}")]
    HotkeyTaken(String),
    /// The rule ends the work without saying how, or does not end it and says how.
    #[error("rule and category contradict each other")]
    WrongCategory(DispositionRule),
    /// Leads are tried again after it at no time: it does not try them again.
    #[error("only a retry has a time")]
    RetryNotAllowed,
    /// A call has ended with it.
    #[error("a call has ended with it")]
    InUse,
    /// It is proposed after calls that go a certain way.
    #[error("it is proposed after calls")]
    Proposed,
    /// It is the last one that can be picked.
    #[error("no disposition would be left")]
    LastOne,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for DispositionError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) if name == "dispositions_key_key" => Self::KeyTaken,
            DbError::Constraint(name) if name == "dispositions_label_key" => Self::LabelTaken,
            DbError::Constraint(name) if name == "dispositions_key_check" => Self::InvalidKey,
            DbError::Constraint(name) if name.ends_with("_fkey") => Self::InUse,
            other => Self::Db(other),
        }
    }
}

/// Adds a disposition.
///
/// # Errors
/// See [`DispositionError`].
pub async fn create_disposition(
    admin: &Admin,
    draft: DispositionDraft,
) -> Result<Disposition, DispositionError> {
    admin
        .write(async |tx| {
            let all = db::dispositions::lock_list(tx.conn()).await?;
            let is_taken = |key: &str| all.iter().any(|one| one.key == key);
            let disposition = Disposition {
                id: tx.new_id(),
                key: draft.key.unwrap_or_else(|| key_for(&draft.label, is_taken)),
                label: draft.label.trim().to_owned(),
                rule: Word(draft.rule),
                category: draft.category.map(Word),
                hotkey: draft.hotkey,
                position: place(all.len()),
                is_active: true,
                retry: draft.retry.map(Stored),
            };
            check(&disposition, &all)?;
            db::dispositions::insert(tx.conn(), &disposition).await?;
            let last = disposition.position;
            let position = move_to(tx, all, &disposition, draft.position.unwrap_or(last)).await?;
            let disposition = Disposition { position, ..disposition };
            let change =
                Change::new(Action::DispositionCreated, Subject::Disposition, disposition.id);
            tx.record(change.after(facts(&disposition)?)).await?;
            Ok(disposition)
        })
        .await
}

/// Changes a disposition; what is none stays. `position` counts from 1, the others make room.
///
/// What it does stays as it is once a call has ended with it: what that call came to would be
/// something else.
///
/// # Errors
/// See [`DispositionError`].
pub async fn update_disposition(
    admin: &Admin,
    id: DispositionId,
    mut changes: DispositionChanges,
    position: Option<i16>,
) -> Result<Disposition, DispositionError> {
    admin
        .write(async |tx| {
            let all = db::dispositions::lock_list(tx.conn()).await?;
            let before = find(&all, id)?;
            let after = changed(&before, &changes);
            changes.retry = Some(after.retry.clone());
            check(&after, &all)?;
            if before.is_active
                && !after.is_active
                && all.iter().filter(|one| one.is_active).count() == 1
            {
                return Err(DispositionError::LastOne);
            }
            let does_other = (before.rule, before.category) != (after.rule, after.category);
            if does_other {
                check_unused(tx, &before).await?;
            }
            if before != after {
                db::dispositions::update(tx.conn(), id, &changes).await?;
            }
            let position = match position {
                Some(position) => move_to(tx, all, &after, position).await?,
                None => before.position,
            };
            let after = Disposition { position, ..after };
            if before != after {
                let change = Change::new(Action::DispositionUpdated, Subject::Disposition, id);
                tx.record(difference(change, &before, &after)?).await?;
            }
            Ok(after)
        })
        .await
}

/// Deletes a disposition that no call has ended with.
///
/// # Errors
/// See [`DispositionError`].
pub async fn delete_disposition(admin: &Admin, id: DispositionId) -> Result<(), DispositionError> {
    admin
        .write(async |tx| {
            let all = db::dispositions::lock_list(tx.conn()).await?;
            let disposition = find(&all, id)?;
            check_unused(tx, &disposition).await?;
            let others = all.iter().filter(|one| one.id != disposition.id);
            let mut others = others.map(|one| (one.id, one.is_active)).collect::<Vec<_>>();
            if !others.iter().any(|(_, is_active)| *is_active) {
                return Err(DispositionError::LastOne);
            }
            db::dispositions::delete(tx.conn(), id).await?;
            let order: Vec<_> = others.drain(..).map(|(id, _)| id).collect();
            db::dispositions::arrange(tx.conn(), &order).await?;
            let change = Change::new(Action::DispositionDeleted, Subject::Disposition, id);
            tx.record(change.before(facts(&disposition)?)).await?;
            Ok(())
        })
        .await
}

/// What it does can be changed, or done away with, as long as nothing came of it yet.
async fn check_unused(tx: &mut Tx, one: &Disposition) -> Result<(), DispositionError> {
    if PROPOSED.contains(&one.key.as_str()) {
        return Err(DispositionError::Proposed);
    }
    db::dispositions::lock(tx.conn(), one.id.into()).await?;
    if db::dispositions::is_used(tx.conn(), &one.key).await? {
        return Err(DispositionError::InUse);
    }
    Ok(())
}

fn find(all: &[Disposition], id: DispositionId) -> Result<Disposition, DispositionError> {
    let found = all.iter().find(|one| one.id == id.uuid()).cloned();
    found.ok_or(DispositionError::Db(DbError::NotFound))
}

fn changed(before: &Disposition, changes: &DispositionChanges) -> Disposition {
    let DispositionChanges { label, rule, category, hotkey, is_active, retry } = changes;
    Disposition {
        label: label.clone().unwrap_or_else(|| before.label.clone()),
        rule: rule.unwrap_or(before.rule),
        category: category.unwrap_or(before.category),
        hotkey: hotkey.unwrap_or(before.hotkey),
        is_active: is_active.unwrap_or(before.is_active),
        // What tries the lead again no longer has no time for it.
        retry: retry.clone().unwrap_or_else(|| {
            let rule = rule.unwrap_or(before.rule).0;
            before.retry.clone().filter(|_| rule == DispositionRule::Retry)
        }),
        ..before.clone()
    }
}

/// What the database would refuse too, in words.
fn check(one: &Disposition, all: &[Disposition]) -> Result<(), DispositionError> {
    if one.rule.0.effect(one.category.map(|category| category.0)).is_none() {
        return Err(DispositionError::WrongCategory(one.rule.0));
    }
    if one.retry.is_some() && one.rule.0 != DispositionRule::Retry {
        return Err(DispositionError::RetryNotAllowed);
    }
    let mut others = all.iter().filter(|other| other.id != one.id && other.is_active);
    let is_same_key = |other: &&Disposition| one.hotkey.is_some() && other.hotkey == one.hotkey;
    match others.find(is_same_key) {
        Some(other) if one.is_active => Err(DispositionError::HotkeyTaken(other.label.clone())),
        _ => Ok(()),
    }
}

/// Puts one at a place among all others; gives the place that it got.
async fn move_to(
    tx: &mut Tx,
    all: Vec<Disposition>,
    one: &Disposition,
    position: i16,
) -> Result<i16, DbError> {
    let mut order: Vec<_> = all.iter().map(|one| one.id).filter(|id| *id != one.id).collect();
    let at = usize::try_from(position - 1).unwrap_or_default().min(order.len());
    order.insert(at, one.id);
    db::dispositions::arrange(tx.conn(), &order).await?;
    Ok(place(at))
}

/// The place of what stands behind so many others.
fn place(others: usize) -> i16 {
    i16::try_from(others).map_or(i16::MAX, |others| others.saturating_add(1))
}
