//! What comes of rows as far as the leads that are there tell; the other rows of the file are looked at later.

use std::collections::{HashMap, HashSet};

use db::imports::{Import, ImportRow, NewRow};
use db::{DbError, Tx};
use domain::ids::ImportId;
use domain::imports::mapping::Mending;
use domain::imports::{CheckedRow, Counted, Facets, RowOutcome};

use super::matching::{Decision, Matcher};
use super::plan::Plan;
use crate::Ctx;
use crate::personal_data::numbers::refuse_erased;

/// A row with what comes of it.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) row: NewRow,
    pub(super) checked: CheckedRow,
    /// Whether its number is on the do-not-call list.
    pub(super) is_forbidden: bool,
}

impl Judged {
    pub(super) fn new(row: NewRow, checked: CheckedRow, is_forbidden: bool) -> Self {
        let row = NewRow { facets: Facets::of(&checked, is_forbidden), ..row };
        Self { row, checked, is_forbidden }
    }

    /// As the report card counts it.
    pub(super) fn counted(&self) -> Counted<'_> {
        let NewRow { outcome, lead_id, duplicate_of, .. } = &self.row;
        let is_repeat = duplicate_of.is_some();
        Counted {
            checked: &self.checked,
            outcome: *outcome,
            is_repeat,
            is_known: lead_id.is_some() && !is_repeat && *outcome != RowOutcome::Create,
            is_forbidden: self.is_forbidden,
        }
    }
}

/// Says what comes of rows that were read for the first time, or anew: what somebody has mended or
/// chosen in them before is kept.
pub(super) async fn judge(
    tx: &mut Tx,
    plan: &Plan,
    import: &Import,
    mut rows: Vec<(NewRow, CheckedRow)>,
    ctx: &Ctx,
) -> Result<Vec<Judged>, DbError> {
    recall(tx, plan, &mut rows).await?;
    decide(tx, import, rows, ctx).await
}

/// Takes over what somebody has said about rows when they were read before.
async fn recall(
    tx: &mut Tx,
    plan: &Plan,
    rows: &mut [(NewRow, CheckedRow)],
) -> Result<(), DbError> {
    let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) else { return Ok(()) };
    let before = db::imports::find_touched(tx.conn(), plan.id, first.row, last.row).await?;
    let mut before: HashMap<i32, ImportRow> =
        before.into_iter().map(|row| (row.row, row)).collect();
    for (row, checked) in rows {
        let Some(before) = before.remove(&row.row) else { continue };
        row.chosen = before.chosen.map(|chosen| chosen.0);
        row.mending = before.mending.map(|mending| mending.0);
        let cells = row.cells.take().unwrap_or_default();
        *checked = plan
            .check(&cells, row.mending.as_ref().filter(|mending: &&Mending| !mending.is_empty()));
    }
    Ok(())
}

/// Decides on rows by the leads that are there, and by what somebody chose.
pub(super) async fn decide(
    tx: &mut Tx,
    import: &Import,
    mut rows: Vec<(NewRow, CheckedRow)>,
    ctx: &Ctx,
) -> Result<Vec<Judged>, DbError> {
    let unsaid = rows.iter_mut().filter(|(row, _)| row.chosen.is_none());
    refuse_erased(tx.conn(), ctx, unsaid.map(|(_, checked)| checked)).await?;
    let usable = || rows.iter().map(|(_, checked)| checked).filter(|checked| !checked.is_rejected);
    let keys: Vec<i64> = usable().flat_map(|checked| checked.keys.iter().copied()).collect();
    let phones: Vec<&str> =
        usable().filter_map(|checked| checked.lead.phone_e164.as_deref()).collect();
    let forbidden: HashSet<String> =
        db::imports::forbidden_among(tx.conn(), &phones).await?.into_iter().collect();
    let leads = db::imports::find_same_leads(tx.conn(), ImportId::new(import.id), &keys).await?;
    let matcher = Matcher::new(import.duplicate_policy.0, leads);
    let judge = |(row, checked): (NewRow, CheckedRow)| {
        let decision = matcher.decide(&checked, row.chosen);
        let phone = checked.lead.phone_e164.as_ref();
        let is_forbidden = phone.is_some_and(|phone| forbidden.contains(phone));
        Judged::new(decided(row, &checked, decision), checked, is_forbidden)
    };
    Ok(rows.into_iter().map(judge).collect())
}

fn decided(row: NewRow, checked: &CheckedRow, decision: Decision) -> NewRow {
    NewRow {
        outcome: decision.outcome,
        lead_id: decision.lead_id,
        found: decision.found,
        duplicate_of: None,
        keys: if checked.is_rejected { Vec::new() } else { checked.keys.clone() },
        issues: checked.issues.clone(),
        ..row
    }
}
