//! A number that shows softly that it has just changed.

use leptos::prelude::*;

/// The number. Motion follows what the person asked of their device.
#[component]
pub fn Figure(
    /// As it is written.
    #[prop(into)]
    value: Signal<String>,
) -> impl IntoView {
    // Two classes with the same look in turn, so that each change begins the motion anew.
    let turn = RwSignal::new(0_u32);
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        // The first number after a dash is no change.
        if before.is_some_and(|before| before != now && before != "–") {
            turn.update(|turn| *turn = turn.wrapping_add(1));
        }
        now
    });
    let class = move || match turn.get() {
        0 => "figure",
        odd if odd % 2 == 1 => "figure figure-changed",
        _ => "figure figure-changed-again",
    };
    view! { <span class=class>{value}</span> }
}
