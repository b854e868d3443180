//! What the rows of a list do to leads: decided again when they are written, for leads may have come,
//! changed or gone since the review.

use std::collections::HashMap;

use db::imports::{Import, ImportRow, LeadUpdate, NewLeadRow};
use db::{DbError, Tx, Word};
use domain::ids::{ImportId, LeadId};
use domain::imports::{CheckedRow, Counts, LeadCells, RowOutcome};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::commit::{Batch, place};
use super::known;
use super::matching::{Decision, Matcher};

/// The first row about each lead that was there.
pub(super) type FirstRows = HashMap<LeadId, i32>;

/// What rows do.
#[derive(Default)]
pub(super) struct Deeds {
    pub(super) create: Vec<NewLeadRow>,
    pub(super) update: Vec<LeadUpdate>,
    /// Rows that come to something else than was said before commit.
    pub(super) changed: Vec<ImportRow>,
    /// Rows that repeat an earlier one.
    pub(super) repeats: Vec<i32>,
    pub(super) first: FirstRows,
    /// What was said before commit of those that come to something else, and what they come to.
    moved: Vec<(RowOutcome, RowOutcome)>,
}

impl Deeds {
    /// The counts with what turned out otherwise.
    pub(super) fn correct(&self, mut counts: Counts) -> Counts {
        for (from, to) in &self.moved {
            counts.change(*from, *to);
        }
        counts
    }
}

/// Decides on rows; `first` are the leads that rows just before them are about and which are not
/// committed yet.
pub(super) async fn decide(
    tx: &mut Tx,
    import: &Import,
    batch: Batch,
    first: FirstRows,
) -> Result<Deeds, DbError> {
    let open: Vec<_> = batch.rows.iter().filter(|(row, _)| !is_settled(row)).collect();
    let id = ImportId::new(import.id);
    let leads = known::lock(tx, import, &open).await?;
    let ids: Vec<Uuid> = leads.iter().map(|lead| lead.id).collect();
    let before = db::imports::find_first_rows(tx.conn(), id, import.committed_row, &ids).await?;
    let before = before.into_iter().map(|(lead, row)| (LeadId::new(lead), row));
    let mut deeds = Deeds { first: first.into_iter().chain(before).collect(), ..Deeds::default() };
    let matcher = Matcher::new(import.duplicate_policy.0, leads);
    for (row, checked) in batch.rows {
        if is_settled(&row) {
            deeds.repeats.extend(row.duplicate_of.map(|_| row.row));
        } else {
            decide_row(&matcher, row, checked, &mut deeds);
        }
    }
    Ok(deeds)
}

fn decide_row(matcher: &Matcher, mut row: ImportRow, checked: CheckedRow, deeds: &mut Deeds) {
    let chosen = row.chosen.map(|chosen| chosen.0);
    let (decision, duplicate_of) =
        once_a_lead(with_known_id(matcher.decide(&checked, chosen), &row), row.row, deeds);
    if let (RowOutcome::Update, Some(lead)) = (decision.outcome, decision.lead_id) {
        deeds.update.extend(lead_update(matcher, lead, row.row, &checked.lead));
    }
    if decision.outcome != row.outcome.0 || decision.lead_id.map(LeadId::uuid) != row.lead_id {
        deeds.moved.push((row.outcome.0, decision.outcome));
        row.outcome = Word(decision.outcome);
        row.lead_id = decision.lead_id.map(LeadId::uuid);
        row.duplicate_of = duplicate_of;
        deeds.changed.push(row);
    }
    if let (RowOutcome::Create, Some(id)) = (decision.outcome, decision.lead_id) {
        let place = place(&checked);
        let country = checked.lead.country.clone().or(checked.usual_country);
        let cells = LeadCells { country, ..checked.lead };
        let has_others = !cells.alternative_phones.is_empty();
        let keys = if has_others { cells.match_keys() } else { checked.keys };
        deeds.create.push(NewLeadRow { id, cells, keys, place });
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
