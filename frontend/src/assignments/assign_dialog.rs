//! Acts on who works many leads: first the plan, then the receipt.

use domain::activity::Subject;
use domain::handouts::HandoutAct;
use domain::ids::HandoutId;
use dto::assignments::{LoadResponse, Selection};
use dto::handouts::{CreateHandoutRequest, HandoutPreview};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::plan::Plan;
use super::plan_form::PlanForm;
use super::receipt::Receipt;
use super::target::Target;
use super::words::title;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::state::Query;
use crate::state::form::FormErrors;
use crate::ui::{ButtonKind, Dialog, EmptyState, Icon, LinkButton, Loaded};

/// The dialog.
#[component]
pub fn AssignDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What is done with which leads.
    #[prop(into)]
    target: Signal<Option<Target>>,
    /// Told once it was asked for; the receipt stays open.
    #[prop(into)]
    on_assigned: Callback<()>,
) -> impl IntoView {
    let body = move || {
        let target = target.get_untracked()?;
        Some(view! { <AssignSteps open=open target=target on_assigned=on_assigned /> })
    };
    let words = move || {
        open.track();
        target.with_untracked(|target| {
            title(target.as_ref().map_or(HandoutAct::Assign, |target| target.act)).to_owned()
        })
    };
    view! {
        <Dialog open=open wide=true title=Signal::derive(words)>
            {body()}
        </Dialog>
    }
}

/// One act, from the plan to the receipt.
#[derive(Clone, Copy)]
struct Handing {
    me: SignedIn,
    plan: Plan,
    errors: FormErrors,
    busy: RwSignal<bool>,
    /// The act, once it was asked for.
    handout: RwSignal<Option<HandoutId>>,
    on_assigned: Callback<()>,
}

impl Handing {
    fn act(self) {
        self.ask(untrack(|| self.plan.to_request()));
    }

    /// Hands out those as well that were passed over because somebody works them.
    fn take_over(self, passed_over_by: HandoutId) {
        self.ask(CreateHandoutRequest {
            selection: Some(Selection::PassedOverBy(passed_over_by)),
            reassign: true,
            ..untrack(|| self.plan.to_request())
        });
    }

    fn ask(self, request: CreateHandoutRequest) {
        self.busy.set(true);
        spawn_local(async move {
            match api::handouts::create(self.me, &request).await {
                Ok(handout) => {
                    let _gone = self.handout.try_set(Some(handout.id));
                    self.on_assigned.run(());
                }
                Err(error) => self.errors.take(&error, &["due_at"]),
            }
            let _gone = self.busy.try_set(false);
        });
    }
}

/// What the plan would do now; read anew when leads change hands meanwhile.
fn load_preview(me: SignedIn, events: Events, plan: Plan) -> Query<HandoutPreview> {
    Query::keeping(
        move || plan.to_preview(),
        move |request| async move { api::handouts::preview(me, &request).await },
    )
    .refetch_on(events, |change| change.subject_type == Subject::Assignment)
}

#[component]
fn AssignSteps(open: RwSignal<bool>, target: Target, on_assigned: Callback<()>) -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let is_rebalance = target.act == HandoutAct::Rebalance;
    let handing = Handing {
        me,
        plan: Plan::new(target),
        errors: FormErrors::default(),
        busy: RwSignal::new(false),
        handout: RwSignal::new(None),
        on_assigned,
    };
    let Handing { plan, errors, busy, .. } = handing;
    let loads = Query::new(|| (), move |()| api::assignments::loads(me))
        .refetch_on(events, |change| change.subject_type == Subject::Assignment);
    // Most often it is everybody whose leads shall be even.
    Effect::new(move |done: Option<bool>| {
        let everybody: Option<Vec<LoadResponse>> = loads.data.get();
        let Some(everybody) = everybody.filter(|_| is_rebalance && done != Some(true)) else {
            return done == Some(true);
        };
        let busy = everybody.iter().filter(|load| load.open > 0 || load.completed > 0);
        plan.reps.set(busy.map(|load| load.user_id).collect());
        true
    });
    let preview = load_preview(me, events, plan);
    move || match handing.handout.get() {
        Some(id) => view! {
            <Receipt
                id=id
                errors=errors
                on_take_over=move |id| handing.take_over(id)
                busy=busy
                on_close=move |()| open.set(false)
            />
        }
        .into_any(),
        None => view! {
            <Loaded query=loads is_empty=|loads| loads.is_empty() empty=no_reps let:loads>
                <PlanForm
                    open=open
                    plan=plan
                    errors=errors
                    busy=busy
                    loads=loads
                    preview=preview
                    on_submit=move |()| handing.act()
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
