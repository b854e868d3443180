//! Power mode at the desk: counts down, then calls the lead that was served. Once, and only while
//! nothing is in the way.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dialing_rules::{Hindrance, Moment, hindrance};
use super::{PowerMode, Presence};
use crate::calls::phone::devices;
use crate::calls::phone::microphone::{self, Permission};
use crate::lead_drawer::Work;
use crate::queue::shift::Shift;
use crate::state::keys::Keys;
use crate::ui::{Button, ButtonKind, Glyph, Icon, Kbd, dom};

const BEAT: Duration = Duration::from_secs(1);

/// A call that is about to begin.
#[derive(Clone, Copy)]
struct Countdown {
    work: Work,
    presence: Presence,
    /// Seconds left; none where nothing is counted.
    left: RwSignal<Option<u32>>,
    /// Why the lead was not called by itself.
    why: RwSignal<Option<Hindrance>>,
}

/// Counts down to the call with a lead that was just served, and says why it does not.
#[component]
pub fn AutoDial(
    /// The work on the queue.
    shift: Shift,
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let power = PowerMode::of(work.me);
    let countdown = Countdown {
        work,
        presence: Presence::expect(work.me),
        left: RwSignal::new(None),
        why: RwSignal::new(None),
    };
    let is_here = Memo::new(move |_| work.lead.data.with(Option::is_some));
    Effect::new(move |_| {
        let PowerMode { countdown: seconds, .. } = power.get();
        // A lead is called by itself once, however often it is shown.
        let is_certain = !shift.moving.get();
        let is_wanted = is_certain && power.get().dials_by_itself();
        if is_here.get() && is_wanted && shift.take_fresh(work.id) {
            countdown.begin(seconds);
        }
    });
    Effect::new(move |_| {
        // Switched off, or called by hand meanwhile.
        if !power.get().dials_by_itself() || work.phone.is_live() {
            countdown.left.set(None);
        }
        if work.phone.is_live() {
            countdown.why.set(None);
        }
    });
    let is_counting = Memo::new(move |_| countdown.left.with(Option::is_some));
    let words = move || countdown.why.get().and_then(Hindrance::words);
    view! {
        <Show when=move || is_counting.get()>
            <Counting countdown=countdown />
        </Show>
        <p role="status" class="dial-why">
            {words}
        </p>
    }
}

impl Countdown {
    fn begin(self, seconds: u32) {
        spawn_local(async move {
            match self.hindrance_now().await {
                Some(why) => self.stop(why),
                None if seconds == 0 && !self.is_rung() => self.work.call(None),
                None => {
                    let _gone = self.left.try_set(Some(seconds.max(1)));
                }
            }
        });
    }

    fn stop(self, why: Hindrance) {
        if self.left.try_set(None).is_none() {
            let _gone = self.why.try_set(Some(why));
        }
    }

    /// A second has passed.
    fn tick(self) {
        let Some(left) = self.left.try_get_untracked().flatten() else { return };
        // Who rings comes first; it goes on counting once that is declined.
        if self.is_rung() {
            return;
        }
        if let Some(why) = hindrance(self.moment(true)) {
            return self.stop(why);
        }
        match left.checked_sub(1).filter(|left| *left > 0) {
            Some(left) => self.left.set(Some(left)),
            None => self.fire(),
        }
    }

    /// The time has come: whether a microphone is there is asked once more.
    fn fire(self) {
        self.left.set(None);
        spawn_local(async move {
            match self.hindrance_now().await {
                Some(why) => self.stop(why),
                None if self.is_rung() => {
                    let _gone = self.left.try_set(Some(1));
                }
                None => self.work.call(None),
            }
        });
    }

    fn is_rung(self) -> bool {
        untrack(|| self.work.phone.is_rung())
    }

    /// Calls at once, as the key does.
    fn call_now(self) {
        self.left.set(None);
        self.work.call(None);
    }

    async fn hindrance_now(self) -> Option<Hindrance> {
        let has_microphone = microphone::permission().await == Permission::Granted
            && !devices::list().await.microphones.is_empty();
        // The lead may have been left meanwhile.
        self.left
            .try_get_untracked()
            .map_or(Some(Hindrance::Plain), |_| hindrance(self.moment(has_microphone)))
    }

    fn moment(self, has_microphone: bool) -> Moment {
        let (work, presence) = (self.work, self.presence);
        untrack(|| Moment {
            is_callable: work.lead.data.with(|lead| {
                lead.as_ref().is_some_and(|lead| {
                    lead.not_callable_because.is_none() && lead.phone_e164.is_some()
                })
            }),
            has_line: work.phone.off.with(Option::is_none),
            is_busy: work.phone.is_live()
                || work.draft.has_call()
                || work.phone.unsaid_with(work.id).is_some(),
            is_paused: presence.pause.with(Option::is_some),
            is_hidden: document().hidden(),
            has_dialog: has_dialog(),
            is_writing: is_writing(),
            has_microphone,
        })
    }
}

fn has_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn is_writing() -> bool {
    dom::focused().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}

/// The seconds, and how to stop them.
#[component]
fn Counting(countdown: Countdown) -> impl IntoView {
    let left = countdown.left;
    if let Ok(beat) = set_interval_with_handle(move || countdown.tick(), BEAT) {
        on_cleanup(move || beat.clear());
    }
    let stop = move || countdown.stop(Hindrance::Stopped);
    Keys::expect().bind("Escape", "Power mode", "Stop the countdown", stop);
    let whole = left.get_untracked().unwrap_or_default();
    let name = untrack(|| countdown.work.name());
    let seconds = move || left.get().unwrap_or_default();
    let width = move || f64::from(seconds()) * 100.0 / f64::from(whole.max(1));
    // Read once: a screen reader must not hear every second.
    view! {
        <section class="dial-soon" aria-label="Next call">
            <p class="sr-only" role="status">
                {format!("{name} is called in {whole} seconds. Press Escape to stop.")}
            </p>
            <svg class="dial-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="chart-track" width="100" height="4" />
                <rect class="chart-strong" height="4" width=width />
            </svg>
            <p class="dial-words" aria-hidden="true">
                <Glyph icon=Icon::Phone />
                <span>"Calling in " <span class="figures dial-seconds">{seconds}</span></span>
            </p>
            <div class="dial-acts">
                <Button on_press=move |()| stop()>
                    "Stop"
                    <Kbd keys="Esc" />
                </Button>
                <Button kind=ButtonKind::Primary icon=Icon::Phone on_press=move |()| countdown.call_now()>
                    "Call now"
                </Button>
            </div>
        </section>
    }
}
