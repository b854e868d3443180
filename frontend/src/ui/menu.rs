//! A button that opens a list of acts. The list lies in the browser's top layer, so nothing cuts it off.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::dom;
use super::icon::{Glyph, Icon};

const ITEMS: &str = "[role=menuitem]:not(:disabled), [role=menuitemradio], [role=menuitemcheckbox]";

/// Closes the menu that an item lies in.
#[derive(Clone, Copy)]
struct OpenMenu(NodeRef<html::Div>);

/// A button and the acts behind it.
#[component]
pub fn Menu(
    /// What the button says, or says to screen readers when it shows only a picture.
    #[prop(into)]
    label: Signal<String>,
    /// The looks of the button.
    #[prop(default = "btn btn-quiet btn-icon")]
    class: &'static str,
    /// What the button shows.
    #[prop(into)]
    trigger: ViewFn,
    /// Whether that has words, which then name the button.
    #[prop(optional)]
    has_words: bool,
    /// Whether Tab passes the button by, since keys reach its acts in another way.
    #[prop(optional)]
    passed_by: bool,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let id = dom::unique_id("menu");
    let (button, list) = (NodeRef::<html::Button>::new(), NodeRef::<html::Div>::new());
    let open = RwSignal::new(false);
    let press = move |_| {
        if let (Some(button), Some(list)) = (button.get_untracked(), list.get_untracked()) {
            if open.get_untracked() {
                dom::call(list.as_ref(), "hidePopover");
            } else {
                open.set(true);
                // The items are made first, so that the list has its size when it is placed.
                request_animation_frame(move || {
                    dom::call(list.as_ref(), "showPopover");
                    dom::place_below(&button, &list);
                    dom::rove(&dom::all(&list, ITEMS), "Home");
                });
            }
        }
    };
    let toggled = move |_| {
        let shown =
            list.get_untracked().is_some_and(|list| list.matches(":popover-open").unwrap_or(false));
        open.set(shown);
    };
    let key = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        if event.key() == "Tab" {
            dom::call(list.as_ref(), "hidePopover");
        } else if dom::rove(&dom::all(&list, ITEMS), &event.key()) {
            event.prevent_default();
        }
    };
    provide_context(OpenMenu(list));
    view! {
        <button
            node_ref=button
            type="button"
            class=class
            aria-label=move || (!has_words).then(|| label.get())
            title=label
            tabindex=passed_by.then_some("-1")
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            aria-controls=id.clone()
            on:click=press
        >
            {move || trigger.run()}
        </button>
        <div
            node_ref=list
            id=id
            class="menu-list"
            role="menu"
            popover="auto"
            aria-label=label
            on:toggle=toggled
            on:keydown=key
        >
            <Show when=move || open.get()>{children()}</Show>
        </div>
    }
}

/// One act.
#[component]
pub fn MenuItem(
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// A picture before them.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Whether it can be chosen now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a choice that is on or off: whether it is on.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// Does it.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    let choose = move |_| {
        if let Some(list) = menu.and_then(|menu| menu.0.get_untracked()) {
            dom::call(list.as_ref(), "hidePopover");
        }
        on_choose.run(());
    };
    let role = if checked.is_some() { "menuitemradio" } else { "menuitem" };
    view! {
        <button
            type="button"
            class=if danger { "menu-item menu-item-danger" } else { "menu-item" }
            role=role
            tabindex="-1"
            aria-checked=move || checked.map(|checked| checked.get().to_string())
            disabled=disabled
            on:click=choose
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            <span class="flex-1">{label}</span>
            {move || {
                checked
                    .is_some_and(|checked| checked.get())
                    .then(|| view! { <Glyph icon=Icon::Check /> })
            }}
        </button>
    }
}

/// A line between groups of acts, with a heading when given.
#[component]
pub fn MenuRule(
    /// The heading of the group below.
    #[prop(optional)]
    heading: &'static str,
) -> impl IntoView {
    view! {
        <div class="menu-rule" role="separator"></div>
        {(!heading.is_empty()).then(|| view! { <div class="menu-heading">{heading}</div> })}
    }
}
