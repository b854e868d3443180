//! Mending rows: shown at once, checked by the server, taken back where it says no.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::imports::RowOutcome;
use dto::imports::{ImportRowFilter, ImportRowResponse, UpdateImportRowsRequest};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::decisions::Decision;
use super::filter::{fits, settle};
use super::words::{cell_of, outcome_words};
use super::{Grid, Said};
use crate::api::{self, ApiError};
use crate::format;
use crate::imports::words::count_of;

/// How often is looked whether changes have arrived.
const SETTLING: Duration = Duration::from_millis(50);

impl Grid {
    /// Decides about the row that somebody is at, or says why that cannot be.
    pub fn decide(self, decision: Decision) {
        let Some(before) = self.current.get_untracked().filter(|_| self.editable) else { return };
        if let Some(why) = decision.hindrance(&before) {
            self.say(format!("Line {}: {why}", before.line));
            return;
        }
        let mut after = before.clone();
        after.outcome = decision.outcome().unwrap_or(before.outcome);
        after.chosen = decision != Decision::Again;
        let mending = choose_outcome(before.row, decision.outcome());
        let way_back = choose_outcome(before.row, before.chosen.then_some(before.outcome));
        let said = Said {
            text: format!("Line {}: {}.", before.line, decision.done()),
            way_back: Some((before.clone(), way_back)),
        };
        self.send(before, after, mending, said);
    }

    /// Writes into a cell of a row, or puts back what stands in the file.
    pub fn put(self, number: i32, header: &str, value: Option<String>) {
        // Whoever scrolls away while writing keeps what was written.
        let current = || self.current.get().filter(|row| row.row == number);
        let before = untrack(|| self.row(number).or_else(current));
        let Some(before) = before.filter(|_| self.editable) else { return };
        let mut after = before.clone();
        let old = cell_of(&before, header).cloned();
        let was = old.as_ref().map(|cell| cell.value.clone()).unwrap_or_default();
        if value.as_ref() == Some(&was) {
            return;
        }
        if let Some(cell) = after.values.iter_mut().find(|cell| cell.column == header) {
            let file = cell.original.clone().unwrap_or_else(|| cell.value.clone());
            cell.value = value.clone().unwrap_or_else(|| file.clone());
            cell.original = Some(file).filter(|file| *file != cell.value);
        }
        let untouched = old.is_none_or(|cell| cell.original.is_none());
        let said = Said {
            text: match value {
                Some(_) => format!("Line {}: {header} is changed.", before.line),
                None => format!("Line {}: {header} is as in the file again.", before.line),
            },
            way_back: Some((
                before.clone(),
                put_cell(number, header, Some(was).filter(|_| !untouched)),
            )),
        };
        self.send(before, after, put_cell(number, header, value), said);
    }

    /// Undoes what was done last.
    pub fn take_back(self) {
        let Some(said) = self.said.get_untracked() else { return };
        let Some((row, mending)) = said.way_back else { return };
        let said = Said { text: format!("Line {} is as it was.", row.line), way_back: None };
        let (number, now) = (row.row, untrack(|| self.row(row.row)));
        self.send(now.unwrap_or_else(|| row.clone()), row, mending, said);
        self.at.set(Some(number));
        self.reveal();
    }

    /// Puts a value into a cell of all rows that are shown.
    ///
    /// # Errors
    /// Why the server did not.
    pub async fn put_into_all(
        self,
        filter: ImportRowFilter,
        header: String,
        value: String,
    ) -> Result<i32, ApiError> {
        let mending = UpdateImportRowsRequest {
            filter: Some(filter),
            set: Some(BTreeMap::from([(header, value)])),
            ..UpdateImportRowsRequest::default()
        };
        let answer = api::imports::mend(self.me, self.id, &mending).await?;
        let rows = format::count(answer.changed.into(), "row is changed", "rows are changed");
        self.query.set(answer.import);
        let _gone = self.said.try_set(Some(Said { text: format!("{rows}."), way_back: None }));
        self.rows.rows.refetch();
        Ok(answer.changed)
    }

    fn send(
        self,
        before: ImportRowResponse,
        after: ImportRowResponse,
        mending: UpdateImportRowsRequest,
        said: Said,
    ) {
        let optimistic = after.outcome;
        self.take(after);
        self.said.set(Some(said));
        self.pending.update_value(|pending| *pending += 1);
        spawn_local(async move {
            let answer = api::imports::mend(self.me, self.id, &mending).await;
            let _gone = self.pending.try_update_value(|pending| *pending -= 1);
            match answer {
                Ok(answer) => {
                    self.query.set(answer.import);
                    if let Some(row) = answer.row {
                        self.add_outcome(&row, optimistic);
                        self.take(row);
                    }
                    self.follow_others();
                }
                Err(error) => {
                    self.toasts.failed(&error);
                    let _gone = self.said.try_set(None);
                    self.take(before);
                }
            }
        });
    }

    /// Mending one row can decide about another that repeats it: when there are more or fewer rows
    /// than are shown, they are read anew. So they are where only the server knows which rows belong.
    fn follow_others(self) {
        let Some(outcome) = self.outcome.try_get_untracked() else { return };
        let quiet = self.pending.try_get_value() == Some(0);
        let is_searched = self.search.with_untracked(|search| {
            search.as_ref().is_some_and(|search| search.what.issue().is_none())
        });
        if quiet && is_searched {
            self.rows.rows.refetch();
            return;
        }
        let expected = outcome.map(|outcome| {
            let counts = self.import.with_untracked(|import| import.counts);
            usize::try_from(count_of(counts, outcome)).unwrap_or_default()
        });
        let complete = untrack(|| {
            !self.rows.has_more() && !self.begins_later() && self.search.with(Option::is_none)
        });
        let shown = self.rows.rows.data.with_untracked(|rows| rows.as_ref().map_or(0, Vec::len));
        if quiet && complete && expected.is_some_and(|expected| expected != shown) {
            self.rows.rows.refetch();
        }
    }

    /// What comes of a mended row is said when it is not what was expected.
    fn add_outcome(self, row: &ImportRowResponse, expected: RowOutcome) {
        if row.outcome != expected {
            let words = outcome_words(row);
            let _gone = self.said.try_update(|said| {
                if let Some(said) = said {
                    said.text = format!("{} Now: {}.", said.text, words.to_lowercase());
                }
            });
        }
    }

    /// Shows a row as it is now; whoever was at one that leaves is at the next.
    fn take(self, row: ImportRowResponse) {
        let number = row.row;
        let Some(belongs) =
            self.outcome.try_get_untracked().map(|_there| fits(&untrack(|| self.filter()), &row))
        else {
            return;
        };
        let is_elsewhere = untrack(|| self.whole().is_some() && self.row(number).is_none());
        if is_elsewhere {
            return;
        }
        let was_at = self.at.get_untracked() == Some(number);
        let mut next = None;
        self.rows.rows.update(|rows| next = settle(rows, row, belongs));
        if was_at && next != Some(number) {
            self.editing.set(false);
            self.at.set(next);
        }
    }

    /// Waits until every change has arrived, such as one that was written last.
    pub async fn settled(self) {
        while self.pending.try_get_value().is_some_and(|pending| pending > 0) {
            sleep(SETTLING).await;
        }
    }

    /// Tells something without doing anything.
    pub fn say(self, text: String) {
        self.said.set(Some(Said { text, way_back: None }));
    }
}

fn choose_outcome(row: i32, outcome: Option<RowOutcome>) -> UpdateImportRowsRequest {
    UpdateImportRowsRequest {
        row: Some(row),
        outcome: Some(outcome),
        ..UpdateImportRowsRequest::default()
    }
}

fn put_cell(row: i32, header: &str, value: Option<String>) -> UpdateImportRowsRequest {
    UpdateImportRowsRequest {
        row: Some(row),
        values: Some(BTreeMap::from([(header.to_owned(), value)])),
        ..UpdateImportRowsRequest::default()
    }
}
