//! One follow-up: keep it, move it, or open it again.

use chrono::{DateTime, Utc};
use domain::follow_ups::Promise;
use domain::ids::LeadId;
use dto::follow_ups::{FollowUpResponse, UpdateFollowUpRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::list_page::FollowUps;
use crate::api;
use crate::format;
use crate::lead_drawer::when_form::WhenForm;
use crate::state::clock::Clock;
use crate::state::{Query, Toasts};
use crate::ui::{Badge, Button, Dialog, Icon, IconButton, Loaded, Tone};

/// A row of the list.
#[component]
pub fn FollowUpRow(
    /// The follow-up.
    follow_up: FollowUpResponse,
    /// The list that it is in.
    follow_ups: FollowUps,
) -> impl IntoView {
    let (clock, toasts) = (Clock::expect(), Toasts::expect());
    let (id, due_at) = (follow_up.id, follow_up.due_at);
    let (is_done, name) = (follow_up.completed_at.is_some(), follow_up.lead.name.clone());
    let said = name.clone();
    let check = move |_| set_done(follow_ups, toasts, id, said.clone(), !is_done);
    let standing = follow_up.standing;
    let badge = move || standing_badge(standing, !is_done && due_at <= clock.now());
    let zone = follow_up.lead_time_zone.clone();
    let done_at =
        follow_up.completed_at.map(|at| format!("done {}", format::moment(at, zone.as_deref())));
    let label = if is_done { format!("Open {name} again") } else { format!("Mark {name} as done") };
    let move_label = format!("Move the follow-up with {name}");
    let shown = StoredValue::new(follow_up.clone());
    view! {
        <tr>
            <td class="narrow">
                <input
                    type="checkbox"
                    class="checkbox"
                    aria-label=label
                    prop:checked=is_done
                    on:change=check
                />
            </td>
            <td>
                <span class="inline-flex items-center gap-2">
                    <time datetime=due_at.to_rfc3339() title=format!("{}, my time", format::full(due_at, None))>
                        {format::moment(due_at, zone.as_deref())}
                    </time>
                    {badge}
                    {done_at.map(|at| view! { <span class="text-muted max-lg:hidden">{at}</span> })}
                </span>
            </td>
            <td>
                <A href=format!("/leads/{}", follow_up.lead.id) attr:class="row-link">
                    {name.clone()}
                </A>
            </td>
            <td class="max-sm:hidden text-muted">{follow_up.note}</td>
            <td class="max-lg:hidden">{follow_up.user.name}</td>
            <td class="narrow">
                {(!is_done)
                    .then(|| {
                        view! {
                            <IconButton
                                icon=Icon::Calendar
                                label=move_label
                                on_press=move |()| follow_ups.moving.set(Some(shown.get_value()))
                            />
                        }
                    })}
            </td>
        </tr>
    }
}

fn standing_badge(standing: Promise, is_due: bool) -> Option<impl IntoView> {
    let (tone, icon, words) = match standing {
        Promise::Kept => (Tone::Closed, Icon::Check, "Kept"),
        Promise::Late => (Tone::Warm, Icon::Clock, "Late"),
        Promise::Broken => (Tone::Failed, Icon::CircleX, "Broken"),
        Promise::Open if is_due => (Tone::Warm, Icon::Clock, "Due"),
        Promise::Open => return None,
    };
    Some(view! {
        <Badge tone=tone icon=icon>
            {words}
        </Badge>
    })
}

/// Keeps a promise or opens it again, at once on the screen; undone where it fails.
fn set_done(
    follow_ups: FollowUps,
    toasts: Toasts,
    id: domain::ids::FollowUpId,
    name: String,
    done: bool,
) {
    follow_ups.list.rows.update(|rows| rows.retain(|one| one.id != id));
    let changes =
        UpdateFollowUpRequest { completed: Some(done), ..UpdateFollowUpRequest::default() };
    spawn_local(async move {
        match api::follow_ups::update(follow_ups.me, id, &changes).await {
            Ok(_) if done => toasts.undoable(format!("Follow-up with {name} done."), move || {
                set_done(follow_ups, toasts, id, name.clone(), false);
            }),
            Ok(_) => toasts.done(format!("Follow-up with {name} is open again.")),
            Err(error) => toasts.failed(&error),
        }
        follow_ups.refetch();
    });
}

/// Asks for another time, in the time zone of the lead.
#[component]
pub fn MoveDialog(
    /// The list whose follow-up is moved.
    follow_ups: FollowUps,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let moving = follow_ups.moving;
    Effect::new(move |_| open.set(moving.with(Option::is_some)));
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            moving.set(None);
        }
        is_open
    });
    let title = Signal::derive(move || {
        let name = moving.with(|one| one.as_ref().map(|one| one.lead.name.clone()));
        format!("Move the follow-up with {}", name.unwrap_or_default())
    });
    view! {
        <Dialog open=open title=title>
            <MoveForm follow_ups=follow_ups />
        </Dialog>
    }
}

#[component]
fn MoveForm(follow_ups: FollowUps) -> impl IntoView {
    let toasts = Toasts::expect();
    let (me, one) = (follow_ups.me, follow_ups.moving.get_untracked());
    let Some(one) = one else { return ().into_any() };
    let lead_id = LeadId::new(one.lead.id);
    let lead = Query::new(|| (), move |()| api::leads::find(me, lead_id));
    let id = one.id;
    let choose = move |(due_at, _): (DateTime<Utc>, String)| {
        follow_ups.moving.set(None);
        let changes =
            UpdateFollowUpRequest { due_at: Some(due_at), ..UpdateFollowUpRequest::default() };
        spawn_local(async move {
            match api::follow_ups::update(me, id, &changes).await {
                Ok(moved) => {
                    toasts.done(format!("Moved to {}.", format::moment(moved.due_at, None)));
                }
                Err(error) => toasts.failed(&error),
            }
            follow_ups.refetch();
        });
    };
    view! {
        <Loaded
            query=lead
            loading=|| {
                view! {
                    <div class="dialog-body">
                        <Button busy=true disabled=true>
                            "Looking up the time there"
                        </Button>
                    </div>
                }
            }
            let:lead
        >
            <WhenForm
                zone=lead.with_untracked(|lead| lead.time_zone.clone())
                with_note=false
                confirm="Move"
                on_choose=choose
            />
        </Loaded>
    }
    .into_any()
}
