//! Short messages about what just happened, with a way back where there is one.

use std::time::Duration;

use leptos::prelude::*;

use crate::api::ApiError;

const SHOWN_FOR: Duration = Duration::from_secs(6);
const UNDOABLE_FOR: Duration = Duration::from_secs(10);

/// What kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Good,
    /// It did not.
    Bad,
    /// Worth knowing.
    Neutral,
    /// Something is to be done.
    Waiting,
}

/// A way back, or on.
#[derive(Clone, Copy)]
pub struct ToastAction {
    /// The word on the button.
    pub label: &'static str,
    /// What it does.
    pub act: Callback<()>,
}

/// One message.
#[derive(Clone)]
pub struct Toast {
    /// Tells messages apart.
    pub id: u64,
    /// What kind.
    pub tone: Tone,
    /// What happened, in a sentence.
    pub text: String,
    /// A way back.
    pub action: Option<ToastAction>,
}

/// The messages on the screen, oldest first.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// What is shown.
    pub shown: RwSignal<Vec<Toast>>,
    /// While the pointer or the focus is on a message, none goes away.
    pub held: RwSignal<bool>,
    next_id: StoredValue<u64>,
}

impl Toasts {
    /// Makes the stack known to everything below.
    pub fn provide() -> Self {
        let toasts = Self {
            shown: RwSignal::new(Vec::new()),
            held: RwSignal::new(false),
            next_id: StoredValue::new(0),
        };
        provide_context(toasts);
        toasts
    }

    /// The stack of the page.
    #[must_use]
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// It worked.
    pub fn done(self, text: impl Into<String>) {
        self.show(Tone::Good, text.into(), None);
    }

    /// Worth knowing.
    pub fn note(self, text: impl Into<String>) {
        self.show(Tone::Neutral, text.into(), None);
    }

    /// It did not work: says why and what to do. A lost session says nothing, the sign-in screen does.
    pub fn failed(self, error: &ApiError) {
        if *error != ApiError::SignedOut {
            let text = match error {
                ApiError::Refused(_) => error.message(),
                _ => format!("{}. {}", error.title(), error.message()),
            };
            self.show(Tone::Bad, text, None);
        }
    }

    /// It worked, and can be taken back for ten seconds.
    pub fn undoable(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        let act = Callback::new(move |()| undo());
        self.show(Tone::Good, text.into(), Some(ToastAction { label: "Undo", act }));
    }

    /// It worked, and there is somewhere to go next.
    pub fn with_action(
        self,
        text: impl Into<String>,
        label: &'static str,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        let act = Callback::new(move |()| act());
        self.show(Tone::Good, text.into(), Some(ToastAction { label, act }));
    }

    /// Something waits for this person: stays until it is taken up or put away. Gives what to
    /// [`Toasts::dismiss`].
    pub fn lasting(
        self,
        text: impl Into<String>,
        label: &'static str,
        act: impl Fn() + Send + Sync + 'static,
    ) -> Option<u64> {
        let act = Callback::new(move |()| act());
        let action = Some(ToastAction { label, act });
        let id = self.take_id()?;
        self.shown.try_update(|shown| {
            shown.push(Toast { id, tone: Tone::Waiting, text: text.into(), action });
        })?;
        Some(id)
    }

    /// It did not work, in the words of the screen; what to do is in them.
    pub fn refused(self, text: impl Into<String>) {
        self.show(Tone::Bad, text.into(), None);
    }

    /// It did not work, and may the next time.
    pub fn retryable(self, text: impl Into<String>, retry: impl Fn() + Send + Sync + 'static) {
        let act = Callback::new(move |()| retry());
        self.show(Tone::Bad, text.into(), Some(ToastAction { label: "Try again", act }));
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u64) {
        let _gone = self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }

    fn show(self, tone: Tone, text: String, action: Option<ToastAction>) {
        let Some(id) = self.take_id() else { return };
        let time = if action.is_some() { UNDOABLE_FOR } else { SHOWN_FOR };
        self.shown.update(|shown| {
            // The same words twice tell nothing new, and the last of several confirmations is enough.
            shown.retain(|toast| {
                toast.action.is_some()
                    || (toast.text != text && (tone, toast.tone) != (Tone::Good, Tone::Good))
            });
            shown.push(Toast { id, tone, text, action });
        });
        self.expire(id, time);
    }

    fn take_id(self) -> Option<u64> {
        self.next_id.try_update_value(|next| {
            *next += 1;
            *next
        })
    }

    fn expire(self, id: u64, after: Duration) {
        set_timeout(
            move || match self.held.try_get_untracked() {
                Some(true) => self.expire(id, Duration::from_secs(2)),
                Some(false) => self.dismiss(id),
                None => {}
            },
            after,
        );
    }
}
