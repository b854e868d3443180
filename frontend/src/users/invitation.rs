//! The invitation link, shown once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::ui::{Button, ButtonKind, Dialog, Icon, TextField};

/// A link to pass on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Whom it is for.
    pub name: String,
    /// The link.
    pub url: String,
}

/// Shows the link while there is one.
#[component]
pub fn InvitationDialog(
    /// The link; none once the dialog is closed.
    invitation: RwSignal<Option<Invitation>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(invitation.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        if was == Some(true) && !open.get() {
            invitation.set(None);
        }
        open.get()
    });
    let title = Signal::derive(move || {
        invitation.with(|one| {
            one.as_ref().map_or_else(String::new, |one| format!("Invitation for {}", one.name))
        })
    });
    view! {
        <Dialog open=open title=title>
            <InvitationLink
                url=invitation.with_untracked(|one| {
                    one.as_ref().map(|one| one.url.clone()).unwrap_or_default()
                })
                open=open
            />
        </Dialog>
    }
}

#[component]
fn InvitationLink(url: String, open: RwSignal<bool>) -> impl IntoView {
    let (link, copied) = (RwSignal::new(url), RwSignal::new(None::<bool>));
    let copy = move |()| {
        spawn_local(async move {
            let text = link.get_untracked();
            // The clipboard is there only where the address is trusted (https, or this machine).
            let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
            let there = clipboard.is_ok_and(|clipboard| clipboard.is_object());
            let done = there
                && JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok();
            let _gone = copied.try_set(Some(done));
        });
    };
    let words = move || match copied.get() {
        None => "It is shown only now. Send it to them in whatever way you trust.",
        Some(true) => "Copied. Send it to them in whatever way you trust.",
        Some(false) => {
            "This browser does not allow copying here. Select the link and copy it yourself."
        }
    };
    view! {
        <div class="dialog-body">
            <TextField
                label="Link"
                value=link
                hint=Signal::derive(move || words().to_owned())
                autofocus=true
            />
        </div>
        <div class="dialog-foot">
            <Button on_press=move |()| open.set(false)>"Done"</Button>
            <Button kind=ButtonKind::Primary icon=Icon::Copy on_press=copy>
                "Copy link"
            </Button>
        </div>
    }
}
