//! Bars: upright ones along time, lying ones for a ranking. Drawn as SVG, told in words to screen readers.

use dto::analytics::Figures;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::format;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Tells bars apart.
    pub key: String,
    /// The words below or beside it.
    pub label: String,
    /// What it shows.
    pub figures: Figures,
    /// Where the calls behind it are, where they can be listed.
    pub href: Option<String>,
}

impl Bar {
    fn words(&self) -> String {
        let calls = format::count(self.figures.calls, "call", "calls");
        let connected = format::number(self.figures.connected);
        format!("{}: {calls}, {connected} connected", self.label)
    }
}

/// As many labels as fit below the columns of a chart.
const LABELS: usize = 8;

/// Calls along time: a column each, the connected part in the strong colour.
#[component]
pub fn ColumnChart(
    /// What it shows, for screen readers.
    label: &'static str,
    /// The columns, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let most = Memo::new(move |_| nice_top(bars.with(|bars| highest(bars))));
    let every = Memo::new(move |_| bars.with(|bars| bars.len().div_ceil(LABELS).max(1)));
    let numbered = move || bars.get().into_iter().enumerate();
    view! {
        <figure class="column-chart">
            <div class="column-scale figures" aria-hidden="true">
                <span>{move || format::number(most.get())}</span>
                <span>{move || format::number(most.get() / 2)}</span>
                <span>"0"</span>
            </div>
            <ol class="columns" aria-label=label>
                <For
                    each=numbered
                    key=|(index, bar)| (*index, bar.key.clone(), bar.href.clone())
                    let((index, bar))
                >
                    <Column bars=bars index=index bar=bar most=most every=every />
                </For>
            </ol>
            <figcaption class="chart-legend">
                <Swatch class="chart-strong" words="Connected" />
                <Swatch class="chart-soft" words="Not connected" />
            </figcaption>
        </figure>
    }
}

#[component]
fn Column(
    bars: Signal<Vec<Bar>>,
    index: usize,
    bar: Bar,
    most: Memo<i64>,
    every: Memo<usize>,
) -> impl IntoView {
    let Bar { label, href, .. } = bar.clone();
    let now = Memo::new(move |_| {
        bars.with(|bars| bars.get(index).cloned()).unwrap_or_else(|| bar.clone())
    });
    let words = move || now.with(Bar::words);
    let inside = move || {
        view! {
            <svg class="column-svg" viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
                <rect
                    class="chart-soft"
                    x="1"
                    width="8"
                    y=move || 100.0 - height(now.with(|bar| bar.figures.calls), most.get())
                    height=move || height(now.with(|bar| bar.figures.calls), most.get())
                />
                <rect
                    class="chart-strong"
                    x="1"
                    width="8"
                    y=move || 100.0 - height(now.with(|bar| bar.figures.connected), most.get())
                    height=move || height(now.with(|bar| bar.figures.connected), most.get())
                />
            </svg>
            <span class="sr-only">{words}</span>
        }
    };
    let column = match href {
        Some(href) => view! {
            <A href=href attr:class="column-link" attr:title=words>
                {inside()}
            </A>
        }
        .into_any(),
        None => view! {
            <span class="column-link" title=words>
                {inside()}
            </span>
        }
        .into_any(),
    };
    view! {
        <li class="column">
            {column}
            <span class="column-label" aria-hidden="true">
                {move || index.is_multiple_of(every.get()).then(|| label.clone())}
            </span>
        </li>
    }
}

#[component]
fn Swatch(class: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <span class="chart-key">
            <svg class="chart-swatch" viewBox="0 0 10 10" aria-hidden="true">
                <rect class=class width="10" height="10" rx="2" />
            </svg>
            {words}
        </span>
    }
}

/// A ranking: name, bar and number in a row each.
#[component]
pub fn BarList(
    /// What it shows, for screen readers.
    label: &'static str,
    /// The rows, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let most = Memo::new(move |_| bars.with(|bars| highest(bars)).max(1));
    let total =
        Memo::new(move |_| bars.with(|bars| bars.iter().map(|bar| bar.figures.calls).sum::<i64>()));
    view! {
        <ol class="bar-list" aria-label=label>
            <For each=move || bars.get() key=|bar| (bar.key.clone(), bar.href.clone(), bar.figures.calls) let(bar)>
                <li>
                    <A href=bar.href.clone().unwrap_or_default() attr:class="bar-row">
                        <span class="bar-label">{bar.label.clone()}</span>
                        <span class="bar-number figures">{format::number(bar.figures.calls)}</span>
                        <span class="bar-share figures">
                            {move || super::tiles::share(bar.figures.calls, total.get())}
                        </span>
                        <LyingBar value=bar.figures.calls most=most />
                    </A>
                </li>
            </For>
        </ol>
    }
}

/// One lying bar.
#[component]
pub fn LyingBar(
    /// How long.
    value: i64,
    /// The longest beside it.
    #[prop(into)]
    most: Signal<i64>,
) -> impl IntoView {
    view! {
        <svg class="lying-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="chart-track" width="100" height="4" />
            <rect class="chart-strong" height="4" width=move || height(value, most.get()) />
        </svg>
    }
}

fn highest(bars: &[Bar]) -> i64 {
    bars.iter().map(|bar| bar.figures.calls).max().unwrap_or_default()
}

/// In per cent of the highest.
fn height(value: i64, most: i64) -> f64 {
    let count = |number: i64| i32::try_from(number).map_or(f64::from(i32::MAX), f64::from);
    if most <= 0 { 0.0 } else { count(value) * 100.0 / count(most) }
}

/// The end of the scale: the next number that halves well.
fn nice_top(most: i64) -> i64 {
    let mut step = 2;
    while step * 5 < most {
        step *= 10;
    }
    [step, step * 2, step * 5].into_iter().find(|top| *top >= most).unwrap_or(step * 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_number_that_halves_well() {
        for (most, top) in [(0, 2), (1, 2), (3, 4), (7, 10), (11, 20), (41, 100), (320, 400)] {
            assert_eq!(nice_top(most), top, "{most}");
        }
    }
}
