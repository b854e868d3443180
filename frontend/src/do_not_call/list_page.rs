//! The screen of numbers that nobody may call, the latest first.

use domain::activity::Subject;
use dto::do_not_call::DoNotCallResponse;
use leptos::prelude::*;

use super::add_dialog::AddDialog;
use super::remove_dialog::RemoveDialog;
use super::table::NumberTable;
use super::upload_dialog::UploadDialog;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::{Address, Paged};
use crate::ui::{Button, ButtonKind, EmptyState, Icon, Loaded, Page, PageHeader, SearchField};

/// What is open over the list.
#[derive(Clone, Copy)]
pub struct Acts {
    /// Whether a number is being added.
    pub adding: RwSignal<bool>,
    /// Whether a list is being uploaded.
    pub uploading: RwSignal<bool>,
    /// The number that is being taken off the list.
    pub removing: RwSignal<Option<DoNotCallResponse>>,
}

/// The screen; only admins change the list.
#[component]
pub fn DoNotCallListPage() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let address = Address::new("/do-not-call", &["q"]);
    let numbers = Paged::new(
        move || address.get("q"),
        move |search: Option<String>, cursor| async move {
            api::do_not_call::list(me, search.as_deref(), cursor.as_deref()).await
        },
        |number: &DoNotCallResponse| number.phone_e164.clone(),
    );
    let rows = numbers.rows.refetch_on(events, |change| change.subject_type == Subject::DoNotCall);
    let acts = Acts {
        adding: RwSignal::new(false),
        uploading: RwSignal::new(false),
        removing: RwSignal::new(None),
    };
    let description = Signal::derive(move || {
        let what = "Nobody can call these numbers from here, with any permission. A number counts from the moment it is added.";
        match numbers.count.get().filter(|_| !address.is_any()) {
            Some(count) if count > 0 => {
                format!("{} {what}", format::count(count, "number.", "numbers."))
            }
            _ => what.to_owned(),
        }
    });
    let empty = move || view! { <NoNumbers address=address acts=acts me=me /> };
    view! {
        <Page fill=true>
            <PageHeader title="Do not call" description=description>
                <Show when=move || me.is_admin()>
                    <Button icon=Icon::Upload on_press=move |()| acts.uploading.set(true)>
                        "Upload a list"
                    </Button>
                    <Button
                        kind=ButtonKind::Primary
                        icon=Icon::Plus
                        on_press=move |()| acts.adding.set(true)
                    >
                        "Add a number"
                    </Button>
                </Show>
            </PageHeader>
            <Search address=address />
            <Loaded query=rows is_empty=|rows| rows.is_empty() empty=empty let:shown>
                <NumberTable rows=shown numbers=numbers acts=acts me=me />
            </Loaded>
        </Page>
        <AddDialog open=acts.adding on_saved=move |()| rows.refetch() />
        <UploadDialog open=acts.uploading on_taken=move |()| rows.refetch() />
        <RemoveDialog subject=acts.removing on_removed=move |()| rows.refetch() />
    }
}

#[component]
fn Search(address: Address) -> impl IntoView {
    let field = address.field("q");
    let words = RwSignal::new(field.get_untracked());
    // Where the address changes by itself, as by a step back, the field follows.
    Effect::new(move |_| {
        let now = field.get();
        if words.with_untracked(|words| *words != now) {
            words.set(now);
        }
    });
    view! {
        <div class="toolbar">
            <SearchField
                label="Search a number or a reason"
                value=words
                on_search=move |text: String| field.set(text)
            />
        </div>
    }
}

#[component]
fn NoNumbers(address: Address, acts: Acts, me: SignedIn) -> impl IntoView {
    if untrack(|| address.is_any()) {
        return view! {
            <EmptyState
                icon=Icon::Search
                title="Not on the list"
                text="No number and no reason like that is on the do-not-call list. Look for fewer digits, or leave out the country code."
            >
                <Button on_press=move |()| address.clear()>"Show the whole list"</Button>
            </EmptyState>
        }
        .into_any();
    }
    if !untrack(|| me.is_admin()) {
        return view! {
            <EmptyState
                icon=Icon::Ban
                title="No numbers yet"
                text="Numbers come here when a call ends with “Do not call again”, or when an admin adds them."
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            icon=Icon::Ban
            title="No numbers yet"
            text="Numbers come here when a call ends with “Do not call again”. Add others one by one, or upload the list that you have."
        >
            <Button
                kind=ButtonKind::Primary
                icon=Icon::Upload
                on_press=move |()| acts.uploading.set(true)
            >
                "Upload a list"
            </Button>
        </EmptyState>
    }
    .into_any()
}
