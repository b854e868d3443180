//! The rows of a file in batches: read on one thread, checked on all cores behind it.

use bytes::Bytes;
use domain::imports::{BATCH, CheckedRow};
use rayon::prelude::*;
use tokio::sync::mpsc::{Receiver, Sender};

use super::format::Unreadable;
use super::plan::Plan;
use super::reader::{Damage, Position, Record, Records};

/// Rows that follow each other.
pub(super) struct Batch<T> {
    pub(super) from: Position,
    pub(super) to: Position,
    pub(super) rows: Vec<T>,
    pub(super) is_last: bool,
}

/// A row as it was read and checked.
pub(super) struct ReadRow {
    pub(super) record: Record,
    pub(super) checked: CheckedRow,
}

/// What the reading thread hands on.
type Read = Result<Batch<Record>, Unreadable>;

/// What comes of it.
pub(super) type Checked = Result<Batch<ReadRow>, Unreadable>;

/// Reads batch by batch, until the file ends or nobody wants the rest.
pub(super) fn read(
    mut records: Records<impl Iterator<Item = Result<Bytes, Damage>>>,
    batches: &Sender<Read>,
) {
    loop {
        let batch = next(&mut records);
        let is_last = !matches!(&batch, Ok(batch) if !batch.is_last);
        if batches.blocking_send(batch).is_err() || is_last {
            return;
        }
    }
}

fn next(records: &mut Records<impl Iterator<Item = Result<Bytes, Damage>>>) -> Read {
    let from = records.position();
    let mut rows = Vec::with_capacity(BATCH);
    let mut is_last = false;
    while rows.len() < BATCH && !is_last {
        match records.next().map_err(Unreadable::Trouble)? {
            Some(record) if record.cells.iter().all(|cell| cell.trim().is_empty()) => {}
            Some(record) => rows.push(record),
            None => is_last = true,
        }
    }
    Ok(Batch { from, to: records.position(), rows, is_last })
}

/// Checks the batches as they come, until nobody wants the rest.
pub(super) fn check(mut batches: Receiver<Read>, plan: &Plan, checked: &Sender<Checked>) {
    let check = |record: Record| {
        let checked = plan.check(&record.cells, None);
        ReadRow { record, checked }
    };
    while let Some(batch) = batches.blocking_recv() {
        let batch = batch.map(|Batch { from, to, rows, is_last }| {
            let rows = rows.into_par_iter().map(check).collect();
            Batch { from, to, rows, is_last }
        });
        if checked.blocking_send(batch).is_err() {
            return;
        }
    }
}
