//! The message that a rep leaves on answering machines with one key: record, hear, replace, remove.

use std::time::Duration;

use dto::telephony::VoicemailMessageResponse;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, BlobPropertyBag, File, Url};

use super::recorder::Recorder;
use crate::api::{self, ApiError, SignedIn};
use crate::calls::phone::Phone;
use crate::format;
use crate::state::{Query, Toasts, clock};
use crate::ui::{Button, ButtonKind, Card, ConfirmDialog, FileDrop, Icon, Loaded, SkeletonRows};

/// As large as the server takes it.
const LARGEST: f64 = 5_000_000.0;
/// Longer than anybody listens, and well below the largest file.
const LONGEST: Duration = Duration::from_secs(120);

/// What the card does now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Recording,
    Saving,
}

#[derive(Clone, Copy)]
struct Message {
    me: SignedIn,
    phone: Phone,
    toasts: Toasts,
    query: Query<Option<VoicemailMessageResponse>>,
    doing: RwSignal<Doing>,
    recorder: StoredValue<Option<Recorder>, LocalStorage>,
    /// Counts the recordings, so that the end of one is not taken for that of the next.
    take: StoredValue<u32>,
    since: RwSignal<Option<chrono::DateTime<chrono::Utc>>>,
}

/// The card on one's profile.
#[component]
pub fn VoicemailCard() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let message = Message {
        me,
        phone: Phone::expect(),
        toasts: Toasts::expect(),
        query: Query::new(|| (), move |()| api::telephony::find_message(me)),
        doing: RwSignal::new(Doing::Nothing),
        recorder: StoredValue::new_local(None),
        take: StoredValue::new(0),
        since: RwSignal::new(None),
    };
    view! {
        <Card title="Voicemail message">
            <div class="flex flex-col gap-4">
                <p class="text-muted">
                    "When a machine answers, you leave this message with one key and go on to the next call while it plays."
                </p>
                <Loaded query=message.query loading=|| view! { <SkeletonRows rows=2 /> } let:now>
                    <Recorded message=message now=now />
                </Loaded>
                <Controls message=message />
            </div>
        </Card>
    }
}

#[component]
fn Recorded(message: Message, now: Signal<Option<VoicemailMessageResponse>>) -> impl IntoView {
    let (heard, removing, busy) =
        (RwSignal::new(None::<String>), RwSignal::new(false), RwSignal::new(false));
    // Another message: what was heard is not it any more.
    Effect::new(move |_| {
        now.track();
        forget(heard);
    });
    on_cleanup(move || forget(heard));
    let remove = move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::telephony::delete_message(message.me).await {
                Ok(()) => {
                    message.now_is(None);
                    message.toasts.done("Your message is removed.");
                }
                Err(error) => message.toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = removing.try_set(false);
        });
    };
    view! {
        {move || match now.get() {
            None => view! { <p>"You have no message yet."</p> }.into_any(),
            Some(recorded) => view! {
                <div class="flex flex-wrap items-center gap-2">
                    <Hear message=message heard=heard />
                    <span class="text-muted">
                        {format!("Recorded {}", format::moment(recorded.updated_at, None))}
                    </span>
                    <span class="flex-1"></span>
                    <Button icon=Icon::Trash2 on_press=move |()| removing.set(true)>
                        "Remove"
                    </Button>
                </div>
            }
            .into_any(),
        }}
        <ConfirmDialog
            open=removing
            title="Remove your message?"
            text="You will not be able to leave it on answering machines until you record another."
            confirm="Remove message"
            busy=busy
            on_confirm=remove
        />
    }
}

#[component]
fn Hear(message: Message, heard: RwSignal<Option<String>>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let hear = move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::telephony::hear_message(message.me).await {
                Ok(bytes) => {
                    let _gone = heard.try_set(address_of(&bytes));
                }
                Err(error) => message.toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        {move || match heard.get() {
            Some(address) => view! {
                <span class="recording">
                    <audio controls autoplay src=address aria-label="Your message"></audio>
                </span>
            }
            .into_any(),
            None => view! {
                <Button icon=Icon::Play busy=busy on_press=hear>
                    "Listen"
                </Button>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Controls(message: Message) -> impl IntoView {
    let now = RwSignal::new(clock::now());
    let beat = set_interval_with_handle(
        move || {
            let _gone = now.try_set(clock::now());
        },
        Duration::from_millis(500),
    );
    if let Ok(beat) = beat {
        on_cleanup(move || beat.clear());
    }
    let length = move || {
        let since = message.since.get()?;
        Some(format::duration((now.get() - since).num_seconds().max(0)))
    };
    let has_one = move || message.query.data.with(|data| matches!(data, Some(Some(_))));
    view! {
        <Show
            when=move || message.doing.get() == Doing::Recording
            fallback=move || {
                let words =
                    move || if has_one() { "Record a new message" } else { "Record a message" };
                view! {
                    <div class="flex flex-col gap-3">
                        <div>
                            <Button
                                kind=ButtonKind::Primary
                                icon=Icon::Mic
                                busy=Signal::derive(move || message.doing.get() == Doing::Saving)
                                on_press=move |()| message.record()
                            >
                                {words}
                            </Button>
                        </div>
                        <FileDrop
                            label="Or drop a sound file here, or choose one"
                            hint="WAV or MP3, up to 5 MB."
                            accept=".wav,.mp3,audio/wav,audio/mpeg"
                            on_file=move |file| message.upload(file)
                        />
                    </div>
                }
            }
        >
            <div class="call-clock call-clock-on" role="status">
                <span class="call-dot" aria-hidden="true"></span>
                <span>"Recording. Speak now."</span>
                <span class="call-time" role="timer" aria-live="off">
                    {length}
                </span>
            </div>
            <div class="flex flex-wrap gap-2">
                <Button
                    kind=ButtonKind::Primary
                    icon=Icon::Check
                    on_press=move |()| message.finish()
                >
                    "Stop and save"
                </Button>
                <Button on_press=move |()| message.cancel()>"Cancel"</Button>
            </div>
        </Show>
    }
}

impl Message {
    fn record(self) {
        let device = self.phone.devices.microphone.get_untracked();
        spawn_local(async move {
            let device = Some(device.as_str()).filter(|device| !device.is_empty());
            match Recorder::start(device).await {
                Ok(recorder) => self.began(recorder),
                Err(failure) => self.toasts.refused(failure.text),
            }
        });
    }

    fn began(self, recorder: Recorder) {
        // Whoever has left the screen meanwhile drops it, which switches the microphone off.
        let _gone = self.recorder.try_set_value(Some(recorder));
        let take = self.take.try_update_value(|take| {
            *take = take.wrapping_add(1);
            *take
        });
        let _gone = self.since.try_set(Some(clock::now()));
        let _gone = self.doing.try_set(Doing::Recording);
        set_timeout(
            move || {
                if take.is_some() && self.take.try_get_value() == take {
                    self.finish();
                }
            },
            LONGEST,
        );
    }

    fn cancel(self) {
        self.recorder.set_value(None);
        self.doing.set(Doing::Nothing);
    }

    fn finish(self) {
        let Some(recorder) = self.recorder.try_update_value(Option::take).flatten() else { return };
        self.doing.set(Doing::Saving);
        spawn_local(async move {
            match recorder.finish().await {
                Ok(sound) => self.save("audio/wav", sound).await,
                Err(failure) => self.toasts.refused(failure.text),
            }
            let _gone = self.doing.try_set(Doing::Nothing);
        });
    }

    fn upload(self, file: File) {
        let name = file.name().to_lowercase();
        let kind = if name.ends_with(".mp3") {
            "audio/mpeg"
        } else if name.ends_with(".wav") {
            "audio/wav"
        } else {
            self.toasts.refused("This is no WAV or MP3 file. Choose one of these.");
            return;
        };
        if file.size() > LARGEST {
            self.toasts.refused("This file is larger than 5 MB. Choose a shorter message.");
            return;
        }
        self.doing.set(Doing::Saving);
        spawn_local(async move {
            self.save(kind, file.into()).await;
            let _gone = self.doing.try_set(Doing::Nothing);
        });
    }

    async fn save(self, kind: &str, sound: Blob) {
        let saved: Result<_, ApiError> = api::telephony::put_message(self.me, kind, &sound).await;
        match saved {
            Ok(saved) => {
                self.now_is(Some(saved));
                self.toasts.done("Your message is saved.");
            }
            Err(error) if error.is_passing() => {
                let kind = kind.to_owned();
                let sound = StoredValue::new_local(sound);
                self.toasts.retryable(
                    format!("Your message was not saved. {}", error.message()),
                    move || {
                        let (kind, sound) = (kind.clone(), sound.try_get_value());
                        spawn_local(async move {
                            if let Some(sound) = sound {
                                Box::pin(self.save(&kind, sound)).await;
                            }
                        });
                    },
                );
            }
            Err(error) => self.toasts.failed(&error),
        }
    }

    fn now_is(self, message: Option<VoicemailMessageResponse>) {
        let _gone = self.phone.has_message.try_set(message.is_some());
        self.query.set(message);
    }
}

/// An address in this page under which the bytes can be played.
fn address_of(bytes: &[u8]) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    // The browser looks at the sound itself; the type only says that it is one.
    kind.set_type("audio/wav");
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

fn forget(heard: RwSignal<Option<String>>) {
    if let Some(Some(address)) = heard.try_update(Option::take) {
        // An address that is gone already needs no freeing.
        let _freed = Url::revoke_object_url(&address);
    }
}
