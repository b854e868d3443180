//! Above the list: search, status, filters, columns; and the chips of what is filtered.

use domain::leads::LeadStatus;
use leptos::prelude::*;

use super::columns::ColumnMenu;
use super::facet::Facet;
use super::list_page::LeadList;
use super::view::View;
use crate::api::SignedIn;
use crate::format;
use crate::ui::{
    Button, ButtonKind, FilterChip, Glyph, Icon, Menu, MenuItem, SearchField, Segmented, Sort,
};

const STATUSES: [(Option<LeadStatus>, &str); 4] = [
    (None, "All"),
    (Some(LeadStatus::New), "New"),
    (Some(LeadStatus::InProgress), "In progress"),
    (Some(LeadStatus::Completed), "Completed"),
];

/// Orders that a phone offers, where the heads of columns are hidden.
const ORDERS: [(&str, Sort); 5] = [
    ("Newest first", Sort { field: "created_at", descending: true }),
    ("Name", Sort { field: "name", descending: false }),
    ("Priority", Sort { field: "priority", descending: false }),
    ("Last contact", Sort { field: "last_contacted_at", descending: true }),
    ("Next follow-up", Sort { field: "next_follow_up_at", descending: false }),
];

/// The bar.
#[component]
pub fn FilterBar(
    /// The list.
    list: LeadList,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let status = Signal::derive(move || list.view.with(|view| view.filter.status));
    let choose = move |status: Option<LeadStatus>| {
        list.narrow(|filter| {
            filter.status = status;
            if status != Some(LeadStatus::Completed) {
                filter.category = None;
            }
        });
    };
    let count = move || list.acts.rows.count().map(|count| format::count(count, "lead", "leads"));
    let filters = move || {
        let said = |view: &View| {
            Facet::ALL.iter().filter(|facet| facet.value(&view.filter).is_some()).count()
        };
        match list.view.with(said) {
            0 => "Filters".to_owned(),
            count => format!("Filters ({count})"),
        }
    };
    let with_assignee = Signal::derive(move || me.is_admin());
    view! {
        <div class="toolbar lead-toolbar">
            <Search list=list />
            <Segmented
                label="Status"
                options=STATUSES.to_vec()
                value=status
                on_choose=choose
            />
            <Button
                kind=ButtonKind::Plain
                icon=Icon::Filter
                on_press=move |()| list.filters_open.set(true)
            >
                {filters}
            </Button>
            <span class="md:hidden">
                <OrderMenu list=list />
            </span>
            <span class="max-md:hidden">
                <ColumnMenu hidden=list.hidden with_assignee=with_assignee />
            </span>
            <span class="ml-auto text-sm text-muted figures" role="status">
                {count}
            </span>
        </div>
    }
}

#[component]
fn Search(list: LeadList) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let searched = StoredValue::new(String::new());
    // The address may change without this field, such as by a link or by clearing all filters; what
    // this field itself wrote there must not overtake somebody who types on.
    Effect::new(move |_| {
        let wanted = list.view.with(|view| view.filter.q.clone()).unwrap_or_default();
        if searched.with_value(|searched| *searched != wanted) {
            searched.set_value(wanted.clone());
            words.set(wanted);
        }
    });
    let search = move |text: String| {
        let text = text.trim().to_owned();
        searched.set_value(text.clone());
        list.narrow(|filter| filter.q = Some(text).filter(|text| !text.is_empty()));
    };
    view! {
        <div class="min-w-0 flex-1 basis-56 md:max-w-80">
            <SearchField label="Search name, city or phone" value=words on_search=search />
        </div>
    }
}

#[component]
fn OrderMenu(list: LeadList) -> impl IntoView {
    let items = move || {
        ORDERS
            .into_iter()
            .map(|(words, sort)| {
                let is_chosen = {
                    let sort = sort.clone();
                    Signal::derive(move || list.view.with(|view| view.sort == sort))
                };
                let choose = move |()| {
                    let view = View { sort: sort.clone(), ..list.view.get_untracked() };
                    list.show.run(view);
                };
                view! { <MenuItem label=words checked=is_chosen on_choose=choose /> }
            })
            .collect_view()
    };
    view! {
        <Menu label="Sort by" trigger=|| view! { <Glyph icon=Icon::ChevronsUpDown /> }>
            {items()}
        </Menu>
    }
}

/// What is filtered, each with a way to take it away. The status has its own switch in the bar.
#[component]
pub fn FilterChips(
    /// The list.
    list: LeadList,
) -> impl IntoView {
    let chips = Memo::new(move |_| {
        list.view.with(|view| {
            let told = |facet: &Facet| *facet != Facet::Status;
            let said = |facet: Facet| facet.value(&view.filter).map(|value| (facet, value));
            Facet::ALL.into_iter().filter(told).filter_map(said).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || chips.with(|chips| !chips.is_empty())>
            <div class="toolbar" role="group" aria-label="Filters that are on">
                <For each=move || chips.get() key=|chip| chip.clone() let((facet, value))>
                    <FilterChip
                        label=Signal::derive(move || facet.chip(&value, list.lookups))
                        on_remove=move |()| list.narrow(|filter| facet.set(filter, ""))
                    />
                </For>
                <Button kind=ButtonKind::Quiet on_press=move |()| list.clear()>
                    "Clear all"
                </Button>
            </div>
        </Show>
    }
}
