//! The second step: both side by side, with a choice in each field where they differ.

use domain::leads::merge::MergeSide;
use dto::leads::LeadResponse;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::{Key, Line, agreeing, differing};
use super::pair::Pair;
use super::summary::Summary;
use crate::api::SignedIn;
use crate::state::Toasts;
use crate::ui::dom::{focus, unique_id};
use crate::ui::{Button, ButtonKind, Icon, LeadStatusBadge, Notice, NoticeKind};

/// Both leads, what comes of them, and the act.
#[component]
pub fn ComparePair(
    /// Whether the dialog is shown.
    open: RwSignal<bool>,
    /// The lead that it began with.
    lead: LeadResponse,
    /// The one that was found.
    other: LeadResponse,
    /// Set to none to find another one.
    twin: RwSignal<Option<LeadResponse>>,
    /// Given the lead that stayed, as it is then.
    on_merged: Callback<LeadResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let pair = Pair::new(lead, other);
    let merge = move |()| {
        spawn_local(async move {
            let name = |lead: RwSignal<LeadResponse>| lead.with_untracked(|lead| lead.name.clone());
            let done = format!("{} is merged into {}.", name(pair.merge), name(pair.keep));
            let Some(lead) = pair.act(me).await else { return };
            toasts.done(done);
            let _gone = open.try_set(false);
            on_merged.run(lead);
        });
    };
    let intro = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(intro) = intro.get() {
            focus(&intro);
        }
    });
    view! {
        <div class="dialog-body">
            <p class="merge-intro" tabindex="-1" node_ref=intro>
                "Choose whose values stay where the two differ."
            </p>
            {move || {
                pair.refused
                    .get()
                    .map(|text| view! { <Notice kind=NoticeKind::Error>{text}</Notice> })
            }}
            <Fields pair=pair />
            <Summary pair=pair />
        </div>
        <div class="dialog-foot">
            <Button icon=Icon::ArrowLeft on_press=move |()| twin.set(None)>
                "Another lead"
            </Button>
            <span class="flex-1"></span>
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Primary icon=Icon::Merge busy=pair.busy on_press=merge>
                "Merge leads"
            </Button>
        </div>
    }
}

#[component]
fn Fields(pair: Pair) -> impl IntoView {
    let lines =
        Memo::new(move |_| pair.keep.with(|keep| pair.merge.with(|merge| differing(keep, merge))));
    let same = Memo::new(move |_| {
        pair.keep.with(|keep| pair.merge.with(|merge| agreeing(keep, merge).join(", ")))
    });
    let name = |lead: RwSignal<LeadResponse>| move || lead.with(|lead| lead.name.clone());
    let status = |lead: RwSignal<LeadResponse>| {
        move || {
            let (status, category) = lead.with(|lead| (lead.status, lead.category));
            view! { <LeadStatusBadge status=status category=category /> }
        }
    };
    view! {
        <table class="merge-table">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">
                        {name(pair.keep)} <span class="merge-role">"stays"</span>
                    </th>
                    <th scope="col">
                        {name(pair.merge)} <span class="merge-role">"is merged into it"</span>
                    </th>
                </tr>
            </thead>
            <tbody>
                <tr>
                    <th scope="row">"Status"</th>
                    <td>{status(pair.keep)}</td>
                    <td>{status(pair.merge)}</td>
                </tr>
                <For each=move || lines.get() key=|line| format!("{line:?}") let(line)>
                    <FieldLine pair=pair line=line />
                </For>
            </tbody>
        </table>
        <div class="flex flex-wrap items-center justify-between gap-2">
            <p class="text-sm text-muted">
                {move || {
                    same.with(|same| {
                        if same.is_empty() {
                            String::new()
                        } else {
                            format!("The same in both: {same}.")
                        }
                    })
                }}
            </p>
            <Button icon=Icon::ArrowLeftRight disabled=pair.busy on_press=move |()| pair.swap()>
                "Keep the other one instead"
            </Button>
        </div>
    }
}

#[component]
fn FieldLine(pair: Pair, line: Line) -> impl IntoView {
    let Line { key, label, keep, merge } = line;
    let group = unique_id("merge");
    let cell = |side: MergeSide, text: String| {
        view! { <Value pair=pair key=key.clone() side=side label=label.clone() text=text group=group.clone() /> }
    };
    let (keep, merge) = (cell(MergeSide::Keep, keep), cell(MergeSide::Merge, merge));
    view! {
        <tr>
            <th scope="row">{label.clone()}</th>
            <td>{keep}</td>
            <td>{merge}</td>
        </tr>
    }
}

/// One lead's value, to be chosen.
#[component]
fn Value(
    pair: Pair,
    key: Key,
    side: MergeSide,
    label: String,
    text: String,
    group: String,
) -> impl IntoView {
    let is_empty = text.is_empty();
    let words = if is_empty { "Empty".to_owned() } else { text };
    let key = StoredValue::new(key);
    let is_chosen = move || key.with_value(|key| pair.side(key) == side);
    view! {
        <label class="merge-value" class:merge-chosen=is_chosen>
            <input
                type="radio"
                class="radio-mark"
                name=group
                aria-label=format!("{label}: {words}")
                prop:checked=is_chosen
                on:change=move |_| key.with_value(|key| pair.choose(key, side))
            />
            <span class="merge-text" class:text-muted=is_empty>
                {words.clone()}
            </span>
        </label>
    }
}
