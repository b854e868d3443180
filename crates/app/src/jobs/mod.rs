//! Work for later: what kinds there are, and doing them.
//!
//! A job is a name and a use case: its arguments are stored, it may run more than once, and a thing
//! that has gone meanwhile is no failure.

mod attempt;
mod worker;

use db::DbError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Ctx;
use crate::calling_places::{ExtendCallingHours, FillCallingPlaces};
use crate::calls::{FindRecording, PromiseCallBack, ReconcileCall, SettleCall};
use crate::enrichment::{PostalCodesError, RunEnrichment};
use crate::exports::{FileError, RemoveExport, RunExport};
use crate::figures::ReconcileFigures;
use crate::handouts::{ApplyAssignmentRules, RunHandout, UndoHandout};
use crate::imports::{RunImportCommit, RunImportParse, RunImportUndo};
use crate::leads::FillMatchKeys;
use crate::personal_data::EraseRecordings;
use crate::presence::EndPresence;

pub use attempt::{run_next_of, run_pending};
pub use worker::Worker;

/// A kind of work.
pub trait Job: Serialize + DeserializeOwned {
    /// Its name in the table.
    const KIND: &'static str;

    /// Does it. Called again after a crash or an error, so it goes on from where it was.
    fn run(self, ctx: &Ctx) -> impl Future<Output = Result<(), JobError>>;

    /// Tells the people concerned that it will not be tried again.
    fn give_up(self, ctx: &Ctx) -> impl Future<Output = Result<(), JobError>>;
}

/// Why a job did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The database's own.
    #[error("the job stopped at the database")]
    Db(#[from] DbError),
    /// The arguments are not what the job takes.
    #[error("the job's arguments cannot be read")]
    Arguments(#[from] serde_json::Error),
    /// The file of postal codes cannot be used.
    #[error("the job needs the postal codes")]
    PostalCodes(#[from] PostalCodesError),
    /// The file of an export cannot be written.
    #[error("the job could not write its file")]
    File(#[from] FileError),
    /// There is no job of this kind.
    #[error("no job is called {0}")]
    UnknownKind(String),
    /// It panicked: a defect.
    #[error("the job panicked: {0}")]
    Panicked(String),
}

impl JobError {
    /// Whether trying again will do once the database is back.
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Db(DbError::Unavailable(_)))
    }
}

/// What is done with a job.
#[derive(Clone, Copy)]
enum Step {
    Run,
    GiveUp,
}

/// Does a step of a job, by its name.
async fn step(ctx: &Ctx, job: &db::jobs::Job, step: Step) -> Result<(), JobError> {
    match job.kind.as_str() {
        ReconcileFigures::KIND => step_of::<ReconcileFigures>(ctx, job, step).await,
        RunImportParse::KIND => step_of::<RunImportParse>(ctx, job, step).await,
        RunImportCommit::KIND => step_of::<RunImportCommit>(ctx, job, step).await,
        FillMatchKeys::KIND => step_of::<FillMatchKeys>(ctx, job, step).await,
        FillCallingPlaces::KIND => step_of::<FillCallingPlaces>(ctx, job, step).await,
        ExtendCallingHours::KIND => step_of::<ExtendCallingHours>(ctx, job, step).await,
        RunEnrichment::KIND => step_of::<RunEnrichment>(ctx, job, step).await,
        RunImportUndo::KIND => step_of::<RunImportUndo>(ctx, job, step).await,
        RunHandout::KIND => step_of::<RunHandout>(ctx, job, step).await,
        ApplyAssignmentRules::KIND => step_of::<ApplyAssignmentRules>(ctx, job, step).await,
        UndoHandout::KIND => step_of::<UndoHandout>(ctx, job, step).await,
        RunExport::KIND => step_of::<RunExport>(ctx, job, step).await,
        RemoveExport::KIND => step_of::<RemoveExport>(ctx, job, step).await,
        SettleCall::KIND => step_of::<SettleCall>(ctx, job, step).await,
        ReconcileCall::KIND => step_of::<ReconcileCall>(ctx, job, step).await,
        PromiseCallBack::KIND => step_of::<PromiseCallBack>(ctx, job, step).await,
        EraseRecordings::KIND => step_of::<EraseRecordings>(ctx, job, step).await,
        FindRecording::KIND => step_of::<FindRecording>(ctx, job, step).await,
        EndPresence::KIND => step_of::<EndPresence>(ctx, job, step).await,
        other => Err(JobError::UnknownKind(other.to_owned())),
    }
}

async fn step_of<J: Job>(ctx: &Ctx, job: &db::jobs::Job, step: Step) -> Result<(), JobError> {
    let work: J = serde_json::from_value(job.arguments.clone())?;
    match step {
        Step::Run => work.run(ctx).await,
        Step::GiveUp => work.give_up(ctx).await,
    }
}
