//! A panel on the right, over the list it belongs to. The address says whether it is open.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::dom;
use super::icon::Icon;
use crate::state::keys::Keys;

/// The panel; the caller closes it by going to another address.
#[component]
pub fn Drawer(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Goes back to the list.
    #[prop(into)]
    on_close: Callback<()>,
    /// Buttons beside the title.
    #[prop(optional, into)]
    actions: ViewFn,
    /// What stays at the bottom, such as a call bar.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let heading = dom::unique_id("drawer");
    dom::return_focus_at_end();
    Keys::expect().bind("Escape", "Everywhere", "Close the panel", move || on_close.run(()));
    let panel = NodeRef::<html::Aside>::new();
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            dom::focus(&panel);
        }
    });
    view! {
        <aside
            node_ref=panel
            class="drawer-panel"
            role="dialog"
            tabindex="-1"
            aria-labelledby=heading.clone()
        >
            <header class="drawer-head">
                <h2 id=heading.clone()>{title}</h2>
                <div class="flex items-center gap-1">
                    {move || actions.run()}
                    <IconButton icon=Icon::X label="Close" on_press=on_close />
                </div>
            </header>
            <div class="drawer-body">{children()}</div>
            {footer.map(|footer| view! { <footer class="drawer-foot">{footer.run()}</footer> })}
        </aside>
    }
}
