//! What belongs to the frame and may come after the first screen: nothing stands in its place before.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Arrivals, Fetch, Screen};

/// Comes behind the first screen. When its part is missing, it is asked for again with every screen
/// that comes; a screen that lies in the same part says itself that it is missing.
#[component]
pub fn Behind<T: Copy + Send + 'static>(
    /// Fetches the part.
    fetch: Fetch<T>,
    /// What the screen is made of.
    given: T,
) -> impl IntoView {
    let here = RwSignal::new(None::<Screen<T>>);
    let arrivals = Arrivals::expect();
    Effect::new(move |_| {
        if arrivals.count() == 0 || here.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            if let Ok(screen) = fetch().await
                && here.try_with_untracked(Option::is_none) == Some(true)
            {
                here.set(Some(screen));
            }
        });
    });
    move || here.get().map(|screen| screen(given))
}
