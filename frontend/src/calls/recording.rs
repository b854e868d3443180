//! A recording to listen to: fetched by a link of a minute, only when somebody presses play.

use domain::calls::RecordingStatus;
use domain::ids::CallId;
use dto::calls::RecordingResponse;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Toasts;
use crate::ui::{Glyph, Icon};

/// The player of a call's recording, or why there is none.
#[component]
pub fn Recording(
    /// The call.
    call: CallId,
    /// Its recording.
    recording: RecordingResponse,
) -> impl IntoView {
    match recording.status {
        RecordingStatus::Completed => {
            view! { <Player call=call seconds=recording.duration /> }.into_any()
        }
        RecordingStatus::InProgress => said("Being recorded"),
        RecordingStatus::Absent => said("Too short to be recorded"),
        RecordingStatus::Failed => said("The recording could not be kept"),
    }
}

fn said(words: &'static str) -> AnyView {
    view! { <span class="text-muted text-xs">{words}</span> }.into_any()
}

#[component]
fn Player(call: CallId, seconds: Option<i32>) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (address, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let length = seconds.map(|seconds| format::duration(seconds.into()));
    let fetch = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match api::calls::link_recording(me, call).await {
                Ok(link) => {
                    let _gone = address.try_set(Some(link.url));
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    let icon = Signal::derive(move || if busy.get() { Icon::LoaderCircle } else { Icon::Play });
    view! {
        <span class="recording">
            {move || match address.get() {
                // A link that has run out is asked for anew by pressing play once more.
                Some(address_now) => view! {
                    <audio
                        controls
                        autoplay
                        src=address_now
                        aria-label="Recording of the call"
                        on:error=move |_| address.set(None)
                    ></audio>
                }
                .into_any(),
                None => view! {
                    <button
                        type="button"
                        class="chip"
                        aria-busy=move || busy.get().then_some("true")
                        on:click=move |_| fetch()
                    >
                        <Glyph icon=icon />
                        "Play recording"
                        <span class="text-muted figures">{length.clone()}</span>
                    </button>
                }
                .into_any(),
            }}
        </span>
    }
}
