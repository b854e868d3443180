//! All dispositions, in the order in which reps see them.

use dto::dispositions::DispositionResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::acts::{Acts, RowMenu};
use super::form::DispositionForm;
use super::words::effect;
use crate::api::SignedIn;
use crate::calls::Dispositions;
use crate::errors::AdminOnly;
use crate::ui::{
    Badge, Button, ButtonKind, ConfirmDialog, EmptyState, Icon, Kbd, Loaded, Page, PageHeader, Tone,
};

/// The screen of dispositions, for admins.
#[component]
pub fn DispositionListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <DispositionList />
        </AdminOnly>
    }
}

#[component]
fn DispositionList() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let all = Dispositions::expect(me).all;
    let acts = Acts::new(me, all);
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::ListChecks
                title="No dispositions"
                text="A call ends with one. Add at least one, so that reps can say what came of a call."
            >
                <AddButton acts=acts />
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Dispositions"
                description="What a rep may say came of a call, in the order in which reps see it."
            >
                <AddButton acts=acts />
            </PageHeader>
            <Loaded query=all is_empty=|all| all.is_empty() empty=empty let:all>
                <DispositionTable all=all acts=acts />
            </Loaded>
        </Page>
        <DispositionForm open=acts.form subject=acts.subject on_saved=move |()| all.refetch() />
        <DeleteDisposition acts=acts />
    }
}

#[component]
fn AddButton(acts: Acts) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move |()| acts.add()>
            "New disposition"
        </Button>
    }
}

#[component]
fn DispositionTable(
    #[prop(into)] all: Signal<Vec<DispositionResponse>>,
    acts: Acts,
) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Key"</th>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="max-sm:hidden">"What it does"</th>
                        <th scope="col" class="max-lg:hidden">"State"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    // By id: a row that moves or changes keeps its menu, and the menu its focus.
                    <For each=move || all.get() key=|one| one.id let(one)>
                        <DispositionRow
                            one=Memo::new(move |before: Option<&DispositionResponse>| {
                                let now = all.with(|all| all.iter().find(|now| now.id == one.id).cloned());
                                now.or_else(|| before.cloned()).unwrap_or_else(|| one.clone())
                            })
                            acts=acts
                        />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn DispositionRow(one: Memo<DispositionResponse>, acts: Acts) -> impl IntoView {
    // On a narrow screen this is all that tells whether it can be picked.
    let key = move || match one.with(|one| (one.active, one.hotkey)) {
        (true, Some(key)) => view! { <Kbd keys=key.to_string() /> }.into_any(),
        (true, None) => view! { <span class="text-muted">"None"</span> }.into_any(),
        (false, _) => view! { <span class="text-muted">"Off"</span> }.into_any(),
    };
    let state = move || {
        let (tone, icon, state) = if one.with(|one| one.active) {
            (Tone::Closed, Icon::Check, "In use")
        } else {
            (Tone::Neutral, Icon::EyeOff, "Switched off")
        };
        view! {
            <Badge tone=tone icon=icon>
                {state}
            </Badge>
        }
    };
    view! {
        <tr>
            <td>{key}</td>
            <td>
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| acts.edit(one.get_untracked())
                >
                    {move || one.with(|one| one.label.clone())}
                </button>
            </td>
            <td class="text-muted max-sm:hidden">{move || one.with(effect)}</td>
            <td class="max-lg:hidden">{state}</td>
            <td class="narrow">
                <RowMenu one=one acts=acts />
            </td>
        </tr>
    }
}

#[component]
fn DeleteDisposition(acts: Acts) -> impl IntoView {
    let busy = RwSignal::new(false);
    let name = move || acts.subject.with(|one| one.as_ref().map(|one| one.label.clone()));
    let confirm = move |()| {
        busy.set(true);
        spawn_local(async move {
            acts.delete().await;
            let _gone = busy.try_set(false);
            let _gone = acts.deleting.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=acts.deleting
            title=Signal::derive(move || format!("Delete {}?", name().unwrap_or_default()))
            text="A disposition that calls have ended with cannot be deleted; switch it off instead. This cannot be undone."
            confirm="Delete disposition"
            busy=busy
            on_confirm=confirm
        />
    }
}
