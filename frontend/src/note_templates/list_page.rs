//! All note templates, in the order in which reps see them.

use dto::note_templates::NoteTemplateResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::acts::{Acts, RowMenu};
use super::form::NoteTemplateForm;
use super::known::{NoteTemplates, placeholder_hint};
use crate::api::SignedIn;
use crate::errors::AdminOnly;
use crate::ui::{
    Badge, Button, ButtonKind, ConfirmDialog, EmptyState, Icon, Loaded, Page, PageHeader, Tone,
};

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
    let acts = Acts::new(me, all);
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
        <DeleteNoteTemplate acts=acts />
    }
}

#[component]
fn AddButton(acts: Acts) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move |()| acts.add()>
            "New note template"
        </Button>
    }
}

#[component]
fn NoteTemplateTable(
    #[prop(into)] all: Signal<Vec<NoteTemplateResponse>>,
    acts: Acts,
) -> impl IntoView {
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
                    // By id: a row that moves or changes keeps its menu, and the menu its focus.
                    <For each=move || all.get() key=|one| one.id let(one)>
                        <NoteTemplateRow
                            one=Memo::new(move |before: Option<&NoteTemplateResponse>| {
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
fn NoteTemplateRow(one: Memo<NoteTemplateResponse>, acts: Acts) -> impl IntoView {
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
            <td class="max-lg:hidden">{state}</td>
            <td class="narrow">
                <RowMenu one=one acts=acts />
            </td>
        </tr>
    }
}

#[component]
fn DeleteNoteTemplate(acts: Acts) -> impl IntoView {
    let busy = RwSignal::new(false);
    let name = move || acts.subject.with(|one| one.as_ref().map(|one| one.name.clone()));
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
            text="Notes that were written with it stay as they are. This cannot be undone; you can also switch it off."
            confirm="Delete note template"
            busy=busy
            on_confirm=confirm
        />
    }
}
