//! Small bars: how the rows of a list divide.

use dto::imports::ImportShare;
use leptos::prelude::*;

use super::SearchButton;
use crate::format;
use crate::imports::grid::Grid;
use crate::imports::grid::search::{Search, Sought};

/// So many are shown; the rest is one line.
const SHOWN: usize = 5;

/// A country by its name.
#[must_use]
pub fn country_words(code: &str) -> String {
    if code.is_empty() { "Not known".to_owned() } else { format::country(code) }
}

/// A time zone as people write it.
#[must_use]
pub fn zone_words(zone: &str) -> String {
    if zone.is_empty() { "Not known".to_owned() } else { zone.replace('_', " ") }
}

/// The largest shares, and what is left.
#[must_use]
pub fn largest(shares: &[ImportShare]) -> (Vec<ImportShare>, Option<(usize, i32)>) {
    // One that would stand alone in the last line may as well stand there by name.
    let shown = if shares.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
    let rest: Vec<i32> = shares.iter().skip(shown).map(|share| share.count).collect();
    let rest = (!rest.is_empty()).then(|| (rest.len(), rest.iter().sum()));
    (shares.iter().take(shown).cloned().collect(), rest)
}

/// A list of bars under a title; each leads to its rows.
#[component]
pub fn Bars(
    /// By what they divide.
    title: &'static str,
    /// The most first.
    #[prop(into)]
    shares: Signal<Vec<ImportShare>>,
    /// What the rows of a share have in common.
    sought: fn(String) -> Sought,
    /// What a share is called.
    words: fn(&str) -> String,
    /// The grid that shows the rows.
    grid: Grid,
) -> impl IntoView {
    let whole = RwSignal::new(false);
    let rows = move || {
        let shares = shares.get();
        let all = shares.iter().map(|share| share.count).sum::<i32>().max(1);
        let part = move |count: i32| f64::from(count) / f64::from(all);
        let (shown, rest) = if whole.get() { (shares, None) } else { largest(&shares) };
        let line = |share: ImportShare| {
            let ImportShare { key, count } = share;
            let bar = bar(words(&key), count, part(count));
            let search = Search { what: sought(key), count };
            view! { <li><SearchButton grid=grid search=search>{bar}</SearchButton></li> }
        };
        let rest = rest.map(|(kinds, count)| {
            let bar = bar(format!("{kinds} others"), count, part(count));
            view! {
                <li>
                    <button
                        type="button"
                        class="report-press"
                        aria-expanded="false"
                        on:click=move |_| whole.set(true)
                    >
                        {bar}
                    </button>
                </li>
            }
        });
        (shown.into_iter().map(line).collect_view(), rest)
    };
    let none = move || shares.with(Vec::is_empty);
    view! {
        <div class="report-block">
            <h3 class="report-title">{title}</h3>
            <Show when=move || !none() fallback=|| view! { <p class="text-muted">"Not known yet."</p> }>
                <ul class="report-issues">{rows}</ul>
            </Show>
        </div>
    }
}

fn bar(name: String, count: i32, part: f64) -> impl IntoView + use<> {
    let title = name.clone();
    let width = format!("{:.1}%", part * 100.0);
    view! {
        <span class="share-row">
            <span class="truncate" title=title>
                {name}
            </span>
            <span class="figures">
                {format::number(count)}
                <span class="text-muted">{format!(" · {}", format::percent(part))}</span>
            </span>
            <span class="progress-track" aria-hidden="true">
                <span class="progress-bar" style:width=width></span>
            </span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(count: usize) -> Vec<ImportShare> {
        (0..count).map(|place| ImportShare { key: place.to_string(), count: 2 }).collect()
    }

    #[test]
    fn what_is_not_shown_is_one_line() {
        assert_eq!(largest(&shares(5)).1, None);
        assert_eq!(largest(&shares(6)).0.len(), 6);
        assert_eq!(largest(&shares(8)).1, Some((3, 6)));
    }
}
