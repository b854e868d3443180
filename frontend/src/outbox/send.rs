//! Sending what waits, the oldest act first.

use std::time::Duration;

use dto::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Entry, NotSaved, Outbox};
use crate::api::ApiError;
use crate::state::locks;

/// After so many seconds it is tried again; the last one counts from then on.
const PAUSES: [u64; 5] = [1, 2, 5, 10, 20];

impl Outbox {
    /// Sends what waits, unless this tab does so already.
    pub fn wake(self) {
        match self.running.try_get_value() {
            None => {}
            Some(true) => {
                let _gone = self.again.try_set_value(true);
            }
            Some(false) => {
                self.running.set_value(true);
                spawn_local(self.run());
            }
        }
    }

    async fn run(self) {
        loop {
            let _gone = self.again.try_set_value(false);
            let is_through = self.send_all().await;
            if !is_through {
                self.try_later();
            }
            if !is_through || self.again.try_get_value() != Some(true) {
                break;
            }
        }
        let _gone = self.running.try_set_value(false);
    }

    /// Sends one act after the other; false when one has to wait.
    async fn send_all(self) -> bool {
        loop {
            let _turn = locks::wait(&self.name()).await;
            let entries = self.read().await;
            let Some(waiting) = self.waiting.try_get_untracked() else { return true };
            if waiting != entries {
                let _gone = self.waiting.try_set(entries.clone());
            }
            let Some(entry) = entries.into_iter().find(|entry| entry.refusal.is_none()) else {
                self.got_through();
                return true;
            };
            match self.send(&entry).await {
                Ok(text) => {
                    self.got_through();
                    self.settle(&entry.id, Ok(text)).await;
                }
                Err(error) if may_pass(&error) => return false,
                Err(error) => self.refuse(entry, error).await,
            }
        }
    }

    pub(super) async fn send(self, entry: &Entry) -> Result<String, ApiError> {
        let answer = self.me.answer((&entry.post).into()).await?;
        // The act is done; an answer that breaks off is given again for the same key.
        answer.text().await.map_err(|_broken| ApiError::Unreachable)
    }

    /// The server does not take it: what was typed goes back to where it was typed. Whoever did it on
    /// this page is told there; else it stays in the list until somebody has read why.
    async fn refuse(self, entry: Entry, error: ApiError) {
        if let Some(typed) = &entry.typed {
            typed.put_back();
        }
        let is_awaited = self.answers.try_with_value(|all| all.contains_key(&entry.id));
        if is_awaited == Some(true) {
            self.settle(&entry.id, Err(NotSaved::Refused(error))).await;
            return;
        }
        let refused = Entry { refusal: Some(error.message()), ..entry };
        self.toasts.refused(format!("{} was not saved. {}", refused.words, error.message()));
        if let Some(store) = self.store().await {
            let _full = store.put(&refused).await;
        }
        let replace = |all: &mut Vec<Entry>| {
            for one in all.iter_mut().filter(|one| one.id == refused.id) {
                *one = refused.clone();
            }
        };
        let _gone = self.waiting.try_update(replace);
        self.tell_other_tabs();
    }

    fn got_through(self) {
        let _gone = self.tries.try_set_value(0);
        if self.stuck.try_get_untracked() == Some(true) {
            self.stuck.set(false);
        }
    }

    fn try_later(self) {
        let Some(tries) = self.tries.try_get_value() else { return };
        let _gone = self.tries.try_set_value(tries.saturating_add(1));
        let _gone = self.stuck.try_set(true);
        let at = usize::try_from(tries).unwrap_or(usize::MAX);
        let seconds = PAUSES.get(at).or(PAUSES.last()).copied().unwrap_or(1);
        set_timeout(move || self.wake(), Duration::from_secs(seconds));
    }
}

/// Whether the same act may be taken a moment later: the line or the server is away, somebody has to
/// sign in again, or the same act is being worked on.
fn may_pass(error: &ApiError) -> bool {
    error.is_passing()
        || *error == ApiError::SignedOut
        || matches!(error.code(), Some(Code::RequestInProgress | Code::TooManyRequests))
}
