//! Dialogs: the browser's own, so that focus stays inside and Escape closes.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::{Button, ButtonKind, IconButton};
use super::dom;
use super::icon::Icon;
use crate::state::keys::Keys;

/// A dialog over the page while `open`. Its content is made anew each time.
#[component]
pub fn Dialog(
    /// Whether it is shown; closing sets it to false.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is the wide kind.
    #[prop(optional)]
    wide: bool,
    /// What it holds: a `.dialog-body`, and a `.dialog-foot` with its buttons.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Show when=move || open.get()>
            <ModalFrame
                open=open
                title=title
                class=if wide { "dialog dialog-wide" } else { "dialog" }
            >
                {children.with_value(|children| children())}
            </ModalFrame>
        </Show>
    }
}

#[component]
fn ModalFrame(
    open: RwSignal<bool>,
    title: Signal<String>,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let heading = dom::unique_id("dialog");
    view! {
        <Modal open=open class=class labelled_by=heading.clone()>
            <div class="dialog-head">
                <h2 id=heading>{title}</h2>
                <IconButton icon=Icon::X label="Close" on_press=move |()| open.set(false) />
            </div>
            {children()}
        </Modal>
    }
}

/// The bare modal element: for the palette and the sheet, which bring their own head.
#[component]
pub fn Modal(
    /// Set to false when it closes.
    open: RwSignal<bool>,
    /// How it looks.
    class: &'static str,
    /// The id of its heading.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    /// Its name, where it has no heading.
    #[prop(optional, into)]
    label: Option<String>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    Keys::expect().open_scope();
    dom::return_focus_at_end();
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = element.get().filter(|dialog| !dialog.open()) {
            dom::call(dialog.as_ref(), "showModal");
        }
    });
    let outside = move |event: web_sys::MouseEvent| {
        let on_backdrop = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok())
            .is_some();
        if on_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=element
            class=class
            aria-labelledby=labelled_by
            aria-label=label
            on:mousedown=outside
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                open.set(false);
            }
            on:close=move |_| open.set(false)
        >
            {children()}
        </dialog>
    }
}

/// Asks before something that cannot be taken back.
#[component]
pub fn ConfirmDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The act, as the words on its button: `Delete region`.
    #[prop(into)]
    confirm: Signal<String>,
    /// Whether the act takes something away.
    #[prop(default = true)]
    danger: bool,
    /// Whether it is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Does it; closing is the caller's, once it worked.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    view! {
        <Dialog open=open title=title>
            <div class="dialog-body">
                <p class="text-muted">{text}</p>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=kind busy=busy on_press=on_confirm>
                    {confirm}
                </Button>
            </div>
        </Dialog>
    }
}
