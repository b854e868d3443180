//! The rows that could not be used, to be mended and uploaded again.

use std::iter;

use bytes::Bytes;
use db::DbError;
use db::imports::ImportRow;
use domain::ids::ImportId;
use domain::imports::spreadsheet::neutralised;
use domain::imports::{Column, RowOutcome};
use futures_util::{Stream, stream};

use crate::{Admin, Ctx};

/// Rows that are read and written at a time.
const PAGE: i64 = 1_000;

/// A CSV file under way.
pub struct RejectedRows<S> {
    /// A name for the file.
    pub file_name: String,
    /// Its pieces.
    pub pieces: S,
}

/// The rejected rows of an import as a CSV file: the original columns, then the reason.
///
/// # Errors
/// [`DbError::NotFound`], before anything is written.
pub async fn rejected_rows(
    admin: &Admin,
    id: ImportId,
) -> Result<RejectedRows<impl Stream<Item = Result<Bytes, DbError>> + use<>>, DbError> {
    let import = db::imports::find(&mut *admin.conn().await?, id).await?;
    let stem =
        import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let file_name = format!("{stem} - rejected.csv");
    let ctx = admin.ctx.clone();
    let pieces = stream::try_unfold(Next::Header, move |next| {
        let ctx = ctx.clone();
        async move { piece(&ctx, id, next).await }
    });
    Ok(RejectedRows { file_name, pieces })
}

/// What is to be written next.
enum Next {
    Header,
    RowsAfter(i32),
    Nothing,
}

async fn piece(ctx: &Ctx, id: ImportId, next: Next) -> Result<Option<(Bytes, Next)>, DbError> {
    let after = match next {
        Next::Header => {
            let header = Column::ALL.iter().map(|column| column.as_str()).chain(["reason"]);
            // The mark tells spreadsheets that this is UTF-8.
            let text = [b"\xef\xbb\xbf".as_slice(), &csv([header])?].concat();
            return Ok(Some((text.into(), Next::RowsAfter(0))));
        }
        Next::RowsAfter(row) => row,
        Next::Nothing => return Ok(None),
    };
    let mut conn = ctx.db().conn().await?;
    let rows = db::imports::list_rows(&mut conn, id, Some(RowOutcome::Rejected), Some(after), PAGE)
        .await?;
    let more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
    let page: Vec<&ImportRow> =
        rows.iter().take(usize::try_from(PAGE).unwrap_or(usize::MAX)).collect();
    let Some(last) = page.last() else { return Ok(None) };
    let next = if more { Next::RowsAfter(last.row) } else { Next::Nothing };
    let lines = page.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Some((csv(lines)?.into(), next)))
}

/// A row's cells, the reason, and whatever stood beyond the header.
fn line(row: &ImportRow) -> Result<Vec<String>, DbError> {
    // The last issue is the one that the row was rejected for.
    let reason = row.issues()?.pop().map(|issue| issue.message).unwrap_or_default();
    let (cells, beyond) = row.cells.split_at(row.cells.len().min(Column::ALL.len()));
    let cells = cells.iter().map(|cell| neutralised(cell).into_owned());
    let beyond = beyond.iter().map(|cell| neutralised(cell).into_owned());
    Ok(cells.chain(iter::once(reason)).chain(beyond).collect())
}

fn csv<R, C>(records: impl IntoIterator<Item = R>) -> Result<Vec<u8>, DbError>
where
    R: IntoIterator<Item = C>,
    C: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for record in records {
        writer.write_record(record).map_err(|error| DbError::Other(Box::new(error)))?;
    }
    writer.into_inner().map_err(|error| DbError::Other(Box::new(error.into_error())))
}
