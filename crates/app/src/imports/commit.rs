//! Rows becoming leads, batch by batch.

use db::imports::{Import, ImportChanges, LeadUpdate, Waiting};
use db::{Change, DbError, Request, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId, UserId};
use domain::imports::{BATCH, Counts, ImportStatus, LeadCells, RowOutcome};
use domain::leads::identity::{self, Traits};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::matching::{Decision, Matcher};
use crate::Ctx;

/// What a batch does.
#[derive(Default)]
struct Deeds {
    /// Rows that become new leads.
    create: Vec<i32>,
    update: Vec<LeadUpdate>,
    /// Rows that come to something else than was said before commit.
    changed: Vec<Waiting>,
}

/// Makes leads of an import's rows, from where it was left.
pub(super) async fn run(ctx: &Ctx, id: ImportId, by: UserId) -> Result<(), DbError> {
    while commit_batch(ctx, id, by).await? {}
    Ok(())
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

/// Commits the next batch; false when there is none, or when the import has gone or went on
/// without this worker.
async fn commit_batch(ctx: &Ctx, id: ImportId, by: UserId) -> Result<bool, DbError> {
    let request = Request { actor: Some(by), ..ctx.system_request() };
    ctx.db()
        .write(request, async |tx| {
            let import = match db::imports::lock(tx.conn(), id).await {
                Ok(import) if import.status.0 == ImportStatus::Committing => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(false),
                Err(error) => return Err(error),
            };
            let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
            let rows =
                db::imports::list_waiting(tx.conn(), id, import.committed_row, limit).await?;
            let mut counts = import.counts();
            let last = rows.last().map_or(import.committed_row, |row| row.row);
            if let Some(first) = rows.first().map(|row| row.row) {
                db::imports::lock_leads_for_import(tx.conn()).await?;
                let deeds = decide(tx, &import, rows, &mut counts).await?;
                write(tx, &import, deeds).await?;
                db::imports::fill_duplicates(tx.conn(), id, first, last).await?;
            }
            let is_over = last >= import.read_count;
            advance(tx, &import, last, &counts, is_over).await?;
            Ok(!is_over)
        })
        .await
}

/// Looks at the rows again: leads may have come, changed or gone since the review.
async fn decide(
    tx: &mut Tx,
    import: &Import,
    rows: Vec<Waiting>,
    counts: &mut Counts,
) -> Result<Deeds, DbError> {
    let mut matcher = matcher(tx, import, &rows).await?;
    let mut deeds = Deeds::default();
    for mut row in rows {
        if is_settled(&row) {
            continue;
        }
        let cells = row.cells()?;
        let decision = matcher.decide_by_leads(row.row, &row.identity(), &cells);
        let decision = with_known_id(decision, &row);
        if let (RowOutcome::Update, Some(lead)) = (decision.outcome, decision.lead_id) {
            deeds.update.extend(lead_update(&matcher, lead, &cells));
        }
        if decision.outcome == RowOutcome::Create {
            deeds.create.push(row.row);
        }
        let is_as_said = decision.outcome == row.outcome.0
            && decision.lead_id.map(LeadId::uuid) == row.lead_id
            && decision.duplicate_of == row.duplicate_of;
        if !is_as_said {
            counts.change(row.outcome.0, decision.outcome);
            row.outcome = Word(decision.outcome);
            row.lead_id = decision.lead_id.map(LeadId::uuid);
            row.duplicate_of = decision.duplicate_of;
            deeds.changed.push(row);
        }
    }
    Ok(deeds)
}

async fn matcher(tx: &mut Tx, import: &Import, rows: &[Waiting]) -> Result<Matcher, DbError> {
    let open = || rows.iter().filter(|row| !is_settled(row)).map(Waiting::identity);
    let phones: Vec<&str> = open().filter_map(|identity| identity.phone_e164).collect();
    let addresses: Vec<&str> = open().filter_map(|identity| identity.address_key).collect();
    let leads = db::imports::lock_same_leads(tx.conn(), &phones, &addresses).await?;
    let ids: Vec<Uuid> = leads.iter().map(|lead| lead.id).collect();
    let id = ImportId::new(import.id);
    let matched =
        db::imports::find_rows_of_leads(tx.conn(), id, import.committed_row, &ids).await?;
    Ok(Matcher::new(import.duplicate_policy.0, leads, &[], matched))
}

/// Whether nothing that happens to leads can change what comes of a row: it cannot be used, or it
/// repeats another row of its file.
fn is_settled(row: &Waiting) -> bool {
    match row.outcome.0 {
        RowOutcome::Rejected => true,
        RowOutcome::Duplicate => row.lead_id.is_none(),
        RowOutcome::Create | RowOutcome::Update | RowOutcome::Unchanged => false,
    }
}

/// A new lead keeps the id that was set aside for it.
fn with_known_id(decision: Decision, row: &Waiting) -> Decision {
    match (decision.outcome, row.outcome.0, row.lead_id) {
        (RowOutcome::Create, RowOutcome::Create, Some(id)) => {
            Decision { lead_id: Some(LeadId::new(id)), ..decision }
        }
        _ => decision,
    }
}

fn lead_update(matcher: &Matcher, lead: LeadId, row: &LeadCells) -> Option<LeadUpdate> {
    let (before, after) = matcher.changes(lead, row)?;
    let keys = identity::keys(&Traits {
        name: &after.name,
        phone_e164: after.phone_e164.as_deref(),
        postal_code: after.postal_code.as_deref(),
        street_number: after.street_number.as_deref(),
        street: after.street.as_deref(),
        city: after.city.as_deref(),
        url: after.url.as_deref(),
        place: after.place(),
    });
    let difference = difference(before, &after);
    Some(LeadUpdate::new(lead, after, keys, difference))
}

/// The cells that differ, as they were and as they become.
fn difference(before: &LeadCells, after: &LeadCells) -> (Value, Value) {
    let fields = |cells: &LeadCells| match json!(cells) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let changed = |key: &&String| before.get(*key) != after.get(*key);
    let keys: Vec<&String> = after.keys().filter(changed).collect();
    let pick = |from: &Map<String, Value>| -> Value {
        let value =
            |key: &&String| ((*key).clone(), from.get(*key).cloned().unwrap_or(Value::Null));
        keys.iter().map(value).collect::<Map<_, _>>().into()
    };
    (pick(&before), pick(&after))
}

async fn write(tx: &mut Tx, import: &Import, deeds: Deeds) -> Result<(), DbError> {
    let (now, actor) = (tx.now(), tx.actor());
    db::imports::change_rows(tx.conn(), ImportId::new(import.id), &deeds.changed).await?;
    let region = db::regions::find(tx.conn(), import.region_id.into()).await?;
    db::imports::insert_leads(tx.conn(), import, &region.default_country, &deeds.create, now)
        .await?;
    db::imports::update_leads(tx.conn(), &deeds.update, actor, now).await
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
        db::imports::delete_chunks(tx.conn(), id).await?;
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
