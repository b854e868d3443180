//! The toasts at the edge of the page.

use leptos::html;
use leptos::prelude::*;

use super::dom;
use super::icon::{Glyph, Icon};
use crate::state::toasts::{Toast, Toasts, Tone};

/// Shows the messages; placed once, in the frame of the page.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = Toasts::expect();
    let stack = NodeRef::<html::Section>::new();
    // In the top layer, so that a message is seen above a dialog; shown anew to come to the very top.
    Effect::new(move |_| {
        let any = toasts.shown.with(|shown| !shown.is_empty());
        if let Some(stack) = stack.get() {
            // With the frame: the browser lays out the page for it, which it does then anyway.
            request_animation_frame(move || {
                dom::call(stack.as_ref(), "hidePopover");
                if any {
                    dom::call(stack.as_ref(), "showPopover");
                }
            });
        }
    });
    view! {
        <section
            node_ref=stack
            class="toasts"
            popover="manual"
            aria-label="Messages"
            aria-live="polite"
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let(toast)>
                <ToastCard toast=toast />
            </For>
        </section>
    }
}

#[component]
fn ToastCard(toast: Toast) -> impl IntoView {
    let toasts = Toasts::expect();
    let Toast { id, tone, text, action } = toast;
    let icon = match tone {
        Tone::Good => Icon::CircleCheck,
        Tone::Bad => Icon::CircleAlert,
        Tone::Neutral => Icon::Info,
        Tone::Waiting => Icon::Bell,
    };
    let act = action.map(|action| {
        let press = move |_| {
            toasts.held.set(false);
            toasts.dismiss(id);
            action.act.run(());
        };
        view! {
            <button type="button" class="toast-button" on:click=press>
                {action.label}
            </button>
        }
    });
    let dismiss = move |_| {
        toasts.held.set(false);
        toasts.dismiss(id);
    };
    view! {
        <div class="toast-card" role=if tone == Tone::Bad { "alert" } else { "status" }>
            <Glyph icon=icon />
            <p class="toast-text">{text}</p>
            {act}
            <button type="button" class="toast-button" aria-label="Dismiss" on:click=dismiss>
                <Glyph icon=Icon::X />
            </button>
        </div>
    }
}
