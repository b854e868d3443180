//! The table of leads; on a phone a compact list.

use domain::ids::{AssignmentId, LeadId};
use dto::leads::LeadResponse;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::list_page::LeadList;
use super::row::LeadRow;
use super::rows::More;
use super::view::View;
use crate::api::SignedIn;
use crate::ui::{Button, Icon, SelectAll, SortHeader, VirtualRows};

/// Columns at most: those of an admin.
const COLUMNS: usize = 12;

/// What of a lead makes its row another one.
type RowKey = (LeadId, i32, Option<AssignmentId>, bool, i16);

fn row_key(lead: &LeadResponse) -> RowKey {
    let assignment = lead.assignment.as_ref().map(|assignment| assignment.id);
    (lead.id, lead.version, assignment, lead.callable, lead.priority.get())
}

/// The table, filling the height that is left.
#[component]
pub fn LeadTable(
    /// The list.
    list: LeadList,
    /// The loaded leads.
    leads: Signal<Vec<LeadResponse>>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let is_admin = untrack(|| me.is_admin());
    let location = use_location();
    let open_lead = Memo::new(move |_| {
        location.pathname.get().strip_prefix("/leads/").and_then(|id| id.parse::<LeadId>().ok())
    });
    let classes = move || format!("data-table lead-table{}", list.hidden.classes());
    let loading = list.acts.rows.loaded.loading;
    view! {
        <div class="table-scroll table-fill" aria-busy=move || loading.get().then_some("true")>
            <table class=classes>
                <Head list=list leads=leads is_admin=is_admin />
                <VirtualRows
                    rows=leads
                    key=row_key
                    columns=COLUMNS
                    row=move |lead| {
                        view! { <LeadRow list=list lead=lead open_lead=open_lead is_admin=is_admin /> }
                    }
                    on_end=move |()| list.acts.rows.load_more()
                />
            </table>
            <MoreState list=list />
        </div>
    }
}

#[component]
fn Head(list: LeadList, leads: Signal<Vec<LeadResponse>>, is_admin: bool) -> impl IntoView {
    let sort = RwSignal::new(untrack(|| list.view.with(|view| view.sort.clone())));
    Effect::new(move |_| {
        let now = list.view.with(|view| view.sort.clone());
        if sort.with_untracked(|sort| *sort != now) {
            sort.set(now);
        }
    });
    Effect::new(move |_| {
        let wanted = sort.get();
        let view = list.view.get_untracked();
        if view.sort != wanted {
            list.show.run(View { sort: wanted, ..view });
        }
    });
    let selection = list.acts.selection;
    let ids = move || leads.with(|leads| leads.iter().map(|lead| lead.id).collect::<Vec<_>>());
    let all = move || {
        selection.all_matching.get()
            || leads
                .with(|leads| !leads.is_empty() && leads.iter().all(|lead| selection.has(lead.id)))
    };
    let some = Signal::derive(move || !selection.is_empty());
    view! {
        <thead class="max-md:hidden">
            <tr>
                {is_admin
                    .then(|| {
                        view! {
                            <th scope="col" class="col-tick">
                                <SelectAll
                                    all=Signal::derive(all)
                                    some=some
                                    on_toggle=move |()| selection.toggle_all(ids())
                                />
                            </th>
                        }
                    })} <SortHeader label="Name" field="name" sort=sort attr:class="col-name" />
                <SortHeader label="City" field="city" sort=sort attr:class="col-place" />
                <th scope="col" class="col-phone">"Phone"</th>
                <SortHeader label="Status" field="status" sort=sort attr:class="col-status" />
                <th scope="col" class="col-disposition">"Disposition"</th>
                <SortHeader label="Priority" field="priority" sort=sort attr:class="col-priority" />
                {is_admin.then(|| view! { <th scope="col" class="col-assignee">"Assigned to"</th> })}
                <th scope="col" class="col-time">"Local time"</th>
                <SortHeader label="Last contact" field="last_contacted_at" sort=sort attr:class="col-last" />
                <SortHeader label="Follow-up" field="next_follow_up_at" sort=sort attr:class="col-next" />
                <th scope="col" class="col-menu">
                    <span class="sr-only">"Actions"</span>
                </th>
            </tr>
        </thead>
    }
}

/// Below the last row: the next page is on its way, or did not come.
#[component]
fn MoreState(list: LeadList) -> impl IntoView {
    let rows = list.acts.rows;
    move || match rows.more.get() {
        More::Idle => None,
        More::Loading => Some(
            view! { <p class="p-3 text-sm text-muted" role="status">"Loading more leads"</p> }
                .into_any(),
        ),
        More::Failed(error) => Some(
            view! {
                <div class="flex flex-wrap items-center gap-3 p-3 text-sm" role="alert">
                    <span>{format!("The rest of the list did not load. {}", error.message())}</span>
                    <Button icon=Icon::RefreshCw on_press=move |()| rows.load_more()>
                        "Try again"
                    </Button>
                </div>
            }
            .into_any(),
        ),
    }
}
