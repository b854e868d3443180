//! The rows of an import as they are shown: cells out of the text, what they are the same as, what they change.

use std::collections::HashMap;

use db::imports::{Import, ImportRow, RowFilter};
use db::{Conn, DbError};
use domain::ids::ImportId;
use domain::imports::{DuplicatePolicy, LeadCells, RowOutcome};
use serde_json::Value;
use uuid::Uuid;

use super::deeds::difference;
use super::loaded::{self, LoadedRow};
use super::matching::Matcher;
use super::plan::Plan;
use super::{ImportError, ReviewError};
use crate::Admin;

/// A row as it is shown.
#[derive(Debug, Clone)]
pub struct RowView {
    /// What is stored of it.
    pub row: ImportRow,
    /// Its cells as they stand in the file.
    pub cells: Vec<String>,
    /// The lead or the earlier row that it is the same as.
    pub same: Option<LeadCells>,
    /// The fields of the lead that it changes, as they were or are, and as they become or became.
    pub before: Value,
    /// See `before`.
    pub after: Value,
}

/// Where in the rows that a filter finds a page of them is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first behind the row with this number.
    After(i32),
    /// The last before the row with this number.
    Before(i32),
}

/// Rows in the order of the file; one more than `limit` when there are more behind them.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn list(
    admin: &Admin,
    id: ImportId,
    filter: &RowFilter,
    place: Place,
    limit: i64,
) -> Result<(Import, Vec<RowView>), DbError> {
    let mut conn = admin.conn().await?;
    let import = db::imports::find(&mut conn, id).await?;
    let rows = match place {
        Place::After(row) => {
            db::imports::list_rows(&mut conn, id, filter, Some(row), limit).await?
        }
        Place::Before(row) => {
            db::imports::list_rows_before(&mut conn, id, filter, row, limit).await?
        }
    };
    let rows = views(&mut conn, &import, rows).await?;
    Ok((import, rows))
}

/// One row.
///
/// # Errors
/// [`ReviewError::UnknownRow`].
pub async fn find(admin: &Admin, id: ImportId, number: i32) -> Result<RowView, ImportError> {
    let mut conn = admin.conn().await?;
    let import = db::imports::find(&mut conn, id).await?;
    let rows = db::imports::find_rows(&mut conn, id, &[number]).await?;
    views(&mut conn, &import, rows).await?.pop().ok_or(ReviewError::UnknownRow(number).into())
}

async fn views(
    conn: &mut Conn,
    import: &Import,
    rows: Vec<ImportRow>,
) -> Result<Vec<RowView>, DbError> {
    let region = db::regions::find(conn, import.region_id.into()).await?;
    let Some(plan) = Plan::new(import, &region.default_country) else { return Ok(Vec::new()) };
    let rows = loaded::with_cells(conn, &plan, rows).await?;
    let earlier = earlier(conn, &plan, &rows).await?;
    let leads = leads(conn, &rows).await?;
    let done = done(conn, import, &rows).await?;
    let matcher = Matcher::new(DuplicatePolicy::Update, leads.values().cloned().collect());
    let leads: HashMap<Uuid, LeadCells> =
        leads.into_iter().map(|(id, lead)| (id, lead.into_cells())).collect();
    let view = |row: LoadedRow| {
        let same = match row.row.duplicate_of {
            Some(of) => earlier.get(&of).cloned(),
            None => row.row.lead_id.and_then(|id| leads.get(&id)).cloned(),
        };
        let (before, after) = match (done.get(&row.row.row), row.row.outcome.0, row.row.lead_id) {
            (Some(change), ..) => change.clone(),
            (None, RowOutcome::Update, Some(lead)) if row.row.row > import.committed_row => {
                let checked = row.check(&plan);
                let changes = matcher.changes(lead.into(), &checked.lead);
                changes.map_or((Value::Null, Value::Null), |(before, after)| {
                    difference(before, &after)
                })
            }
            _ => (Value::Null, Value::Null),
        };
        RowView { row: row.row, cells: row.cells, same, before, after }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The rows that these repeat, as leads.
async fn earlier(
    conn: &mut Conn,
    plan: &Plan,
    rows: &[LoadedRow],
) -> Result<HashMap<i32, LeadCells>, DbError> {
    let numbers: Vec<i32> = rows.iter().filter_map(|row| row.row.duplicate_of).collect();
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let earlier = loaded::by_number(conn, plan, &numbers).await?;
    Ok(earlier.into_iter().map(|row| (row.row.row, row.check(plan).lead)).collect())
}

/// The leads that are there and that these were found to be.
async fn leads(
    conn: &mut Conn,
    rows: &[LoadedRow],
) -> Result<HashMap<Uuid, db::imports::KnownLead>, DbError> {
    let known = rows.iter().filter(|row| row.row.outcome.0 != RowOutcome::Create);
    let ids: Vec<Uuid> = known.filter_map(|row| row.row.lead_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let leads = db::imports::find_leads(conn, &ids).await?;
    Ok(leads.into_iter().map(|lead| (lead.id, lead)).collect())
}

/// What rows have changed already.
async fn done(
    conn: &mut Conn,
    import: &Import,
    rows: &[LoadedRow],
) -> Result<HashMap<i32, (Value, Value)>, DbError> {
    if import.committed_row == 0 {
        return Ok(HashMap::new());
    }
    let numbers: Vec<i32> = rows.iter().map(|row| row.row.row).collect();
    let changed = db::imports::list_changed(conn, ImportId::new(import.id), &numbers).await?;
    Ok(changed.into_iter().map(|change| (change.number, (change.before, change.after))).collect())
}
