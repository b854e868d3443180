//! A screen in its part: on its way, missing, or there.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Arrivals, Fetch, Screen};
use crate::ui::{Button, ButtonKind, EmptyState, Icon, SkeletonRows};

enum Standing<T> {
    OnItsWay,
    Missing,
    Here(Screen<T>),
}

impl<T> Clone for Standing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Standing<T> {}

/// A screen, from the moment that somebody goes to it.
#[component]
pub fn InPart<T: Copy + Send + 'static>(
    /// Fetches the part.
    fetch: Fetch<T>,
    /// What the screen is made of.
    given: T,
) -> impl IntoView {
    let standing = RwSignal::new(Standing::<T>::OnItsWay);
    let arrivals = Arrivals::expect();
    let load = move || {
        standing.set(Standing::OnItsWay);
        spawn_local(async move {
            let now = fetch().await.map_or(Standing::Missing, Standing::Here);
            if matches!(now, Standing::Here(_)) {
                arrivals.add();
            }
            // Whoever went on meanwhile does not wait for it any more.
            let _gone = standing.try_set(now);
        });
    };
    load();
    move || match standing.get() {
        Standing::OnItsWay => view! { <SkeletonRows /> }.into_any(),
        Standing::Missing => view! { <MissingScreen on_retry=move |()| load() /> }.into_any(),
        Standing::Here(screen) => screen(given),
    }
}

/// The part did not come: no network, or the server has a newer version with other parts.
#[component]
fn MissingScreen(#[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let reload = move |()| {
        // Only a document that is on its way out refuses, and then nobody waits for it.
        let _leaving = window().location().reload();
    };
    view! {
        <div role="alert">
            <EmptyState
                icon=Icon::TriangleAlert
                whole=true
                title="This screen could not be loaded"
                text="Check your connection, then try again. If Skiigen CRM was updated meanwhile, load the page again."
            >
                <Button kind=ButtonKind::Primary icon=Icon::RefreshCw on_press=on_retry>
                    "Try again"
                </Button>
                <Button on_press=reload>"Load the page again"</Button>
            </EmptyState>
        </div>
    }
}
