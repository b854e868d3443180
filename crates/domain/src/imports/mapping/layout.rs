//! A mapping made ready to be applied to row after row.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::split::split;
use super::{ColumnPlan, Target};
use crate::exports::{LeadColumn, is_of_an_export};
use crate::imports::spreadsheet::restored;
use crate::imports::{Column, Issue};

/// How many cells of a lead a list can fill.
const COUNT: usize = Column::ALL.len();

/// What becomes of the columns, in the order of the file.
#[derive(Debug, Clone)]
pub struct Layout {
    targets: Vec<Target>,
    /// Whether any column fills the name.
    has_name: bool,
    /// The column of an export whose numbers stand beside the one that is dialled.
    other_phones: Option<usize>,
}

/// What somebody has mended in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mending {
    /// Cells of the file, by the place of their column; the first is 0.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<usize, String>,
    /// Cells of the lead that the file has no column for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Column, String>,
}

impl Mending {
    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.fields.is_empty()
    }
}

/// The cells of a row by what a lead has there.
#[derive(Debug, Default)]
pub struct RawRow<'a> {
    cells: [Option<Cow<'a, str>>; COUNT],
    /// Phones of the second column of phones and those behind it.
    pub(crate) more_phones: Vec<Cow<'a, str>>,
    /// Phones that are never the one that is dialled, whether there is one or not.
    pub(crate) other_phones: Option<Cow<'a, str>>,
    /// What is kept as it is, by name.
    pub(crate) custom: Vec<(&'a str, Cow<'a, str>)>,
    /// What was noticed on the way.
    pub(crate) issues: Vec<Issue>,
    /// Whether the list has no column of names.
    pub(crate) is_nameless: bool,
}

impl Layout {
    /// Of these plans.
    #[must_use]
    pub fn new(plans: &[ColumnPlan]) -> Self {
        let targets: Vec<Target> = plans.iter().map(|plan| plan.target.clone()).collect();
        let has_name = targets.iter().any(|target| target.fields.contains(&Column::Name));
        Self { targets, has_name, other_phones: other_phones(plans) }
    }

    /// How many columns the file has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.targets.len()
    }

    /// The cells of a row, as they stand in the file or as they were mended.
    #[must_use]
    pub fn row<'a>(&'a self, cells: &'a [String], mending: Option<&'a Mending>) -> RawRow<'a> {
        let mended = |at: &usize| mending.and_then(|mending| mending.cells.get(at));
        let mut row = RawRow { is_nameless: !self.has_name, ..RawRow::default() };
        for (at, target) in self.targets.iter().enumerate() {
            let cell = mended(&at).or_else(|| cells.get(at)).map_or("", String::as_str);
            let cell = bare(cell);
            if cell.is_empty() {
                continue;
            }
            if self.other_phones == Some(at) {
                row.other_phones = Some(cell);
            } else {
                row.take(target, cell);
            }
        }
        for (column, cell) in mending.iter().flat_map(|mending| &mending.fields) {
            row.is_nameless &= *column != Column::Name;
            row.set(*column, cell);
        }
        row.look_at_width(cells, self.targets.len());
        row
    }
}

impl<'a> RawRow<'a> {
    /// A row whose cells are these.
    #[must_use]
    pub fn of(cells: impl IntoIterator<Item = (Column, &'a str)>) -> Self {
        let mut row = Self::default();
        for (column, cell) in cells {
            row.set(column, cell);
        }
        row
    }

    /// What stands there, with the spaces around it.
    pub(crate) fn get(&self, column: Column) -> Option<&str> {
        self.cells.get(place(column))?.as_deref()
    }

    fn set(&mut self, column: Column, cell: &'a str) {
        if let Some(place) = self.cells.get_mut(place(column)) {
            *place = Some(Cow::Borrowed(cell));
        }
    }

    fn take(&mut self, target: &'a Target, cell: Cow<'a, str>) {
        match target.fields.as_slice() {
            [] => {
                let name = target.custom_field.as_deref();
                self.custom.extend(name.map(|name| (name, cell)));
            }
            [column] => self.add(*column, cell),
            fields => match split(&cell, fields) {
                Some(parts) => {
                    for (column, part) in parts {
                        self.add(column, Cow::Owned(part));
                    }
                }
                None => self.note_unsplit(fields),
            },
        }
    }

    /// Adds a cell to what another column has said.
    fn add(&mut self, column: Column, cell: Cow<'a, str>) {
        let Some(place) = self.cells.get_mut(place(column)) else { return };
        match (place.as_deref(), column) {
            (None, _) => *place = Some(cell),
            (Some(_), Column::Phone) => self.more_phones.push(cell),
            (Some(first), Column::Name | Column::Street | Column::City) => {
                *place = Some(Cow::Owned(format!("{first} {cell}")));
            }
            // The first column that says something is believed.
            (Some(_), _) => {}
        }
    }

    fn note_unsplit(&mut self, fields: &[Column]) {
        let message = "What stands here could not be told apart, so it is left out. Write both coordinates such \
                       as 48.137, 11.575.";
        self.issues.push(Issue {
            column: fields.first().copied(),
            code: "not_told_apart".into(),
            message: message.to_owned(),
        });
    }

    /// Rows with more or fewer cells than the header may be shifted: that is said, not guessed.
    fn look_at_width(&mut self, cells: &[String], width: usize) {
        let beyond = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        let found = cells.len();
        if beyond {
            let message = format!(
                "This row has {found} cells where the header has {width}; what stands beyond is left out. Check \
                 that a comma or semicolon in a text has not moved the others to the wrong column."
            );
            self.issues.push(Issue { column: None, code: "too_many_cells".into(), message });
        } else if found < width {
            let message = format!(
                "This row has {found} cells where the header has {width}; those missing count as empty. Check \
                 that the others stand in the right column."
            );
            self.issues.push(Issue { column: None, code: "too_few_cells".into(), message });
        }
    }
}

/// The column of other phones, in a file that we wrote ourselves.
fn other_phones(plans: &[ColumnPlan]) -> Option<usize> {
    let headers: Vec<&str> = plans.iter().map(|plan| plan.header.as_str()).collect();
    let is_it = |plan: &ColumnPlan| {
        LeadColumn::of(&plan.header) == Some(LeadColumn::OtherPhones)
            && plan.target.fields == [Column::Phone]
    };
    plans.iter().position(is_it).filter(|_| is_of_an_export(&headers))
}

/// A cell without what stands around it, and without what keeps it from running in a spreadsheet.
fn bare(cell: &str) -> Cow<'_, str> {
    match restored(cell.trim()) {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
        Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
    }
}

/// A column's place in [`Column::ALL`].
fn place(column: Column) -> usize {
    Column::ALL.iter().position(|other| *other == column).unwrap_or_default()
}
