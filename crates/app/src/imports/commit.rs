//! Rows becoming leads, batch by batch: the next is read and checked while one is written.

use std::collections::HashMap;

use bytes::Bytes;
use db::imports::{Import, ImportChanges, ImportRow, LeadUpdate, NewLeadRow};
use db::{Change, DbError, Request, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId, UserId};
use domain::imports::{BATCH, CheckedRow, Counts, ImportStatus, LeadCells, RowOutcome};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::matching::{Decision, Matcher};
use super::plan::Plan;
use super::{known, loaded};
use crate::Ctx;
use crate::jobs::JobError;

/// Rows that are committed together.
struct Batch {
    /// The row before the first.
    after: i32,
    rows: Vec<(ImportRow, CheckedRow)>,
}

/// What a batch does.
#[derive(Default)]
struct Deeds {
    create: Vec<NewLeadRow>,
    update: Vec<LeadUpdate>,
    /// Rows that come to something else than was said before commit.
    changed: Vec<ImportRow>,
    /// Rows that repeat an earlier one.
    repeats: Vec<i32>,
    /// The first row about each lead that was there.
    first: HashMap<LeadId, i32>,
}

/// Makes leads of an import's rows, from where it was left.
pub(super) async fn run(ctx: &Ctx, id: ImportId, by: UserId) -> Result<(), JobError> {
    let import = match db::imports::find(&mut *ctx.db().conn().await?, id).await {
        Ok(import) if import.status.0 == ImportStatus::Committing => import,
        Ok(_) | Err(DbError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let region = db::regions::find(&mut *ctx.db().conn().await?, import.region_id.into()).await?;
    let Some(plan) = Plan::new(&import, &region.default_country) else { return Ok(()) };
    let mut batch = prepare(ctx, &plan, import.committed_row).await?;
    loop {
        let last = batch.rows.last().map_or(batch.after, |(row, _)| row.row);
        let (more, next) = tokio::try_join!(
            async { commit_batch(ctx, id, by, batch).await.map_err(JobError::from) },
            prepare(ctx, &plan, last)
        )?;
        if !more {
            return Ok(());
        }
        batch = next;
    }
}

/// Reads and checks the rows behind one, on a thread of its own.
async fn prepare(ctx: &Ctx, plan: &Plan, after: i32) -> Result<Batch, JobError> {
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let (rows, text): (Vec<ImportRow>, Bytes) =
        loaded::following(&mut *ctx.db().conn().await?, plan, after, limit).await?;
    let plan = plan.clone();
    let checking = tokio::task::spawn_blocking(move || {
        let rows = loaded::read_along(&plan, rows, text);
        rows.into_par_iter()
            .map(|row| (row.check(&plan), row.row))
            .map(|(checked, row)| (row, checked))
            .collect()
    });
    let rows = checking.await.map_err(|error| JobError::Panicked(error.to_string()))?;
    Ok(Batch { after, rows })
}

/// Says that the commit will not be tried again.
pub(super) async fn give_up(ctx: &Ctx, id: ImportId) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Committing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            super::change::stop(tx, &import).await?;
            let failure = format!(
                "An error on our side stopped this import after {} of {} rows. Those rows stay as they are. \
                 Upload the file again to bring in the rest: leads that are there already will be recognised.",
                import.committed_row, import.read_count
            );
            let changes = ImportChanges {
                status: Some(Word(ImportStatus::Failed)),
                failure: Some(Some(failure.clone())),
                finished_at: Some(Some(tx.now())),
                updated_at: Some(tx.now()),
                ..ImportChanges::default()
            };
            db::imports::update(tx.conn(), id, &changes).await?;
            let change = Change::new(Action::ImportFailed, Subject::Import, id);
            let after = json!({ "file_name": import.file_name, "failure": failure });
            tx.record(change.after(after).counting(import.committed_row.into())).await
        })
        .await
}

/// Commits a batch; false when it was the last, or when the import has gone or went on without this
/// worker.
async fn commit_batch(ctx: &Ctx, id: ImportId, by: UserId, batch: Batch) -> Result<bool, DbError> {
    let request = Request { actor: Some(by), ..ctx.system_request() };
    ctx.db()
        .write(request, async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if is_next(&import, &batch) => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(false),
                Err(error) => return Err(error),
            };
            let mut counts = import.counts();
            let last = batch.rows.last().map_or(batch.after, |(row, _)| row.row);
            if !batch.rows.is_empty() {
                db::imports::lock_leads_for_import(tx.conn()).await?;
                let deeds = decide(tx, &import, batch.rows, &mut counts).await?;
                write(tx, &import, &deeds).await?;
            }
            let is_over = last >= import.read_count;
            advance(tx, &import, last, &counts, is_over).await?;
            Ok(!is_over)
        })
        .await
}

fn is_next(import: &Import, batch: &Batch) -> bool {
    import.status.0 == ImportStatus::Committing && import.committed_row == batch.after
}

/// Looks at the rows again: leads may have come, changed or gone since the review.
async fn decide(
    tx: &mut Tx,
    import: &Import,
    rows: Vec<(ImportRow, CheckedRow)>,
    counts: &mut Counts,
) -> Result<Deeds, DbError> {
    let open: Vec<_> = rows.iter().filter(|(row, _)| !is_settled(row)).collect();
    let id = ImportId::new(import.id);
    let leads = known::lock(tx, import, &open).await?;
    let ids: Vec<Uuid> = leads.iter().map(|lead| lead.id).collect();
    let first = db::imports::find_first_rows(tx.conn(), id, import.committed_row, &ids).await?;
    let matcher = Matcher::new(import.duplicate_policy.0, leads);
    let first = first.into_iter().map(|(lead, row)| (LeadId::new(lead), row)).collect();
    let mut deeds = Deeds { first, ..Deeds::default() };
    for (row, checked) in rows {
        if is_settled(&row) {
            deeds.repeats.extend(row.duplicate_of.map(|_| row.row));
        } else {
            decide_row(&matcher, row, checked, counts, &mut deeds);
        }
    }
    Ok(deeds)
}

fn decide_row(
    matcher: &Matcher,
    mut row: ImportRow,
    checked: CheckedRow,
    counts: &mut Counts,
    deeds: &mut Deeds,
) {
    let chosen = row.chosen.map(|chosen| chosen.0);
    let (decision, duplicate_of) =
        once_a_lead(with_known_id(matcher.decide(&checked, chosen), &row), row.row, deeds);
    if let (RowOutcome::Update, Some(lead)) = (decision.outcome, decision.lead_id) {
        deeds.update.extend(lead_update(matcher, lead, row.row, &checked.lead));
    }
    if decision.outcome != row.outcome.0 || decision.lead_id.map(LeadId::uuid) != row.lead_id {
        counts.change(row.outcome.0, decision.outcome);
        row.outcome = Word(decision.outcome);
        row.lead_id = decision.lead_id.map(LeadId::uuid);
        row.duplicate_of = duplicate_of;
        deeds.changed.push(row);
    }
    if let (RowOutcome::Create, Some(id)) = (decision.outcome, decision.lead_id) {
        let country = checked.lead.country.clone().or(checked.usual_country);
        let cells = LeadCells { country, ..checked.lead };
        let has_others = !cells.alternative_phones.is_empty();
        let keys = if has_others { cells.match_keys() } else { checked.keys };
        deeds.create.push(NewLeadRow { id, cells, keys });
    }
}

/// Of two rows that turn out to be about one lead, the later is a repetition.
fn once_a_lead(decision: Decision, row: i32, deeds: &mut Deeds) -> (Decision, Option<i32>) {
    let is_about = matches!(decision.outcome, RowOutcome::Update | RowOutcome::Unchanged);
    let Some(lead) = decision.lead_id.filter(|_| is_about) else { return (decision, None) };
    let first = *deeds.first.entry(lead).or_insert(row);
    if first == row {
        return (decision, None);
    }
    (Decision { outcome: RowOutcome::Duplicate, ..decision }, Some(first))
}

/// Whether nothing that happens to leads can change what comes of a row: it cannot be used, or it
/// repeats another row of its file.
fn is_settled(row: &ImportRow) -> bool {
    row.outcome.0 == RowOutcome::Rejected || row.duplicate_of.is_some()
}

/// A new lead keeps the id that was set aside for it.
fn with_known_id(decision: Decision, row: &ImportRow) -> Decision {
    match (decision.outcome, row.outcome.0, row.lead_id) {
        (RowOutcome::Create, RowOutcome::Create, Some(id)) => {
            Decision { lead_id: Some(LeadId::new(id)), ..decision }
        }
        _ => decision,
    }
}

fn lead_update(matcher: &Matcher, lead: LeadId, row: i32, cells: &LeadCells) -> Option<LeadUpdate> {
    let (before, after) = matcher.changes(lead, cells)?;
    let keys = after.match_keys();
    let difference = difference(before, &after);
    Some(LeadUpdate::new(lead, row, after, &keys, difference))
}

/// The cells that differ, as they were and as they become.
pub(super) fn difference(before: &LeadCells, after: &LeadCells) -> (Value, Value) {
    let fields = |cells: &LeadCells| match json!(cells) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let changed = |key: &&String| before.get(*key) != after.get(*key);
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    let keys: Vec<&String> = after.keys().filter(changed).chain(gone).collect();
    let pick = |from: &Map<String, Value>| -> Value {
        let value =
            |key: &&String| ((*key).clone(), from.get(*key).cloned().unwrap_or(Value::Null));
        keys.iter().map(value).collect::<Map<_, _>>().into()
    };
    (pick(&before), pick(&after))
}

async fn write(tx: &mut Tx, import: &Import, deeds: &Deeds) -> Result<(), DbError> {
    let (id, now, actor) = (ImportId::new(import.id), tx.now(), tx.actor());
    db::imports::change_rows(tx.conn(), id, &deeds.changed).await?;
    db::imports::insert_leads(tx.conn(), import, &deeds.create, now).await?;
    db::imports::update_leads(tx.conn(), id, &deeds.update, actor, now).await?;
    db::imports::fill_duplicates(tx.conn(), id, &deeds.repeats).await
}

/// Moves the checkpoint, and ends the import when all rows are behind it.
async fn advance(
    tx: &mut Tx,
    import: &Import,
    last: i32,
    counts: &Counts,
    is_over: bool,
) -> Result<(), DbError> {
    let id = ImportId::new(import.id);
    db::imports::update_counts(tx.conn(), id, counts).await?;
    let mut changes = ImportChanges {
        committed_row: Some(last),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    if is_over {
        changes.status = Some(Word(ImportStatus::Completed));
        changes.finished_at = Some(Some(tx.now()));
        super::change::forget_file(tx, import).await?;
        crate::enrichment::RunEnrichment::begin(tx, id).await?;
        let change = Change::new(Action::ImportCompleted, Subject::Import, id);
        let change = change.after(json!({ "file_name": import.file_name, "counts": counts }));
        tx.record(change.counting((counts.create + counts.update).into())).await?;
    } else {
        let change = Change::new(Action::ImportProgressed, Subject::Import, id);
        tx.tell(change.counting(last.into()));
    }
    db::imports::update(tx.conn(), id, &changes).await?;
    Ok(())
}
