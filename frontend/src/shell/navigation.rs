//! Where one can go: a column on the left, a bar at the bottom on a phone.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::Overlays;
use super::connection::Connection;
use super::counts::Counts;
use super::user_menu::UserMenu;
use crate::api::SignedIn;
use crate::format;
use crate::routes::{DESTINATIONS, Destination};
use crate::state::keys::Keys;
use crate::ui::dialog::Modal;
use crate::ui::{Glyph, Icon, Kbd};

/// How many entries fit at the bottom of a phone, beside the one for the rest.
const AT_THE_BOTTOM: usize = 4;

/// The entries of this person, in order; tracked.
pub(super) fn destinations(me: SignedIn) -> Vec<Destination> {
    let role = me.user.with(|user| user.role);
    DESTINATIONS.iter().filter(|one| one.roles.contains(&role)).copied().collect()
}

/// `g` and a letter lead to each entry.
pub(super) fn bind_keys(me: SignedIn) {
    let (keys, navigate) = (Keys::expect(), use_navigate());
    for destination in untrack(|| destinations(me)) {
        let navigate = navigate.clone();
        keys.bind(destination.keys, "Go to", destination.label, move || {
            navigate(destination.path, Default::default());
        });
    }
}

/// The column on the left.
#[component]
pub fn Sidebar() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let palette = expect_context::<Overlays>().palette;
    view! {
        <aside class="sidebar">
            <div class="sidebar-head">
                <span class="brand-mark">
                    <Glyph icon=Icon::Phone />
                </span>
                <span class="brand-name">"Skiigen"</span>
            </div>
            <button type="button" class="sidebar-search" on:click=move |_| palette.set(true)>
                <Glyph icon=Icon::Search />
                <span class="flex-1 text-left">"Search"</span>
                <Kbd keys="Ctrl K" />
            </button>
            <nav class="sidebar-nav" aria-label="Main">
                {move || entries(&destinations(me))}
            </nav>
            <div class="sidebar-foot">
                <Connection />
                <UserMenu />
            </div>
        </aside>
    }
}

fn entries(destinations: &[Destination]) -> impl IntoView + use<> {
    let mut group = "";
    destinations
        .iter()
        .copied()
        .map(|destination| {
            let heading = (destination.group != group).then_some(destination.group);
            group = destination.group;
            view! {
                {heading.map(|heading| view! { <div class="nav-group">{heading}</div> })}
                <Entry destination=destination class="nav-item" />
            }
        })
        .collect_view()
}

#[component]
fn Entry(destination: Destination, class: &'static str) -> impl IntoView {
    let counts = Counts::expect();
    let count = move || counts.of(destination.path).filter(|count| *count > 0);
    view! {
        <A href=destination.path attr:class=class>
            <Glyph icon=destination.icon />
            <span class="nav-label">{destination.label}</span>
            {move || count().map(|count| view! { <span class="nav-count">{format::number(count)}</span> })}
        </A>
    }
}

/// The bar at the bottom of a phone; its last entry opens everything else.
#[component]
pub fn BottomBar() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let more = expect_context::<Overlays>().navigation;
    let first = move || {
        destinations(me)
            .into_iter()
            .take(AT_THE_BOTTOM)
            .map(|destination| {
                view! {
                    <A href=destination.path attr:class="bottom-item">
                        <Glyph icon=destination.icon />
                        <span>{destination.label}</span>
                    </A>
                }
            })
            .collect_view()
    };
    view! {
        <nav class="bottom-bar" aria-label="Main">
            {first}
            <button type="button" class="bottom-item" on:click=move |_| more.set(true)>
                <Glyph icon=Icon::Menu />
                <span>"More"</span>
            </button>
        </nav>
        <Show when=move || more.get()>
            <Modal open=more class="sheet" label="Menu">
                <div class="contents" on:click=move |event| close_on_link(&event, more)>
                    <Sidebar />
                </div>
            </Modal>
        </Show>
    }
}

/// Choosing a place, or the search, closes the sheet that it was chosen from.
fn close_on_link(event: &web_sys::MouseEvent, open: RwSignal<bool>) {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let chose =
        target.is_some_and(|target| target.closest("a, .sidebar-search").ok().flatten().is_some());
    if chose {
        open.set(false);
    }
}
