//! Who has how much in hand, and the way to even it out.

use domain::activity::Subject;
use dto::assignments::LoadResponse;
use dto::leads::{AssigneeFilter, LeadFilter};
use leptos::prelude::*;
use leptos_router::components::A;

use super::history::HandoutHistory;
use super::receipt::leads_of;
use super::{AssignDialog, Target};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::leads::address_of;
use crate::state::Query;
use crate::ui::{
    Avatar, Button, ButtonKind, EmptyState, Icon, LinkButton, Loaded, Notice, Page, PageHeader,
    ProgressBar,
};

/// The screen of workloads, for admins.
#[component]
pub fn LoadPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <Workload />
        </AdminOnly>
    }
}

/// Everybody's load, and how many leads nobody works.
type Loads = (Vec<LoadResponse>, i64);

fn unassigned() -> LeadFilter {
    LeadFilter { assignee_id: Some(AssigneeFilter::None), ..LeadFilter::default() }
}

#[component]
fn Workload() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let loads = Query::new(
        || (),
        move |()| async move {
            let loads = api::assignments::loads(me).await?;
            Ok::<Loads, _>((loads, api::leads::count(me, &unassigned()).await?))
        },
    )
    .refetch_on(events, |change| {
        matches!(
            change.subject_type,
            Subject::Assignment | Subject::Import | Subject::Call | Subject::User
        )
    });
    let (assigning, target) = (RwSignal::new(false), RwSignal::new(None::<Target>));
    let hand_over = move |(filter, reassign): (LeadFilter, bool)| {
        target.set(Some(Target { reassign, ..Target::of_filter(filter) }));
        assigning.set(true);
    };
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::Users
                title="No reps yet"
                text="Reps work the leads that you hand them. Invite the first one under Users."
            >
                <LinkButton href="/users" kind=ButtonKind::Primary>
                    "Go to Users"
                </LinkButton>
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader title="Workload" description="How many leads each rep has in hand.">
                <Button
                    icon=Icon::Shuffle
                    on_press=move |()| {
                        target.set(Some(Target::of_everybody()));
                        assigning.set(true);
                    }
                >
                    "Even out"
                </Button>
            </PageHeader>
            <Loaded query=loads is_empty=|(loads, _)| loads.is_empty() empty=empty let:both>
                <Unassigned
                    count=Signal::derive(move || both.with(|both| both.1))
                    on_assign=move |()| hand_over((unassigned(), false))
                />
                <LoadTable
                    loads=Signal::derive(move || both.with(|both| both.0.clone()))
                    on_hand_over=hand_over
                />
            </Loaded>
            <HandoutHistory />
        </Page>
        <AssignDialog open=assigning target=target on_assigned=move |()| loads.refetch() />
    }
}

#[component]
fn Unassigned(count: Signal<i64>, #[prop(into)] on_assign: Callback<()>) -> impl IntoView {
    view! {
        <Show when=move || { count.get() > 0 }>
            <Notice>
                <div class="flex flex-wrap items-center justify-between gap-2">
                    <span class="figures">
                        <A href=address_of(unassigned()) attr:class="link">
                            {move || format::count(count.get(), "lead", "leads")}
                        </A>
                        {move || if count.get() == 1 { " is with nobody." } else { " are with nobody." }}
                    </span>
                    <Button
                        kind=ButtonKind::Primary
                        icon=Icon::UserPlus
                        on_press=on_assign
                    >
                        "Assign them"
                    </Button>
                </div>
            </Notice>
        </Show>
    }
}

#[component]
fn LoadTable(
    loads: Signal<Vec<LoadResponse>>,
    #[prop(into)] on_hand_over: Callback<(LeadFilter, bool)>,
) -> impl IntoView {
    let most = Memo::new(move |_| {
        loads.with(|loads| loads.iter().map(|load| load.open).max().unwrap_or(0))
    });
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Rep"</th>
                        <th scope="col" class="number">"Open"</th>
                        <th scope="col" class="w-1/3 max-md:hidden">
                            <span class="sr-only">"Share of the largest load"</span>
                        </th>
                        <th scope="col" class="number max-sm:hidden">"Room for"</th>
                        <th scope="col" class="number max-sm:hidden">"Done"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || loads.get()
                        key=|load| (load.user_id, load.open, load.completed, load.capacity, load.name.clone())
                        let(load)
                    >
                        <LoadRow load=load most=most on_hand_over=on_hand_over />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn LoadRow(
    load: LoadResponse,
    most: Memo<i64>,
    on_hand_over: Callback<(LeadFilter, bool)>,
) -> impl IntoView {
    let LoadResponse { user_id, name, open, completed, capacity } = load;
    let room = (i64::from(capacity) - open).max(0);
    let label = format!("Open leads of {name}");
    let share = Signal::derive(move || Some(ratio(open, most.get())));
    let everything =
        LeadFilter { assignee_id: Some(AssigneeFilter::User(user_id)), ..LeadFilter::default() };
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-2">
                    <Avatar name=name.clone() />
                    <A href=leads_of(user_id) attr:class="row-link">
                        {name}
                    </A>
                </span>
            </td>
            <td class="number">{format::number(open)}</td>
            <td class="max-md:hidden">
                <ProgressBar label=label share=share />
            </td>
            <td class="number max-sm:hidden">{format::number(room)}</td>
            <td class="number max-sm:hidden">{format::number(completed)}</td>
            <td class="narrow">
                {(open > 0)
                    .then(|| {
                        view! {
                            <Button
                                kind=ButtonKind::Quiet
                                icon=Icon::Shuffle
                                on_press=move |()| on_hand_over.run((everything.clone(), true))
                            >
                                <span class="max-sm:sr-only">"Hand over"</span>
                            </Button>
                        }
                    })}
            </td>
        </tr>
    }
}

fn ratio(part: i64, whole: i64) -> f64 {
    let float = |count: i64| i32::try_from(count).map_or(f64::from(i32::MAX), f64::from);
    if whole > 0 { float(part) / float(whole) } else { 0.0 }
}
