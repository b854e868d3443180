//! The plan of an act: to whom, how divided, with what priority and until when, and what it will do.

use domain::assignments::Strategy;
use domain::handouts::{HandoutAct, PassedOver};
use dto::assignments::LoadResponse;
use dto::handouts::HandoutPreview;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::plan::Plan;
use super::preview::PreviewPanel;
use super::rep_picker::RepPicker;
use super::words::{done_to, explained, submit_words};
use crate::leads::words::priority_options;
use crate::state::Query;
use crate::state::clock;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, Checkbox, DateTimeField, Loaded, Segmented, Select};

/// The form, with what it will do.
#[component]
pub fn PlanForm(
    /// Whether the dialog around it is shown.
    open: RwSignal<bool>,
    /// What is chosen.
    plan: Plan,
    /// What is wrong with it.
    errors: FormErrors,
    /// Whether it is being asked for.
    #[prop(into)]
    busy: Signal<bool>,
    /// Everybody with their load.
    loads: Signal<Vec<LoadResponse>>,
    /// What it would do now.
    preview: Query<HandoutPreview>,
    /// Does it.
    #[prop(into)]
    on_submit: Callback<()>,
) -> impl IntoView {
    let total = move || preview.data.with(|found| found.as_ref().map_or(0, |found| found.moved));
    let ready = move || plan.is_complete() && total() > 0 && !preview.loading.get();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if plan.due_at().is_some_and(|due| due < clock::now()) {
            errors.mark("due_at", "This lies in the past.");
        }
        if untrack(ready) && !errors.any() && !busy.get_untracked() {
            on_submit.run(());
        }
    };
    let kind = match plan.act {
        HandoutAct::Unassign => ButtonKind::Danger,
        HandoutAct::Assign | HandoutAct::Rebalance => ButtonKind::Primary,
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                {explained(plan.act).map(|words| view! { <p class="text-muted">{words}</p> })}
                {(plan.act == HandoutAct::Assign).then(|| view! { <Division plan=plan /> })}
                {(plan.act != HandoutAct::Unassign)
                    .then(|| view! { <RepPicker loads=loads plan=plan /> })}
                {(plan.act == HandoutAct::Assign)
                    .then(|| view! { <Terms plan=plan errors=errors preview=preview /> })}
                <Loaded query=preview let:found>
                    <PreviewPanel plan=plan preview=found />
                </Loaded>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button
                    kind=kind
                    submit=true
                    busy=busy
                    disabled=Signal::derive(move || !ready())
                >
                    {move || {
                        if plan.is_complete() {
                            submit_words(plan.act, total())
                        } else {
                            done_to(plan.act).to_owned()
                        }
                    }}
                </Button>
            </div>
        </form>
    }
}

/// How the leads are divided.
#[component]
fn Division(plan: Plan) -> impl IntoView {
    view! {
        <div class="flex flex-col gap-1">
            <Segmented
                label="How the leads are divided"
                options=vec![
                    (Strategy::ToOne, "To one rep"),
                    (Strategy::EvenSplit, "Split evenly"),
                    (Strategy::Weighted, "By room left"),
                ]
                value=plan.strategy
                on_choose=move |strategy| plan.divide(strategy)
            />
            <p class="text-sm text-muted">
                {move || match plan.strategy.get() {
                    Strategy::ToOne => "All of them go to the person you choose.",
                    Strategy::EvenSplit => {
                        "Counts differ by one at most, and everybody gets alike of each priority, region and time zone."
                    }
                    Strategy::Weighted => {
                        "Whoever can take twice as many more gets twice as many. How many somebody can have is set under Users."
                    }
                }}
            </p>
        </div>
    }
}

/// What goes with the leads, and whether those change hands that somebody works.
#[component]
fn Terms(plan: Plan, errors: FormErrors, preview: Query<HandoutPreview>) -> impl IntoView {
    let some_are_held = move || {
        let is_held = |found: &HandoutPreview| {
            found.passed_over.iter().any(|one| one.reason == PassedOver::AlreadyAssigned)
        };
        plan.reassign.get() || preview.data.with(|found| found.as_ref().is_some_and(is_held))
    };
    let some_are_held = Memo::new(move |_| some_are_held());
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <Select
                label="Priority"
                value=plan.priority
                options=priority_options()
                none="Each lead keeps its own"
            />
            <DateTimeField
                label="Due"
                value=plan.due
                optional=true
                error=errors.at("due_at")
            />
        </div>
        <Show when=move || some_are_held.get()>
            <Checkbox
                label="Also take leads that somebody works already"
                hint="Without this they stay with whoever has them."
                value=plan.reassign
            />
        </Show>
    }
}
