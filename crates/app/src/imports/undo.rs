//! Taking an import back, batch by batch: new leads go, changed cells become what they were, and what people did since stays.

use std::collections::{BTreeMap, HashMap};

use db::imports::{Import, ImportChanges, LeadUpdate, MadeLead, NewKeptLead};
use db::{Change, DbError, Request, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId, UserId};
use domain::imports::{BATCH, ImportStatus, LeadCells, RowOutcome};
use serde_json::json;
use uuid::Uuid;

use super::deeds::difference;
use super::{ImportError, RunImportUndo};
use crate::jobs::Job;
use crate::{Admin, Ctx, calling_places};

mod cells;

use cells::taken_back;

/// Says that an import shall be taken back.
///
/// # Errors
/// See [`ImportError`].
pub async fn undo_import(
    admin: &Admin,
    id: ImportId,
) -> Result<db::imports::ImportView, ImportError> {
    admin
        .write(async |tx| {
            let import = db::imports::lock(tx.conn(), id).await?;
            let status = import.status.0;
            let is_partly_done = import.committed_row > 0
                && matches!(status, ImportStatus::Cancelled | ImportStatus::Failed);
            if status != ImportStatus::Completed && !is_partly_done {
                return Err(ImportError::WrongStatus(status));
            }
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Undoing)),
                failure: Some(None),
                step_started_at: Some(tx.now()),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            db::imports::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::ImportUndone, Subject::Import, id);
            let after = json!({ "file_name": import.file_name, "counts": import.counts() });
            tx.record(change.after(after).counting(import.committed_row.into())).await?;
            let work = RunImportUndo { import_id: id, undone_by: admin.user };
            tx.enqueue(RunImportUndo::KIND, &work).await?;
            Ok(db::imports::find_view(tx.conn(), id).await?)
        })
        .await
}

/// Takes an import back, from where it was left.
pub(super) async fn run(ctx: &Ctx, id: ImportId, by: UserId) -> Result<(), DbError> {
    while undo_batch(ctx, id, by).await? {}
    Ok(())
}

/// Says that the undo will not be tried again: it can be asked for once more.
pub(super) async fn give_up(ctx: &Ctx, id: ImportId) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Undoing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Completed)),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            db::imports::update(tx.conn(), id, &changes).await?;
            let failure = "An error on our side stopped taking this list back. Take it back once more: it goes on \
                           where it stopped.";
            let change = Change::new(Action::ImportFailed, Subject::Import, id);
            tx.record(change.after(json!({ "file_name": import.file_name, "failure": failure }))).await
        })
        .await
}

/// What a batch does.
#[derive(Default)]
struct Deeds {
    remove: Vec<Uuid>,
    restore: Vec<LeadUpdate>,
    keep: Vec<NewKeptLead>,
}

/// Takes back the next rows; false when there are none.
async fn undo_batch(ctx: &Ctx, id: ImportId, by: UserId) -> Result<bool, DbError> {
    let request = Request { actor: Some(by), ..ctx.system_request() };
    ctx.db()
        .write(request, async |tx| {
            db::imports::lock_turn(tx.conn()).await?;
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Undoing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(false),
                Err(error) => return Err(error),
            };
            let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
            let end = import.committed_row - import.undone_row;
            let rows = db::imports::list_done(tx.conn(), id, end, limit).await?;
            let left = rows.last().map_or(0, |row| row.row - 1);
            let mut deeds = Deeds::default();
            let made: HashMap<Uuid, i32> = rows
                .iter()
                .filter(|row| row.outcome.0 == RowOutcome::Create)
                .filter_map(|row| Some((row.lead_id?, row.row)))
                .collect();
            remove_made(tx, &import, &made, &mut deeds).await?;
            let updated = rows.iter().filter(|row| row.outcome.0 == RowOutcome::Update);
            let updated: Vec<(i32, Option<Uuid>)> =
                updated.map(|row| (row.row, row.lead_id)).collect();
            restore_changed(tx, &import, &updated, &mut deeds).await?;
            write(tx, &deeds).await?;
            advance(tx, &import, left, &deeds).await
        })
        .await
}

/// Leads that the import made go, unless somebody worked on them.
async fn remove_made(
    tx: &mut Tx,
    import: &Import,
    made: &HashMap<Uuid, i32>,
    deeds: &mut Deeds,
) -> Result<(), DbError> {
    let ids: Vec<Uuid> = made.keys().copied().collect();
    for lead in db::imports::lock_made(tx.conn(), ImportId::new(import.id), &ids).await? {
        let MadeLead { lead_id, has_history, is_merged, is_changed } = lead;
        let reason = match (has_history, is_merged, is_changed) {
            (true, ..) => "has_history",
            (false, true, _) => "merged",
            (false, false, true) => "changed",
            (false, false, false) => {
                deeds.remove.push(lead_id);
                continue;
            }
        };
        let row = made.get(&lead_id).copied().unwrap_or_default();
        deeds.keep.push(NewKeptLead {
            import_id: import.id,
            row,
            lead_id,
            reason,
            fields: Vec::new(),
        });
    }
    let rows: Vec<_> = made.iter().map(|(lead, row)| (*row, Some(*lead))).collect();
    without_merged(tx, import, &rows, deeds).await?;
    Ok(())
}

/// The rows whose leads were not merged into another one. What the others said is a part of what the
/// two became, and cannot be told from the rest of it: it stays.
async fn without_merged(
    tx: &mut Tx,
    import: &Import,
    rows: &[(i32, Option<Uuid>)],
    deeds: &mut Deeds,
) -> Result<Vec<(i32, Option<Uuid>)>, DbError> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|(_, lead)| *lead).collect();
    let kept: HashMap<Uuid, Uuid> =
        db::leads::list_kept_of(tx.conn(), &ids).await?.into_iter().collect();
    Ok(without(import, rows, &kept, deeds))
}

/// The rows whose leads no other one was merged with since the list came.
async fn without_grown(
    tx: &mut Tx,
    import: &Import,
    rows: &[(i32, Option<Uuid>)],
    deeds: &mut Deeds,
) -> Result<Vec<(i32, Option<Uuid>)>, DbError> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|(_, lead)| *lead).collect();
    let grown = db::leads::list_merged_since(tx.conn(), &ids, import.created_at).await?;
    let grown = grown.into_iter().map(|lead| (lead, lead)).collect();
    Ok(without(import, rows, &grown, deeds))
}

/// Lists the rows whose leads have become a part of another one, and gives the rest.
fn without(
    import: &Import,
    rows: &[(i32, Option<Uuid>)],
    kept: &HashMap<Uuid, Uuid>,
    deeds: &mut Deeds,
) -> Vec<(i32, Option<Uuid>)> {
    let mut others = Vec::new();
    for (row, lead) in rows {
        match lead.and_then(|lead| kept.get(&lead)) {
            Some(kept) => deeds.keep.push(NewKeptLead {
                import_id: import.id,
                row: *row,
                lead_id: *kept,
                reason: "merged",
                fields: Vec::new(),
            }),
            None => others.push((*row, *lead)),
        }
    }
    others
}

/// Leads that the import changed become what they were, but for what somebody changed since. The last
/// change goes first, so that of several each finds what it has made.
async fn restore_changed(
    tx: &mut Tx,
    import: &Import,
    rows: &[(i32, Option<Uuid>)],
    deeds: &mut Deeds,
) -> Result<(), DbError> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|(_, lead)| *lead).collect();
    let leads = db::imports::lock_leads(tx.conn(), &ids).await?;
    let rows = without_merged(tx, import, rows, deeds).await?;
    let rows = &without_grown(tx, import, &rows, deeds).await?;
    let numbers: Vec<i32> = rows.iter().map(|(row, _)| *row).collect();
    let changed = db::imports::list_changed(tx.conn(), ImportId::new(import.id), &numbers).await?;
    let now: HashMap<Uuid, LeadCells> =
        leads.into_iter().map(|lead| (lead.id, lead.into_cells())).collect();
    let keep = |row: i32, lead_id: Uuid, fields: Vec<String>| NewKeptLead {
        import_id: import.id,
        row,
        lead_id,
        reason: "changed",
        fields,
    };
    let mut then: BTreeMap<Uuid, (i32, LeadCells)> = BTreeMap::new();
    for change in &changed {
        let Some(now) = now.get(&change.lead_id) else { continue };
        let cells = then.get(&change.lead_id).map_or(now, |(_, cells)| cells);
        let (cells, kept) = taken_back(cells, change)?;
        then.insert(change.lead_id, (change.number, cells));
        if !kept.is_empty() {
            deeds.keep.push(keep(change.number, change.lead_id, kept));
        }
    }
    for (row, lead) in rows {
        // Changed before it was kept what a lead was.
        let lead = lead.filter(|lead| now.contains_key(lead) && !then.contains_key(lead));
        deeds.keep.extend(lead.map(|lead| keep(*row, lead, Vec::new())));
    }
    for (lead, (row, cells)) in then {
        let Some(now) = now.get(&lead).filter(|now| **now != cells) else { continue };
        let keys = cells.match_keys();
        let difference = difference(now, &cells);
        deeds.restore.push(LeadUpdate::new(LeadId::new(lead), row, cells, &keys, difference));
    }
    Ok(())
}

async fn write(tx: &mut Tx, deeds: &Deeds) -> Result<(), DbError> {
    let (now, actor) = (tx.now(), tx.actor());
    db::imports::delete_made(tx.conn(), &deeds.remove).await?;
    db::imports::restore_leads(tx.conn(), &deeds.restore, actor, now).await?;
    let restored: Vec<LeadId> = deeds.restore.iter().map(LeadUpdate::lead).collect();
    calling_places::place(tx, &restored).await?;
    db::imports::insert_kept(tx.conn(), &deeds.keep).await?;
    Ok(())
}

/// Moves the checkpoint, and ends the undo when all rows are behind it.
async fn advance(tx: &mut Tx, import: &Import, left: i32, deeds: &Deeds) -> Result<bool, DbError> {
    let id = ImportId::new(import.id);
    let count = |items: usize| i32::try_from(items).unwrap_or(i32::MAX);
    let done = import.committed_row - left;
    let is_over = left == 0;
    let mut changes = ImportChanges {
        undone_row: Some(done),
        removed_count: Some(import.removed_count + count(deeds.remove.len())),
        restored_count: Some(import.restored_count + count(deeds.restore.len())),
        kept_count: Some(import.kept_count + count(deeds.keep.len())),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    if is_over {
        changes.status = Some(Word(ImportStatus::Undone));
        changes.finished_at = Some(Some(tx.now()));
    }
    let import = db::imports::update(tx.conn(), id, &changes).await?;
    let change = Change::new(Action::ImportProgressed, Subject::Import, id);
    if is_over {
        let counts = json!({ "removed": import.removed_count, "restored": import.restored_count, "kept": import.kept_count });
        let change = Change::new(Action::ImportTakenBack, Subject::Import, id);
        tx.record(change.after(json!({ "file_name": import.file_name, "counts": counts }))).await?;
    } else {
        tx.tell(change.counting(done.into()));
    }
    Ok(!is_over)
}
