//! The leads: everybody's for admins, their own for reps. The address holds filters, search and order.

use domain::exports::ExportSource;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use super::acts::LeadActs;
use super::bulk_bar::BulkBar;
use super::columns::HiddenColumns;
use super::delete::DeleteLead;
use super::empty::NoLeads;
use super::filter_bar::{FilterBar, FilterChips};
use super::filter_dialog::FilterDialog;
use super::form::LeadFormDialog;
use super::keys::bind_list_keys;
use super::lookups::Lookups;
use super::merge::MergeDialog;
use super::rows::LeadRows;
use super::status_dialog::StatusDialog;
use super::table::LeadTable;
use super::view::{View, with_query};
use crate::api::SignedIn;
use crate::api::events::Events;
use crate::assignments::AssignDialog;
use crate::exports::ExportDialog;
use crate::exports::dialog::fields_of;
use crate::state::Toasts;
use crate::ui::{
    Button, ButtonKind, Icon, LinkButton, Loaded, Notice, NoticeKind, Page, PageHeader,
};

/// Everything that the parts of the list share.
#[derive(Clone, Copy)]
pub struct LeadList {
    /// Filters, search and order.
    pub view: Memo<View>,
    /// The same as it stands behind the question mark of the address.
    pub query: Memo<String>,
    /// Shows something else, and writes it into the address.
    pub show: Callback<View>,
    /// The names behind ids.
    pub lookups: Lookups,
    /// What can be done.
    pub acts: LeadActs,
    /// The hidden columns.
    pub hidden: HiddenColumns,
    /// Whether the dialog of filters is open.
    pub filters_open: RwSignal<bool>,
}

impl LeadList {
    fn new(me: SignedIn, events: Events) -> Self {
        let params = use_query_map();
        let view = Memo::new(move |_| params.with(View::read));
        let rows = LeadRows::load(me, events, view);
        let acts = LeadActs::new(me, rows);
        // What is chosen belongs to the list that it was chosen from.
        Effect::new(move |before: Option<View>| {
            let now = view.get();
            if before.is_some_and(|before| before.filter != now.filter) {
                acts.selection.clear();
            }
            now
        });
        Self {
            view,
            query: Memo::new(move |_| view.with(View::to_query)),
            show: show_in_address(),
            lookups: Lookups::load(me, events),
            acts,
            hidden: HiddenColumns::recall(),
            filters_open: RwSignal::new(false),
        }
    }

    /// Changes the filter and keeps the order.
    pub fn narrow(self, change: impl FnOnce(&mut dto::leads::LeadFilter)) {
        let mut view = self.view.get_untracked();
        change(&mut view.filter);
        self.show.run(view);
    }

    /// Takes all filters and the search away.
    pub fn clear(self) {
        self.show.run(View { sort: self.view.get_untracked().sort, ..View::default() });
    }
}

/// Writes a view into the address, so that the way back leads out of the list and not through every letter typed.
fn show_in_address() -> Callback<View> {
    let (location, navigate) = (use_location(), use_navigate());
    Callback::new(move |view: View| {
        let path = location.pathname.get_untracked();
        let options =
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&with_query(&path, &view.to_query()), options);
    })
}

/// The screen.
#[component]
pub fn LeadListPage() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let list = LeadList::new(me, events);
    bind_list_keys(me, list);
    let (title, text) = if untrack(|| me.is_admin()) {
        ("Leads", "Every business of this workspace.")
    } else {
        ("My leads", "The businesses that you work. Your queue serves the ones to call now.")
    };
    // Then the empty list itself offers these acts.
    let nothing_yet =
        Memo::new(move |_| list.acts.rows.count() == Some(0) && list.view.with(View::is_plain));
    view! {
        <Page fill=true>
            <PageHeader title=title description=text>
                <Show when=move || me.is_admin() && !nothing_yet.get()>
                    <Button
                        icon=Icon::Download
                        on_press=move |()| list.acts.exporting.set(true)
                    >
                        "Export"
                    </Button>
                    <LinkButton href="/imports/new" icon=Icon::Upload>
                        "Import a list"
                    </LinkButton>
                    <Button
                        kind=ButtonKind::Primary
                        icon=Icon::Plus
                        on_press=move |()| list.acts.add()
                    >
                        "New lead"
                    </Button>
                </Show>
            </PageHeader>
            <FilterBar list=list />
            <FilterChips list=list />
            <BulkBar list=list />
            <Stale list=list />
            <Loaded
                query=list.acts.rows.loaded
                is_empty=|page| page.data.is_empty()
                empty=move || view! { <NoLeads list=list /> }
                let:page
            >
                <LeadTable list=list leads=Signal::derive(move || page.get().data) />
            </Loaded>
        </Page>
        <Outlet />
        <LeadDialogs list=list />
    }
}

/// What is shown could not be read anew.
#[component]
fn Stale(list: LeadList) -> impl IntoView {
    let loaded = list.acts.rows.loaded;
    let stale = move || loaded.data.with(Option::is_some).then(|| loaded.error.get()).flatten();
    move || {
        let error = stale()?;
        Some(view! {
            <Notice kind=NoticeKind::Warning>
                <div class="flex flex-wrap items-center justify-between gap-2">
                    <span>
                        {format!("This list may be out of date. {}", error.message())}
                    </span>
                    <Button icon=Icon::RefreshCw on_press=move |()| loaded.refetch()>
                        "Try again"
                    </Button>
                </div>
            </Notice>
        })
    }
}

#[component]
fn LeadDialogs(list: LeadList) -> impl IntoView {
    let toasts = Toasts::expect();
    let LeadActs { rows, selection, subject, form, .. } = list.acts;
    let LeadActs { deleting, staging, merging, assigning, exporting, target, .. } = list.acts;
    let saved = move |lead: dto::leads::LeadResponse| {
        toasts.done(format!("{} is saved.", lead.name));
        rows.replace(&lead);
        rows.loaded.refetch();
    };
    let filter = Signal::derive(move || list.view.with(|view| fields_of(&view.filter)));
    let assigned = move |()| {
        selection.clear();
        rows.loaded.refetch();
    };
    view! {
        <FilterDialog list=list />
        <LeadFormDialog open=form subject=subject on_saved=saved />
        <StatusDialog open=staging subject=subject on_saved=saved />
        <MergeDialog open=merging subject=subject on_merged=move |_| rows.loaded.refetch() />
        <DeleteLead open=deleting subject=subject on_deleted=move |()| rows.loaded.refetch() />
        <ExportDialog open=exporting source=ExportSource::Leads filter=filter />
        <AssignDialog open=assigning target=target on_assigned=assigned />
    }
}
