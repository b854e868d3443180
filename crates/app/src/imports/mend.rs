//! Mending rows in the review: cells, or what shall come of a row. What that changes about other rows is worked out at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use db::imports::{Import, ImportChanges, ImportView, NewRow, RowFilter};
use db::{Change, Stored, Tx};
use domain::activity::{Action, Subject};
use domain::ids::{ImportId, LeadId};
use domain::imports::mapping::Mending;
use domain::imports::{Column, Counts, ImportStatus, RowOutcome, Tally};
use domain::leads::identity::{Clusters, Repeat};
use uuid::Uuid;

use super::change::{only, read_again};
use super::judge::{self, Judged};
use super::plan::Plan;
use super::repeats::{judged, stands_for_a_lead};
use super::{ImportError, ReviewError, rows};
use crate::{Admin, Ctx};

/// Rows up to which their mending is worked out while somebody waits; beyond, the list is read again.
const AT_ONCE: i64 = 2_000;

/// What to mend in one row.
#[derive(Debug, Default)]
pub struct RowMending {
    /// Cells by header; none puts back what stands in the file.
    pub values: BTreeMap<String, Option<String>>,
    /// What shall come of it; none inside lets the import decide again.
    pub outcome: Option<Option<RowOutcome>>,
}

/// What mending has done.
#[derive(Debug)]
pub struct Mended {
    /// The import as it is now.
    pub import: ImportView,
    /// The row as it is now, when it was one.
    pub row: Option<rows::RowView>,
    /// How many rows were mended.
    pub changed: i32,
}

/// Mends one row.
///
/// # Errors
/// [`ReviewError::UnknownHeader`], [`ReviewError::UnknownRow`]; see [`ImportError`].
pub async fn mend_row(
    admin: &Admin,
    id: ImportId,
    number: i32,
    mending: RowMending,
) -> Result<Mended, ImportError> {
    let import = admin
        .write(async |tx| {
            let (import, plan) = open(tx, id).await?;
            let changes = Changes::new(&import, &mending.values)?;
            let row = judged(tx.conn(), &plan, &[number]).await?.pop();
            let row = row.ok_or(ReviewError::UnknownRow(number))?;
            let mended = changes.applied(row.clone(), &plan, mending.outcome);
            if mended.row.mending == row.row.mending && mending.outcome.is_none() {
                return Ok(db::imports::find_view(tx.conn(), id).await?);
            }
            settle(tx, &import, &plan, vec![(row, mended)], &admin.ctx).await?;
            tell(tx, id, 1).await?;
            Ok::<_, ImportError>(db::imports::find_view(tx.conn(), id).await?)
        })
        .await?;
    let row = rows::find(admin, id, number).await?;
    Ok(Mended { import, row: Some(row), changed: 1 })
}

/// Puts cells into all rows that a filter finds.
///
/// # Errors
/// [`ReviewError::UnknownHeader`]; see [`ImportError`].
pub async fn mend_rows(
    admin: &Admin,
    id: ImportId,
    filter: &RowFilter,
    set: BTreeMap<String, String>,
) -> Result<Mended, ImportError> {
    let set: BTreeMap<String, Option<String>> =
        set.into_iter().map(|(header, value)| (header, Some(value))).collect();
    let (import, changed) = admin
        .write(async |tx| {
            let (import, plan) = open(tx, id).await?;
            let changes = Changes::new(&import, &set)?;
            let found = db::imports::list_rows(tx.conn(), id, filter, None, AT_ONCE).await?;
            let is_many = i64::try_from(found.len()).is_ok_and(|count| count > AT_ONCE);
            let changed = if is_many {
                let mended =
                    db::imports::mend_rows(tx.conn(), id, filter, &changes.mending()).await?;
                read_again(tx, &import, ImportChanges::default()).await?;
                mended
            } else {
                let numbers: Vec<i32> = found.iter().map(|row| row.row).collect();
                let rows = judged(tx.conn(), &plan, &numbers).await?;
                let mend = |row: Judged| (row.clone(), changes.applied(row, &plan, None));
                let rows: Vec<(Judged, Judged)> = rows.into_iter().map(mend).collect();
                let changed = i32::try_from(rows.len()).unwrap_or(i32::MAX);
                settle(tx, &import, &plan, rows, &admin.ctx).await?;
                changed
            };
            tell(tx, id, changed).await?;
            let import = db::imports::find_view(tx.conn(), id).await?;
            Ok::<_, ImportError>((import, changed))
        })
        .await?;
    Ok(Mended { import, row: None, changed })
}

async fn open(tx: &mut Tx, id: ImportId) -> Result<(Import, Plan), ImportError> {
    let import = db::imports::lock(tx.conn(), id).await?;
    only(&import, &[ImportStatus::Review])?;
    let region = db::regions::find(tx.conn(), import.region_id.into()).await?;
    let plan = Plan::new(&import, &region.default_country)
        .ok_or(ImportError::WrongStatus(ImportStatus::Parsing))?;
    Ok((import, plan))
}

async fn tell(tx: &mut Tx, id: ImportId, rows: i32) -> Result<(), ImportError> {
    let change = Change::new(Action::ImportMended, Subject::Import, id);
    tx.record(change.counting(rows.into())).await?;
    Ok(())
}

/// Cells to change, by the place of their column or by the cell of a lead.
struct Changes {
    cells: BTreeMap<usize, Option<String>>,
    fields: BTreeMap<Column, Option<String>>,
}

impl Changes {
    fn new(
        import: &Import,
        values: &BTreeMap<String, Option<String>>,
    ) -> Result<Self, ImportError> {
        let mut changes = Self { cells: BTreeMap::new(), fields: BTreeMap::new() };
        for (name, value) in values {
            let place = import.mapping.0.iter().position(|plan| plan.header == *name);
            match (place, name.parse::<Column>()) {
                (Some(place), _) => {
                    changes.cells.insert(place, value.clone());
                }
                (None, Ok(column)) => {
                    changes.fields.insert(column, value.clone());
                }
                (None, Err(_)) => return Err(ReviewError::UnknownHeader(name.clone()).into()),
            }
        }
        Ok(changes)
    }

    /// The same for many rows at once.
    fn mending(&self) -> Mending {
        let filled = |(key, value): (&usize, &Option<String>)| Some((*key, value.clone()?));
        let cells = self.cells.iter().filter_map(filled).collect();
        let fields = self.fields.iter().filter_map(|(key, value)| Some((*key, value.clone()?)));
        Mending { cells, fields: fields.collect() }
    }

    /// A row with these changes, checked again.
    fn applied(&self, mut row: Judged, plan: &Plan, outcome: Option<Option<RowOutcome>>) -> Judged {
        let cells = row.row.cells.clone().unwrap_or_default();
        let mut mending = row.row.mending.take().unwrap_or_default();
        for (place, value) in &self.cells {
            let original = cells.get(*place).map_or("", String::as_str);
            match value.as_deref().filter(|value| *value != original) {
                Some(value) => mending.cells.insert(*place, value.to_owned()),
                None => mending.cells.remove(place),
            };
        }
        for (column, value) in &self.fields {
            match value {
                Some(value) => mending.fields.insert(*column, value.clone()),
                None => mending.fields.remove(column),
            };
        }
        row.checked = plan.check(&cells, Some(&mending));
        row.row.mending = (!mending.is_empty()).then_some(mending);
        if let Some(outcome) = outcome {
            row.row.chosen = outcome;
        }
        row
    }
}

/// Works out what comes of mended rows, given as they were and as they are, and of those that have to do
/// with them, and keeps it.
async fn settle(
    tx: &mut Tx,
    import: &Import,
    plan: &Plan,
    mended: Vec<(Judged, Judged)>,
    ctx: &Ctx,
) -> Result<(), ImportError> {
    let (mut counts, mut tally) = (import.counts(), import.tally.0.clone());
    let (before, mended): (Vec<Judged>, Vec<Judged>) = mended.into_iter().unzip();
    let numbers: Vec<i32> = mended.iter().map(|row| row.row.row).collect();
    let keys = mended.iter().filter(|row| !row.checked.is_rejected);
    let keys: Vec<i64> = keys.flat_map(|row| row.checked.keys.iter().copied()).collect();
    let beside = db::imports::find_repeats(tx.conn(), plan.id, &keys, &numbers).await?;
    let beside: Vec<i32> = beside.into_iter().filter(|row| !numbers.contains(row)).collect();
    let beside = judged(tx.conn(), plan, &beside).await?;
    let (open, rest): (Vec<Judged>, Vec<Judged>) = beside.into_iter().partition(|row| {
        // What repeated a mended row is looked at anew.
        row.row.duplicate_of.is_some_and(|of| numbers.contains(&of)) && row.row.chosen.is_none()
    });
    let before = before.into_iter().chain(open.iter().cloned());
    let mut was: HashMap<i32, Judged> = before.map(|row| (row.row.row, row)).collect();
    let again = mended.into_iter().chain(open);
    let again = again.map(|row| (row.row, row.checked)).collect();
    let mut rows = judge::decide(tx, import, again, ctx).await?;
    let movable: BTreeSet<i32> = rows.iter().map(|row| row.row.row).collect();
    rows.extend(rest);
    repeat(&mut rows, &movable, &mut was);
    add_rows_of_leads(tx, plan, &mut rows).await?;
    once_a_lead(&mut rows, &mut was);
    let changed = count(&rows, &was, &mut counts, &mut tally);
    db::imports::update_rows(tx.conn(), plan.id, &changed).await?;
    while db::imports::straighten_repeats(tx.conn(), plan.id).await? > 0 {}
    db::imports::update_counts(tx.conn(), plan.id, &counts).await?;
    let changes = ImportChanges {
        tally: Some(Stored(tally)),
        updated_at: Some(tx.now()),
        ..ImportChanges::default()
    };
    db::imports::update(tx.conn(), plan.id, &changes).await?;
    Ok(())
}

/// Finds which of the rows repeat others of them. Rows that were only looked at for comparison may
/// come to repeat a mended one, and keep what they repeat otherwise.
fn repeat(rows: &mut [Judged], movable: &BTreeSet<i32>, was: &mut HashMap<i32, Judged>) {
    let mut groups: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let is_open = stands_for_a_lead(row.row.chosen) && !row.checked.is_rejected;
        for key in row.checked.keys.iter().filter(|_| is_open) {
            groups.entry(*key).or_default().push(at);
        }
    }
    let mut clusters = Clusters::new();
    for group in groups.values() {
        let known = group.iter().filter_map(|at| rows.get(*at));
        clusters.add(&known.map(|row| (row.row.row, &row.checked.profile)).collect::<Vec<_>>());
    }
    let repeats: HashMap<i32, Repeat> =
        clusters.finish().into_iter().map(|repeat| (repeat.row, repeat)).collect();
    let roots: HashMap<i32, i32> =
        rows.iter().filter_map(|row| Some((row.row.row, row.row.duplicate_of?))).collect();
    for row in rows {
        let Some(repeat) = repeats.get(&row.row.row) else { continue };
        let is_touched = movable.contains(&row.row.row) || movable.contains(&repeat.of);
        if !is_touched || row.row.chosen.is_some() || row.row.duplicate_of == Some(repeat.of) {
            continue;
        }
        if !movable.contains(&row.row.row) {
            was.insert(row.row.row, row.clone());
        }
        row.row.outcome = RowOutcome::Duplicate;
        row.row.lead_id = None;
        row.row.duplicate_of = Some(roots.get(&repeat.of).copied().unwrap_or(repeat.of));
        row.row.found = Some(repeat.found.clone());
    }
}

/// Adds the other rows about the leads that these are about.
async fn add_rows_of_leads(
    tx: &mut Tx,
    plan: &Plan,
    rows: &mut Vec<Judged>,
) -> Result<(), ImportError> {
    let leads: Vec<Uuid> = rows.iter().filter_map(lead_of).map(LeadId::uuid).collect();
    let known: BTreeSet<i32> = rows.iter().map(|row| row.row.row).collect();
    let others = db::imports::find_rows_of_leads(tx.conn(), plan.id, &leads).await?;
    let others: Vec<i32> = others.into_iter().filter(|row| !known.contains(row)).collect();
    rows.extend(judged(tx.conn(), plan, &others).await?);
    Ok(())
}

/// The lead that is there and that a row is about.
fn lead_of(row: &Judged) -> Option<LeadId> {
    let is_about = matches!(row.row.outcome, RowOutcome::Update | RowOutcome::Unchanged);
    row.row.lead_id.filter(|_| is_about)
}

/// Of rows about one lead only the first is used: the later must not undo what it says.
fn once_a_lead(rows: &mut [Judged], was: &mut HashMap<i32, Judged>) {
    rows.sort_by_key(|row| row.row.row);
    let mut first: HashMap<LeadId, i32> = HashMap::new();
    for row in rows {
        let Some(lead) = lead_of(row) else { continue };
        let earlier = *first.entry(lead).or_insert(row.row.row);
        if earlier == row.row.row || row.row.chosen.is_some() {
            continue;
        }
        was.entry(row.row.row).or_insert_with(|| row.clone());
        row.row.outcome = RowOutcome::Duplicate;
        row.row.duplicate_of = Some(earlier);
    }
}

/// Counts the rows that changed as they are now instead of as they were, and gives them.
fn count(
    rows: &[Judged],
    was: &HashMap<i32, Judged>,
    counts: &mut Counts,
    tally: &mut Tally,
) -> Vec<NewRow> {
    let mut changed = Vec::new();
    for row in rows {
        let Some(was) = was.get(&row.row.row) else { continue };
        counts.change(was.row.outcome, row.row.outcome);
        tally.remove(&was.counted());
        tally.add(&row.counted());
        changed.push(row.row.clone());
    }
    changed
}
