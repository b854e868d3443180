//! All files that were asked for, the newest first, each as far as it is.

use domain::activity::Subject;
use dto::exports::ExportResponse;
use dto::page::Page as ListPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::table::ExportTable;
use super::words::{is_moving, standing};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::imports::live::ask_while_cut_off;
use crate::state::{Query, Toasts};
use crate::ui::{Button, ButtonKind, EmptyState, Icon, LinkButton, Loaded, Page, PageHeader};

type Exports = ListPage<ExportResponse>;

/// The screen of exports, for admins.
#[component]
pub fn ExportListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <ExportList />
        </AdminOnly>
    }
}

#[component]
fn ExportList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let exports = Query::new(|| (), move |()| async move { api::exports::list(me, None).await })
        .refetch_on(events, |change| change.subject_type == Subject::Export);
    ask_while_cut_off(events, move || {
        let moving = exports.data.with_untracked(|page| {
            page.iter().flat_map(|page| &page.data).any(|export| is_moving(export.status))
        });
        if moving {
            exports.refetch();
        }
    });
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::Download
                title="No exports yet"
                text="Choose Export above the leads, or above the calls. The file has what the filters there show, and waits here for you."
            >
                <LinkButton href="/leads" kind=ButtonKind::Primary>
                    "Go to the leads"
                </LinkButton>
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Exports"
                description="Files of leads and calls for a spreadsheet. Each is kept for 7 days."
            />
            <Loaded query=exports is_empty=|page| page.data.is_empty() empty=empty let:page>
                <p class="sr-only" role="status">
                    {move || page.with(|page| standing(&page.data))}
                </p>
                <ExportTable exports=Signal::derive(move || page.get().data) />
                <Older exports=exports />
            </Loaded>
        </Page>
    }
}

/// The way to files beyond the first page.
#[component]
fn Older(exports: Query<Exports>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let cursor = move || exports.data.with(|page| page.as_ref()?.next_cursor.clone());
    let load = move |()| {
        let Some(cursor) = untrack(cursor) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::exports::list(me, Some(&cursor)).await {
                Ok(next) => exports.update(|page| {
                    page.data.extend(next.data);
                    page.next_cursor = next.next_cursor;
                }),
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <Show when=move || cursor().is_some()>
            <div>
                <Button busy=busy on_press=load>
                    "Show older exports"
                </Button>
            </div>
        </Show>
    }
}
