//! What was done lately with who works what, each with a way back.

use domain::activity::Subject;
use domain::handouts::HandoutStatus;
use dto::handouts::HandoutResponse;
use dto::page::Page as ListPage;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::receipt::HandoutReceipt;
use super::undo::{UndoButton, is_undoable};
use super::words::{is_moving, marks, outcome};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::imports::live::ask_while_cut_off;
use crate::state::{Query, Toasts};
use crate::ui::{Badge, Button, ButtonKind, Dialog, EmptyState, Icon, Loaded, Moment};

type Handouts = ListPage<HandoutResponse>;

/// The list.
#[component]
pub fn HandoutHistory() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let handouts = Query::new(|| (), move |()| async move { api::handouts::list(me, None).await })
        .refetch_on(events, |change| change.subject_type == Subject::Assignment);
    ask_while_cut_off(events, move || {
        let moving = handouts.data.with_untracked(|page| {
            page.iter().flat_map(|page| &page.data).any(|one| is_moving(one.status))
        });
        if moving {
            handouts.refetch();
        }
    });
    let (shown, subject) = (RwSignal::new(false), RwSignal::new(None::<HandoutResponse>));
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::History
                title="Nothing was handed out yet"
                text="Every time that leads are handed out, taken back or evened out is kept here, and can be undone."
            />
        }
    };
    let show = move |one: HandoutResponse| {
        subject.set(Some(one));
        shown.set(true);
    };
    view! {
        <section class="flex flex-col gap-2" aria-labelledby="handouts-heading">
            <h2 id="handouts-heading" class="text-lg font-medium">
                "Handed out lately"
            </h2>
            <Loaded query=handouts is_empty=|page| page.data.is_empty() empty=empty let:page>
                <HandoutTable page=page on_show=show />
                <Older handouts=handouts />
            </Loaded>
        </section>
        <Dialog open=shown title="Receipt">
            {subject.get_untracked().map(|one| view! { <Shown open=shown handout=one /> })}
        </Dialog>
    }
}

#[component]
fn HandoutTable(
    #[prop(into)] page: Signal<Handouts>,
    #[prop(into)] on_show: Callback<HandoutResponse>,
) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"What"</th>
                        <th scope="col" class="max-md:hidden">"Status"</th>
                        <th scope="col" class="max-sm:hidden">"When"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || page.get().data
                        key=|one| (one.id, one.status, one.failure.is_some())
                        let(one)
                    >
                        <HandoutRow handout=one on_show=on_show />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// One act as a line.
#[component]
fn HandoutRow(
    handout: HandoutResponse,
    #[prop(into)] on_show: Callback<HandoutResponse>,
) -> impl IntoView {
    let (words, tone, icon) = marks(handout.status);
    let kept = handout.clone();
    let takers: Vec<String> = handout
        .shares
        .iter()
        .filter(|share| share.gained > 0)
        .map(|share| share.name.clone())
        .collect();
    let is_live = handout.status == HandoutStatus::Completed;
    let to = (is_live && !takers.is_empty()).then(|| format!(" to {}", takers.join(", ")));
    view! {
        <tr>
            <td class="import-name">
                <span class="block">
                    {outcome(&handout)} <span class="text-muted">{to}</span>
                </span>
                {handout.failure.clone().map(|why| view! { <span class="text-muted text-xs">{why}</span> })}
                <span class="import-below sm:hidden">
                    <Moment at=handout.created_at />
                    {format!(" by {}", handout.created_by.name)}
                </span>
            </td>
            <td class="max-md:hidden">
                <Badge tone=tone icon=icon>
                    {words}
                </Badge>
            </td>
            <td class="text-muted max-sm:hidden">
                <Moment at=handout.created_at />
                {format!(" by {}", handout.created_by.name)}
            </td>
            <td class="narrow">
                <Button
                    kind=ButtonKind::Quiet
                    on_press=move |()| on_show.run(kept.clone())
                >
                    {if is_undoable(&handout) { "Receipt and undo" } else { "Receipt" }}
                </Button>
            </td>
        </tr>
    }
}

/// The receipt of an act that was done before.
#[component]
fn Shown(open: RwSignal<bool>, handout: HandoutResponse) -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let id = handout.id;
    let query = Query::new(|| (), move |()| api::handouts::find(me, id))
        .refetch_on(events, move |change| change.subject_id == id.uuid());
    view! {
        <div class="dialog-body">
            <Loaded query=query let:handout>
                <HandoutReceipt handout=handout />
            </Loaded>
        </div>
        <div class="dialog-foot">
            <UndoButton handout=query />
            <Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>
                "Done"
            </Button>
        </div>
    }
}

/// The way to acts beyond the first page.
#[component]
fn Older(handouts: Query<Handouts>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let cursor = move || handouts.data.with(|page| page.as_ref()?.next_cursor.clone());
    let load = move |()| {
        let Some(cursor) = untrack(cursor) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::handouts::list(me, Some(&cursor)).await {
                Ok(next) => handouts.update(|page| {
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
                    "Show older ones"
                </Button>
            </div>
        </Show>
    }
}
