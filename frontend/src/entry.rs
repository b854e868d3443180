//! The ways in: signing in, and setting a password behind a link.

pub mod accept_invite;
pub mod sign_in;

use leptos::prelude::*;

pub use accept_invite::AcceptInvitePage;
pub use sign_in::SignInPage;

use crate::ui::{Glyph, Icon};

/// The card that both ways in are written on.
#[component]
fn EntryCard(
    /// What is asked.
    title: &'static str,
    /// A sentence about it.
    text: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| document().set_title(&format!("{title} · Skiigen CRM")));
    view! {
        <main class="entry">
            <div class="entry-card">
                <div class="flex items-center gap-2">
                    <span class="brand-mark">
                        <Glyph icon=Icon::Phone />
                    </span>
                    <span class="font-semibold">"Skiigen CRM"</span>
                </div>
                <div>
                    <h1>{title}</h1>
                    <p class="text-muted mt-1">{text}</p>
                </div>
                {children()}
            </div>
        </main>
    }
}
