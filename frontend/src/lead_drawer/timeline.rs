//! What happened on the lead, newest first.

use chrono::{DateTime, Utc};
use domain::calls::{CallDirection, CallStatus};
use dto::follow_ups::UpdateFollowUpRequest;
use dto::timeline::{TimelineEntry, TimelineItem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::work::Work;
use crate::activity::changes::ChangeList;
use crate::activity::fields::{changes, text_in};
use crate::api;
use crate::calls::dispositions::readable;
use crate::calls::phone::words::{ring_words, status_words};
use crate::calls::recording::Recording;
use crate::format;
use crate::state::Toasts;
use crate::state::clock::Clock;
use crate::ui::{Badge, Button, EmptyState, Glyph, Icon, Loaded, Moment, MoreRows, Tone};

/// The lead rang, and nobody works it.
const TURNED_AWAY: &str = "call.turned_away";

/// The whole history, loaded as one scrolls.
#[component]
pub fn Timeline(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::History
                title="Nothing happened yet"
                text="Calls, notes, follow-ups and changes will stand here."
            />
        }
    };
    view! {
        <section class="card" aria-label="Timeline">
            <h2 class="card-title">"Timeline"</h2>
            <Loaded query=work.timeline.rows is_empty=|rows| rows.is_empty() empty=empty let:rows>
                <ol class="timeline">
                    <For each=move || rows.get() key=key_of let(entry)>
                        <Entry work=work entry=entry />
                    </For>
                </ol>
                <MoreRows paged=work.timeline />
            </Loaded>
        </section>
    }
}

/// Follow-ups and calls change after they were made; what they tell is part of their key.
fn key_of(entry: &TimelineEntry) -> (uuid::Uuid, String) {
    let told = match &entry.what {
        what @ (TimelineItem::FollowUp { .. } | TimelineItem::Call { .. }) => format!("{what:?}"),
        _ => String::new(),
    };
    (entry.id, told)
}

#[component]
fn Entry(work: Work, entry: TimelineEntry) -> impl IntoView {
    let is_me = entry
        .user
        .as_ref()
        .is_some_and(|user| work.me.user.with_untracked(|me| me.id.uuid() == user.id));
    let who = match entry.user {
        _ if is_me => "You".to_owned(),
        Some(user) => user.name,
        None => "Skiigen".to_owned(),
    };
    let icon = icon(&entry.what);
    let (at, id) = (entry.at, entry.id);
    view! {
        <li class="timeline-entry">
            <span class="feed-mark">
                <Glyph icon=icon />
            </span>
            <div class="min-w-0 flex-1">{told(work, id, who, entry.what)}</div>
            <span class="feed-time">
                <Moment at=at />
            </span>
        </li>
    }
}

fn icon(what: &TimelineItem) -> Icon {
    match what {
        TimelineItem::Call { direction: CallDirection::Inbound, .. } => Icon::PhoneIncoming,
        TimelineItem::Call { .. } => Icon::Phone,
        TimelineItem::Note { .. } => Icon::StickyNote,
        TimelineItem::FollowUp { .. } => Icon::Calendar,
        TimelineItem::Assignment { .. } => Icon::UserRoundCheck,
        TimelineItem::Change { action, .. } if action == "lead.merged" => Icon::Merge,
        TimelineItem::Change { action, .. } if action == TURNED_AWAY => Icon::PhoneIncoming,
        TimelineItem::Change { .. } => Icon::Pencil,
    }
}

fn told(work: Work, id: uuid::Uuid, who: String, what: TimelineItem) -> AnyView {
    match what {
        what @ TimelineItem::Call { direction: CallDirection::Inbound, .. } => {
            ring_told(work, id, who, what)
        }
        what @ TimelineItem::Call { .. } => call_told(work, id, who, what),
        TimelineItem::Note { body: text } => view! {
            <p>
                <span class="font-medium">{who}</span>
                " wrote a note"
            </p>
            {body(text)}
        }
        .into_any(),
        TimelineItem::FollowUp { due_at, note, completed_at } => {
            view! { <FollowUpTold work=work id=id who=who due_at=due_at note=note completed_at=completed_at /> }
                .into_any()
        }
        TimelineItem::Assignment { assignee } => view! {
            <p>
                <span class="font-medium">{who}</span>
                " handed this lead to "
                <span class="font-medium">{assignee.name}</span>
            </p>
        }
        .into_any(),
        what @ TimelineItem::Change { .. } => change_told(work, who, what),
    }
}

fn change_told(work: Work, who: String, what: TimelineItem) -> AnyView {
    let TimelineItem::Change { action, before, after } = what else { return ().into_any() };
    if action == TURNED_AWAY {
        return view! { <p>"Rang, and nobody works this lead. It was not put through."</p> }
            .into_any();
    }
    let said = deed_on_lead(&action);
    let reason = text_in(after.as_ref(), "reason").filter(|_| action == "lead.skipped");
    let is_merger = action == "lead.merged";
    let merged = text_in(after.as_ref(), "merged_name").filter(|_| is_merger);
    let moved = moved_here(after.as_ref()).filter(|_| is_merger);
    let (before, after) = (own_fields(before), own_fields(after));
    let fields = move || changes(before.as_ref(), after.as_ref(), work.dispositions);
    let is_update = is_merger || action == "lead.updated";
    view! {
        <p>
            <span class="font-medium">{who}</span>
            {format!(" {said}")}
            {merged.map(|name| view! { <span class="font-medium">{format!(" {name}")}</span> })}
            {moved.map(|moved| view! { <span class="text-muted figures">{moved}</span> })}
            {reason.map(|reason| format!(": {reason}"))}
        </p>
        {move || {
            let fields = if is_update { fields() } else { Vec::new() };
            (!fields.is_empty()).then(|| view! { <ChangeList changes=fields /> })
        }}
    }
    .into_any()
}

/// What changed of this lead; what the one that was merged with it was stands in the activity.
fn own_fields(side: Option<Value>) -> Option<Value> {
    let mut side = side?;
    if let Some(fields) = side.as_object_mut() {
        fields.retain(|name, _| !matches!(name.as_str(), "merged_lead" | "merged_name" | "moved"));
    }
    Some(side)
}

fn call_told(work: Work, id: uuid::Uuid, who: String, what: TimelineItem) -> AnyView {
    let TimelineItem::Call {
        disposition,
        notes,
        duration,
        origin: _,
        direction: _,
        status,
        recording,
        voicemail_dropped,
    } = what
    else {
        return ().into_any();
    };
    let label = move || match &disposition {
        Some(key) => work.dispositions.label(key),
        None => status_words(status).unwrap_or("nobody said yet how it went").to_owned(),
    };
    let length = (duration > 0).then(|| format!(" · {}", format::duration(duration.into())));
    let dropped = voicemail_dropped.then_some(" · left the recorded message");
    view! {
        <p>
            <span class="font-medium">{who}</span>
            " called: "
            <span class="font-medium">{label}</span>
            <span class="text-muted figures">{length} {dropped}</span>
        </p>
        {body(notes)}
        {recording.map(|recording| view! { <Recording call=id.into() recording=recording /> })}
    }
    .into_any()
}

/// A call of the lead's: `Rang back · left a message (0:34)`.
fn ring_told(work: Work, id: uuid::Uuid, who: String, what: TimelineItem) -> AnyView {
    let TimelineItem::Call { disposition, notes, duration, status, recording, .. } = what else {
        return ().into_any();
    };
    let went = ring_words(status, duration, recording.as_ref());
    let said = move || disposition.as_ref().map(|key| work.dispositions.label(key));
    let has_talked = status == CallStatus::Completed;
    let by =
        has_talked.then(|| format!(", with {}", if who == "You" { "you".to_owned() } else { who }));
    view! {
        <p>
            <span class="font-medium">"Rang back"</span>
            {format!(" · {went}")}
            {by}
            {move || said().map(|said| view! { ": " <span class="font-medium">{said}</span> })}
        </p>
        {body(notes)}
        {recording.map(|recording| view! { <Recording call=id.into() recording=recording /> })}
    }
    .into_any()
}

fn deed_on_lead(action: &str) -> String {
    match action {
        "lead.created" => "added this lead".to_owned(),
        "lead.updated" => "changed this lead".to_owned(),
        "lead.skipped" => "put this lead off".to_owned(),
        "lead.unassigned" => "took this lead back".to_owned(),
        "lead.merged" => "merged this lead with".to_owned(),
        other => readable(other).to_lowercase(),
    }
}

/// What came along with a lead that was merged: ` · 3 calls, 1 note`.
fn moved_here(after: Option<&Value>) -> Option<String> {
    let moved = after?.get("moved")?;
    let parts: Vec<String> = [
        ("calls", "call", "calls"),
        ("notes", "note", "notes"),
        ("follow_ups", "follow-up", "follow-ups"),
    ]
    .into_iter()
    .filter_map(|(key, one, many)| Some((moved.get(key)?.as_i64()?, one, many)))
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| format::count(count, one, many))
    .collect();
    (!parts.is_empty()).then(|| format!(" · {} came along", parts.join(", ")))
}

fn body(text: String) -> Option<impl IntoView> {
    (!text.is_empty()).then(|| view! { <p class="timeline-text">{text}</p> })
}

#[component]
fn FollowUpTold(
    work: Work,
    id: uuid::Uuid,
    who: String,
    due_at: DateTime<Utc>,
    note: String,
    completed_at: Option<DateTime<Utc>>,
) -> impl IntoView {
    let (clock, toasts, busy) = (Clock::expect(), Toasts::expect(), RwSignal::new(false));
    let there = move || format::moment(due_at, work.zone().as_deref());
    let state = move || match completed_at {
        Some(_) => view! {
            <Badge tone=Tone::Closed icon=Icon::Check>
                "Done"
            </Badge>
        }
        .into_any(),
        None if due_at <= clock.now() => view! {
            <Badge tone=Tone::Warm icon=Icon::Clock>
                "Due"
            </Badge>
        }
        .into_any(),
        None => ().into_any(),
    };
    let done = move |()| {
        busy.set(true);
        let changes =
            UpdateFollowUpRequest { completed: Some(true), ..UpdateFollowUpRequest::default() };
        spawn_local(async move {
            match api::follow_ups::update(work.me, id.into(), &changes).await {
                Ok(_) => {
                    work.timeline.rows.refetch();
                    work.lead.refetch();
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span>
                <span class="font-medium">{who}</span>
                " planned a follow-up for "
                <span class="font-medium figures" title=format::full(due_at, None)>
                    {there}
                </span>
                {move || work.zone().map(|_| " their time")}
            </span>
            {state}
            {completed_at
                .is_none()
                .then(|| {
                    view! {
                        <Button busy=busy icon=Icon::Check on_press=done>
                            "Done"
                        </Button>
                    }
                })}
        </p>
        {body(note)}
    }
}
