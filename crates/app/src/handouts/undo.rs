//! Taking an act back: leads go to whoever had them before, unless somebody went on with them since.

use db::handouts::{HandoutChanges, HandoutView};
use db::{Change, DbError, Request, Tx, Word};
use domain::activity::{Action, Subject};
use domain::handouts::HandoutStatus;
use domain::ids::{HandoutId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{HandoutError, fail};
use crate::jobs::{Job, JobError};
use crate::{Admin, Ctx};

/// Says that an act shall be taken back, which is then done in the background.
///
/// # Errors
/// [`HandoutError::NotUndoable`] unless it is done; [`DbError::NotFound`].
pub async fn undo_handout(admin: &Admin, id: HandoutId) -> Result<HandoutView, HandoutError> {
    admin
        .write(async |tx| {
            let handout = db::handouts::lock(tx.conn(), id).await?;
            if handout.status.0 != HandoutStatus::Completed {
                return Err(HandoutError::NotUndoable(handout.status.0));
            }
            let changes = HandoutChanges {
                status: Some(Word(HandoutStatus::Undoing)),
                failure: Some(None),
                updated_at: Some(tx.now()),
                ..HandoutChanges::default()
            };
            db::handouts::update(tx.conn(), id, &changes).await?;
            let work = UndoHandout { handout_id: id, undone_by: admin.user };
            tx.enqueue(UndoHandout::KIND, &work).await?;
            Ok(db::handouts::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Takes an act back.
#[derive(Debug, Serialize, Deserialize)]
pub struct UndoHandout {
    /// Which.
    pub handout_id: HandoutId,
    /// Who said so.
    pub undone_by: UserId,
}

impl Job for UndoHandout {
    const KIND: &'static str = "undo_handout";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let request = Request { actor: Some(self.undone_by), ..ctx.system_request() };
        let id = self.handout_id;
        Ok(ctx.db().write(request, async |tx| take_back(tx, id).await).await?)
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        let failure =
            "An error on our side stopped the undo, and nothing was taken back. Try it again.";
        Ok(fail(ctx, self.handout_id, failure).await?)
    }
}

async fn take_back(tx: &mut Tx, id: HandoutId) -> Result<(), DbError> {
    let now = tx.now();
    let handout = db::handouts::lock(tx.conn(), id).await?;
    let (HandoutStatus::Undoing, Some(done_at)) = (handout.status.0, handout.finished_at) else {
        return Ok(());
    };
    let kept = db::handouts::find_kept(tx.conn(), id, done_at, now).await?;
    db::handouts::insert_passed_over(tx.conn(), id, &kept).await?;
    db::handouts::take_back(tx.conn(), id, now).await?;
    let restored = db::handouts::restore(tx.conn(), id).await?;
    let changes = HandoutChanges {
        status: Some(Word(HandoutStatus::Undone)),
        restored_count: Some(restored),
        updated_at: Some(now),
        undone_at: Some(now),
        ..HandoutChanges::default()
    };
    db::handouts::update(tx.conn(), id, &changes).await?;
    let view = db::handouts::find_view(tx.conn(), id).await?;
    let concerned = view.shares.iter().map(|(user, ..)| UserId::new(*user));
    let change = Change::new(Action::HandoutUndone, Subject::Assignment, id)
        .told_to(concerned)
        .after(json!({ "act": handout.act, "restored": restored, "kept": kept.len() }))
        .counting(restored);
    tx.record(change).await
}
