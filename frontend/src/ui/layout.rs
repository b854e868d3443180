//! The frame of a screen: page, header, cards, tiles, notices.

use leptos::prelude::*;
use leptos_router::components::A;

use super::icon::{Glyph, Icon};

/// A screen. `fill` lets one table take the height that is left; `narrow` is for forms.
#[component]
pub fn Page(
    /// Whether the content takes all the height.
    #[prop(optional)]
    fill: bool,
    /// Whether lines are kept short.
    #[prop(optional)]
    narrow: bool,
    /// The screen.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="page" class:page-fill=fill class:page-narrow=narrow>
            {children()}
        </div>
    }
}

/// The head of a screen; also names the window.
#[component]
pub fn PageHeader(
    /// What the screen is.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for, in a sentence.
    #[prop(optional, into)]
    description: Signal<String>,
    /// The acts of the screen, the next one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    Effect::new(move |_| document().set_title(&format!("{} · Skiigen CRM", title.get())));
    view! {
        <header class="page-header">
            <div class="min-w-0">
                <h1>{title}</h1>
                {move || {
                    description
                        .with(|text| !text.is_empty())
                        .then(|| view! { <p class="page-description">{description}</p> })
                }}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}

/// A surface with an optional title.
#[component]
pub fn Card(
    /// What it holds.
    #[prop(optional, into)]
    title: Signal<String>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            {move || {
                title
                    .with(|title| !title.is_empty())
                    .then(|| view! { <h2 class="card-title">{title}</h2> })
            }} <div class="card-body">{children()}</div>
        </section>
    }
}

/// A figure with its name; a link when there are rows behind it.
#[component]
pub fn StatTile(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// How much.
    #[prop(into)]
    value: Signal<String>,
    /// A comparison or an explanation.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Where the rows behind it are.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let inside = move || {
        view! {
            <span class="tile-label">{label}</span>
            <span class="tile-value">{value}</span>
            {move || {
                note.with(|note| !note.is_empty())
                    .then(|| view! { <span class="tile-note">{note}</span> })
            }}
        }
    };
    match href {
        Some(href) => view! { <A href=href attr:class="tile">{inside()}</A> }.into_any(),
        None => view! { <div class="tile">{inside()}</div> }.into_any(),
    }
}

/// How grave a notice is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// Look before you go on.
    Warning,
    /// It did not work.
    Error,
}

/// A message in the page that stays.
#[component]
pub fn Notice(
    /// How grave.
    #[prop(optional)]
    kind: NoticeKind,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (class, icon, role) = match kind {
        NoticeKind::Info => ("notice notice-info", Icon::Info, "status"),
        NoticeKind::Warning => ("notice notice-warning", Icon::TriangleAlert, "status"),
        NoticeKind::Error => ("notice notice-error", Icon::CircleAlert, "alert"),
    };
    view! {
        <div class=class role=role>
            <Glyph icon=icon />
            <div class="min-w-0 flex-1">{children()}</div>
        </div>
    }
}
