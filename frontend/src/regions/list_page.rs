//! All regions.

use domain::activity::Subject;
use dto::regions::RegionResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::RegionForm;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::listed::{Acts, AddButton, DeleteDialog, RowMenu, Rows};
use crate::state::Query;
use crate::ui::{EmptyState, Icon, Loaded, Page, PageHeader};

/// The screen of regions, for admins.
#[component]
pub fn RegionListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <RegionList />
        </AdminOnly>
    }
}

#[component]
fn RegionList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let regions = Query::new(|| (), move |()| api::regions::list(me))
        .refetch_on(events, |change| {
            matches!(change.subject_type, Subject::Region | Subject::Import)
        });
    let acts = Acts::on(me, regions);
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::Map
                title="No regions yet"
                text="A region groups leads by where they are and says how their phone numbers are read. Every list is uploaded for one."
            >
                <AddButton acts=acts />
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader title="Regions" description="Where your leads are. Every list belongs to one.">
                <AddButton acts=acts />
            </PageHeader>
            <Loaded query=regions is_empty=|page| page.data.is_empty() empty=empty let:page>
                <RegionTable regions=Signal::derive(move || page.get().data) acts=acts />
            </Loaded>
        </Page>
        <RegionForm open=acts.form subject=acts.subject on_saved=move |()| regions.refetch() />
        <DeleteDialog acts=acts />
    }
}

#[component]
fn RegionTable(regions: Signal<Vec<RegionResponse>>, acts: Acts<RegionResponse>) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="max-lg:hidden">"Description"</th>
                        <th scope="col" class="max-sm:hidden">"Phone numbers of"</th>
                        <th scope="col" class="number">"Leads"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <Rows all=regions row=move |one| view! { <RegionRow one=one acts=acts /> } />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn RegionRow(one: Memo<RegionResponse>, acts: Acts<RegionResponse>) -> impl IntoView {
    let leads = move || one.with(|one| format!("/leads?region_id={}", one.id));
    view! {
        <tr>
            <td>
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| acts.edit(one.get_untracked())
                >
                    {move || one.with(|one| one.name.clone())}
                </button>
            </td>
            <td class="text-muted max-lg:hidden">
                {move || one.with(|one| one.description.clone())}
            </td>
            <td class="max-sm:hidden">
                {move || one.with(|one| format::country(&one.default_country))}
            </td>
            <td class="number">
                <A href=leads attr:class="row-link">
                    {move || format::number(one.with(|one| one.lead_count))}
                </A>
            </td>
            <td class="narrow">
                <RowMenu one=one acts=acts />
            </td>
        </tr>
    }
}
