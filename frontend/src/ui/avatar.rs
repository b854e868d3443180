//! A person, as initials on a colour that stays the same for the same name.

use leptos::prelude::*;

/// Initials of a name; the name itself stands beside it, so screen readers skip this.
#[component]
pub fn Avatar(
    /// The full name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether it is the large one, for a profile.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large { "avatar-mark avatar-large" } else { "avatar-mark" };
    view! {
        <span class=class style:--tint=move || name.with(|name| tint(name)) aria-hidden="true">
            {move || name.with(|name| initials(name))}
        </span>
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// A hue in degrees; steps of 40 keep neighbours apart.
fn tint(name: &str) -> String {
    let sum = name
        .chars()
        .fold(0_u32, |sum, letter| sum.wrapping_mul(31).wrapping_add(u32::from(letter)));
    (sum % 9 * 40).to_string()
}
