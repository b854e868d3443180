//! All imports, the newest first, each as far as it is.

use domain::activity::Subject;
use domain::ids::ImportId;
use domain::imports::ImportStatus;
use dto::imports::ImportResponse;
use dto::page::Page as ListPage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::live::ask_while_cut_off;
use super::progress::share_of;
use super::undo::TakeBackDialog;
use super::words::{destination, is_moving, status_marks};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{
    Badge, Button, ButtonKind, ConfirmDialog, EmptyState, Glyph, Icon, LinkButton, Loaded, Menu,
    MenuItem, Moment, Page, PageHeader, ProgressBar,
};

/// Which list an act is about, and which act is asked about.
#[derive(Clone, Copy)]
struct Asking {
    subject: RwSignal<Option<ImportResponse>>,
    deleting: RwSignal<bool>,
    taking_back: RwSignal<bool>,
}

impl Asking {
    fn new() -> Self {
        Self {
            subject: RwSignal::new(None),
            deleting: RwSignal::new(false),
            taking_back: RwSignal::new(false),
        }
    }

    fn ask(self, act: RwSignal<bool>, import: ImportResponse) {
        self.subject.set(Some(import));
        act.set(true);
    }
}

type Imports = ListPage<ImportResponse>;

/// The screen of imports, for admins.
#[component]
pub fn ImportListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <ImportList />
        </AdminOnly>
    }
}

#[component]
fn ImportList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let imports = Query::new(|| (), move |()| async move { api::imports::list(me, None).await })
        .refetch_on(events, |change| change.subject_type == Subject::Import);
    ask_while_cut_off(events, move || {
        let moving = imports.data.with_untracked(|page| {
            page.iter().flat_map(|page| &page.data).any(|import| is_moving(import.status))
        });
        if moving {
            imports.refetch();
        }
    });
    let asking = Asking::new();
    let subject = move || {
        asking.subject.with(|import| import.as_ref().map(|one| (one.id, one.file_name.clone())))
    };
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::FileUp
                title="No lists yet"
                text="Upload a list of businesses. You see what would come of each row before anything is changed."
            >
                <LinkButton href="/imports/new" kind=ButtonKind::Primary icon=Icon::Upload>
                    "Import a list"
                </LinkButton>
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader title="Imports" description="Lists that were uploaded, and what came of them.">
                <LinkButton href="/imports/new" kind=ButtonKind::Primary icon=Icon::Upload>
                    "Import a list"
                </LinkButton>
            </PageHeader>
            <Loaded query=imports is_empty=|page| page.data.is_empty() empty=empty let:page>
                <ImportTable imports=Signal::derive(move || page.get().data) asking=asking />
                <Older imports=imports />
            </Loaded>
        </Page>
        <DeleteImport asking=asking on_deleted=move |()| imports.refetch() />
        <TakeBackDialog
            open=asking.taking_back
            subject=Signal::derive(subject)
            on_taken=move |_import| imports.refetch()
        />
    }
}

/// The way to lists beyond the first page.
#[component]
fn Older(imports: Query<Imports>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let cursor = move || imports.data.with(|page| page.as_ref()?.next_cursor.clone());
    let load = move |()| {
        let Some(cursor) = untrack(cursor) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::imports::list(me, Some(&cursor)).await {
                Ok(next) => imports.update(|page| {
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
                    "Show older lists"
                </Button>
            </div>
        </Show>
    }
}

#[component]
fn ImportTable(imports: Signal<Vec<ImportResponse>>, asking: Asking) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"List"</th>
                        <th scope="col" class="max-lg:hidden">"Region and campaign"</th>
                        <th scope="col" class="max-md:hidden">"Status"</th>
                        <th scope="col" class="number max-lg:hidden">"New"</th>
                        <th scope="col" class="number max-lg:hidden">"Updated"</th>
                        <th scope="col" class="number max-lg:hidden">"Not usable"</th>
                        <th scope="col" class="max-lg:hidden">"Uploaded"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || imports.get()
                        key=|import| (import.id, import.updated_at, import.status, import.progress.done)
                        let(import)
                    >
                        <ImportRow import=import asking=asking />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn ImportRow(import: ImportResponse, asking: Asking) -> impl IntoView {
    let counts = import.counts;
    let known = !matches!(import.status, ImportStatus::Parsing | ImportStatus::Failed);
    let number = move |count: i32| known.then(|| format::number(count));
    let (name, place) = (import.file_name.clone(), destination(&import));
    let below = place.clone();
    view! {
        <tr>
            <td class="import-name">
                <A href=address(import.id) attr:class="row-link block truncate">
                    {name}
                </A>
                <span class="import-below lg:hidden">
                    <span class="md:hidden">
                        <ImportState import=import.clone() />
                    </span>
                    <span class="truncate">{below}</span>
                    <span>
                        <Moment at=import.created_at />
                    </span>
                </span>
            </td>
            <td class="max-lg:hidden">{place}</td>
            <td class="max-md:hidden">
                <ImportState import=import.clone() />
            </td>
            <td class="number max-lg:hidden">{number(counts.create)}</td>
            <td class="number max-lg:hidden">{number(counts.update)}</td>
            <td class="number max-lg:hidden">{number(counts.rejected)}</td>
            <td class="text-muted max-lg:hidden">
                <Moment at=import.created_at />
                {format!(" by {}", import.created_by.name)}
            </td>
            <td class="narrow">
                <RowMenu import=import asking=asking />
            </td>
        </tr>
    }
}

/// What can be done with a list from here, where anything can.
#[component]
fn RowMenu(import: ImportResponse, asking: Asking) -> impl IntoView {
    let removable = matches!(
        import.status,
        ImportStatus::Review | ImportStatus::Cancelled | ImportStatus::Failed
    );
    let made = import.counts.create + import.counts.update > 0;
    let revocable = import.status == ImportStatus::Completed && made;
    let label = format!("Actions for {}", import.file_name);
    let kept = StoredValue::new(import);
    (removable || revocable).then(|| {
        view! {
            <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
                {if removable {
                    view! {
                        <MenuItem
                            label="Delete"
                            icon=Icon::Trash2
                            danger=true
                            on_choose=move |()| asking.ask(asking.deleting, kept.get_value())
                        />
                    }
                        .into_any()
                } else {
                    view! {
                        <MenuItem
                            label="Take it back"
                            icon=Icon::Undo2
                            danger=true
                            on_choose=move |()| asking.ask(asking.taking_back, kept.get_value())
                        />
                    }
                        .into_any()
                }}
            </Menu>
        }
    })
}

/// Where it stands; with a bar while it moves.
#[component]
fn ImportState(import: ImportResponse) -> impl IntoView {
    let (words, tone, icon) = status_marks(import.status);
    let share = is_moving(import.status).then(|| share_of(import.progress));
    view! {
        <span class="flex items-center gap-2">
            <Badge tone=tone icon=icon>
                {words}
            </Badge>
            {share
                .map(|share| {
                    view! {
                        <span class="w-20 max-lg:hidden">
                            <ProgressBar label=words share=Signal::stored(share) />
                        </span>
                    }
                })}
        </span>
    }
}

/// The address of an import.
#[must_use]
pub fn address(id: ImportId) -> String {
    format!("/imports/{id}")
}

#[component]
fn DeleteImport(asking: Asking, #[prop(into)] on_deleted: Callback<()>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let Asking { subject, deleting: open, .. } = asking;
    let busy = RwSignal::new(false);
    let name =
        move || subject.with(|import| import.as_ref().map(|import| import.file_name.clone()));
    let confirm = move |()| {
        let Some(import) = subject.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::imports::delete(me, import.id).await {
                Ok(()) => {
                    toasts.done(format!("{} is deleted.", import.file_name));
                    on_deleted.run(());
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = open.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=Signal::derive(move || format!("Delete {}?", name().unwrap_or_default()))
            text="It has made no leads, so none is lost. The list itself cannot be brought back; you can upload the file again."
            confirm="Delete list"
            busy=busy
            on_confirm=confirm
        />
    }
}
