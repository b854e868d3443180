//! The rows of a list, and what belongs to each list.

use leptos::prelude::*;

use super::{Acts, Listed};
use crate::ui::{Badge, Button, ButtonKind, Icon, Tone};

/// One row for each, by its id: a row that moves or changes keeps its menu, and the menu its focus.
#[component]
pub fn Rows<T: Listed, V: IntoView + 'static>(
    /// All of them.
    #[prop(into)]
    all: Signal<Vec<T>>,
    /// Makes the row of one.
    row: impl Fn(Memo<T>) -> V + Clone + Send + 'static,
) -> impl IntoView {
    view! {
        <For each=move || all.get() key=Listed::id let(one)>
            {row(now(all, one))}
        </For>
    }
}

/// One of them as it is now; when it is gone, as it was.
fn now<T: Listed>(all: Signal<Vec<T>>, one: T) -> Memo<T> {
    let id = one.id();
    Memo::new(move |before: Option<&T>| {
        let now = all.with(|all| all.iter().find(|now| now.id() == id).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| one.clone())
    })
}

/// Opens the form to add one.
#[component]
pub fn AddButton<T: Listed>(
    /// What can be done with the list.
    acts: Acts<T>,
) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move |()| acts.add()>
            {format!("New {}", T::NOUN)}
        </Button>
    }
}

/// Whether one is switched on.
#[component]
pub fn InUse(
    /// Whether it is.
    #[prop(into)]
    active: Signal<bool>,
    /// What is said of one that is.
    #[prop(default = "In use")]
    words: &'static str,
) -> impl IntoView {
    move || {
        let (tone, icon, words) = if active.get() {
            (Tone::Closed, Icon::Check, words)
        } else {
            (Tone::Neutral, Icon::EyeOff, "Switched off")
        };
        view! {
            <Badge tone=tone icon=icon>
                {words}
            </Badge>
        }
    }
}
