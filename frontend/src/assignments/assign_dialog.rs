//! Handing out leads: to whom, how divided, with what, then the receipt.

use domain::activity::Subject;
use domain::assignments::Strategy;
use domain::ids::LeadId;
use dto::assignments::{AssignmentReceipt, LoadResponse, ReassignRequest, Selection};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::forecast::Forecast;
use super::plan::Plan;
use super::receipt::Receipt;
use super::rep_picker::RepPicker;
use super::target::{Stock, Target};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::format;
use crate::leads::words::priority_options;
use crate::state::form::{FormErrors, FormNotice};
use crate::state::{Query, clock};
use crate::ui::{
    Button, ButtonKind, Checkbox, DateTimeField, Dialog, EmptyState, Icon, LinkButton, Loaded,
    Segmented, Select,
};

/// The dialog.
#[component]
pub fn AssignDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Which leads.
    #[prop(into)]
    target: Signal<Option<Target>>,
    /// Told once leads were handed out; the receipt stays open.
    #[prop(into)]
    on_assigned: Callback<()>,
) -> impl IntoView {
    let body = move || {
        let target = target.get_untracked()?;
        Some(view! { <AssignSteps open=open target=target on_assigned=on_assigned /> })
    };
    view! {
        <Dialog open=open wide=true title="Assign leads">
            {body()}
        </Dialog>
    }
}

/// First the plan, then the receipt.
#[component]
fn AssignSteps(open: RwSignal<bool>, target: Target, on_assigned: Callback<()>) -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let receipt = RwSignal::new(None::<AssignmentReceipt>);
    let (plan, errors) = (Plan::new(target.reassign), FormErrors::default());
    let busy = RwSignal::new(false);
    let selection = StoredValue::new(target.selection.clone());
    let counted = target.clone();
    let ready = Query::new(
        || (),
        move |()| {
            let target = counted.clone();
            async move {
                let loads = api::assignments::loads(me).await?;
                Ok((loads, target.stock(me).await?))
            }
        },
    )
    .refetch_on(events, |change| change.subject_type == Subject::Assignment);
    let staying = Query::new(
        move || plan.sole_taker(),
        move |rep| {
            let target = target.clone();
            async move {
                match rep {
                    Some(rep) => target.held_by(me, rep).await,
                    None => Ok(0),
                }
            }
        },
    );
    let stays = Signal::derive(move || staying.data.get().unwrap_or_default());
    let finish = move |answer: Result<AssignmentReceipt, api::ApiError>| {
        match answer {
            Ok(done) => {
                let _gone = receipt.try_set(Some(done));
                on_assigned.run(());
            }
            Err(error) => errors.take(&error, &[]),
        }
        let _gone = busy.try_set(false);
    };
    let assign = move || {
        busy.set(true);
        let request = plan.to_request(selection.get_value());
        spawn_local(async move { finish(api::assignments::assign(me, &request).await) });
    };
    let take_over = move |leads: Vec<LeadId>| {
        busy.set(true);
        let plan = plan.to_request(Selection::LeadIds(leads));
        let request = ReassignRequest {
            selection: plan.selection,
            assignee_ids: plan.assignee_ids,
            priority: plan.priority,
            due_at: plan.due_at,
        };
        spawn_local(async move { finish(api::assignments::reassign(me, &request).await) });
    };
    move || match receipt.get() {
        Some(done) => {
            let close = move |()| open.set(false);
            view! { <Receipt receipt=done on_take_over=take_over busy=busy on_close=close /> }.into_any()
        }
        None => view! {
            <Loaded query=ready is_empty=|(loads, _)| loads.is_empty() empty=no_reps let:both>
                <PlanForm
                    open=open
                    plan=plan
                    errors=errors
                    busy=busy
                    loads=Signal::derive(move || both.with(|both| both.0.clone()))
                    stock=Signal::derive(move || both.with(|both| both.1))
                    stays=stays
                    on_submit=move |()| assign()
                />
            </Loaded>
        }
        .into_any(),
    }
}

fn no_reps() -> impl IntoView {
    view! {
        <EmptyState
            icon=Icon::Users
            title="There is nobody to give leads to"
            text="Leads go to people with the role rep. Invite the first one under Users."
        >
            <LinkButton href="/users" kind=ButtonKind::Primary>
                "Go to Users"
            </LinkButton>
        </EmptyState>
    }
}

#[component]
fn PlanForm(
    open: RwSignal<bool>,
    plan: Plan,
    errors: FormErrors,
    #[prop(into)] busy: Signal<bool>,
    loads: Signal<Vec<LoadResponse>>,
    stock: Signal<Stock>,
    stays: Signal<i64>,
    #[prop(into)] on_submit: Callback<()>,
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
