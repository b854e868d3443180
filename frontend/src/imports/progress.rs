//! A list on its way: being read, becoming leads, or being taken back.

use domain::imports::ImportStatus;
use dto::imports::{ImportProgress, ImportResponse};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::review::take;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{Button, Card, ConfirmDialog, Icon, ProgressBar};

/// The share that is done; none while nobody knows of how much.
#[must_use]
pub fn share_of(progress: ImportProgress) -> Option<f64> {
    let float = |count: i64| count.to_string().parse::<f64>().unwrap_or_default();
    (progress.total > 0).then(|| (float(progress.done) / float(progress.total)).clamp(0.0, 1.0))
}

/// How far it is, in a bar and in words.
#[component]
pub fn ImportProgressCard(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, as it goes on.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let status = Memo::new(move |_| import.with(|import| import.status));
    let share = Signal::derive(move || import.with(|import| share_of(import.progress)));
    let title = Signal::derive(move || {
        match status.get() {
            ImportStatus::Parsing => "Reading the list",
            ImportStatus::Committing => "Making leads of the list",
            _ => "Taking the list back",
        }
        .to_owned()
    });
    let advice = move || match status.get() {
        ImportStatus::Parsing => {
            "Every row is checked and compared with the leads that are here. Nothing is changed yet."
        }
        ImportStatus::Committing => {
            "You can leave this page; the work goes on. Leads appear in the list as they are made."
        }
        _ => {
            "You can leave this page; the work goes on. Leads with calls or notes stay, and so do cells that somebody changed since."
        }
    };
    view! {
        <Card>
            <div class="flex flex-col gap-3">
                <div class="flex flex-wrap items-baseline justify-between gap-2">
                    <h2>{title}</h2>
                    <span class="text-sm text-muted figures">
                        {move || import.with(detail)}
                    </span>
                </div>
                <ProgressBar label=title share=share />
                <div class="flex flex-wrap items-center justify-between gap-2 text-sm">
                    <p class="text-muted" role="status">{advice}</p>
                    <span class="figures">{move || import.with(pace)}</span>
                </div>
                <Show when=move || status.get() == ImportStatus::Committing>
                    <StopButton query=query import=import />
                </Show>
            </div>
        </Card>
    }
}

/// How much of how much.
fn detail(import: &ImportResponse) -> String {
    let ImportProgress { done, total, .. } = import.progress;
    match import.status {
        ImportStatus::Parsing => {
            let size = |bytes: i64| format::bytes(u64::try_from(bytes).unwrap_or_default());
            let rows = format::count(import.counts.read.into(), "row", "rows");
            format!("{} of {}, {rows} so far", size(done), size(total))
        }
        _ => format!("{} of {} rows", format::number(done), format::number(total)),
    }
}

/// Of less than this, nobody can tell how long the rest takes.
const TELLING: f64 = 0.02;

/// How quick it is, and how long it takes still.
fn pace(import: &ImportResponse) -> String {
    let ImportProgress { per_second, seconds_left, .. } = import.progress;
    let is_telling = share_of(import.progress).is_some_and(|share| share >= TELLING);
    let rate = per_second
        .filter(|rate| import.status != ImportStatus::Parsing && *rate >= 1.0)
        .map(|rate| format!("{} rows a second", format::number(rate.round())));
    let left = seconds_left.filter(|_| is_telling).map(time_left);
    [rate, left].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `about 2 minutes left`.
fn time_left(seconds: i64) -> String {
    let about = |amount: i64, one: &str, many: &str| {
        format!("about {amount} {} left", if amount == 1 { one } else { many })
    };
    match seconds {
        ..=4 => "a few seconds left".to_owned(),
        5..=54 => about((seconds + 2) / 5 * 5, "second", "seconds"),
        55..=5_400 => about((seconds + 30) / 60, "minute", "minutes"),
        _ => about((seconds + 1_800) / 3_600, "hour", "hours"),
    }
}

/// Stops between two batches.
#[component]
fn StopButton(query: Query<ImportResponse>, import: Signal<ImportResponse>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let id = import.with_untracked(|import| import.id);
    let stop = move |()| {
        busy.set(true);
        spawn_local(async move {
            take(query, toasts, api::imports::cancel(me, id).await);
            let _gone = busy.try_set(false);
            let _gone = asking.try_set(false);
        });
    };
    view! {
        <div>
            <Button icon=Icon::Pause on_press=move |()| asking.set(true)>
                "Stop"
            </Button>
        </div>
        <ConfirmDialog
            open=asking
            title="Stop importing?"
            text="What is in already stays, and you can take it back afterwards. The rows that are left are not imported."
            confirm="Stop importing"
            busy=busy
            on_confirm=stop
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_rough() {
        assert_eq!(time_left(0), "a few seconds left");
        assert_eq!(time_left(23), "about 25 seconds left");
        assert_eq!(time_left(60), "about 1 minute left");
        assert_eq!(time_left(130), "about 2 minutes left");
        assert_eq!(time_left(7_300), "about 2 hours left");
    }
}
