//! Acts on who works many leads at once: handing them out, taking them back, evening them out.
//!
//! An act is one transaction, one line of activity and one receipt, however many leads it is for. It is
//! done at once by [`assign_leads`], or asked for by [`create_handout`] and done by [`RunHandout`]; either
//! can be taken back by [`undo_handout`]. `docs/decisions/0023-hand-outs-in-one-transaction.md`

pub(crate) mod by_rules;
mod perform;
mod plan;
mod preview;
mod undo;

use chrono::{DateTime, Utc};
use db::handouts::{HandoutChanges, HandoutView, NewHandout};
use db::leads::LeadFilter;
use db::{Change, DbError, Request, Tx, Word};
use domain::activity::{Action, Subject};
use domain::assignments::Strategy;
use domain::handouts::{HandoutAct, HandoutStatus, PassedOver};
use domain::ids::{HandoutId, LeadId, UserId};
use domain::leads::Priority;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::jobs::{Job, JobError};
use crate::{Admin, Ctx};

pub use by_rules::ApplyAssignmentRules;
pub use preview::{Group, Place, Preview, Share, preview_handout};
pub use undo::{UndoHandout, undo_handout};

/// Which leads an act is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// These.
    Leads(Vec<LeadId>),
    /// All that match.
    Filter(Box<LeadFilter>),
    /// Those that an act passed over because somebody works them.
    PassedOverBy(HandoutId),
    /// Those that the people work among whom they are divided.
    Held,
}

/// How an act is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// How the leads are divided.
    pub strategy: Strategy,
    /// Among whom.
    pub assignees: Vec<UserId>,
    /// How urgent they are for the rep.
    pub priority: Option<Priority>,
    /// When they shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Decides who gets which, and who gets the odd one.
    pub seed: u64,
    /// Whether leads that somebody works already are taken over.
    pub reassign: bool,
}

/// An act to be done.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What is done.
    pub act: HandoutAct,
    /// With which leads.
    pub selection: Selection,
    /// And how.
    pub terms: Terms,
}

/// Who got how many.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// The act.
    pub handout: HandoutId,
    /// Leads that changed hands.
    pub moved: i64,
    /// Leads that each got, with the rep's name.
    pub per_assignee: Vec<(UserId, String, i64)>,
    /// Leads passed over.
    pub skipped: Vec<(LeadId, PassedOver)>,
}

/// Why an act cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum HandoutError {
    /// The one at this place is no active user.
    #[error("assignee {0} is unknown")]
    UnknownAssignee(usize),
    /// `to_one` takes exactly one rep.
    #[error("to_one takes exactly one assignee")]
    NotOne,
    /// Leads are handed to somebody.
    #[error("nobody is named")]
    Nobody,
    /// Evening out takes two at least.
    #[error("rebalance takes two assignees")]
    NotSeveral,
    /// Somebody is named twice.
    #[error("assignee {0} is named twice")]
    NamedTwice(usize),
    /// It is not done yet, or was taken back already.
    #[error("a hand-out that is {0} cannot be taken back")]
    NotUndoable(HandoutStatus),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Hands leads out at once; those that cannot be are passed over, with the reason.
///
/// # Errors
/// See [`HandoutError`].
pub async fn assign_leads(admin: &Admin, draft: Draft) -> Result<Receipt, HandoutError> {
    admin
        .write(async |tx| {
            let id: HandoutId = tx.new_id();
            let now = tx.now();
            let handout = NewHandout {
                selection: None,
                finished_at: Some(now),
                ..row(tx, id, &draft, HandoutStatus::Completed)?
            };
            db::handouts::insert(tx.conn(), &handout).await?;
            perform::perform(tx, id, &draft).await
        })
        .await
}

/// Asks for an act, which is then done in the background.
///
/// # Errors
/// See [`HandoutError`].
pub async fn create_handout(admin: &Admin, draft: Draft) -> Result<HandoutView, HandoutError> {
    admin
        .write(async |tx| {
            plan::people(tx.conn(), &draft, plan::Hold::Take).await?;
            let id: HandoutId = tx.new_id();
            let handout = row(tx, id, &draft, HandoutStatus::Queued)?;
            db::handouts::insert(tx.conn(), &handout).await?;
            let change = Change::new(Action::HandoutCreated, Subject::Assignment, id);
            tx.record(change.after(json!({ "act": draft.act }))).await?;
            tx.enqueue(RunHandout::KIND, &RunHandout { handout_id: id }).await?;
            Ok(db::handouts::find_view(tx.conn(), id).await?)
        })
        .await
}

fn row(
    tx: &Tx,
    id: HandoutId,
    draft: &Draft,
    status: HandoutStatus,
) -> Result<NewHandout, DbError> {
    Ok(NewHandout {
        id: id.uuid(),
        act: Word(draft.act),
        status: Word(status),
        terms: serde_json::to_value(&draft.terms)?,
        selection: Some(serde_json::to_value(&draft.selection)?),
        created_by: tx.actor().map_or(Uuid::nil(), UserId::uuid),
        moved_count: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        finished_at: None,
        is_by_rules: false,
    })
}

/// Does an act that was asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunHandout {
    /// Which.
    pub handout_id: HandoutId,
}

impl Job for RunHandout {
    const KIND: &'static str = "run_handout";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        let id = self.handout_id;
        let by = db::handouts::find_view(&mut *ctx.db().conn().await?, id).await?;
        let by = UserId::new(by.handout.created_by);
        let request = Request { actor: Some(by), ..ctx.system_request() };
        match ctx.db().write(request, async |tx| perform::perform_queued(tx, id).await).await {
            Ok(()) => Ok(()),
            Err(HandoutError::Db(error)) => Err(error.into()),
            Err(refused) => {
                tracing::info!(%id, error = %refused, "a hand-out is refused");
                let failure = "Somebody among the reps was deactivated meanwhile, and no lead changed hands. Hand the leads out again.";
                Ok(fail(ctx, id, failure).await?)
            }
        }
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        let failure = "An error on our side stopped this, and no lead changed hands. Try it again.";
        Ok(fail(ctx, self.handout_id, failure).await?)
    }
}

/// Says that an act was not done, or not taken back, and why.
async fn fail(ctx: &Ctx, id: HandoutId, failure: &str) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let handout = db::handouts::lock(tx.conn(), id).await?;
            let status = match handout.status.0 {
                HandoutStatus::Queued => HandoutStatus::Failed,
                HandoutStatus::Undoing => HandoutStatus::Completed,
                HandoutStatus::Completed | HandoutStatus::Failed | HandoutStatus::Undone => {
                    return Ok(());
                }
            };
            let changes = HandoutChanges {
                status: Some(Word(status)),
                selection: Some(None),
                failure: Some(Some(failure.to_owned())),
                updated_at: Some(tx.now()),
                ..HandoutChanges::default()
            };
            db::handouts::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::HandoutFailed, Subject::Assignment, id);
            tx.record(change.after(json!({ "failure": failure }))).await
        })
        .await
}
