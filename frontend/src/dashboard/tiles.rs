//! The five figures at the top.

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
    let connected = move || CallFilter { connected: Some(true), ..calls.get() };
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
                href=Signal::derive(move || link(&calls.get()))
            />
            <Tile
                label="Connects"
                value=Signal::derive(move || format::number(of(|figures| figures.connected)))
                note=Signal::derive(move || match totals.get() {
                    Figures { calls: 0, .. } => "no calls yet".to_owned(),
                    Figures { connected, calls, .. } => format!("{} of calls", share(connected, calls)),
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
                    let (closed, connected) = (of(|figures| figures.closed), of(|figures| figures.connected));
                    format!("{} closed of {} reached", format::number(closed), format::number(connected))
                })
                href=Signal::derive(move || link(&closed()))
            />
            <Tile
                label="Talk time"
                value=Signal::derive(talked)
                note=Signal::derive(move || match totals.get() {
                    Figures { connected: 0, .. } => "nobody reached yet".to_owned(),
                    Figures { talk_seconds, connected, .. } => {
                        format!("{} a connect", format::duration(talk_seconds / connected))
                    }
                })
                href=Signal::derive(move || link(&connected()))
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
