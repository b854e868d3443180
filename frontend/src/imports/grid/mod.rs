//! The rows of a list: looked at by what comes of them, mended and decided about where they stand.

pub mod bulk;
pub mod cell;
pub mod compare;
pub mod decisions;
pub mod filter;
pub mod go_to;
pub mod mend;
pub mod panel;
pub mod reach;
pub mod row;
pub mod search;
pub mod section;
pub mod steps;
pub mod table;
pub mod words;

use domain::ids::ImportId;
use domain::imports::{Column, RowOutcome};
use dto::imports::{ImportResponse, ImportRowFilter, ImportRowResponse, UpdateImportRowsRequest};
use leptos::html;
use leptos::prelude::*;

use crate::api::imports::Begin;
use crate::api::{self, SignedIn};
use crate::state::paged::Paged;
use crate::state::{Query, Toasts};
use filter::{first_tab, place_of};
use reach::Reach;
use search::Search;
pub use section::ImportRows;

/// What was done last, and the way back.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// In words.
    pub text: String,
    /// The row as it was, and what makes it so again.
    pub way_back: Option<(ImportRowResponse, UpdateImportRowsRequest)>,
}

/// The rows that are shown, where somebody is in them, and what can be done.
#[derive(Clone, Copy)]
pub struct Grid {
    me: SignedIn,
    toasts: Toasts,
    id: ImportId,
    query: Query<ImportResponse>,
    /// How many changes are on their way.
    pending: StoredValue<u32>,
    /// The import.
    pub import: Signal<ImportResponse>,
    /// Whether rows can be mended and decided about.
    pub editable: bool,
    /// Rows with this outcome; all when none is chosen.
    pub outcome: RwSignal<Option<RowOutcome>>,
    /// An item of the report card that rows are searched for.
    pub search: RwSignal<Option<Search>>,
    /// Which part of the rows is here.
    reach: Reach,
    /// The rows as far as they are here.
    pub rows: Paged<ImportRowResponse>,
    /// The headers, in the order of the file.
    pub headers: Memo<Vec<String>>,
    /// The number of the row that somebody is at.
    pub at: RwSignal<Option<i32>>,
    /// The column that somebody is at.
    pub column: RwSignal<usize>,
    /// The row that somebody is at.
    pub current: Memo<Option<ImportRowResponse>>,
    /// Whether the cell is being written in.
    pub editing: RwSignal<bool>,
    /// What was done last.
    pub said: RwSignal<Option<Said>>,
    /// The table, which keeps the focus.
    pub table: NodeRef<html::Table>,
    /// All of it, with tabs and panel.
    pub section: NodeRef<html::Section>,
}

impl Grid {
    /// Loads the rows of an import, those first that need a look.
    #[must_use]
    pub fn load(
        me: SignedIn,
        query: Query<ImportResponse>,
        import: Signal<ImportResponse>,
        editable: bool,
    ) -> Self {
        let (id, counts) = import.with_untracked(|import| (import.id, import.counts));
        let outcome = RwSignal::new(first_tab(counts));
        let (search, reach) = (RwSignal::new(None::<Search>), Reach::new());
        let rows = Paged::new(
            move || (filter_of(outcome, search), reach.begin.get()),
            move |(filter, begin), cursor| async move {
                api::imports::rows(me, id, &filter, begin, cursor.as_deref()).await
            },
            |row| row.row,
        );
        let at = RwSignal::new(None::<i32>);
        let grid = Self {
            me,
            toasts: Toasts::expect(),
            id,
            query,
            pending: StoredValue::new(0),
            import,
            editable,
            outcome,
            search,
            reach,
            rows,
            headers: Memo::new(move |before: Option<&Vec<String>>| {
                headers_of(import, rows, before.map(Vec::as_slice).unwrap_or_default())
            }),
            at,
            column: RwSignal::new(0),
            current: Memo::new(move |before: Option<&Option<ImportRowResponse>>| {
                let number = at.get()?;
                // Who scrolls away from a row is still at it.
                let before = || before.cloned().flatten().filter(|row| row.row == number);
                row_at(rows, number).or_else(before)
            }),
            editing: RwSignal::new(false),
            said: RwSignal::new(None),
            table: NodeRef::new(),
            section: NodeRef::new(),
        };
        grid.stay_on_a_row();
        grid.arrive_after_reading();
        grid
    }

    /// What is shown; tracked.
    #[must_use]
    pub fn filter(self) -> ImportRowFilter {
        filter_of(self.outcome, self.search)
    }

    /// Shows other rows, and brings them into sight.
    pub fn show(self, outcome: Option<RowOutcome>, search: Option<Search>) {
        self.choose(outcome, search);
        if let Some(section) = self.section.get_untracked() {
            section.scroll_into_view();
        }
    }

    /// Shows other rows.
    pub fn choose(self, outcome: Option<RowOutcome>, search: Option<Search>) {
        self.editing.set(false);
        self.said.set(None);
        self.reach.begin.set(Begin::First);
        self.outcome.set(outcome);
        self.search.set(search);
        self.at.set(None);
        let table = self.table.get_untracked();
        if let Some(container) = table.and_then(|table| table.closest(".table-scroll").ok()?) {
            container.set_scroll_top(0);
        }
    }

    /// The row with this number; tracked.
    #[must_use]
    pub fn row(self, number: i32) -> Option<ImportRowResponse> {
        row_at(self.rows, number)
    }

    /// The place of the column that is the name, or the first; tracked.
    #[must_use]
    pub fn name_place(self) -> usize {
        self.import.with(|import| {
            let is_name = |fields: &[Column]| fields.contains(&Column::Name);
            import.mapping.iter().position(|one| is_name(&one.fields)).unwrap_or_default()
        })
    }

    /// Whoever is at no row of those shown is at the first; where all are shown, scrolling leads to
    /// no other.
    fn stay_on_a_row(self) {
        Effect::new(move |_| {
            let now = self.at.get();
            let whole = self.whole();
            let next = self.rows.rows.data.with(|rows| {
                let rows = rows.as_deref().unwrap_or_default();
                let is_there = |number: i32| match whole {
                    Some(total) => (1..=total).contains(&number),
                    None => place_of(rows, number).is_ok(),
                };
                now.filter(|number| is_there(*number)).or_else(|| rows.first().map(|row| row.row))
            });
            if next != now {
                self.editing.set(false);
                self.at.set(next);
            }
        });
    }
}

fn filter_of(
    outcome: RwSignal<Option<RowOutcome>>,
    search: RwSignal<Option<Search>>,
) -> ImportRowFilter {
    let filter = ImportRowFilter { outcome: outcome.get(), ..ImportRowFilter::default() };
    search.with(|search| match search {
        Some(search) => search.what.narrowed(filter),
        None => filter,
    })
}

fn row_at(rows: Paged<ImportRowResponse>, number: i32) -> Option<ImportRowResponse> {
    rows.rows.data.with(|rows| {
        let rows = rows.as_deref()?;
        rows.get(place_of(rows, number).ok()?).cloned()
    })
}

/// The columns of the file, and behind them what was put into rows that the file has no column for:
/// into those that are here, or were.
fn headers_of(
    import: Signal<ImportResponse>,
    rows: Paged<ImportRowResponse>,
    before: &[String],
) -> Vec<String> {
    let mut headers: Vec<String> =
        import.with(|import| import.mapping.iter().map(|one| one.header.clone()).collect());
    let width = headers.len();
    let mut add = |header: &String| {
        if !headers.contains(header) {
            headers.push(header.clone());
        }
    };
    before.iter().skip(width).for_each(&mut add);
    rows.rows.data.with(|rows| {
        let cells = rows.iter().flatten().flat_map(|row| row.values.iter().skip(width));
        cells.for_each(|cell| add(&cell.column));
    });
    headers
}
