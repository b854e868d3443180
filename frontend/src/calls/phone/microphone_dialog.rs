//! Why the microphone is needed, before the browser asks for it; and how to allow it again.

use leptos::prelude::*;

use super::failure::Remedy;
use super::handset::Phone;
use super::state::Stage;
use crate::ui::{Button, ButtonKind, Dialog, Icon};

/// Both dialogs.
#[component]
pub fn MicrophoneDialogs() -> impl IntoView {
    let phone = Phone::expect();
    // Closing it by Escape gives the call up.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = phone.explaining.get();
        let waits = phone.stage.with_untracked(|stage| *stage == Stage::AskingMicrophone);
        if was_open == Some(true) && !is_open && waits && !phone.asking_browser.get_untracked() {
            phone.hang_up();
        }
        is_open
    });
    let blocked = RwSignal::new(false);
    Effect::new(move |_| {
        let is_blocked = phone.stage.with(|stage| match stage {
            Stage::Failed(failure) => failure.remedy == Remedy::AllowMicrophone,
            _ => false,
        });
        blocked.set(is_blocked);
    });
    view! {
        <Dialog open=phone.explaining title="Skiigen needs your microphone">
            <div class="dialog-body">
                <p>
                    "So that the other side hears you. Your browser asks next: choose "
                    <strong>"Allow"</strong> "."
                </p>
                <p class="text-muted">
                    "The microphone is on only while you are in a call. Nothing is recorded unless the campaign says so."
                </p>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| phone.explaining.set(false)>"Not now"</Button>
                <Button
                    kind=ButtonKind::Primary
                    icon=Icon::Mic
                    on_press=move |()| phone.allow_microphone()
                >
                    "Allow microphone"
                </Button>
            </div>
        </Dialog>
        <Dialog open=blocked title="The microphone is blocked">
            <BlockedHelp />
            <div class="dialog-foot">
                <Button on_press=move |()| blocked.set(false)>"Close"</Button>
                <Button
                    kind=ButtonKind::Primary
                    icon=Icon::Phone
                    on_press=move |()| phone.dial_again()
                >
                    "Call again"
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
fn BlockedHelp() -> impl IntoView {
    view! {
        <div class="dialog-body">
            <p>"Nobody would hear you, so the call was not made. To allow the microphone:"</p>
            <ol class="steps">
                <li>"Click the icon to the left of the address at the top of the browser."</li>
                <li>"Set Microphone to Allow. In Safari: Settings for this website."</li>
                <li>"Come back here and call again."</li>
            </ol>
            <p class="text-muted">
                "Still blocked? Your computer's own privacy settings may keep the microphone from the browser."
            </p>
        </div>
    }
}
