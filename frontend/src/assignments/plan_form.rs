//! The plan of an assignment: to whom, how divided, with what priority and until when.

use domain::assignments::Strategy;
use dto::assignments::LoadResponse;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::forecast::Forecast;
use super::plan::Plan;
use super::rep_picker::RepPicker;
use super::target::Stock;
use crate::format;
use crate::leads::words::priority_options;
use crate::state::clock;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, Checkbox, DateTimeField, Segmented, Select};

/// The form, with what it will do.
#[component]
pub fn PlanForm(
    /// Whether the dialog around it is shown.
    open: RwSignal<bool>,
    /// What is chosen.
    plan: Plan,
    /// What is wrong with it.
    errors: FormErrors,
    /// Whether it is being done.
    #[prop(into)]
    busy: Signal<bool>,
    /// Everybody with their load.
    loads: Signal<Vec<LoadResponse>>,
    /// How many of the leads can be handed out.
    stock: Signal<Stock>,
    /// How many stay with the one rep who has them already.
    stays: Signal<i64>,
    /// Does it.
    #[prop(into)]
    on_submit: Callback<()>,
) -> impl IntoView {
    let total = move || stock.get().assignable(plan.reassign.get(), stays.get());
    let ready = move || plan.reps.with(|reps| !reps.is_empty()) && total() > 0;
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
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <div>
                    <Segmented
                        label="How the leads are divided"
                        options=vec![
                            (Strategy::ToOne, "To one rep"),
                            (Strategy::EvenSplit, "Split evenly"),
                        ]
                        value=plan.strategy
                        on_choose=move |strategy| plan.divide(strategy)
                    />
                </div>
                <RepPicker loads=loads plan=plan />
                <Terms plan=plan errors=errors stock=stock />
                <Forecast plan=plan stock=stock stays=stays loads=loads />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    busy=busy
                    disabled=Signal::derive(move || !ready())
                >
                    {move || assign_words(total())}
                </Button>
            </div>
        </form>
    }
}

fn assign_words(count: i64) -> String {
    match count {
        0 => "Assign".to_owned(),
        count => format!("Assign {}", format::count(count, "lead", "leads")),
    }
}

/// What goes with the leads, and whether those change hands that somebody works.
#[component]
fn Terms(plan: Plan, errors: FormErrors, stock: Signal<Stock>) -> impl IntoView {
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
        <Show when=move || { stock.get().held > 0 }>
            <Checkbox
                label="Also take leads that somebody works already"
                hint="Without this they stay with whoever has them."
                value=plan.reassign
            />
        </Show>
    }
}
