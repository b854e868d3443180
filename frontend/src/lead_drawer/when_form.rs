//! The choice of a time: three usual ones on a key each, or any, by the lead's clock with one's own
//! beside it.

use chrono::{DateTime, Utc};
use domain::follow_ups::times::UsualTime;
use leptos::html;
use leptos::prelude::*;

use crate::format;
use crate::state::clock;
use crate::state::keys::Keys;
use crate::ui::{Button, ButtonKind, DateTimeField, Kbd, TextField, dom};

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
    let choose = move |at| on_choose.run((at, note.get_untracked().trim().to_owned()));
    let field_zone = StoredValue::new(zone.clone());
    let meant = move || {
        let text = picked.get();
        field_zone.with_value(|zone| format::from_field(&text, zone.as_deref()))
    };
    let pick = move || match untrack(meant) {
        Some(at) if at > clock::now() => choose(at),
        Some(_) => error.set(Some("Choose a time that is still to come.".to_owned())),
        None => error.set(Some("Choose a day and a time.".to_owned())),
    };
    // Beside the field: what that is by one's own clock, once it is known.
    let mine =
        move || meant().and_then(|at| field_zone.with_value(|zone| my_time(at, zone.as_ref())));
    let field = NodeRef::<html::Form>::new();
    Keys::expect().bind("4", "Follow-up", "Pick a day and a time", move || {
        let inputs = field.get_untracked().map(|form| dom::all(&form, "input"));
        if let Some(input) = inputs.and_then(|inputs| inputs.into_iter().next()) {
            dom::focus(&input);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        pick();
    };
    let shown = zone.clone();
    view! {
        <div class="dialog-body">
            <Show when=move || with_note>
                <TextField label="What for" optional=true value=note placeholder="Send the price list first" />
            </Show>
            <div class="when-list">{usual_times(shown.as_ref(), Callback::new(choose))}</div>
            <form node_ref=field class="when-pick" novalidate on:submit=submit>
                <span class="when-key">
                    <Kbd keys="4" />
                </span>
                <div class="flex-1 min-w-0">
                    <DateTimeField label="Or at" value=picked zone=zone error=error />
                    <p class="field-hint" aria-live="polite">
                        {mine}
                    </p>
                </div>
            </form>
        </div>
        <div class="dialog-foot">
            <Button kind=ButtonKind::Primary on_press=move |()| pick()>
                {confirm}
            </Button>
        </div>
    }
}

/// The usual times as buttons, each with its key.
fn usual_times(zone: Option<&String>, choose: Callback<DateTime<Utc>>) -> impl IntoView + use<> {
    let now = clock::now();
    let times = UsualTime::ALL.iter().zip(["1", "2", "3"]).filter_map(|(time, key)| {
        let at = time.moment(now, |at| format::wall_clock(at, zone.map(String::as_str)))?;
        Some((*time, key, at))
    });
    let buttons = times.enumerate().map(|(index, (time, key, at))| {
        let words = usual_words(time);
        Keys::expect().bind(key, "Follow-up", words, move || choose.run(at));
        let full = format::full(at, zone.map(String::as_str));
        let there = there(at, zone);
        let here = my_time(at, zone);
        view! {
            <button type="button" class="when" title=full autofocus=index == 0 on:click=move |_| choose.run(at)>
                <Kbd keys=key />
                <span class="font-medium">{words}</span>
                <span class="when-time">
                    {there} {here.map(|here| view! { <span class="block">{here}</span> })}
                </span>
            </button>
        }
    });
    buttons.collect_view()
}

const fn usual_words(time: UsualTime) -> &'static str {
    match time {
        UsualTime::InAnHour => "In 1 hour",
        UsualTime::TomorrowAtNine => "Tomorrow at 9:00",
        UsualTime::InThreeDaysAtNine => "In 3 days at 9:00",
    }
}

/// What a moment is by the clock there: `Tue 09:00 in Toronto`.
fn there(at: DateTime<Utc>, zone: Option<&String>) -> String {
    let moment = format::moment(at, zone.map(String::as_str));
    match zone.and_then(|zone| zone.rsplit('/').next()) {
        Some(city) => format!("{moment} in {}", city.replace('_', " ")),
        None => moment,
    }
}

/// What a moment is by one's own clock, where the one there shows another time.
fn my_time(at: DateTime<Utc>, zone: Option<&String>) -> Option<String> {
    let there = format::wall_clock(at, zone.map(String::as_str))?;
    let here = format::wall_clock(at, None)?;
    (there != here).then(|| format!("{}, my time", format::moment(at, None)))
}
