//! The call bar: at the foot of every screen while there is a call, and until somebody has said what
//! came of it.

use domain::ids::LeadId;
use dto::calls::CallResponse;
use dto::telephony::Provider;
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;

use super::device_dialog::DeviceDialog;
use super::failure::Remedy;
use super::handset::Phone;
use super::incoming_bar::{IncomingBar, listen_soon};
use super::keypad::KeypadDialog;
use super::microphone_dialog::MicrophoneDialogs;
use super::outcome_dialog::OutcomeDialog;
use super::state::Stage;
use super::timer::CallTimer;
use super::words::{stage_words, summary};
use crate::format;
use crate::presence::PowerMode;
use crate::state::keys::Keys;
use crate::ui::{
    Badge, Button, ButtonKind, Glyph, Icon, IconButton, KeyHint, Menu, MenuItem, Tone, dom,
};

/// The bar, its dialogs, and what a screen reader hears of the call.
#[component]
pub fn CallDock() -> impl IntoView {
    let phone = Phone::expect();
    let keypad = RwSignal::new(false);
    let devices = RwSignal::new(false);
    let saying = RwSignal::new(None::<CallResponse>);
    open_by_itself(phone, saying);
    listen_soon(phone);
    let is_live = Memo::new(move |_| phone.is_live());
    let is_rung = Memo::new(move |_| phone.is_rung());
    let is_failed = Memo::new(move |_| phone.stage.with(|stage| matches!(stage, Stage::Failed(_))));
    let waiting = Memo::new(move |_| waiting_off_screen(phone));
    let bar = move || {
        if is_rung.get() {
            Some(view! { <IncomingBar /> }.into_any())
        } else if is_live.get() {
            Some(view! { <LiveBar keypad=keypad devices=devices /> }.into_any())
        } else if is_failed.get() {
            Some(view! { <FailedBar devices=devices /> }.into_any())
        } else {
            waiting.get().map(|call| view! { <UnsaidBar call=call saying=saying /> }.into_any())
        }
    };
    view! {
        <p class="sr-only" role="status">
            {move || announcement(phone)}
        </p>
        {bar}
        <KeypadDialog open=keypad />
        <DeviceDialog open=devices />
        <MicrophoneDialogs />
        <OutcomeDialog saying=saying />
    }
}

/// What a screen reader hears when the call goes on.
fn announcement(phone: Phone) -> String {
    if let Some(incoming) = phone.incoming.get() {
        return format!("{} rings you.", incoming.name());
    }
    let words = phone.stage.with(|stage| match stage {
        Stage::Failed(failure) => failure.text.clone(),
        other => stage_words(other).to_owned(),
    });
    let name = phone.callee.with(|callee| callee.as_ref().map(|callee| callee.name.clone()));
    match name {
        Some(name) if !words.is_empty() => format!("{name}: {words}"),
        _ => words,
    }
}

/// The latest call that waits for a word and whose lead is not on the screen.
fn waiting_off_screen(phone: Phone) -> Option<CallResponse> {
    let off_screen = |call: &&CallResponse| lead_of(call).is_some_and(|lead| !phone.attends(lead));
    phone
        .unsaid
        .with(|all| all.iter().filter(off_screen).max_by_key(|call| call.called_at).cloned())
}

fn lead_of(call: &CallResponse) -> Option<LeadId> {
    call.lead.as_ref().map(|lead| lead.id.into())
}

/// The call is over and its lead not on the screen: what came of it is asked at once, and once.
fn open_by_itself(phone: Phone, saying: RwSignal<Option<CallResponse>>) {
    let asked = StoredValue::new(None);
    Effect::new(move |_| {
        let has_ended = phone.stage.with(|stage| matches!(stage, Stage::Ended(_)));
        let id = phone.call.with(|call| call.as_ref().map(|call| call.id));
        let waiting = waiting_off_screen(phone).filter(|call| has_ended && Some(call.id) == id);
        if waiting.is_some() && asked.get_value() != id {
            asked.set_value(id);
            saying.set(waiting);
        }
    });
}

#[component]
fn LiveBar(keypad: RwSignal<bool>, devices: RwSignal<bool>) -> impl IntoView {
    let phone = Phone::expect();
    let is_talking = Memo::new(move |_| phone.stage.with(Stage::is_talking));
    let class = move || {
        phone.stage.with(|stage| match stage {
            Stage::Talking { muted: false } => "call-dock dock-live dock-talking",
            Stage::Talking { muted: true } | Stage::Reconnecting { .. } => {
                "call-dock dock-live dock-wait"
            }
            _ => "call-dock dock-live",
        })
    };
    view! {
        <section class=class aria-label="Call">
            <Whom />
            <div class="dock-state">
                <span class="call-dot" aria-hidden="true"></span>
                <span class="dock-stage">{move || phone.stage.with(stage_words)}</span>
                <Show when=move || is_talking.get()>
                    <CallTimer since=phone.since />
                </Show>
            </div>
            <div class="dock-acts">
                <Show when=move || is_talking.get()>
                    <TalkActs keypad=keypad />
                </Show>
                <IconButton
                    icon=Icon::Settings
                    label="Microphone and speaker"
                    on_press=move |()| devices.set(true)
                />
                <HangUp />
            </div>
        </section>
    }
}

/// The name leads to the lead; the number stands beside.
#[component]
fn Whom() -> impl IntoView {
    let phone = Phone::expect();
    let is_simulated = Memo::new(move |_| phone.provider.get() == Some(Provider::Simulator));
    view! {
        <div class="dock-whom">
            {move || {
                phone
                    .callee
                    .get()
                    .map(|callee| {
                        view! {
                            <A href=format!("/leads/{}", callee.lead) attr:class="dock-name">
                                {callee.name}
                            </A>
                            <span class="dock-number figures">{callee.number}</span>
                        }
                    })
            }}
            <Show when=move || is_simulated.get()>
                <span class="dock-badge" title="No phone rings anywhere: this machine plays the other side.">
                    <Badge tone=Tone::Warm>"Simulated call"</Badge>
                </span>
            </Show>
        </div>
    }
}

#[component]
fn TalkActs(keypad: RwSignal<bool>) -> impl IntoView {
    let phone = Phone::expect();
    let is_muted = Memo::new(move |_| phone.stage.with(Stage::is_muted));
    let keys = Keys::expect();
    keys.bind("m", "Call", "Mute, or speak again", move || phone.toggle_mute());
    keys.bind("#", "Call", "Keypad", move || keypad.set(true));
    let mute_icon = Signal::derive(move || if is_muted.get() { Icon::MicOff } else { Icon::Mic });
    view! {
        <button
            type="button"
            class="btn btn-plain dock-button"
            class:dock-on=move || is_muted.get()
            title="Mute, or speak again"
            on:click=move |_| phone.toggle_mute()
        >
            <Glyph icon=mute_icon />
            <span class="dock-word">{move || if is_muted.get() { "Unmute" } else { "Mute" }}</span>
            <KeyHint group="Call" keys="m" />
        </button>
        <button
            type="button"
            class="btn btn-plain dock-button"
            title="Keypad"
            on:click=move |_| keypad.set(true)
        >
            <Glyph icon=Icon::Hash />
            <span class="dock-word">"Keypad"</span>
            <KeyHint group="Call" keys="#" />
        </button>
        <MessageButton />
    }
}

/// Leaves the recorded message: stands out when a machine has answered.
#[component]
fn MessageButton() -> impl IntoView {
    let phone = Phone::expect();
    let is_machine = Memo::new(move |_| phone.is_machine());
    Keys::expect().bind("v", "Call", "Leave your voicemail message", move || {
        if phone.has_message.get_untracked() {
            phone.drop_voicemail();
        }
    });
    let button = NodeRef::<html::Button>::new();
    let power = PowerMode::of(phone.me);
    // In power mode, the message is one key away, whichever.
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| is_machine.get() && power.get().on)
            && nobody_is_typing()
        {
            dom::focus(&button);
        }
    });
    move || {
        if phone.has_message.get() {
            let kind = if is_machine.get() { "btn-primary" } else { "btn-plain" };
            return view! {
                <button
                    node_ref=button
                    type="button"
                    class=format!("btn {kind} dock-button")
                    aria-busy=move || phone.dropping.get().then_some("true")
                    title="Leave my message and go on"
                    on:click=move |_| phone.drop_voicemail()
                >
                    <Glyph icon=Icon::Voicemail />
                    <span class="dock-word">"Leave my message"</span>
                    <KeyHint group="Call" keys="v" />
                </button>
            }
            .into_any();
        }
        let hint = is_machine.get().then(|| {
            view! {
                <span class="dock-hint">
                    "A machine answered. " <A href="/me" attr:class="link">
                        "Record a message for next time"
                    </A>
                </span>
            }
        });
        view! { {hint} }.into_any()
    }
}

fn nobody_is_typing() -> bool {
    dom::focused()
        .is_none_or(|element| !matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

#[component]
fn HangUp() -> impl IntoView {
    let phone = Phone::expect();
    let keys = Keys::expect();
    keys.bind("h", "Call", "Hang up", move || phone.hang_up());
    // The key that began the call ends it too.
    keys.bind("c", "Lead", "Hang up", move || phone.hang_up());
    let ending = Memo::new(move |_| phone.stage.with(|stage| *stage == Stage::Ending));
    view! {
        <button
            type="button"
            class="btn btn-danger dock-button dock-hang-up"
            title="Hang up"
            disabled=move || ending.get()
            on:click=move |_| phone.hang_up()
        >
            <Glyph icon=Icon::PhoneOff />
            <span class="dock-word">"Hang up"</span>
            <KeyHint group="Call" keys="h" />
        </button>
    }
}

/// Why there was no call, and what helps.
#[component]
fn FailedBar(devices: RwSignal<bool>) -> impl IntoView {
    let phone = Phone::expect();
    let failure = move || {
        phone.stage.with(|stage| match stage {
            Stage::Failed(failure) => Some(failure.clone()),
            _ => None,
        })
    };
    let remedy = Memo::new(move |_| failure().map(|failure| failure.remedy));
    let act = move || match remedy.get()? {
        Remedy::TryAgain | Remedy::AllowMicrophone => Some(
            view! {
                <Button icon=Icon::Phone on_press=move |()| phone.dial_again()>
                    "Call again"
                </Button>
            }
            .into_any(),
        ),
        Remedy::ChooseDevice => Some(
            view! {
                <Button icon=Icon::Mic on_press=move |()| devices.set(true)>
                    "Choose a microphone"
                </Button>
            }
            .into_any(),
        ),
        Remedy::Nothing => None,
    };
    view! {
        <section class="call-dock dock-failed" aria-label="Call">
            <Whom />
            <div class="dock-state">
                <Glyph icon=Icon::CircleAlert />
                <span>{move || failure().map(|failure| failure.text)}</span>
            </div>
            <div class="dock-acts">
                {act} <IconButton icon=Icon::X label="Close" on_press=move |()| phone.dismiss() />
            </div>
        </section>
    }
}

/// A call that is over, and of which nobody said yet what came of it.
#[component]
fn UnsaidBar(call: CallResponse, saying: RwSignal<Option<CallResponse>>) -> impl IntoView {
    let phone = Phone::expect();
    let (id, at, said) = (call.id, call.called_at, summary(&call));
    let name = call.lead.as_ref().map(|lead| lead.name.clone()).unwrap_or_default();
    let href = call.lead.as_ref().map(|lead| format!("/leads/{}", lead.id)).unwrap_or_default();
    view! {
        <section class="call-dock" aria-label="Call without an outcome">
            <div class="dock-whom">
                <A href=href attr:class="dock-name">
                    {name}
                </A>
                <span class="dock-number">{format::moment(at, None)}</span>
            </div>
            <div class="dock-state">
                <Glyph icon=Icon::PhoneCall />
                <span>{said}</span>
            </div>
            <div class="dock-acts">
                <Button
                    kind=ButtonKind::Primary
                    on_press=move |()| saying.set(Some(call.clone()))
                >
                    "How did it go?"
                </Button>
                <Menu label="More" trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
                    <MenuItem
                        label="Ask me another time"
                        icon=Icon::Clock
                        on_choose=move |()| phone.set_aside(id)
                    />
                </Menu>
            </div>
        </section>
    }
}
