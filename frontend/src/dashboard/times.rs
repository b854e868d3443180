//! How time at work went: waiting, on calls, after calls, in pauses.

use dto::presence::Times;
use leptos::prelude::*;

use super::tiles::share;
use crate::format;
use crate::ui::Card;

/// A part of the time: its words, its colour, and how to read it.
type TimePart = (&'static str, &'static str, fn(&Times) -> i64);

const PARTS: [TimePart; 4] = [
    ("On calls", "time-talk", |times| times.talk_seconds),
    ("Between calls", "time-wait", |times| times.wait_seconds),
    ("Wrap-up", "time-wrap", |times| times.wrap_seconds),
    ("Paused", "time-pause", |times| times.pause_seconds),
];

/// One bar of all the time, and each part of it in words.
#[component]
pub fn TimeSplit(
    /// Seconds of each.
    times: Signal<Times>,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| times.with(|times| times.present_seconds == 0));
    let title = Signal::derive(move || match times.with(|times| times.present_seconds) {
        0 => "My time".to_owned(),
        seconds => format!("My time: {}", format::spell_duration(seconds)),
    });
    view! {
        <Card title=title>
            <Show
                when=move || !is_empty.get()
                fallback=|| {
                    view! {
                        <p class="text-muted text-sm">
                            "Your time is counted while you work in your queue."
                        </p>
                    }
                }
            >
                <SplitBar times=times />
                <dl class="time-parts">
                    {PARTS
                        .map(|(words, class, read)| {
                            view! { <Part words=words class=class seconds=Signal::derive(move || times.with(read)) times=times /> }
                        })}
                </dl>
            </Show>
        </Card>
    }
}

#[component]
fn Part(
    words: &'static str,
    class: &'static str,
    seconds: Signal<i64>,
    times: Signal<Times>,
) -> impl IntoView {
    view! {
        <div class="time-part">
            <dt>
                <svg class="chart-swatch" viewBox="0 0 10 10" aria-hidden="true">
                    <rect class=class width="10" height="10" rx="2" />
                </svg>
                {words}
            </dt>
            <dd class="figures">
                {move || format::spell_duration(seconds.get())}
                <span class="time-share">
                    {move || share(seconds.get(), times.with(|times| times.present_seconds))}
                </span>
            </dd>
        </div>
    }
}

/// The parts side by side. The words below say the same.
#[component]
fn SplitBar(times: Signal<Times>) -> impl IntoView {
    let rects = move || {
        let times = times.get();
        let mut x = 0.0;
        PARTS.map(|(_, class, read)| {
            let width = per_cent(read(&times), times.present_seconds);
            let at = x;
            x += width;
            view! { <rect class=class x=at width=width height="4" /> }
        })
    };
    view! {
        <svg class="time-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            {rects}
        </svg>
    }
}

fn per_cent(part: i64, whole: i64) -> f64 {
    let count = |number: i64| i32::try_from(number).map_or(f64::from(i32::MAX), f64::from);
    if whole == 0 { 0.0 } else { count(part) * 100.0 / count(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_all_of_it() {
        let times = Times {
            wait_seconds: 10,
            talk_seconds: 20,
            wrap_seconds: 30,
            pause_seconds: 40,
            present_seconds: 100,
        };
        let whole: f64 = PARTS.iter().map(|(.., read)| per_cent(read(&times), 100)).sum();
        assert!((whole - 100.0).abs() < 0.001);
    }
}
