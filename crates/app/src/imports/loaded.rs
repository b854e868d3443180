//! Rows that were read before, with their cells.

use std::iter;

use bytes::Bytes;
use db::imports::ImportRow;
use db::{Conn, DbError};
use domain::imports::CheckedRow;

use super::plan::Plan;
use super::reader::{Position, Records, cells_of};

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
    Ok(rows.into_iter().zip(cells).map(|(row, cells)| LoadedRow { row, cells }).collect())
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
pub(super) fn read_along(plan: &Plan, rows: Vec<ImportRow>, text: Bytes) -> Vec<LoadedRow> {
    let start = rows.first().map(|row| u64::try_from(row.start).unwrap_or_default());
    let position = Position { byte: start.unwrap_or_default(), lines: 0 };
    let mut records = Records::new(iter::once(Ok(text)), plan.reading.delimiter.byte(), position);
    let mut load = |row: ImportRow| {
        let start = u64::try_from(row.start).unwrap_or_default();
        // Blank rows stand between those that count.
        while let Ok(Some(record)) = records.next() {
            if record.start == start {
                return LoadedRow { row, cells: record.cells };
            }
        }
        LoadedRow { row, cells: Vec::new() }
    };
    rows.into_iter().map(&mut load).collect()
}
