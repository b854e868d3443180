//! One import: being read, waiting for a decision, becoming leads, done; or why it ended otherwise.

use domain::ids::ImportId;
use domain::imports::ImportStatus;
use dto::imports::ImportResponse;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::failed::{CancelledImport, FailedImport};
use super::live::follow_import;
use super::progress::ImportProgressCard;
use super::receipt::ImportReceipt;
use super::review::{Review, ReviewActions};
use super::undo::UndoneImport;
use super::words::{destination, status_marks};
use crate::api::SignedIn;
use crate::api::events::Events;
use crate::errors::{AdminOnly, NotFoundPage};
use crate::format;
use crate::state::Query;
use crate::ui::{Badge, Glyph, Icon, Loaded, Page, PageHeader};

/// The screen of an import, for admins.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<ImportId>().ok()));
    view! {
        <AdminOnly>
            <Show when=move || id.get().is_some() fallback=NotFoundPage>
                <ImportScreen id=Memo::new(move |_| {
                    id.get().unwrap_or_else(|| ImportId::new(uuid::Uuid::nil()))
                }) />
            </Show>
        </AdminOnly>
    }
}

#[component]
fn ImportScreen(id: Memo<ImportId>) -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let query = follow_import(me, events, id);
    view! {
        <Page>
            <A href="/imports" attr:class="back-link">
                <Glyph icon=Icon::ChevronLeft />
                "All lists"
            </A>
            <Loaded query=query let:import>
                <Heading query=query import=import />
                <Phase query=query import=import />
            </Loaded>
        </Page>
    }
}

#[component]
fn Heading(query: Query<ImportResponse>, import: Signal<ImportResponse>) -> impl IntoView {
    let status = Memo::new(move |_| import.with(|import| import.status));
    let about = move || {
        import.with(|import| {
            let size = format::bytes(u64::try_from(import.file_size).unwrap_or_default());
            let when = format::moment(import.created_at, None);
            format!(
                "{} · {size} · uploaded {when} by {}",
                destination(import),
                import.created_by.name
            )
        })
    };
    view! {
        <PageHeader
            title=Signal::derive(move || import.with(|import| import.file_name.clone()))
            description=Signal::derive(about)
        >
            {move || {
                let (words, tone, icon) = status_marks(status.get());
                view! {
                    <Badge tone=tone icon=icon>
                        {words}
                    </Badge>
                }
            }}
            <Show when=move || status.get() == ImportStatus::Review>
                <ReviewActions query=query import=import />
            </Show>
        </PageHeader>
    }
}

/// What the screen shows in each state.
#[component]
fn Phase(query: Query<ImportResponse>, import: Signal<ImportResponse>) -> impl IntoView {
    let status = Memo::new(move |_| import.with(|import| import.status));
    move || match status.get() {
        ImportStatus::Parsing | ImportStatus::Committing | ImportStatus::Undoing => {
            view! { <ImportProgressCard query=query import=import /> }.into_any()
        }
        ImportStatus::Review => view! { <Review query=query import=import /> }.into_any(),
        ImportStatus::Completed => view! { <ImportReceipt query=query import=import /> }.into_any(),
        ImportStatus::Failed => view! { <FailedImport import=import /> }.into_any(),
        ImportStatus::Cancelled => view! { <CancelledImport /> }.into_any(),
        ImportStatus::Undone => view! { <UndoneImport import=import /> }.into_any(),
    }
}
