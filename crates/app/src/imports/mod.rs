//! Uploaded lists: from a file to leads.
//!
//! [`create_import`] keeps the file, [`RunImportParse`] reads and checks it row by row, an admin looks
//! at what would come of it, [`commit_import`] and [`RunImportCommit`] make leads of it. Both jobs work
//! in batches whose transaction also moves a checkpoint, so one that dies goes on from there.

mod change;
mod commit;
mod examine;
mod format;
mod matching;
mod open;
mod parse;
mod pieces;
mod reader;
mod receipt;
mod text;
mod upload;

use db::DbError;
use domain::ids::{ImportId, UserId};
use domain::imports::ImportStatus;
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::jobs::{Job, JobError};

pub use change::{ImportRevision, commit_import, delete_import, update_import};
pub use receipt::{RejectedRows, rejected_rows};
pub use upload::{Part, create_import};

/// Why an import could not be made, changed or committed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The upload has no file.
    #[error("the upload has no file")]
    FileMissing,
    /// The upload has a part that is not asked for, or one twice.
    #[error("the upload has an unexpected part {0:?}")]
    UnexpectedPart(String),
    /// The upload does not say which region.
    #[error("the upload has no region")]
    RegionMissing,
    /// There is no such region.
    #[error("the region is unknown")]
    UnknownRegion,
    /// There is no such campaign.
    #[error("the campaign is unknown")]
    UnknownCampaign,
    /// The options cannot be read.
    #[error("the options cannot be read")]
    InvalidOptions,
    /// The file is larger than this many bytes.
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// The upload ended early or is not well-formed.
    #[error("the upload did not arrive whole")]
    Broken,
    /// The step does not fit where the import stands.
    #[error("the import is {0}")]
    WrongStatus(ImportStatus),
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for ImportError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) if name == "imports_region_id_fkey" => Self::UnknownRegion,
            DbError::Constraint(name) if name == "imports_campaign_id_fkey" => {
                Self::UnknownCampaign
            }
            other => Self::Db(other),
        }
    }
}

/// Reads and checks an uploaded file.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunImportParse {
    /// Which.
    pub import_id: ImportId,
}

impl Job for RunImportParse {
    const KIND: &'static str = "run_import_parse";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        parse::run(ctx, self.import_id).await
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(parse::give_up(ctx, self.import_id).await?)
    }
}

/// Makes leads of a list that an admin has looked at.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunImportCommit {
    /// Which.
    pub import_id: ImportId,
    /// Who said so.
    pub committed_by: UserId,
}

impl Job for RunImportCommit {
    const KIND: &'static str = "run_import_commit";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(commit::run(ctx, self.import_id, self.committed_by).await?)
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(commit::give_up(ctx, self.import_id).await?)
    }
}
