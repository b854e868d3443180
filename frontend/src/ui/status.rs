//! Where a lead stands and how urgent it is, in words, shape and colour.

use domain::leads::{Category, LeadStatus, Priority};
use leptos::prelude::*;

use super::badge::{Badge, Tone};
use super::icon::{Glyph, Icon};

/// The words for a status.
#[must_use]
pub const fn status_label(status: LeadStatus) -> &'static str {
    match status {
        LeadStatus::New => "New",
        LeadStatus::InProgress => "In progress",
        LeadStatus::Completed => "Completed",
    }
}

/// The words for how the work ended.
#[must_use]
pub const fn category_label(category: Category) -> &'static str {
    match category {
        Category::Failed => "Failed",
        Category::Warm => "Warm",
        Category::Closed => "Closed",
    }
}

/// The words for a priority.
#[must_use]
pub const fn priority_label(priority: Priority) -> &'static str {
    match priority.get() {
        1 => "Highest",
        2 => "High",
        3 => "Normal",
        4 => "Low",
        _ => "Lowest",
    }
}

/// Where a lead stands; a completed one shows how it ended.
#[component]
pub fn LeadStatusBadge(
    /// Where it stands.
    status: LeadStatus,
    /// How it ended, once it has.
    #[prop(optional_no_strip)]
    category: Option<Category>,
) -> impl IntoView {
    let (tone, icon, label) = match (status, category) {
        (_, Some(category)) => {
            return view! { <CategoryBadge category=category /> }.into_any();
        }
        (LeadStatus::New, None) => (Tone::New, Icon::CircleDashed, status_label(status)),
        (LeadStatus::InProgress, None) => (Tone::Progress, Icon::CircleDot, status_label(status)),
        (LeadStatus::Completed, None) => (Tone::Neutral, Icon::CircleCheck, status_label(status)),
    };
    view! { <Badge tone=tone icon=icon>{label}</Badge> }.into_any()
}

/// How the work on a lead ended.
#[component]
pub fn CategoryBadge(
    /// How.
    category: Category,
) -> impl IntoView {
    let (tone, icon) = match category {
        Category::Failed => (Tone::Failed, Icon::CircleX),
        Category::Warm => (Tone::Warm, Icon::Flame),
        Category::Closed => (Tone::Closed, Icon::CircleCheck),
    };
    view! { <Badge tone=tone icon=icon>{category_label(category)}</Badge> }
}

/// How urgent a lead is: one to four bars and the word on hover.
#[component]
pub fn PriorityMark(
    /// How urgent.
    priority: Priority,
    /// Whether the word stands beside the bars.
    #[prop(optional)]
    with_word: bool,
) -> impl IntoView {
    let word = priority_label(priority);
    let (icon, class) = match priority.get() {
        1 => (Icon::Flame, "text-failed"),
        2 => (Icon::ArrowUp, "text-warm"),
        3 => (Icon::Minus, "text-muted"),
        _ => (Icon::ArrowDown, "text-muted"),
    };
    view! {
        <span class="inline-flex items-center gap-1" title=format!("{word} priority")>
            <Glyph icon=icon class=class />
            <span class=if with_word { "" } else { "sr-only" }>{word}</span>
        </span>
    }
}
