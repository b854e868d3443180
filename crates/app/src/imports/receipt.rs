//! The rows that could not be used, to be mended and uploaded again.

use std::iter;

use bytes::Bytes;
use db::DbError;
use db::imports::RowFilter;
use domain::ids::ImportId;
use domain::imports::RowOutcome;
use domain::imports::spreadsheet::neutralised_in_text;
use futures_util::{Stream, stream};

use super::loaded::{self, LoadedRow};
use super::plan::Plan;
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
    let headers: Vec<String> = import.mapping.0.iter().map(|plan| plan.header.clone()).collect();
    let plan = Plan::new(&import, "");
    let stem =
        import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let file_name = format!("{stem} - rejected.csv");
    let ctx = admin.ctx.clone();
    let pieces = stream::try_unfold(Next::Header, move |next| {
        let (ctx, headers, plan) = (ctx.clone(), headers.clone(), plan.clone());
        async move { piece(&ctx, &headers, plan.as_ref(), next).await }
    });
    Ok(RejectedRows { file_name, pieces })
}

/// What is to be written next.
enum Next {
    Header,
    RowsAfter(i32),
    Nothing,
}

async fn piece(
    ctx: &Ctx,
    headers: &[String],
    plan: Option<&Plan>,
    next: Next,
) -> Result<Option<(Bytes, Next)>, DbError> {
    let after = match next {
        Next::Header => {
            let header = headers.iter().map(|header| neutralised_in_text(header).into_owned());
            let header: Vec<String> = header.chain(["reason".to_owned()]).collect();
            // The mark tells spreadsheets that this is UTF-8.
            let text = [b"\xef\xbb\xbf".as_slice(), &csv([header])?].concat();
            return Ok(Some((text.into(), Next::RowsAfter(0))));
        }
        Next::RowsAfter(row) => row,
        Next::Nothing => return Ok(None),
    };
    let Some(plan) = plan else { return Ok(None) };
    let mut conn = ctx.db().conn().await?;
    let rejected = RowFilter { outcome: Some(RowOutcome::Rejected), ..RowFilter::default() };
    let mut rows = db::imports::list_rows(&mut conn, plan.id, &rejected, Some(after), PAGE).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|count| count > PAGE);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let Some(last) = rows.last().map(|row| row.row) else { return Ok(None) };
    let next = if more { Next::RowsAfter(last) } else { Next::Nothing };
    let rows = loaded::with_cells(&mut conn, plan, rows).await?;
    let lines = rows.into_iter().map(|row| line(row, headers.len()));
    Ok(Some((csv(lines)?.into(), next)))
}

/// A row's cells as they stand in the file, the reason, and whatever stood beyond the header.
fn line(row: LoadedRow, width: usize) -> Vec<String> {
    // The last issue is the one that the row was rejected for.
    let issues = row.row.issues.map(|issues| issues.0).unwrap_or_default();
    let is_left_out = row.row.chosen.is_some_and(|chosen| chosen.0 == RowOutcome::Rejected);
    let reason = issues.into_iter().next_back().filter(|_| !is_left_out);
    let reason = reason.map_or_else(|| "You left this row out.".to_owned(), |issue| issue.message);
    let mut cells = row.cells;
    cells.resize(cells.len().max(width), String::new());
    let (cells, beyond) = cells.split_at(width);
    let neutral = |cell: &String| neutralised_in_text(cell).into_owned();
    cells.iter().map(neutral).chain(iter::once(reason)).chain(beyond.iter().map(neutral)).collect()
}

fn csv<R, C>(records: impl IntoIterator<Item = R>) -> Result<Vec<u8>, DbError>
where
    R: IntoIterator<Item = C>,
    C: AsRef<[u8]>,
{
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for record in records {
        writer.write_record(record).map_err(|error| DbError::Other(Box::new(error)))?;
    }
    writer.into_inner().map_err(|error| DbError::Other(Box::new(error.into_error())))
}
