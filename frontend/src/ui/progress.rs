//! How far something is.

use leptos::prelude::*;

/// A bar; without a share it only shows that something is under way.
#[component]
pub fn ProgressBar(
    /// What is under way, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The share done, 0 to 1.
    #[prop(into)]
    share: Signal<Option<f64>>,
) -> impl IntoView {
    let percent = move || share.get().map(|share| format!("{:.0}", share.clamp(0.0, 1.0) * 100.0));
    view! {
        <div
            class="progress-track"
            class:progress-unknown=move || share.get().is_none()
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent
        >
            <div
                class="progress-bar"
                style:width=move || percent().map(|percent| format!("{percent}%"))
            ></div>
        </div>
    }
}
