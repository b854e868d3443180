//! Everything about one lead in one place: call it, say what came of it, see what was.

use domain::leads::{LeadStatus, Stage};
use dto::leads::LeadResponse;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::call_bar::CallBar;
use super::composer::Composer;
use super::extras::ExtraFields;
use super::facts::{LeadFacts, LeadMarks};
use super::found_out::{Findings, FoundOut};
use super::map::LeadMap;
use super::outcomes::Outcomes;
use super::personal_data::PersonalDataMenu;
use super::promise_dialog::PromiseDialog;
use super::script::Script;
use super::timeline::Timeline;
use super::work::{Promise, Work};
use crate::format;
use crate::leads::{LeadFormDialog, MergeDialog};
use crate::state::keys::Keys;
use crate::ui::status::category_label;
use crate::ui::{Button, Icon, KeyHint, Later, Loaded, Notice, SkeletonRows};

/// The work on a lead, for a drawer or a screen around it.
#[component]
pub fn LeadPane(
    /// The work.
    work: Work,
) -> impl IntoView {
    let (editing, merging) = (RwSignal::new(false), RwSignal::new(false));
    let navigate = use_navigate();
    let merged = move |lead: LeadResponse| {
        if lead.id == work.id {
            work.lead.set(lead);
            work.timeline.rows.refetch();
        } else {
            navigate(&format!("/leads/{}", lead.id), NavigateOptions::default());
        }
    };
    let saved = move |lead: LeadResponse| {
        work.lead.set(lead);
        work.timeline.rows.refetch();
    };
    let keys = Keys::expect();
    keys.bind("f", "Lead", "Plan a follow-up", move || work.promise.set(Some(Promise::Alone)));
    keys.bind("e", "Lead", "Edit the lead", move || editing.set(true));
    let loading = || view! { <SkeletonRows rows=10 /> };
    view! {
        <div class="lead-pane">
            <Loaded query=work.lead loading=loading let:lead>
                <Show
                    when=move || work.moved_to().is_none() && !is_erased(lead)
                    fallback=move || view! { <NoMore work=work lead=lead /> }
                >
                    <div class="lead-grid">
                        <div class="lead-work">
                            <WorkCard work=work lead=lead />
                            <Acts work=work editing=editing merging=merging />
                        </div>
                        <Known work=work lead=lead editing=editing />
                    </div>
                </Show>
            </Loaded>
        </div>
        <Later>
            <PromiseDialog work=work />
            <MergeDialog open=merging subject=work.lead.data on_merged=merged.clone() />
            <LeadFormDialog open=editing subject=work.lead.data on_saved=saved />
        </Later>
    }
}

#[component]
fn WorkCard(work: Work, lead: Signal<LeadResponse>) -> impl IntoView {
    let is_open = Memo::new(move |_| lead.with(|lead| lead.status != LeadStatus::Completed));
    view! {
        <section class="work-card" aria-label="Call">
            <LeadMarks work=work lead=lead />
            <Show when=move || is_open.get() fallback=move || view! { <Completed work=work lead=lead /> }>
                <CallBar work=work lead=lead />
            </Show>
            <Composer work=work with_call=is_open />
            <Show when=move || is_open.get()>
                <Outcomes work=work />
            </Show>
        </section>
    }
}

/// What is known of the lead, and what happened.
#[component]
fn Known(work: Work, lead: Signal<LeadResponse>, editing: RwSignal<bool>) -> impl IntoView {
    let findings = Findings::of(work);
    view! {
        <div class="lead-known">
            <LeadFacts work=work lead=lead />
            <Later>
                <LeadMap work=work lead=lead findings=findings editing=editing />
                <ExtraFields lead=lead />
                <FoundOut findings=findings />
                <Script work=work />
                <Timeline work=work />
            </Later>
        </div>
    }
}

fn is_erased(lead: Signal<LeadResponse>) -> bool {
    lead.with(|lead| lead.erased_at.is_some())
}

/// Nothing is done on the lead any more: it is erased, or in another one.
#[component]
fn NoMore(work: Work, lead: Signal<LeadResponse>) -> impl IntoView {
    move || {
        match lead.with(|lead| lead.erased_at) {
        Some(at) => view! {
            <div class="flex flex-col gap-4">
                <Notice>
                    {format!("What was known of this lead was erased on {}. ", format::day(at, None))}
                    "Its calls still count in the figures. Nothing can be done on it any more."
                </Notice>
                <Timeline work=work />
            </div>
        }
        .into_any(),
        None => view! { <MovedOn lead=lead /> }.into_any(),
    }
    }
}

/// The lead was merged with another one: nothing is done on it any more.
#[component]
fn MovedOn(lead: Signal<LeadResponse>) -> impl IntoView {
    let name = move || lead.with(|lead| lead.name.clone());
    let href = move || lead.with(|lead| format!("/leads/{}", lead.id));
    view! {
        <Notice>
            "This lead was merged with another one, which has its calls, notes and follow-ups: "
            <A href=href attr:class="row-link">
                {name}
            </A>
        </Notice>
    }
}

#[component]
fn Acts(work: Work, editing: RwSignal<bool>, merging: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="lead-acts">
            <Button icon=Icon::Calendar on_press=move |()| work.promise.set(Some(Promise::Alone))>
                "Follow-up"
                <KeyHint group="Lead" keys="f" />
            </Button>
            <Button icon=Icon::Pencil on_press=move |()| editing.set(true)>
                "Edit"
                <KeyHint group="Lead" keys="e" />
            </Button>
            <Show when=move || work.me.is_admin()>
                <Button icon=Icon::Merge on_press=move |()| merging.set(true)>
                    "Merge"
                    <span class="sr-only">" with another lead"</span>
                </Button>
                <PersonalDataMenu work=work />
            </Show>
        </div>
    }
}

/// The work is done: how, and for admins the way back.
#[component]
fn Completed(work: Work, lead: Signal<LeadResponse>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let how = move || {
        let (category, key) = lead.with(|lead| (lead.category, lead.disposition.clone()));
        let category = category.map(|category| category_label(category).to_lowercase());
        let words = key.map(|key| work.dispositions.label(&key));
        match (category, words) {
            (Some(category), Some(words)) if category != words.to_lowercase() => {
                format!("This lead is completed: {category} ({words}).")
            }
            (Some(category), _) => format!("This lead is completed: {category}."),
            _ => "This lead is completed.".to_owned(),
        }
    };
    // The button is there for whom the life cycle lets through.
    let can_reopen = Memo::new(move |_| {
        let stage = lead.with(|lead| Stage::new(lead.status, lead.category).ok());
        work.me.is_admin()
            && stage.is_some_and(|stage| stage.set_by_admin(Stage::InProgress).is_ok())
    });
    view! {
        <Notice>
            <div class="flex flex-wrap items-center justify-between gap-2">
                <p>
                    <span class="font-medium">{how}</span>
                    <span class="block text-muted">
                        {move || {
                            if can_reopen.get() {
                                "It takes no more calls unless you open it again."
                            } else {
                                "It takes no more calls. An admin can open it again."
                            }
                        }}
                    </span>
                </p>
                <Show when=move || can_reopen.get()>
                    <Button busy=busy icon=Icon::RotateCcw on_press=move |()| work.reopen(busy)>
                        "Open again"
                    </Button>
                </Show>
            </div>
        </Notice>
    }
}
