//! Rows that were read before, with their cells.

use std::iter;

use bytes::Bytes;
use db::imports::ImportRow;
use db::{Conn, DbError};
use domain::ids::ImportId;
use domain::imports::CheckedRow;

use super::plan::Plan;
use super::reader::{Position, Record, Records};

/// A row was read when it was stored, so its text has been damaged since. Taken for empty, it would be
/// left out without a word.
#[derive(Debug, thiserror::Error)]
#[error("row {row} of the list {list} cannot be read again")]
struct Unread {
    list: ImportId,
    row: i32,
}

impl From<Unread> for DbError {
    fn from(unread: Unread) -> Self {
        Self::Other(Box::new(unread))
    }
}

/// A row with its cells as they stand in the file.
#[derive(Debug)]
pub(super) struct LoadedRow {
    pub(super) row: ImportRow,
    pub(super) cells: Vec<String>,
}

impl LoadedRow {
    /// Checks it again, as it was mended.
    pub(super) fn check(&self, plan: &Plan) -> CheckedRow {
        plan.check(&self.cells, self.row.mending.as_ref().map(|mending| &mending.0))
    }
}

/// These rows, wherever they stand.
pub(super) async fn by_number(
    conn: &mut Conn,
    plan: &Plan,
    numbers: &[i32],
) -> Result<Vec<LoadedRow>, DbError> {
    let rows = db::imports::find_rows(conn, plan.id, numbers).await?;
    with_cells(conn, plan, rows).await
}

/// The cells of rows.
pub(super) async fn with_cells(
    conn: &mut Conn,
    plan: &Plan,
    rows: Vec<ImportRow>,
) -> Result<Vec<LoadedRow>, DbError> {
    let slices = db::imports::read_slices(conn, plan.id, plan.part(), &rows).await?;
    let mut slices = slices.into_iter().peekable();
    let bytes = rows.iter().map(|row| {
        let slice = slices.next_if(|(number, _)| *number == row.row);
        slice.map(|(_, bytes)| bytes).unwrap_or_default()
    });
    let cells = cells_of(bytes.collect(), plan.reading.delimiter.byte());
    Ok(rows
        .into_iter()
        .zip(cells)
        .map(|(row, cells)| loaded(plan, row, cells))
        .collect::<Result<_, _>>()?)
}

fn loaded(plan: &Plan, row: ImportRow, cells: Option<Vec<String>>) -> Result<LoadedRow, Unread> {
    let unread = Unread { list: plan.id, row: row.row };
    cells.map(|cells| LoadedRow { row, cells }).ok_or(unread)
}

/// The cells of rows, each from its bytes alone; none for one that cannot be read, and for those behind it
/// that it swallows.
fn cells_of(rows: Vec<Vec<u8>>, delimiter: u8) -> Vec<Option<Vec<String>>> {
    let mut starts = Vec::with_capacity(rows.len());
    let mut start = 0;
    for row in &rows {
        starts.push(start);
        // A line end stands between two.
        start += u64::try_from(row.len()).unwrap_or_default() + 1;
    }
    let pieces = rows.into_iter().map(|mut row| {
        row.push(b'\n');
        Ok(Bytes::from(row))
    });
    let mut records = Records::new(pieces, delimiter, Position { byte: 0, lines: 0 });
    let mut found = at(|| records.next().ok().flatten());
    starts.into_iter().map(&mut found).collect()
}

/// Looks for the rows that start at ascending places; others stand between them.
fn at(mut read: impl FnMut() -> Option<Record>) -> impl FnMut(u64) -> Option<Vec<String>> {
    let mut next = read();
    move |start| {
        while next.as_ref().is_some_and(|record| record.start < start) {
            next = read();
        }
        let record = next.take_if(|record| record.start == start)?;
        next = read();
        Some(record.cells)
    }
}

/// The next rows behind `after`, which follow each other in the text.
pub(super) async fn following(
    conn: &mut Conn,
    plan: &Plan,
    after: i32,
    limit: i64,
) -> Result<(Vec<ImportRow>, Bytes), DbError> {
    let rows = db::imports::list_rows_after(conn, plan.id, after, limit).await?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok((rows, Bytes::new()));
    };
    let length = last.start + i64::from(last.length) - first.start;
    let text = db::imports::read_text(conn, plan.id, plan.part(), first.start, length).await?;
    Ok((rows, text.into()))
}

/// The cells of rows that follow each other in a text.
pub(super) fn read_along(
    plan: &Plan,
    rows: Vec<ImportRow>,
    text: Bytes,
) -> Result<Vec<LoadedRow>, DbError> {
    let first = rows.first().map(start);
    let position = Position { byte: first.unwrap_or_default(), lines: 0 };
    let mut records = Records::new(iter::once(Ok(text)), plan.reading.delimiter.byte(), position);
    let mut found = at(|| records.next().ok().flatten());
    let load = |row: ImportRow| {
        let cells = found(start(&row));
        loaded(plan, row, cells)
    };
    Ok(rows.into_iter().map(load).collect::<Result<_, _>>()?)
}

fn start(row: &ImportRow) -> u64 {
    u64::try_from(row.start).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_cannot_be_read_again_is_not_taken_for_empty() {
        let read = |rows: &[&str]| {
            let rows = rows.iter().map(|row| row.as_bytes().to_vec()).collect();
            let cells = cells_of(rows, b',');
            cells.into_iter().map(|cells| cells.map(|cells| cells.concat())).collect::<Vec<_>>()
        };
        let known = |cells: &str| Some(cells.to_owned());
        assert_eq!(read(&["a,b", "\"c\nd\",e"]), [known("ab"), known("c\nde")]);
        assert_eq!(read(&["a,b", "", "c,d"]), [known("ab"), None, known("cd")]);
        assert_eq!(read(&["a,b", "c\0", "d,e"]), [known("ab"), None, None]);
        assert_eq!(read(&["a,b", "c\n", "d,e"]), [known("ab"), known("c"), known("de")]);
    }
}
