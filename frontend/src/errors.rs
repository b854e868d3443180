//! Addresses that lead nowhere, and those that are not for everybody.

use leptos::prelude::*;

use crate::api::SignedIn;
use crate::ui::{ButtonKind, EmptyState, Icon, LinkButton};

/// There is nothing at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main class="entry">
            <EmptyState
                icon=Icon::MapPin
                whole=true
                title="There is nothing at this address"
                text="The link may be old, or a letter may be missing. What you look for is probably one click away from the start."
            >
                <LinkButton href="/" kind=ButtonKind::Primary>
                    "Go to the start"
                </LinkButton>
            </EmptyState>
        </main>
    }
}

/// This screen is for admins.
#[component]
pub fn ForbiddenPage() -> impl IntoView {
    view! {
        <EmptyState
            icon=Icon::Lock
            whole=true
            title="This is for admins"
            text="Your account can work leads but not manage the workspace. Ask an admin if you need access."
        >
            <LinkButton href="/" kind=ButtonKind::Primary>
                "Go to the start"
            </LinkButton>
        </EmptyState>
    }
}

/// Shows what it holds to admins only; a role that changes takes effect at once.
#[component]
pub fn AdminOnly(
    /// The screen.
    children: ChildrenFn,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    view! {
        <Show when=move || me.is_admin() fallback=ForbiddenPage>
            {children()}
        </Show>
    }
}
