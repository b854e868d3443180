//! When to call or act next: three usual times, or any.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use leptos::prelude::*;

use super::work::{Promise, Work};
use crate::format;
use crate::state::clock;
use crate::state::keys::Keys;
use crate::ui::{Button, ButtonKind, DateTimeField, Dialog, Kbd, TextField};

/// Asks for the time of a follow-up while one is being made.
#[component]
pub fn PromiseDialog(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(work.promise.with(Option::is_some)));
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            work.promise.set(None);
        }
        is_open
    });
    let title = Signal::derive(move || match work.promise.get() {
        Some(Promise::With(key)) => format!("{}: when?", work.dispositions.label(&key)),
        _ => format!("Follow up with {}", work.name()),
    });
    let choose = move |(due_at, note): (DateTime<Utc>, String)| work.promised(due_at, note);
    view! {
        <Dialog open=open title=title>
            <WhenForm zone=untrack(|| work.zone()) with_note=true confirm="Save" on_choose=choose />
        </Dialog>
    }
}

/// The choice of a time, in the time zone of the lead.
#[component]
pub fn WhenForm(
    /// The lead's time zone; the person's own while it is not known.
    zone: Option<String>,
    /// Whether a note can be written with it.
    with_note: bool,
    /// The word on the button of a time picked by hand.
    confirm: &'static str,
    /// Given the time and the note.
    #[prop(into)]
    on_choose: Callback<(DateTime<Utc>, String)>,
) -> impl IntoView {
    let (note, picked, error) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(None));
    let choices = usual_times(zone.as_deref());
    let choose = move |at| on_choose.run((at, note.get_untracked().trim().to_owned()));
    let shown = zone.clone();
    let buttons = choices.into_iter().enumerate().map(|(index, (key, words, at))| {
        Keys::expect().bind(key, "Follow-up", words, move || choose(at));
        let there = format::full(at, shown.as_deref());
        view! {
            <button type="button" class="when" autofocus=index == 0 on:click=move |_| choose(at)>
                <Kbd keys=key />
                <span class="font-medium">{words}</span>
                <span class="when-time">{there}</span>
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let field_zone = zone.clone();
    let pick = move |()| match format::from_field(&picked.get_untracked(), field_zone.as_deref()) {
        Some(at) if at > clock::now() => choose(at),
        Some(_) => error.set(Some("Choose a time that is still to come.".to_owned())),
        None => error.set(Some("Choose a day and a time.".to_owned())),
    };
    view! {
        <div class="dialog-body">
            <Show when=move || with_note>
                <TextField label="What for" optional=true value=note placeholder="Send the price list first" />
            </Show>
            <div class="when-list">{buttons}</div>
            <DateTimeField label="Or at" value=picked zone=zone error=error />
        </div>
        <div class="dialog-foot">
            <Button kind=ButtonKind::Primary on_press=pick>
                {confirm}
            </Button>
        </div>
    }
}

/// In an hour, tomorrow at nine, in three days at nine: key, words, moment.
fn usual_times(zone: Option<&str>) -> Vec<(&'static str, &'static str, DateTime<Utc>)> {
    let now = clock::now();
    let at_nine = |days| at_nine_in(now, Days::new(days), zone);
    [
        Some(("1", "In 1 hour", now + TimeDelta::hours(1))),
        at_nine(1).map(|at| ("2", "Tomorrow at 9:00", at)),
        at_nine(3).map(|at| ("3", "In 3 days at 9:00", at)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn at_nine_in(now: DateTime<Utc>, days: Days, zone: Option<&str>) -> Option<DateTime<Utc>> {
    let day = format::wall_clock(now, zone)?.date().checked_add_days(days)?;
    let nine = NaiveDateTime::new(day, NaiveTime::from_hms_opt(9, 0, 0)?);
    format::from_field(&nine.format("%Y-%m-%dT%H:%M").to_string(), zone)
}
