//! Keeping an uploaded file, piece by piece as it arrives.

use bytes::{Bytes, BytesMut};
use db::imports::{CHUNK_SIZE, ImportView, NewImport};
use db::{Change, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{CampaignId, ImportId, RegionId};
use domain::imports::{DuplicatePolicy, ImportStatus, ReadingChoice};
use futures_util::{Stream, StreamExt};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{ImportError, RunImportParse};
use crate::Admin;
use crate::jobs::Job;

/// What arrives of an upload, in any order.
#[derive(Debug)]
pub enum Part {
    /// The file begins; its pieces follow.
    File {
        /// Its name.
        name: String,
    },
    /// A piece of the file.
    Piece(Bytes),
    /// The region that its leads go to.
    Region(RegionId),
    /// The campaign that its leads go to.
    Campaign(CampaignId),
    /// What it is told to do.
    Options(Options),
}

/// What an import is told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What to do with a lead that is already there.
    pub duplicates: DuplicatePolicy,
    /// How the file is to be read.
    pub choice: ReadingChoice,
}

impl Default for Options {
    fn default() -> Self {
        Self { duplicates: DuplicatePolicy::Update, choice: ReadingChoice::default() }
    }
}

/// Keeps a file and asks for it to be read. A file over the limit leaves nothing behind.
///
/// # Errors
/// See [`ImportError`].
pub async fn create_import(
    admin: &Admin,
    parts: impl Stream<Item = Result<Part, ImportError>>,
) -> Result<ImportView, ImportError> {
    let limit = admin.ctx.settings().upload_limit_bytes;
    admin
        .write_streamed(async |tx| {
            let mut upload = Upload::new(tx.new_id(), limit);
            let mut parts = std::pin::pin!(parts);
            while let Some(part) = parts.next().await {
                upload.take(tx, part?).await?;
            }
            upload.finish(tx).await
        })
        .await
}

/// An upload under way.
struct Upload {
    id: ImportId,
    limit: u64,
    file_name: Option<String>,
    size: u64,
    position: i32,
    waiting: BytesMut,
    digest: Sha256,
    region: Option<RegionId>,
    campaign: Option<CampaignId>,
    options: Option<Options>,
}

impl Upload {
    fn new(id: ImportId, limit: u64) -> Self {
        Self {
            id,
            limit,
            file_name: None,
            size: 0,
            position: 0,
            waiting: BytesMut::with_capacity(CHUNK_SIZE),
            digest: Sha256::new(),
            region: None,
            campaign: None,
            options: None,
        }
    }

    async fn take(&mut self, tx: &mut Tx, part: Part) -> Result<(), ImportError> {
        let twice = |name: &str| Err(ImportError::UnexpectedPart(name.to_owned()));
        match part {
            Part::File { .. } if self.file_name.is_some() => twice("file"),
            Part::Region(_) if self.region.is_some() => twice("region_id"),
            Part::Campaign(_) if self.campaign.is_some() => twice("campaign_id"),
            Part::Options(_) if self.options.is_some() => twice("options"),
            Part::File { name } => {
                self.file_name = Some(plain_name(&name));
                Ok(())
            }
            Part::Piece(bytes) => self.take_bytes(tx, &bytes).await,
            Part::Region(id) => {
                self.region = Some(id);
                Ok(())
            }
            Part::Campaign(id) => {
                self.campaign = Some(id);
                Ok(())
            }
            Part::Options(options) => {
                self.options = Some(options);
                Ok(())
            }
        }
    }

    async fn take_bytes(&mut self, tx: &mut Tx, bytes: &[u8]) -> Result<(), ImportError> {
        self.size += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.size > self.limit {
            return Err(ImportError::TooLarge(self.limit));
        }
        self.digest.update(bytes);
        self.waiting.extend_from_slice(bytes);
        while self.waiting.len() >= CHUNK_SIZE {
            let chunk = self.waiting.split_to(CHUNK_SIZE);
            self.keep(tx, &chunk).await?;
        }
        Ok(())
    }

    async fn keep(&mut self, tx: &mut Tx, chunk: &[u8]) -> Result<(), ImportError> {
        db::imports::insert_chunk(
            tx.conn(),
            self.id,
            db::imports::Part::File,
            self.position,
            chunk,
        )
        .await?;
        self.position += 1;
        Ok(())
    }

    /// Keeps the import itself, and gives the fingerprint of all that arrived.
    async fn finish(mut self, tx: &mut Tx) -> Result<(ImportView, Vec<u8>), ImportError> {
        let rest = self.waiting.split();
        if !rest.is_empty() {
            self.keep(tx, &rest).await?;
        }
        let file_name = self.file_name.take().ok_or(ImportError::FileMissing)?;
        let region = self.region.ok_or(ImportError::RegionMissing)?;
        let options = self.options.take().unwrap_or_default();
        let fingerprint = self.fingerprint(&file_name, region, &options)?;
        let import = NewImport {
            id: self.id.uuid(),
            file_name,
            file_size: i64::try_from(self.size).unwrap_or(i64::MAX),
            region_id: region.uuid(),
            campaign_id: self.campaign.map(CampaignId::uuid),
            created_by: tx.actor().ok_or(ImportError::Broken)?.uuid(),
            status: Word(ImportStatus::Parsing),
            duplicate_policy: Word(options.duplicates),
            choice: Stored(options.choice),
            step_started_at: tx.now(),
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        let import = db::imports::insert(tx.conn(), &import).await?;
        let change = Change::new(Action::ImportCreated, Subject::Import, self.id);
        tx.record(
            change.after(json!({ "file_name": import.file_name, "file_size": import.file_size })),
        )
        .await?;
        tx.enqueue(RunImportParse::KIND, &RunImportParse { import_id: self.id }).await?;
        Ok((db::imports::find_view(tx.conn(), self.id).await?, fingerprint))
    }

    /// The same for the same parts, whatever their order.
    fn fingerprint(
        &mut self,
        file_name: &str,
        region: RegionId,
        options: &Options,
    ) -> Result<Vec<u8>, ImportError> {
        let campaign = self.campaign.map(|id| id.to_string()).unwrap_or_default();
        let content = self.digest.finalize_reset();
        let mut whole = Sha256::new();
        let choice = serde_json::to_string(&options.choice).map_err(DbError::from)?;
        let policy = options.duplicates.as_str();
        for part in [file_name, &region.to_string(), &campaign, policy, &choice] {
            whole.update(part.as_bytes());
            whole.update([0]);
        }
        whole.update(content);
        Ok(whole.finalize().to_vec())
    }
}

/// The file's own name: no folders, nothing unprintable, not longer than anybody reads.
fn plain_name(name: &str) -> String {
    const LONGEST: usize = 200;
    let own = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let plain: String = own.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    let plain = plain.trim();
    if plain.is_empty() { "list.csv".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_only_its_own_name() {
        for (given, kept) in [
            ("leads.csv", "leads.csv"),
            ("C:\\Users\\Ada\\leads.csv", "leads.csv"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}b\n.csv", "ab.csv"),
            ("  ", "list.csv"),
        ] {
            assert_eq!(plain_name(given), kept);
        }
    }
}
