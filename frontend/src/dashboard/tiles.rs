//! The five figures at the top.

use domain::calls::CallDirection;
use domain::figures::CONVERSATION_SECONDS;
use domain::leads::Category;
use dto::analytics::Figures;
use leptos::prelude::*;
use leptos_router::components::A;

use super::figure::Figure;
use crate::api::calls::CallFilter;
use crate::calls::filters::link;
use crate::format;

/// A share of a whole as per cent; a dash where there is no whole.
#[must_use]
pub fn share(part: i64, whole: i64) -> String {
    let count = |number: i64| i32::try_from(number).map_or(f64::from(i32::MAX), f64::from);
    if whole == 0 { "–".to_owned() } else { format::percent(count(part) / count(whole)) }
}

/// The conversion rate as per cent; a dash where nobody was reached.
#[must_use]
pub fn conversion(figures: &Figures) -> String {
    figures.conversion_rate.map_or_else(|| "–".to_owned(), format::percent)
}

/// Who was talked to, whoever called.
const fn reached(figures: &Figures) -> i64 {
    figures.connected + figures.call_backs
}

/// Calls, connects, conversations, conversion, talk time; each leads to the calls behind it.
#[component]
pub fn FigureTiles(
    /// The figures.
    #[prop(into)]
    totals: Signal<Figures>,
    /// Which calls they are of.
    #[prop(into)]
    calls: Signal<CallFilter>,
) -> impl IntoView {
    let of = move |read: fn(&Figures) -> i64| totals.with(read);
    // Whoever rang us was not called by us.
    let made = move || CallFilter { direction: Some(CallDirection::Outbound), ..calls.get() };
    let connected = move || CallFilter { connected: Some(true), ..made() };
    let talks = move || CallFilter { connected: Some(true), ..calls.get() };
    let conversations =
        move || CallFilter { min_duration: Some(CONVERSATION_SECONDS), ..connected() };
    let closed = move || CallFilter { category: Some(Category::Closed), ..calls.get() };
    let talked = move || format::spell_duration(of(|figures| figures.talk_seconds));
    view! {
        <div class="tiles">
            <Tile
                label="Calls"
                value=Signal::derive(move || format::number(of(|figures| figures.calls)))
                note=Signal::derive(|| "made and logged".to_owned())
                href=Signal::derive(move || link(&made()))
            />
            <Tile
                label="Connects"
                value=Signal::derive(move || format::number(of(|figures| figures.connected)))
                note=Signal::derive(move || match totals.get() {
                    Figures { calls: 0, .. } => "no calls yet".to_owned(),
                    Figures { connected, calls, call_backs: 0, .. } => {
                        format!("{} of calls", share(connected, calls))
                    }
                    Figures { connected, calls, call_backs, .. } => {
                        let rang = format::number(call_backs);
                        format!("{} of calls, {rang} rang back", share(connected, calls))
                    }
                })
                href=Signal::derive(move || link(&connected()))
            />
            <Tile
                label="Conversations"
                value=Signal::derive(move || format::number(of(|figures| figures.conversations)))
                note=Signal::derive(|| format!("{CONVERSATION_SECONDS} seconds or longer"))
                href=Signal::derive(move || link(&conversations()))
            />
            <Tile
                label="Conversion"
                value=Signal::derive(move || totals.with(conversion))
                note=Signal::derive(move || {
                    let (closed, reached) = (of(|figures| figures.closed), of(reached));
                    format!("{} closed of {} reached", format::number(closed), format::number(reached))
                })
                href=Signal::derive(move || link(&closed()))
            />
            <Tile
                label="Talk time"
                value=Signal::derive(talked)
                note=Signal::derive(move || match (of(reached), of(|figures| figures.talk_seconds)) {
                    (0, _) => "nobody reached yet".to_owned(),
                    (reached, seconds) => {
                        format!("{} a connect", format::duration(seconds / reached))
                    }
                })
                href=Signal::derive(move || link(&talks()))
            />
        </div>
    }
}

/// A figure, its name, a word on it, and the way to the rows behind it.
#[component]
pub fn Tile(
    /// What is counted.
    label: &'static str,
    /// How much.
    #[prop(into)]
    value: Signal<String>,
    /// A comparison or an explanation.
    #[prop(into)]
    note: Signal<String>,
    /// Where the rows behind it are.
    #[prop(into)]
    href: Signal<String>,
) -> impl IntoView {
    view! {
        <A href=move || href.get() attr:class="tile">
            <span class="tile-label">{label}</span>
            <span class="tile-value">
                <Figure value=value />
            </span>
            <span class="tile-note">{note}</span>
        </A>
    }
}
