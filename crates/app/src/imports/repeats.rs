//! Rows of a file that are the same lead: told once all are read, by sorting what they share.

use std::collections::{BTreeSet, HashMap};

use db::imports::{Import, ImportChanges, ImportRow, NewRow};
use db::{Change, Conn, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::imports::{BATCH, CheckedRow, Counts, Facets, ImportStatus, RowOutcome, Tally};
use domain::leads::identity::{Clusters, Match, Profile, Repeat};
use futures_util::StreamExt;
use rayon::prelude::*;
use serde_json::json;

use super::groups::Groups;
use super::judge::Judged;
use super::loaded::{self, LoadedRow};
use super::plan::Plan;
use crate::Ctx;
use crate::jobs::JobError;

/// An earlier row that another one repeats.
struct Earlier {
    row: i32,
    found: Option<Match>,
}

/// Finds the rows that repeat others, and hands the import over for review.
pub(super) async fn settle(ctx: &Ctx, plan: &Plan) -> Result<(), JobError> {
    let repeats = find(ctx, plan).await?;
    Ok(ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            let import = match db::imports::lock(tx.conn(), plan.id).await {
                Ok(import) if is_read(&import, plan) => import,
                Ok(_) | Err(DbError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            let mut counts = import.counts();
            let mut tally = import.tally.0.clone();
            mark(tx, plan, repeats, &mut counts, &mut tally).await?;
            let twice = db::imports::find_rows_of_one_lead(tx.conn(), plan.id).await?;
            let twice = twice.into_iter().map(|(row, of)| (row, Earlier { row: of, found: None }));
            mark(tx, plan, twice.collect(), &mut counts, &mut tally).await?;
            while db::imports::straighten_repeats(tx.conn(), plan.id).await? > 0 {}
            review(tx, plan, &counts, tally).await
        })
        .await?)
}

/// Whether all rows are read, and nobody went on with them.
fn is_read(import: &Import, plan: &Plan) -> bool {
    import.status.0 == ImportStatus::Parsing
        && import.read_count > 0
        && u64::try_from(import.parsed_bytes).is_ok_and(|byte| byte >= plan.reading.text_size)
}

async fn review(tx: &mut Tx, plan: &Plan, counts: &Counts, tally: Tally) -> Result<(), DbError> {
    db::imports::update_counts(tx.conn(), plan.id, counts).await?;
    let changes = ImportChanges {
        status: Some(Word(ImportStatus::Review)),
        tally: Some(Stored(tally)),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    db::imports::update(tx.conn(), plan.id, &changes).await?;
    let change = Change::new(Action::ImportReviewed, Subject::Import, plan.id);
    tx.record(change.after(json!(counts)).counting(counts.read().into())).await
}

/// Rows that share a key, and what they say.
struct Sharing {
    groups: Vec<Vec<i32>>,
    rows: Vec<LoadedRow>,
}

/// Compares the rows that share a key, group by group as the database sorts them, half of the keys on
/// each of two connections: the next are loaded while some are compared.
async fn find(ctx: &Ctx, plan: &Plan) -> Result<HashMap<i32, Earlier>, JobError> {
    let mut reading = ctx.db().conn().await?;
    db::imports::analyze_rows(&mut reading).await?;
    let (mut lower, mut upper) = (ctx.db().conn().await?, ctx.db().conn().await?);
    let (lower, upper) = tokio::try_join!(
        db::imports::shared_keys(&mut lower, plan.id, i64::MIN..=-1),
        db::imports::shared_keys(&mut upper, plan.id, 0..=i64::MAX)
    )?;
    let mut groups = Groups::merge(lower.boxed(), upper.boxed()).await?;
    let mut clusters = Clusters::new();
    let mut sharing = load(&mut groups, &mut reading, plan).await?;
    while !sharing.groups.is_empty() {
        let plan_there = plan.clone();
        let comparing = tokio::task::spawn_blocking(move || {
            compare(&plan_there, &mut clusters, &sharing);
            clusters
        });
        sharing = load(&mut groups, &mut reading, plan).await?;
        clusters = comparing.await.map_err(|error| JobError::Panicked(error.to_string()))?;
    }
    let earlier =
        |repeat: Repeat| (repeat.row, Earlier { row: repeat.of, found: Some(repeat.found) });
    Ok(clusters.finish().into_iter().map(earlier).collect())
}

/// The next groups, about a batch of rows; none at the end.
async fn load(groups: &mut Groups<'_>, conn: &mut Conn, plan: &Plan) -> Result<Sharing, DbError> {
    let mut sharing = Sharing { groups: Vec::new(), rows: Vec::new() };
    let mut numbers = BTreeSet::new();
    while numbers.len() < BATCH {
        let Some(group) = groups.next().await? else { break };
        numbers.extend(group.iter().copied());
        sharing.groups.push(group);
    }
    let numbers: Vec<i32> = numbers.into_iter().collect();
    for numbers in numbers.chunks(BATCH) {
        sharing.rows.extend(loaded::by_number(conn, plan, numbers).await?);
    }
    Ok(sharing)
}

fn compare(plan: &Plan, clusters: &mut Clusters, sharing: &Sharing) {
    let open = sharing.rows.par_iter();
    let open = open.filter(|row| stands_for_a_lead(row.row.chosen.map(|chosen| chosen.0)));
    let profiles: HashMap<i32, Profile> =
        open.map(|row| (row.row.row, row.check(plan).profile)).collect();
    for group in &sharing.groups {
        let known = group.iter().filter_map(|row| Some((*row, profiles.get(row)?)));
        clusters.add(&known.collect::<Vec<_>>());
    }
}

/// Whether a row can be what another one repeats: not when somebody has left it out. One that
/// somebody has chosen anything for repeats nothing itself.
pub(super) fn stands_for_a_lead(chosen: Option<RowOutcome>) -> bool {
    !matches!(chosen, Some(RowOutcome::Rejected | RowOutcome::Duplicate))
}

/// Makes rows duplicates of earlier ones.
async fn mark(
    tx: &mut Tx,
    plan: &Plan,
    repeats: HashMap<i32, Earlier>,
    counts: &mut Counts,
    tally: &mut Tally,
) -> Result<(), DbError> {
    let mut numbers: Vec<i32> = repeats.keys().copied().collect();
    numbers.sort_unstable();
    for numbers in numbers.chunks(BATCH) {
        let mut marked = Vec::new();
        for judged in judged(tx.conn(), plan, numbers).await? {
            let Some(earlier) = repeats.get(&judged.row.row) else { continue };
            if judged.row.chosen.is_some() {
                continue;
            }
            tally.remove(&judged.counted());
            counts.change(judged.row.outcome, RowOutcome::Duplicate);
            let again = repeating(judged, earlier);
            tally.add(&again.counted());
            marked.push(again.row);
        }
        db::imports::update_rows(tx.conn(), plan.id, &marked).await?;
    }
    Ok(())
}

/// Rows as they stand in the database, with their cells checked. They count as not to be called when
/// they were counted so, whatever the do-not-call list says by now.
pub(super) async fn judged(
    conn: &mut Conn,
    plan: &Plan,
    numbers: &[i32],
) -> Result<Vec<Judged>, DbError> {
    let rows = loaded::by_number(conn, plan, numbers).await?;
    let rows: Vec<(LoadedRow, CheckedRow)> = rows
        .into_iter()
        .map(|row| {
            let checked = row.check(plan);
            (row, checked)
        })
        .collect();
    let judge = |(row, checked): (LoadedRow, CheckedRow)| {
        let is_forbidden = row.row.facets.is_some_and(Facets::is_forbidden);
        let row = NewRow { cells: Some(row.cells), ..stored(row.row, &checked) };
        Judged::new(row, checked, is_forbidden)
    };
    Ok(rows.into_iter().map(judge).collect())
}

/// A row as it is stored, to be stored again.
fn stored(row: ImportRow, checked: &CheckedRow) -> NewRow {
    NewRow {
        row: row.row,
        line: row.line,
        start: row.start,
        length: row.length,
        cells: None,
        outcome: row.outcome.0,
        chosen: row.chosen.map(|chosen| chosen.0),
        keys: if checked.is_rejected { Vec::new() } else { checked.keys.clone() },
        issues: checked.issues.clone(),
        mending: row.mending.map(|mending| mending.0),
        lead_id: row.lead_id.map(Into::into),
        duplicate_of: row.duplicate_of,
        found: row.found.map(|found| found.0),
        ..NewRow::default()
    }
}

fn repeating(judged: Judged, earlier: &Earlier) -> Judged {
    let row = NewRow {
        outcome: RowOutcome::Duplicate,
        lead_id: None,
        duplicate_of: Some(earlier.row),
        found: earlier.found.clone(),
        ..judged.row
    };
    Judged { row, ..judged }
}
