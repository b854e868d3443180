//! Texts that reps put into notes, as admins set them up.

use db::note_templates::{NoteTemplate, NoteTemplateChanges};
use db::{Change, DbError, Tx};
use domain::activity::{Action, Subject};
use domain::ids::NoteTemplateId;
use uuid::Uuid;

use crate::Admin;
use crate::activity::{difference, facts};

/// How many there may be: more than fit a list that is looked through while writing.
pub const MOST: usize = 200;

/// A text to add.
#[derive(Debug, Clone)]
pub struct NoteTemplateDraft {
    /// By what it is found.
    pub name: String,
    /// The text, with placeholders.
    pub body: String,
    /// Its place, from 1; the last when none.
    pub position: Option<i16>,
}

/// Why a text could not be added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum NoteTemplateError {
    /// Another one has this name.
    #[error("the name is taken")]
    NameTaken,
    /// There are as many as there may be.
    #[error("there are too many note templates")]
    TooMany,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for NoteTemplateError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) if name == "note_templates_name_key" => Self::NameTaken,
            other => Self::Db(other),
        }
    }
}

/// Adds a text.
///
/// # Errors
/// See [`NoteTemplateError`].
pub async fn create_note_template(
    admin: &Admin,
    draft: NoteTemplateDraft,
) -> Result<NoteTemplate, NoteTemplateError> {
    admin
        .write(async |tx| {
            let all = db::note_templates::lock_list(tx.conn()).await?;
            if all.len() >= MOST {
                return Err(NoteTemplateError::TooMany);
            }
            let template = NoteTemplate {
                id: tx.new_id(),
                name: draft.name.trim().to_owned(),
                body: draft.body.trim().to_owned(),
                position: place(all.len()),
                is_active: true,
            };
            db::note_templates::insert(tx.conn(), std::slice::from_ref(&template)).await?;
            let wanted = draft.position.unwrap_or(template.position);
            let position = move_to(tx, &all, template.id, wanted).await?;
            let template = NoteTemplate { position, ..template };
            let change =
                Change::new(Action::NoteTemplateCreated, Subject::NoteTemplate, template.id);
            tx.record(change.after(facts(&template)?)).await?;
            Ok(template)
        })
        .await
}

/// Changes a text; what is none stays. `position` counts from 1, the others make room.
///
/// # Errors
/// See [`NoteTemplateError`].
pub async fn update_note_template(
    admin: &Admin,
    id: NoteTemplateId,
    changes: NoteTemplateChanges,
    position: Option<i16>,
) -> Result<NoteTemplate, NoteTemplateError> {
    admin
        .write(async |tx| {
            let all = db::note_templates::lock_list(tx.conn()).await?;
            let before = find(&all, id)?;
            let after = changed(&before, &changes);
            if before != after {
                db::note_templates::update(tx.conn(), id, &changes).await?;
            }
            let position = match position {
                Some(position) => move_to(tx, &all, after.id, position).await?,
                None => before.position,
            };
            let after = NoteTemplate { position, ..after };
            if before != after {
                let change = Change::new(Action::NoteTemplateUpdated, Subject::NoteTemplate, id);
                tx.record(difference(change, &before, &after)?).await?;
            }
            Ok(after)
        })
        .await
}

/// Deletes a text; notes that were written with it stay as they are.
///
/// # Errors
/// See [`NoteTemplateError`].
pub async fn delete_note_template(
    admin: &Admin,
    id: NoteTemplateId,
) -> Result<(), NoteTemplateError> {
    admin
        .write(async |tx| {
            let all = db::note_templates::lock_list(tx.conn()).await?;
            let template = find(&all, id)?;
            db::note_templates::delete(tx.conn(), id).await?;
            let rest: Vec<Uuid> = others(&all, template.id).collect();
            db::note_templates::arrange(tx.conn(), &rest).await?;
            let change = Change::new(Action::NoteTemplateDeleted, Subject::NoteTemplate, id);
            tx.record(change.before(facts(&template)?)).await?;
            Ok(())
        })
        .await
}

fn find(all: &[NoteTemplate], id: NoteTemplateId) -> Result<NoteTemplate, NoteTemplateError> {
    let found = all.iter().find(|one| one.id == id.uuid()).cloned();
    found.ok_or(NoteTemplateError::Db(DbError::NotFound))
}

fn changed(before: &NoteTemplate, changes: &NoteTemplateChanges) -> NoteTemplate {
    let NoteTemplateChanges { name, body, is_active } = changes;
    NoteTemplate {
        name: name.clone().unwrap_or_else(|| before.name.clone()),
        body: body.clone().unwrap_or_else(|| before.body.clone()),
        is_active: is_active.unwrap_or(before.is_active),
        ..before.clone()
    }
}

fn others(all: &[NoteTemplate], id: Uuid) -> impl Iterator<Item = Uuid> + '_ {
    all.iter().map(|one| one.id).filter(move |other| *other != id)
}

/// Puts one at a place among all others; gives the place that it got.
async fn move_to(
    tx: &mut Tx,
    all: &[NoteTemplate],
    id: Uuid,
    position: i16,
) -> Result<i16, DbError> {
    let mut order: Vec<Uuid> = others(all, id).collect();
    let at = usize::try_from(position.saturating_sub(1)).unwrap_or_default().min(order.len());
    order.insert(at, id);
    db::note_templates::arrange(tx.conn(), &order).await?;
    Ok(place(at))
}

/// The place of what stands behind so many others.
fn place(others: usize) -> i16 {
    i16::try_from(others).map_or(i16::MAX, |others| others.saturating_add(1))
}
