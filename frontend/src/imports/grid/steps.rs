//! Keys in the grid, and bringing the cell that somebody is at into sight.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::Grid;
use super::decisions::{Decision, Step, moved};
use super::filter::place_of;
use super::reach::place_in_whole;
use crate::state::keys::Keys;
use crate::ui::{Stretch, Track, dom};

/// Rows of a press on Page Up or Page Down.
const PAGE: isize = 10;
const USUAL_ROW: f64 = 32.0;

/// The id of a cell, by which the table names the one that somebody is at.
#[must_use]
pub fn cell_id(row: i32, column: usize) -> String {
    format!("cell-{row}-{column}")
}

impl Grid {
    /// Hears a key anywhere in the grid and its panel.
    pub fn hear(self, event: &KeyboardEvent) {
        let control = event.ctrl_key() || event.meta_key();
        let other = event.alt_key() || event.default_prevented() || event.is_composing();
        if other || self.editing.get_untracked() || is_in_a_field(event) {
            return;
        }
        let key = event.key();
        let in_table = self.has_focus();
        let single = key.chars().count() == 1;
        if single && (control || !Keys::expect().enabled.get_untracked()) {
            return;
        }
        let handled = if let Some(decision) = Decision::of_key(&key).filter(|_| self.editable) {
            self.decide(decision);
            true
        } else if let Some(step) = Step::of_key(&key, control, PAGE)
            .filter(|step| in_table || (single && matches!(step, Step::Rows(_))))
        {
            self.step(step);
            true
        } else if in_table && matches!(key.as_str(), "Enter" | "F2") {
            self.edit();
            true
        } else {
            false
        };
        if handled {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// Goes to another cell.
    pub fn step(self, step: Step) {
        let columns = self.headers.with_untracked(Vec::len);
        match step {
            Step::Columns(by) => self.column.update(|column| *column = moved(*column, by, columns)),
            Step::Edge(last) => self.column.set(if last { columns.saturating_sub(1) } else { 0 }),
            Step::Rows(by) => self.go_by(by),
            Step::End(last) => self.go_to_end(last),
        }
        self.reveal();
    }

    /// Goes so many rows down, or up, as far as there are any.
    pub fn go_by(self, by: isize) {
        if let Some(total) = untrack(|| self.whole()) {
            let here = self.at.get_untracked().unwrap_or(1);
            let by = i32::try_from(by).unwrap_or(if by < 0 { i32::MIN } else { i32::MAX });
            self.at.set(Some(here.saturating_add(by).clamp(1, total.max(1))));
            return;
        }
        let next = self.rows.rows.data.with_untracked(|rows| {
            let rows = rows.as_deref()?;
            let here = self.at.get_untracked().and_then(|number| place_of(rows, number).ok());
            let place = here.map_or(0, |here| moved(here, by, rows.len()));
            rows.get(place).map(|row| row.row)
        });
        self.at.set(next);
    }

    /// Goes to a cell, such as one that was pressed.
    pub fn go_to(self, row: i32, column: usize) {
        self.editing.set(false);
        self.at.set(Some(row));
        self.column.set(column);
    }

    /// Begins to write in the cell that somebody is at.
    pub fn edit(self) {
        if !self.editable {
            self.say("This list has become leads. Change the lead itself.".to_owned());
        } else if self.at.get_untracked().is_some() {
            self.reveal();
            self.editing.set(true);
        }
    }

    /// Ends writing, and gives the focus back to the table.
    pub fn end_editing(self) {
        self.editing.set(false);
        self.focus();
    }

    /// Gives the table the focus.
    pub fn focus(self) {
        if let Some(table) = self.table.get_untracked() {
            dom::focus(&table);
        }
    }

    fn has_focus(self) -> bool {
        let table = self.table.get_untracked();
        table.is_some_and(|table| dom::focused().is_some_and(|focused| focused == *table))
    }

    /// Brings the cell into sight, once rows that have just come have their room; its own may not
    /// be made before it is in sight.
    pub fn reveal(self) {
        request_animation_frame(move || {
            let Some(row) = self.at.try_get_untracked().flatten() else { return };
            self.scroll_to(row);
            let id = cell_id(row, self.column.get_untracked());
            request_animation_frame(move || {
                if let Some(cell) = document().get_element_by_id(&id) {
                    dom::reveal(&cell);
                }
            });
        });
    }

    fn scroll_to(self, row: i32) {
        let Some(table) = self.table.get_untracked() else { return };
        let Stretch { first, total } = untrack(|| self.stretch());
        let in_part = self.rows.rows.data.with_untracked(|rows| {
            rows.as_deref().and_then(|rows| place_of(rows, row).ok()).unwrap_or_default()
        });
        let is_whole = untrack(|| self.whole()).is_some();
        let place = if is_whole { place_in_whole(row) } else { first + in_part };
        let Ok(Some(container)) = table.closest(".table-scroll") else { return };
        let height = container
            .query_selector("tbody tr:not(.spacer)")
            .ok()
            .flatten()
            .map_or(USUAL_ROW, |row| row.get_bounding_client_rect().height());
        let head = f64::from(table.t_head().map_or(0, |head| head.offset_height()));
        let seen = f64::from(container.client_height());
        let track = Track::of(total, height, seen);
        let top = track.list_at(container.scroll_top().into());
        let at = f64::from(u32::try_from(place).unwrap_or(u32::MAX)) * height;
        let wanted = if (at - top).abs() > seen * 2.0 {
            // Somewhere else altogether: with what comes before and after it.
            (at - seen / 3.0).max(0.0)
        } else if at < top {
            at
        } else if at + height > top + seen - head {
            at + height - seen + head
        } else {
            top
        };
        if (wanted - top).abs() > 0.5 {
            container
                .set_scroll_top(format!("{:.0}", track.top_of(wanted)).parse().unwrap_or_default());
        }
    }
}

/// Whether somebody writes or chooses in a field.
fn is_in_a_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|target| {
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || target.closest("[role=menu],[role=tablist],dialog").ok().flatten().is_some()
    })
}
