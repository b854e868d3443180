//! The session in one line: what goes on, for how long, and what the day has brought so far.

use domain::activity::Subject;
use dto::analytics::GroupBy;
use dto::presence::{Times, TimesResponse};
use leptos::prelude::*;

use super::clock::seconds;
use super::power_dialog::PowerSwitch;
use super::{AtDesk, PowerMode, Presence};
use crate::api::events::Events;
use crate::api::presence::TimesQuery;
use crate::api::{self, SignedIn};
use crate::dashboard::my_day::today;
use crate::dashboard::overview::summary;
use crate::dashboard::range::Range;
use crate::format;
use crate::state::Query;
use crate::ui::{Button, Icon, Kbd};

/// Less time at work than this says nothing about calls per hour.
const TOO_SHORT: i64 = 5 * 60;

/// The line over the desk.
#[component]
pub fn SessionBar(
    /// Whose session.
    me: SignedIn,
) -> impl IntoView {
    let presence = Presence::expect(me);
    let wanted = move || presence.wanted.with(Option::is_some);
    let press = move |()| {
        if presence.wanted.with_untracked(Option::is_some) {
            presence.wanted.set(None);
        } else {
            presence.asking.set(true);
        }
    };
    view! {
        <section class="session" aria-label="My session">
            <Now me=me presence=presence />
            <Figures me=me />
            <div class="session-acts">
                <PowerSwitch me=me />
                <Button icon=Icon::Pause on_press=press>
                    <span class="session-word">
                        {move || if wanted() { "Do not pause" } else { "Pause" }}
                    </span>
                    <Kbd keys="p" />
                </Button>
            </div>
        </section>
    }
}

/// What goes on, and for how long. A wrap-up that takes longer than it is meant to shows it.
#[component]
fn Now(me: SignedIn, presence: Presence) -> impl IntoView {
    let (power, now) = (PowerMode::of(me), seconds());
    let state = Memo::new(move |_| presence.at_desk());
    let elapsed = move || (now.get() - presence.since.get()).num_seconds().max(0);
    let target = Memo::new(move |_| match (state.get(), power.get()) {
        (AtDesk::WrappingUp, PowerMode { on: true, wrap_up: 1.., .. }) => {
            Some(i64::from(power.get().wrap_up))
        }
        _ => None,
    });
    let is_late = Memo::new(move |_| target.get().is_some_and(|target| elapsed() > target));
    let class = move || match state.get() {
        AtDesk::Waiting => "session-now",
        AtDesk::OnTheLine | AtDesk::OnOwnPhone => "session-now session-talk",
        AtDesk::WrappingUp if is_late.get() => "session-now session-late",
        AtDesk::WrappingUp => "session-now session-wrap",
    };
    let of = move || target.get().map(|target| format!(" of {}", format::duration(target)));
    let told = move || {
        if presence.wanted.with(Option::is_some) {
            "Your pause begins after this call."
        } else if is_late.get() {
            "The wrap-up takes longer than you planned."
        } else {
            ""
        }
    };
    view! {
        <p class=class>
            <span class="session-dot" aria-hidden="true"></span>
            <span class="session-state">{move || state.get().words()}</span>
            <span class="session-time figures" role="timer" aria-live="off">
                {move || format::duration(elapsed())} {of}
            </span>
            <span class="sr-only" role="status">
                {told}
            </span>
        </p>
    }
}

/// What today has brought, from the server.
#[component]
fn Figures(me: SignedIn) -> impl IntoView {
    let range = today(me);
    let (day, times) = (summary(me, range, || GroupBy::Hour, true), times(me, range));
    let figures = move || day.data.with(|day| day.as_ref().map(|day| day.totals));
    let worked = move || times.data.with(|times| times.as_ref().map(|times| times.totals));
    let dash = || "–".to_owned();
    let calls = move || figures().map_or_else(dash, |figures| format::number(figures.calls));
    let talked =
        move || figures().map_or_else(dash, |figures| format::spell_duration(figures.talk_seconds));
    let pace = move || {
        let pace =
            figures().zip(worked()).and_then(|(figures, times)| per_hour(figures.calls, times));
        pace.map_or_else(dash, format::number)
    };
    view! {
        <dl class="session-figures">
            <Part label="Calls today" value=Signal::derive(calls) />
            <Part label="Talk time" value=Signal::derive(talked) />
            <Part label="Calls an hour" value=Signal::derive(pace) />
        </dl>
    }
}

#[component]
fn Part(label: &'static str, value: Signal<String>) -> impl IntoView {
    view! {
        <div class="session-figure">
            <dt>{label}</dt>
            <dd class="figures">{value}</dd>
        </div>
    }
}

/// How the person's time went in these days, read anew with each change of it.
#[must_use]
pub fn times(me: SignedIn, range: Memo<Range>) -> Query<TimesResponse> {
    let key = move || {
        let Range { from, to, zone } = range.get();
        let user_id = Some(me.user.with_untracked(|user| user.id));
        TimesQuery { from, to, time_zone: zone, user_id }
    };
    Query::keeping(key, move |query| async move { api::presence::times(me, &query).await })
        .refetch_on(expect_context::<Events>(), move |change| {
            let own = me.user.with_untracked(|user| user.id.uuid());
            match change.subject_type {
                Subject::Call => true,
                Subject::Presence => change.subject_id == own,
                _ => false,
            }
        })
}

/// Calls in an hour of work, pauses left out; none after too short a time.
fn per_hour(calls: i64, times: Times) -> Option<i64> {
    let worked = times.present_seconds - times.pause_seconds;
    (worked >= TOO_SHORT).then(|| (calls * 3_600 + worked / 2) / worked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_an_hour_leave_pauses_out() {
        let times = Times { present_seconds: 7_200, pause_seconds: 3_600, ..Times::default() };
        assert_eq!(per_hour(25, times), Some(25));
        assert_eq!(per_hour(25, Times { pause_seconds: 5_400, ..times }), Some(50));
        assert_eq!(per_hour(25, Times { pause_seconds: 7_000, ..times }), None);
    }
}
