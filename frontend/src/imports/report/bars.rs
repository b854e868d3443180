//! Small bars: how the rows of a list divide.

use dto::imports::ImportShare;
use leptos::prelude::*;

use crate::format;

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

/// A list of bars under a title.
#[component]
pub fn Bars(
    /// By what they divide.
    title: &'static str,
    /// The most first.
    #[prop(into)]
    shares: Signal<Vec<ImportShare>>,
    /// What a share is called.
    words: fn(&str) -> String,
) -> impl IntoView {
    let rows = move || {
        let shares = shares.get();
        let all = shares.iter().map(|share| share.count).sum::<i32>().max(1);
        let part = move |count: i32| f64::from(count) / f64::from(all);
        let (shown, rest) = largest(&shares);
        let mut rows: Vec<_> = shown
            .iter()
            .map(|share| bar(words(&share.key), share.count, part(share.count)))
            .collect();
        rows.extend(rest.map(|(kinds, count)| bar(format!("{kinds} others"), count, part(count))));
        rows
    };
    let none = move || shares.with(Vec::is_empty);
    view! {
        <div class="report-block">
            <h3 class="report-title">{title}</h3>
            <Show when=move || !none() fallback=|| view! { <p class="text-muted">"Not known yet."</p> }>
                <dl>{rows}</dl>
            </Show>
        </div>
    }
}

fn bar(name: String, count: i32, part: f64) -> impl IntoView + use<> {
    let title = name.clone();
    let width = format!("{:.1}%", part * 100.0);
    view! {
        <div class="share-row">
            <dt class="truncate" title=title>{name}</dt>
            <dd class="figures">
                {format::number(count)}
                <span class="text-muted">{format!(" · {}", format::percent(part))}</span>
            </dd>
            <div class="progress-track" aria-hidden="true">
                <div class="progress-bar" style:width=width></div>
            </div>
        </div>
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
