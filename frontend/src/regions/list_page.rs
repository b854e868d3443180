//! All regions.

use domain::activity::Subject;
use dto::regions::RegionResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::RegionForm;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{
    Button, ButtonKind, ConfirmDialog, EmptyState, Glyph, Icon, Loaded, Menu, MenuItem, Page,
    PageHeader,
};

/// The acts of the list, for its rows.
#[derive(Clone, Copy)]
struct Acts {
    /// Which region the form changes; none to add one.
    subject: RwSignal<Option<RegionResponse>>,
    form: RwSignal<bool>,
    deleting: RwSignal<bool>,
}

impl Acts {
    fn add(self) {
        self.subject.set(None);
        self.form.set(true);
    }

    fn edit(self, region: &RegionResponse) {
        self.subject.set(Some(region.clone()));
        self.form.set(true);
    }

    fn ask_delete(self, region: &RegionResponse) {
        self.subject.set(Some(region.clone()));
        self.deleting.set(true);
    }
}

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
    let acts = Acts {
        subject: RwSignal::new(None),
        form: RwSignal::new(false),
        deleting: RwSignal::new(false),
    };
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::Map
                title="No regions yet"
                text="A region groups leads by where they are and says how their phone numbers are read. Every list is uploaded for one."
            >
                <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move |()| acts.add()>
                    "New region"
                </Button>
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader title="Regions" description="Where your leads are. Every list belongs to one.">
                <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move |()| acts.add()>
                    "New region"
                </Button>
            </PageHeader>
            <Loaded query=regions is_empty=|page| page.data.is_empty() empty=empty let:page>
                <RegionTable regions=Signal::derive(move || page.get().data) acts=acts />
            </Loaded>
        </Page>
        <RegionForm open=acts.form subject=acts.subject on_saved=move |()| regions.refetch() />
        <DeleteRegion acts=acts on_deleted=move |()| regions.refetch() />
    }
}

#[component]
fn RegionTable(regions: Signal<Vec<RegionResponse>>, acts: Acts) -> impl IntoView {
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
                    <For
                        each=move || regions.get()
                        key=|region| (region.id, region.updated_at, region.lead_count)
                        let(region)
                    >
                        <RegionRow region=region acts=acts />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn RegionRow(region: RegionResponse, acts: Acts) -> impl IntoView {
    let leads = format!("/leads?region_id={}", region.id);
    let region = StoredValue::new(region);
    let shown = region.get_value();
    view! {
        <tr>
            <td>
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| region.with_value(|region| acts.edit(region))
                >
                    {shown.name.clone()}
                </button>
            </td>
            <td class="text-muted max-lg:hidden">{shown.description}</td>
            <td class="max-sm:hidden">{format::country(&shown.default_country)}</td>
            <td class="number">
                <A href=leads attr:class="row-link">
                    {format::number(shown.lead_count)}
                </A>
            </td>
            <td class="narrow">
                <Menu
                    label=format!("Actions for {}", shown.name)
                    trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }
                >
                    <MenuItem
                        label="Edit"
                        icon=Icon::Pencil
                        on_choose=move |()| region.with_value(|region| acts.edit(region))
                    />
                    <MenuItem
                        label="Delete"
                        icon=Icon::Trash2
                        danger=true
                        on_choose=move |()| region.with_value(|region| acts.ask_delete(region))
                    />
                </Menu>
            </td>
        </tr>
    }
}

#[component]
fn DeleteRegion(acts: Acts, #[prop(into)] on_deleted: Callback<()>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let name = move || acts.subject.with(|one| one.as_ref().map(|one| one.name.clone()));
    let confirm = move |()| {
        let Some(region) = acts.subject.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::regions::delete(me, region.id).await {
                Ok(()) => {
                    toasts.done(format!("{} is deleted.", region.name));
                    on_deleted.run(());
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = acts.deleting.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=acts.deleting
            title=Signal::derive(move || format!("Delete {}?", name().unwrap_or_default()))
            text="A region that still has leads or lists cannot be deleted. This cannot be undone."
            confirm="Delete region"
            busy=busy
            on_confirm=confirm
        />
    }
}
