//! What becomes of each column of the file: a sentence when all is clear, a table to choose in.

pub mod choices;
pub mod row;

use dto::imports::{ChosenColumn, ImportResponse, MappedColumn, UpdateImportRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::dom::unique_id;
use crate::ui::{Button, ButtonKind, Glyph, Icon, Notice, NoticeKind};
use choices::{Standing, changed, chosen_of};
use row::ColumnRow;

/// The columns as they are, and as they shall be.
#[derive(Clone, Copy)]
pub struct Draft {
    /// As the server has them.
    pub columns: Memo<Vec<MappedColumn>>,
    /// As they are chosen here, in the same order.
    pub now: RwSignal<Vec<ChosenColumn>>,
}

impl Draft {
    fn new(import: Signal<ImportResponse>) -> Self {
        let columns = Memo::new(move |_| import.with(|import| import.mapping.clone()));
        let now = RwSignal::new(Vec::new());
        Effect::new(move |_| {
            now.set(columns.with(|columns| columns.iter().map(chosen_of).collect()));
        });
        Self { columns, now }
    }

    fn changes(self) -> Vec<ChosenColumn> {
        self.columns.with(|columns| self.now.with(|now| changed(columns, now)))
    }

    fn reset(self) {
        self.now.set(self.columns.with_untracked(|all| all.iter().map(chosen_of).collect()));
    }
}

/// The columns of a list that waits for review.
#[component]
pub fn ColumnsCard(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
    /// Told whether columns are chosen that the rows were not checked by yet.
    unchecked: RwSignal<bool>,
) -> impl IntoView {
    let draft = Draft::new(import);
    Effect::new(move |_| unchecked.set(!draft.changes().is_empty()));
    let saved = Memo::new(move |_| {
        let chosen: Vec<ChosenColumn> =
            draft.columns.with(|columns| columns.iter().map(chosen_of).collect());
        Standing::of(&chosen)
    });
    let open = RwSignal::new(saved.get_untracked().needs_a_look());
    let body = unique_id("columns");
    let icon = move || if open.get() { Icon::ChevronDown } else { Icon::ChevronRight };
    view! {
        <section class="card" aria-label="Columns">
            <button
                type="button"
                class="columns-head"
                aria-expanded=move || open.get().to_string()
                aria-controls=body.clone()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Glyph icon=Signal::derive(icon) />
                <span class="font-semibold">"Columns"</span>
                <span class="text-muted columns-sentence">{move || saved.get().sentence()}</span>
            </button>
            <div id=body>
                <Show when=move || open.get()>
                    <ColumnsForm draft=draft query=query import=import />
                </Show>
            </div>
        </section>
    }
}

#[component]
fn ColumnsForm(
    draft: Draft,
    query: Query<ImportResponse>,
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let standing = Memo::new(move |_| draft.now.with(|now| Standing::of(now)));
    let places = Memo::new(move |_| draft.columns.with(Vec::len));
    view! {
        <div class="columns-body">
            <Advice standing=standing />
            <div class="table-scroll columns-scroll">
                <table class="data-table columns-table">
                    <thead class="max-lg:hidden">
                        <tr>
                            <th scope="col">"In your file"</th>
                            <th scope="col" class="max-lg:hidden">"For example"</th>
                            <th scope="col">"Becomes"</th>
                            <th scope="col">"Why"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || 0..places.get() key=|place| *place let(place)>
                            <ColumnRow draft=draft place=place />
                        </For>
                    </tbody>
                </table>
            </div>
            <Foot draft=draft query=query import=import />
        </div>
    }
}

/// What is missing before the list is of use.
#[component]
fn Advice(standing: Memo<Standing>) -> impl IntoView {
    move || {
        let Standing { has_name, has_phone, .. } = standing.get();
        match (has_name, has_phone) {
            (false, _) => Some(view! {
                <Notice kind=NoticeKind::Warning>
                    "No column is the name of the business yet. Choose it below, and the rows can be used."
                </Notice>
            }.into_any()),
            (true, false) => Some(view! {
                <Notice kind=NoticeKind::Warning>
                    "No column is the phone. Without one, the leads cannot be called. Choose it below if it is there."
                </Notice>
            }.into_any()),
            _ => None,
        }
    }
}

/// Applies what was chosen.
#[component]
fn Foot(
    draft: Draft,
    query: Query<ImportResponse>,
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let count = Memo::new(move |_| draft.changes().len());
    let apply = move |()| {
        let (id, mapping) = (import.with_untracked(|one| one.id), untrack(|| draft.changes()));
        busy.set(true);
        spawn_local(async move {
            let changes =
                UpdateImportRequest { mapping: Some(mapping), ..UpdateImportRequest::default() };
            match api::imports::update(me, id, &changes).await {
                Ok(fresh) => query.set(fresh),
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    let words = move || match count.get() {
        0 => "Change a column, then check the rows again.".to_owned(),
        some => {
            let count = i64::try_from(some).unwrap_or(i64::MAX);
            let changed = format::count(count, "column is changed", "columns are changed");
            format!("{changed}. Nothing is imported yet.")
        }
    };
    view! {
        <div class="columns-foot">
            <span class="text-sm text-muted" role="status">
                {words}
            </span>
            <Show when=move || { count.get() > 0 }>
                <Button on_press=move |()| draft.reset()>"As it was"</Button>
            </Show>
            <Button
                kind=ButtonKind::Primary
                icon=Icon::RefreshCw
                busy=busy
                disabled=Signal::derive(move || count.get() == 0)
                on_press=apply
            >
                "Check the rows again"
            </Button>
        </div>
    }
}
