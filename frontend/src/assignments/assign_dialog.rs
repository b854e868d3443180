//! Handing out leads: first the plan, then the receipt.

use domain::activity::Subject;
use domain::ids::{LeadId, UserId};
use dto::assignments::{AssignmentReceipt, LoadResponse, ReassignRequest, Selection, SkipReason};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::plan::Plan;
use super::plan_form::PlanForm;
use super::receipt::Receipt;
use super::target::{Stock, Target};
use crate::api::events::Events;
use crate::api::{self, ApiError, SignedIn};
use crate::state::Query;
use crate::state::form::FormErrors;
use crate::ui::{ButtonKind, Dialog, EmptyState, Icon, LinkButton, Loaded};

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

/// One handing out, from the plan to the receipt.
#[derive(Clone, Copy)]
struct Handing {
    me: SignedIn,
    selection: StoredValue<Selection>,
    plan: Plan,
    errors: FormErrors,
    busy: RwSignal<bool>,
    receipt: RwSignal<Option<AssignmentReceipt>>,
    on_assigned: Callback<()>,
}

impl Handing {
    fn assign(self) {
        self.busy.set(true);
        let request = self.plan.to_request(self.selection.get_value());
        spawn_local(async move { self.finish(api::assignments::assign(self.me, &request).await) });
    }

    /// Hands out those as well that were passed over because somebody works them.
    fn take_over(self, leads: Vec<LeadId>) {
        self.busy.set(true);
        let plan = self.plan.to_request(Selection::LeadIds(leads));
        let request = ReassignRequest {
            selection: plan.selection,
            assignee_ids: plan.assignee_ids,
            priority: plan.priority,
            due_at: plan.due_at,
        };
        spawn_local(
            async move { self.finish(api::assignments::reassign(self.me, &request).await) },
        );
    }

    fn finish(self, answer: Result<AssignmentReceipt, ApiError>) {
        match answer {
            Ok(done) => {
                let _gone = self.receipt.try_update(|receipt| {
                    *receipt = Some(match receipt.take() {
                        Some(before) => joined(before, done),
                        None => done,
                    });
                });
                self.on_assigned.run(());
            }
            Err(error) => self.errors.take(&error, &[]),
        }
        let _gone = self.busy.try_set(false);
    }
}

/// Both acts as one receipt; what somebody worked was the second one's to hand out.
fn joined(before: AssignmentReceipt, after: AssignmentReceipt) -> AssignmentReceipt {
    let mut joined = after;
    joined.assigned += before.assigned;
    for share in before.per_assignee {
        match joined.per_assignee.iter_mut().find(|one| one.user_id == share.user_id) {
            Some(same) => same.count += share.count,
            None => joined.per_assignee.push(share),
        }
    }
    let still = before.skipped.into_iter().filter(|one| one.reason != SkipReason::AlreadyAssigned);
    joined.skipped.extend(still);
    joined
}

/// Everybody with their load, and how many of the leads can be handed out.
fn load_ready(me: SignedIn, events: Events, target: Target) -> Query<(Vec<LoadResponse>, Stock)> {
    Query::new(
        || (),
        move |()| {
            let target = target.clone();
            async move {
                let loads = api::assignments::loads(me).await?;
                Ok((loads, target.stock(me).await?))
            }
        },
    )
    .refetch_on(events, |change| change.subject_type == Subject::Assignment)
}

/// How many of the leads the one rep who shall get them has already.
fn load_staying(me: SignedIn, plan: Plan, target: Target) -> Signal<i64> {
    let staying = Query::new(
        move || plan.sole_taker(),
        move |rep: Option<UserId>| {
            let target = target.clone();
            async move {
                match rep {
                    Some(rep) => target.held_by(me, rep).await,
                    None => Ok(0),
                }
            }
        },
    );
    Signal::derive(move || staying.data.get().unwrap_or_default())
}

#[component]
fn AssignSteps(open: RwSignal<bool>, target: Target, on_assigned: Callback<()>) -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let handing = Handing {
        me,
        selection: StoredValue::new(target.selection.clone()),
        plan: Plan::new(target.reassign),
        errors: FormErrors::default(),
        busy: RwSignal::new(false),
        receipt: RwSignal::new(None),
        on_assigned,
    };
    let Handing { plan, errors, busy, .. } = handing;
    let ready = load_ready(me, events, target.clone());
    let stays = load_staying(me, plan, target);
    move || match handing.receipt.get() {
        Some(done) => view! {
            <Receipt
                receipt=done
                errors=errors
                on_take_over=move |leads| handing.take_over(leads)
                busy=busy
                on_close=move |()| open.set(false)
            />
        }
        .into_any(),
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
                    on_submit=move |()| handing.assign()
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
