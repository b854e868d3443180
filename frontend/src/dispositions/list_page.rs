//! All dispositions, in the order in which reps see them.

use dto::dispositions::DispositionResponse;
use leptos::prelude::*;

use super::form::DispositionForm;
use super::words::effect;
use crate::api::SignedIn;
use crate::calls::Dispositions;
use crate::errors::AdminOnly;
use crate::listed::{Acts, AddButton, DeleteDialog, InUse, MoveItems, RowMenu, Rows, SwitchItem};
use crate::ui::{EmptyState, Icon, Kbd, Loaded, Page, PageHeader};

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
    let acts = Acts::on(me, all);
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
        <DeleteDialog acts=acts />
    }
}

#[component]
fn DispositionTable(
    #[prop(into)] all: Signal<Vec<DispositionResponse>>,
    acts: Acts<DispositionResponse>,
) -> impl IntoView {
    let count = Signal::derive(move || all.with(Vec::len));
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
                    <Rows all=all row=move |one| view! { <DispositionRow one=one count=count acts=acts /> } />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn DispositionRow(
    one: Memo<DispositionResponse>,
    count: Signal<usize>,
    acts: Acts<DispositionResponse>,
) -> impl IntoView {
    // On a narrow screen this is all that tells whether it can be picked.
    let key = move || match one.with(|one| (one.active, one.hotkey)) {
        (true, Some(key)) => view! { <Kbd keys=key.to_string() /> }.into_any(),
        (true, None) => view! { <span class="text-muted">"None"</span> }.into_any(),
        (false, _) => view! { <span class="text-muted">"Off"</span> }.into_any(),
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
            <td class="max-lg:hidden">
                <InUse active=Signal::derive(move || one.with(|one| one.active)) />
            </td>
            <td class="narrow">
                <RowMenu one=one acts=acts>
                    <MoveItems one=one count=count acts=acts />
                    <SwitchItem one=one acts=acts />
                </RowMenu>
            </td>
        </tr>
    }
}
