//! Which microphone and speaker are used.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::devices::{self, Plugged, Sounding};
use super::handset::Phone;
use crate::ui::{Button, ButtonKind, Dialog, Select};

/// The dialog.
#[component]
pub fn DeviceDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title="Microphone and speaker">
            <DeviceFields open=open />
        </Dialog>
    }
}

#[component]
fn DeviceFields(open: RwSignal<bool>) -> impl IntoView {
    let phone = Phone::expect();
    let plugged = RwSignal::new(Plugged::default());
    spawn_local(async move {
        let found = devices::list().await;
        let _gone = plugged.try_set(found);
    });
    let (microphone, speaker) = (
        RwSignal::new(phone.devices.microphone.get_untracked()),
        RwSignal::new(phone.devices.speaker.get_untracked()),
    );
    let microphones = Signal::derive(move || plugged.with(|all| options(&all.microphones)));
    let speakers = Signal::derive(move || plugged.with(|all| options(&all.speakers)));
    let can_choose_speaker = Memo::new(move |_| speakers.with(|all| !all.is_empty()));
    let save = move |()| {
        phone.devices.microphone.set(microphone.get_untracked());
        phone.devices.speaker.set(speaker.get_untracked());
        phone.apply_devices();
        open.set(false);
    };
    view! {
        <div class="dialog-body">
            <Select
                label="Microphone"
                value=microphone
                options=microphones
                none="The computer's own choice"
                hint="Plugged something in just now? Close this and open it again."
            />
            <Show
                when=move || can_choose_speaker.get()
                fallback=|| {
                    view! {
                        <p class="field-hint">
                            "This browser plays calls through the computer's own choice of speaker."
                        </p>
                    }
                }
            >
                <Select
                    label="Speaker"
                    value=speaker
                    options=speakers
                    none="The computer's own choice"
                />
            </Show>
        </div>
        <div class="dialog-foot">
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Primary on_press=save>
                "Use these"
            </Button>
        </div>
    }
}

fn options(all: &[Sounding]) -> Vec<(String, String)> {
    all.iter()
        .enumerate()
        .map(|(at, one)| {
            let label =
                if one.label.is_empty() { format!("Device {}", at + 1) } else { one.label.clone() };
            (one.id.clone(), label)
        })
        .collect()
}
