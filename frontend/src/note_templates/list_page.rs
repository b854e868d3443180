//! All note templates, in the order in which reps see them.

use dto::note_templates::NoteTemplateResponse;
use leptos::prelude::*;

use super::form::NoteTemplateForm;
use super::known::{NoteTemplates, placeholder_hint};
use crate::api::SignedIn;
use crate::errors::AdminOnly;
use crate::listed::{Acts, AddButton, DeleteDialog, InUse, MoveItems, RowMenu, Rows, SwitchItem};
use crate::ui::{EmptyState, Icon, Loaded, Page, PageHeader};

/// The screen of note templates, for admins.
#[component]
pub fn NoteTemplateListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <NoteTemplateList />
        </AdminOnly>
    }
}

#[component]
fn NoteTemplateList() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let all = NoteTemplates::expect(me).all;
    let acts = Acts::on(me, all);
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::StickyNote
                title="No note templates yet"
                text="Add the sentences that reps write again and again. They put one into a note with / and a few letters."
            >
                <AddButton acts=acts />
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Note templates"
                description="Texts that reps put into a note: they type / and a few letters of the name."
            >
                <AddButton acts=acts />
            </PageHeader>
            <p class="text-muted">{placeholder_hint()}</p>
            <Loaded query=all is_empty=|all| all.is_empty() empty=empty let:all>
                <NoteTemplateTable all=all acts=acts />
            </Loaded>
        </Page>
        <NoteTemplateForm open=acts.form subject=acts.subject on_saved=move |()| all.refetch() />
        <DeleteDialog acts=acts />
    }
}

#[component]
fn NoteTemplateTable(
    #[prop(into)] all: Signal<Vec<NoteTemplateResponse>>,
    acts: Acts<NoteTemplateResponse>,
) -> impl IntoView {
    let count = Signal::derive(move || all.with(Vec::len));
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="max-sm:hidden">"Text"</th>
                        <th scope="col" class="max-lg:hidden">"State"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <Rows all=all row=move |one| view! { <NoteTemplateRow one=one count=count acts=acts /> } />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn NoteTemplateRow(
    one: Memo<NoteTemplateResponse>,
    count: Signal<usize>,
    acts: Acts<NoteTemplateResponse>,
) -> impl IntoView {
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
            <td class="wrap text-muted max-sm:hidden">
                <span class="template-text">{move || one.with(|one| one.body.clone())}</span>
            </td>
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
