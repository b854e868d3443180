//! The screen of calls, newest first.

use domain::activity::Subject;
use domain::calls::CallDirection;
use domain::exports::ExportSource;
use dto::calls::CallResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::Dispositions;
use super::filters::{CallFilters, address, asked};
use super::phone::words::{ring_words, status_words};
use super::recording::Recording;
use crate::api::calls::CallFilter;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::exports::ExportDialog;
use crate::exports::dialog::fields_of;
use crate::format;
use crate::state::{Address, Paged};
use crate::ui::status::category_label;
use crate::ui::{
    Button, ButtonKind, CategoryBadge, EmptyState, Glyph, Icon, LinkButton, Loaded, Page,
    PageHeader, VirtualRows,
};

/// The screen; reps see their own calls.
#[component]
pub fn CallListPage() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let (dispositions, address) = (Dispositions::expect(me), address());
    let calls = Paged::new(
        move || asked(address),
        move |filter: CallFilter, cursor| async move {
            api::calls::list(me, &filter, cursor.as_deref()).await
        },
        |call: &CallResponse| call.id,
    );
    let rows = calls.rows.refetch_on(events, |change| change.subject_type == Subject::Call);
    let description = Signal::derive(move || {
        let whose =
            if me.is_admin() { "Every call that was made" } else { "Every call that you made" };
        match calls.count.get() {
            Some(count) => {
                format!("{whose}, newest first. {}.", format::count(count, "call", "calls"))
            }
            None => format!("{whose}, newest first."),
        }
    });
    let empty = move || view! { <NoCalls address=address me=me /> };
    let exporting = RwSignal::new(false);
    let filter = Signal::derive(move || fields_of(&asked(address)));
    view! {
        <Page fill=true>
            <PageHeader title="Calls" description=description>
                <Show when=move || me.is_admin() && calls.count.get() != Some(0)>
                    <Button icon=Icon::Download on_press=move |()| exporting.set(true)>
                        "Export"
                    </Button>
                </Show>
            </PageHeader>
            <CallFilters address=address me=me dispositions=dispositions />
            <Loaded query=rows is_empty=|rows| rows.is_empty() empty=empty let:shown>
                <CallTable rows=shown calls=calls dispositions=dispositions />
            </Loaded>
        </Page>
        <ExportDialog open=exporting source=ExportSource::Calls filter=filter />
    }
}

#[component]
fn NoCalls(address: Address, me: SignedIn) -> impl IntoView {
    if untrack(|| address.is_any()) {
        return view! {
            <EmptyState
                icon=Icon::Filter
                title="No calls like that"
                text="Nobody made such a call in these days. Choose other days, or take the filters away."
            >
                <Button on_press=move |()| address.clear()>"Show all calls"</Button>
            </EmptyState>
        }
        .into_any();
    }
    if untrack(|| me.is_admin()) {
        return view! {
            <EmptyState
                icon=Icon::Phone
                title="No calls yet"
                text="As soon as a rep logs a call, it stands here."
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            icon=Icon::Phone
            title="No calls yet"
            text="Every call that you log stands here. Your queue has the first one."
        >
            <LinkButton href="/queue" kind=ButtonKind::Primary>
                "Go to my queue"
            </LinkButton>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn CallTable(
    rows: Signal<Vec<CallResponse>>,
    calls: Paged<CallResponse>,
    dispositions: Dispositions,
) -> impl IntoView {
    let failed = move || calls.more_error.with(Option::is_some);
    view! {
        <div class="table-scroll table-fill">
            <table class="data-table calls-table">
                <thead>
                    <tr>
                        <th scope="col" class="max-lg:hidden">"When"</th>
                        <th scope="col">"Lead"</th>
                        <th scope="col" class="max-lg:hidden">"By"</th>
                        <th scope="col">"Outcome"</th>
                        <th scope="col" class="number max-lg:hidden">"Length"</th>
                        <th scope="col" class="max-lg:hidden">"Region"</th>
                        <th scope="col" class="max-xl:hidden">"Campaign"</th>
                        <th scope="col" class="max-lg:hidden">"Notes"</th>
                    </tr>
                </thead>
                <VirtualRows
                    rows=rows
                    key=|call| {
                        let recording = call.recording.as_ref().map(|one| one.status);
                        (call.id, call.status, call.disposition.clone(), call.duration, recording)
                    }
                    columns=8
                    row=move |call| view! { <CallRow call=call dispositions=dispositions /> }
                    on_end=move |()| {
                        if !failed() {
                            calls.more();
                        }
                    }
                />
            </table>
            <Show when=failed>
                <div class="more-rows" role="alert">
                    <span class="text-error">"The calls before could not be loaded."</span>
                    <Button icon=Icon::RefreshCw on_press=move |()| calls.more()>
                        "Try again"
                    </Button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn CallRow(call: CallResponse, dispositions: Dispositions) -> impl IntoView {
    let at = call.called_at;
    let is_inbound = call.direction == CallDirection::Inbound;
    let telephony = if is_inbound && !call.connected {
        Some(capital(&ring_words(call.status, call.duration, call.recording.as_ref())))
    } else {
        status_words(call.status).map(str::to_owned)
    };
    let key = call.disposition.clone();
    let outcome = move || match &key {
        Some(key) => dispositions.label(key),
        None => telephony.clone().unwrap_or_else(|| "Not said yet".to_owned()),
    };
    let recording = call.recording.map(|recording| {
        view! { <Recording call=call.id recording=recording /> }
    });
    let lead = match call.lead {
        Some(lead) => view! {
            <A href=format!("/leads/{}", lead.id) attr:class="row-link">
                {lead.name}
            </A>
        }
        .into_any(),
        None => view! { <span class="text-muted">"Deleted lead"</span> }.into_any(),
    };
    let (icon, answered) = match (is_inbound, call.connected) {
        (true, true) => (Icon::PhoneIncoming, "They rang, answered"),
        (true, false) => (Icon::PhoneIncoming, "They rang, not answered"),
        (false, true) => (Icon::PhoneCall, "Answered"),
        (false, false) => (Icon::PhoneOff, "Not answered"),
    };
    let said = call.disposition.clone();
    // "Closed" need not be said twice.
    let ended = move || {
        let category = call.category?;
        let is_said =
            said.as_ref().is_some_and(|said| dispositions.label(said) == category_label(category));
        (!is_said).then(|| view! { <span class="max-lg:hidden contents"><CategoryBadge category=category /></span> })
    };
    let length =
        if call.duration > 0 { format::duration(call.duration.into()) } else { "–".to_owned() };
    // What a narrow window has no columns for.
    let note = format!("{} · {length}", format::moment(at, None));
    view! {
        <tr>
            <td class="max-lg:hidden">
                <time datetime=at.to_rfc3339() title=format::full(at, None)>
                    {format::moment(at, None)}
                </time>
            </td>
            <td>{lead} <span class="row-note lg:hidden">{note}</span></td>
            <td class="max-lg:hidden">{call.user.name}</td>
            <td>
                <span class="inline-flex items-center gap-2">
                    <span class="text-muted" title=answered>
                        <Glyph icon=icon />
                        <span class="sr-only">{format!("{answered}: ")}</span>
                    </span>
                    {outcome} {ended}
                </span>
                <span class="max-md:block">{recording}</span>
            </td>
            <td class="number max-lg:hidden">{length}</td>
            <td class="max-lg:hidden">{call.region.name}</td>
            <td class="max-xl:hidden">{call.campaign.map(|campaign| campaign.name)}</td>
            <td class="max-lg:hidden text-muted">{call.notes}</td>
        </tr>
    }
}

/// The same with a capital letter, as the beginning of a cell.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
