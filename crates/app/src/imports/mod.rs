//! Uploaded lists: from a file to leads.
//!
//! [`create_import`] keeps the file, [`RunImportParse`] reads and checks it row by row, an admin looks
//! at what would come of it, [`commit_import`] and [`RunImportCommit`] make leads of it. Both jobs work
//! in batches whose transaction also moves a checkpoint, so one that dies goes on from there.

mod batches;
mod change;
mod commit;
mod deeds;
mod examine;
mod format;
mod groups;
mod judge;
mod known;
mod loaded;
mod look;
mod matching;
mod mend;
mod parse;
mod pieces;
mod plain_list;
mod plan;
mod reader;
mod receipt;
mod repeats;
pub mod rows;
mod sample;
mod shares;
mod text;
mod undo;
mod upload;
mod whole;
mod workbook;

use db::DbError;
use domain::ids::{ImportId, UserId};
use domain::imports::{Column, ImportStatus};
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::jobs::{Job, JobError};

pub(crate) use plain_list::PlainList;

pub use change::{ImportRevision, commit_import, delete_import, update_import};
pub use mend::{Mended, RowMending, mend_row, mend_rows};
pub use receipt::{RejectedRows, rejected_rows};
pub use sample::{Sample, sample};
pub use undo::undo_import;
pub use upload::{Options, Part, create_import};
pub use whole::read_whole;

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
    /// What was asked of its review does not fit.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The step does not fit where the import stands.
    #[error("the import is {0}")]
    WrongStatus(ImportStatus),
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

/// What does not fit of what somebody asks of a list under review.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The encoding is none of those that are known.
    #[error("the encoding {0:?} is unknown")]
    UnknownEncoding(String),
    /// The file cannot be read as it was asked for.
    #[error("{0}")]
    Unreadable(String),
    /// The file is not kept any more.
    #[error("the file is not kept any more")]
    FileGone,
    /// The file has no column at this place; the first is 0.
    #[error("there is no column {0}")]
    UnknownColumn(usize),
    /// The custom field of the column at this place has no usable name.
    #[error("the custom field of column {0} has no usable name")]
    CustomFieldName(usize),
    /// Two columns fill a cell that can only have one.
    #[error("{0} is filled twice")]
    FilledTwice(Column),
    /// The file has no column with this header.
    #[error("there is no column {0:?}")]
    UnknownHeader(String),
    /// The import has no row with this number.
    #[error("there is no row {0}")]
    UnknownRow(i32),
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
        commit::run(ctx, self.import_id, self.committed_by).await
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(commit::give_up(ctx, self.import_id).await?)
    }
}

/// Takes an import back.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunImportUndo {
    /// Which.
    pub import_id: ImportId,
    /// Who said so.
    pub undone_by: UserId,
}

impl Job for RunImportUndo {
    const KIND: &'static str = "run_import_undo";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(undo::run(ctx, self.import_id, self.undone_by).await?)
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(undo::give_up(ctx, self.import_id).await?)
    }
}
