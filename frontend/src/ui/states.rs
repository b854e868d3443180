//! The states of a screen besides filled: loading, failed, empty.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::{Glyph, Icon};
use super::layout::{Notice, NoticeKind};
use crate::api::ApiError;
use crate::state::Query;

/// Nothing here: says why, and what to do next.
#[component]
pub fn EmptyState(
    /// A picture of what is missing.
    icon: Icon,
    /// What is so.
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what next.
    #[prop(into)]
    text: Signal<String>,
    /// Whether it is the whole screen, so that its title heads the page.
    #[prop(optional)]
    whole: bool,
    /// The next acts.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class="state-mark">
                <Glyph icon=icon />
            </span>
            {if whole {
                view! { <h1 class="state-title">{title}</h1> }.into_any()
            } else {
                view! { <p class="state-title">{title}</p> }.into_any()
            }}
            <p class="state-text">{text}</p>
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
}

/// It could not be loaded: says why, and offers another try.
#[component]
pub fn FailedState(
    /// Why.
    #[prop(into)]
    error: Signal<ApiError>,
    /// Whether another try is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="state" role="alert">
            <span class="state-mark">
                <Glyph icon=Icon::TriangleAlert />
            </span>
            <p class="state-title">{move || error.with(ApiError::title)}</p>
            <p class="state-text">{move || error.with(ApiError::message)}</p>
            <div class="state-actions">
                <Button kind=ButtonKind::Plain icon=Icon::RefreshCw busy=busy on_press=on_retry>
                    "Try again"
                </Button>
            </div>
        </div>
    }
}

/// Grey rows in the place of those on their way.
#[component]
pub fn SkeletonRows(
    /// How many.
    #[prop(default = 8)]
    rows: usize,
) -> impl IntoView {
    const WIDTHS: [&str; 4] = ["w-3/4", "w-1/2", "w-2/3", "w-5/12"];
    let lines = WIDTHS.iter().cycle().take(rows);
    view! {
        <div class="flex flex-col gap-4 p-4" role="status">
            <span class="sr-only">"Loading"</span>
            {lines
                .map(|width| view! { <div class=format!("skeleton h-4 {width}")></div> })
                .collect_view()}
        </div>
    }
}

/// What is shown could not be read anew; it stays, with a word about that.
#[component]
fn StaleNotice<T: Clone + Send + Sync + 'static>(query: Query<T>) -> impl IntoView {
    let why = Memo::new(move |_| query.error.with(|error| error.as_ref().map(ApiError::title)));
    move || {
        let title = why.get()?;
        Some(view! {
            <Notice kind=NoticeKind::Warning>
                {title} ". This may be out of date. "
                <button type="button" class="link" on:click=move |_| query.refetch()>
                    "Try again"
                </button>
            </Notice>
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Loading,
    Failed,
    Empty,
    Filled,
}

/// Shows a query in the state it is in: loading, failed, empty, filled; always in this order.
#[component]
pub fn Loaded<T, F, V>(
    /// The data.
    query: Query<T>,
    /// What stands in its place meanwhile; rows of grey unless given.
    #[prop(optional, into)]
    loading: Option<ViewFn>,
    /// Whether data counts as empty.
    #[prop(optional)]
    is_empty: Option<fn(&T) -> bool>,
    /// What is shown then.
    #[prop(optional, into)]
    empty: ViewFn,
    /// The filled screen; made once, and told of every new reading through the signal.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(Signal<T>) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let phase = Memo::new(move |_| {
        query.data.with(|data| match data {
            Some(data) => match is_empty {
                Some(is_empty) if is_empty(data) => Phase::Empty,
                _ => Phase::Filled,
            },
            None if query.error.with(Option::is_some) => Phase::Failed,
            None => Phase::Loading,
        })
    });
    move || match phase.get() {
        Phase::Loading => match &loading {
            Some(loading) => loading.run(),
            None => view! { <SkeletonRows /> }.into_any(),
        },
        Phase::Failed => {
            let error = Signal::derive(move || query.error.get().unwrap_or(ApiError::Unreachable));
            let retry = move |()| query.refetch();
            view! { <FailedState error=error busy=query.loading on_retry=retry /> }.into_any()
        }
        Phase::Empty => empty.run(),
        Phase::Filled => match query.data.get_untracked() {
            Some(first) => {
                let current = RwSignal::new(first);
                Effect::new(move |_| {
                    if let Some(data) = query.data.get() {
                        current.set(data);
                    }
                });
                (view! { <StaleNotice query=query /> }, children(current.into())).into_any()
            }
            None => ().into_any(),
        },
    }
}
