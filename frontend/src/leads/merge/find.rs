//! The first step: which lead is the same business.

use domain::ids::LeadId;
use dto::leads::{LeadDuplicate, LeadResponse};
use leptos::html;
use leptos::prelude::*;

use crate::api::{self, SignedIn};
use crate::leads::words::place;
use crate::state::Query;
use crate::ui::{Button, EmptyState, Icon, Loaded, SearchField, SkeletonRows, dom};

/// Fewer letters than this find too much.
const LETTERS: usize = 2;

/// Likely twins, and a search among all leads.
#[component]
pub fn FindTwin(
    /// Whether the dialog is shown.
    open: RwSignal<bool>,
    /// The lead that it began with.
    id: LeadId,
    /// The other one, once it is chosen.
    twin: RwSignal<Option<LeadResponse>>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let likely = Query::new(|| (), move |()| api::leads::duplicates(me, id));
    let (text, wanted) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_searching = Memo::new(move |_| wanted.with(|text| text.chars().count() >= LETTERS));
    let body = NodeRef::<html::Div>::new();
    begin_at_search(body);
    view! {
        <div class="dialog-body" node_ref=body>
            <SearchField
                label="Search by name, city or phone"
                value=text
                on_search=move |words: String| wanted.set(words.trim().to_owned())
            />
            <Show
                when=move || is_searching.get()
                fallback=move || view! { <Likely likely=likely twin=twin /> }
            >
                <Found wanted=wanted id=id twin=twin />
            </Show>
        </div>
        <div class="dialog-foot">
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
        </div>
    }
}

/// Also after the way back from the second step, where the button that led there is gone.
fn begin_at_search(body: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        if let Some(field) = dom::all(&body, "input").first() {
            dom::focus(field);
        }
    });
}

#[component]
fn Likely(
    likely: Query<Vec<LeadDuplicate>>,
    twin: RwSignal<Option<LeadResponse>>,
) -> impl IntoView {
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::Search
                title="No lead looks like this one"
                text="Nothing has its phone, its name or its address. If you know the other lead, search for it above."
            />
        }
    };
    let loading = || view! { <SkeletonRows rows=4 /> };
    view! {
        <section class="twins" aria-label="Likely the same business">
            <h3 class="twins-title">"Likely the same business"</h3>
            <Loaded query=likely is_empty=|all| all.is_empty() loading=loading empty=empty let:all>
                <ul class="twin-list">
                    <For each=move || all.get() key=|one| one.lead.id let(one)>
                        <Twin
                            detail=format!("{}% sure: {}", one.score, one.reasons.join(", "))
                            lead=one.lead
                            twin=twin
                        />
                    </For>
                </ul>
            </Loaded>
        </section>
    }
}

#[component]
fn Found(
    wanted: RwSignal<String>,
    id: LeadId,
    twin: RwSignal<Option<LeadResponse>>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let found = Query::keeping(
        move || wanted.get(),
        move |words: String| async move {
            let leads = api::search::leads(me, &words).await?;
            Ok(leads.into_iter().filter(|lead| lead.id != id).collect::<Vec<_>>())
        },
    );
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::Search
                title="No other lead fits"
                text="Try a part of the name, the city or the phone number."
            />
        }
    };
    let loading = || view! { <SkeletonRows rows=4 /> };
    let status = move || match found.data.with(|leads| leads.as_ref().map(Vec::len)) {
        Some(1) => "1 lead found".to_owned(),
        Some(many) => format!("{many} leads found"),
        None => String::new(),
    };
    view! {
        <section class="twins" aria-label="Found leads">
            <p class="sr-only" role="status">
                {status}
            </p>
            <Loaded query=found is_empty=|all| all.is_empty() loading=loading empty=empty let:all>
                <ul class="twin-list">
                    <For each=move || all.get() key=|one| one.id let(one)>
                        <Twin detail=String::new() lead=one twin=twin />
                    </For>
                </ul>
            </Loaded>
        </section>
    }
}

/// A lead to choose.
#[component]
fn Twin(
    lead: LeadResponse,
    /// Why it is offered.
    detail: String,
    twin: RwSignal<Option<LeadResponse>>,
) -> impl IntoView {
    let name = lead.name.clone();
    let facts =
        [lead.formatted_phone.clone().or_else(|| lead.phone_e164.clone()), Some(place(&lead))];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    view! {
        <li>
            <button
                type="button"
                class="twin"
                on:click=move |_| twin.set(Some(lead.clone()))
            >
                <span class="font-medium">{name}</span>
                <span class="text-muted figures">{facts.join(" · ")}</span>
                {(!detail.is_empty()).then(|| view! { <span class="twin-why">{detail}</span> })}
            </button>
        </li>
    }
}
