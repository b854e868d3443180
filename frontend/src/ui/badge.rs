//! Small marks: badges, filter chips, keys.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// What a colour means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Not begun.
    New,
    /// Begun.
    Progress,
    /// Interested.
    Warm,
    /// Won.
    Closed,
    /// Lost, or broken.
    Failed,
    /// Worth a look.
    Accent,
}

impl Tone {
    /// The class that sets the colours.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::New => "tone-new",
            Self::Progress => "tone-progress",
            Self::Warm => "tone-warm",
            Self::Closed => "tone-closed",
            Self::Failed => "tone-failed",
            Self::Accent => "tone-accent",
        }
    }
}

/// A word with a meaning; give it an icon, since colour alone tells nothing to many.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// A picture that says the same.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=format!("tag {}", tone.class())>
            {icon.map(|icon| view! { <Glyph icon=icon /> })} {children()}
        </span>
    }
}

/// A filter that is on, with a button that takes it away.
#[component]
pub fn FilterChip(
    /// What is filtered and by what: `Status: new`.
    #[prop(into)]
    label: Signal<String>,
    /// Takes the filter away.
    #[prop(into)]
    on_remove: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip chip-on"
            aria-label=move || format!("Remove the filter {}", label.get())
            on:click=move |_| on_remove.run(())
        >
            {label}
            <Glyph icon=Icon::X />
        </button>
    }
}

/// A key of the keyboard, or two in turn: `g l`.
#[component]
pub fn Kbd(
    /// As the browser names it.
    #[prop(into)]
    keys: Signal<String>,
) -> impl IntoView {
    let caps = move || keys.with(|keys| keys.split(' ').map(cap).collect::<Vec<_>>());
    view! {
        <span class="inline-flex gap-1">
            {move || {
                caps().into_iter().map(|cap| view! { <kbd class="kbd">{cap}</kbd> }).collect_view()
            }}
        </span>
    }
}

fn cap(key: &str) -> String {
    match key {
        "Escape" => "Esc".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "ArrowLeft" => "←".to_owned(),
        "ArrowRight" => "→".to_owned(),
        "Enter" => "↵".to_owned(),
        other if other.chars().count() == 1 => other.to_uppercase(),
        other => other.to_owned(),
    }
}
