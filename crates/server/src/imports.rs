//! Bringing a list in from the command line, as an admin does on the page: upload, read, commit.
//!
//! The jobs of the import are done here, unless a worker elsewhere takes them first: then it is waited
//! for. So it works beside a running server and without one.

mod find;
mod receipt;

use std::io;
use std::time::Duration;

use app::imports::{ImportError, Options, Part};
use app::{Admin, Ctx, FindAdminError};
use bytes::Bytes;
use db::DbError;
use db::imports::Import;
use domain::ids::ImportId;
use domain::imports::{DuplicatePolicy, ImportStatus};
use futures_util::{Stream, StreamExt, stream};
use thiserror::Error;

pub use receipt::{Outcome, Receipt};

/// How often an import is looked at that somebody else works on.
const LOOK: Duration = Duration::from_millis(500);

/// What to do with a list.
#[derive(Clone, Debug)]
pub struct Order {
    /// The file's name, as it is listed.
    pub file_name: String,
    /// The region that its leads go to, by name or id.
    pub region: String,
    /// The campaign that its leads go to, by name or id.
    pub campaign: Option<String>,
    /// What to do with a lead that is already there.
    pub duplicates: DuplicatePolicy,
    /// What to do once it is read.
    pub then: Then,
    /// The address of the admin in whose name it is done; none for the only one.
    pub admin: Option<String>,
}

/// What to do with a list once it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Make leads of it.
    Commit,
    /// Leave it for an admin to look at.
    Review,
}

/// Why a list could not be brought in.
#[derive(Debug, Error)]
pub enum BringInError {
    /// The order names something that is not there.
    #[error("{0}")]
    Usage(String),
    /// Nobody, or nobody in particular, to do it in the name of.
    #[error(transparent)]
    Admin(#[from] FindAdminError),
    /// The file is too large.
    #[error("the file is larger than {} MB, and nothing of it was kept: split it into smaller files, or raise SKIIGEN_UPLOAD_LIMIT_MB", .0 / (1_024 * 1_024))]
    TooLarge(u64),
    /// The file could not be read to its end.
    #[error("the file could not be read to its end, and nothing of it was kept: try again")]
    CutShort,
    /// It could not be taken.
    #[error("the list could not be brought in")]
    Import(#[source] ImportError),
    /// The database's own.
    #[error("the list could not be brought in")]
    Db(#[from] DbError),
}

impl BringInError {
    /// Whether the order has to be given differently.
    #[must_use]
    pub const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Usage(_) | Self::Admin(FindAdminError::Several(_) | FindAdminError::Unknown(_))
        )
    }
}

impl From<ImportError> for BringInError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::TooLarge(limit) => Self::TooLarge(limit),
            ImportError::Broken => Self::CutShort,
            ImportError::Db(error) => Self::Db(error),
            other => Self::Import(other),
        }
    }
}

/// Brings a list in and says what came of it.
///
/// # Errors
/// See [`BringInError`]. A list that is read and cannot be used is no error, but an [`Outcome`].
pub async fn bring_in(
    ctx: &Ctx,
    order: &Order,
    pieces: impl Stream<Item = io::Result<Bytes>>,
) -> Result<Receipt, BringInError> {
    let admin = Admin::find(ctx, order.admin.as_deref()).await?;
    let parts = parts(ctx, order).await?;
    let pieces = pieces.map(|piece| match piece {
        Ok(bytes) => Ok(Part::Piece(bytes)),
        Err(error) => {
            tracing::error!(%error, "a file could not be read to its end");
            Err(ImportError::Broken)
        }
    });
    let parts = stream::iter(parts.into_iter().map(Ok)).chain(pieces);
    let view = Box::pin(app::imports::create_import(&admin, parts)).await?;
    let id = ImportId::new(view.import.id);
    let read = settled(ctx, id).await?;
    let is_to_commit = read.status.0 == ImportStatus::Review && order.then == Then::Commit;
    if !is_to_commit || !receipt::is_usable(&read.counts()) {
        return Ok(Receipt::of(&read, &ctx.settings().public_url));
    }
    match Box::pin(app::imports::commit_import(&admin, id)).await {
        // Somebody was quicker, on the page: what comes of it is told all the same.
        Ok(_) | Err(ImportError::WrongStatus(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Receipt::of(&settled(ctx, id).await?, &ctx.settings().public_url))
}

/// What is said of the file before its pieces come.
async fn parts(ctx: &Ctx, order: &Order) -> Result<Vec<Part>, BringInError> {
    let mut parts = vec![Part::Region(find::region(ctx, &order.region).await?)];
    if let Some(campaign) = &order.campaign {
        parts.push(Part::Campaign(find::campaign(ctx, campaign).await?));
    }
    parts.push(Part::Options(Options { duplicates: order.duplicates, ..Options::default() }));
    parts.push(Part::File { name: order.file_name.clone() });
    Ok(parts)
}

/// The import once nothing goes on with it by itself.
async fn settled(ctx: &Ctx, id: ImportId) -> Result<Import, DbError> {
    loop {
        let import = db::imports::find(&mut *ctx.db().conn().await?, id).await?;
        if !matches!(import.status.0, ImportStatus::Parsing | ImportStatus::Committing) {
            return Ok(import);
        }
        if !Box::pin(app::jobs::run_next_of(ctx, id)).await? {
            tokio::time::sleep(LOOK).await;
        }
    }
}
