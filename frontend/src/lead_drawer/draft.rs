//! What is written and timed about a lead before it is saved: kept in this browser, so that neither a
//! reload nor a crash loses a word.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{LeadId, UserId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::state::clock;
use crate::state::storage;

/// A call that began longer ago than this before a reload is not still going on.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(2);
/// The longest call that can be written down.
const LONGEST: i64 = 86_400;

/// What the name of a copy ends with, while it is on its way.
const LEAVING: &str = ".leaving";

/// Puts back what was on its way when the page went, but for what is safe.
pub fn put_back_lost(user: UserId, is_safe: impl Fn(&Typed) -> bool) {
    let begins = format!("skiigen.draft.{user}.");
    for name in storage::names() {
        let key = name.strip_suffix(LEAVING).filter(|key| key.starts_with(&begins));
        let Some(key) = key else { continue };
        let typed = Typed { key: key.to_owned(), kept: recall(&name) };
        if is_safe(&typed) {
            typed.let_go();
        } else {
            typed.put_back();
        }
    }
}

/// What was typed and timed, on its way to the server, and where it goes back to when it must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    key: String,
    kept: Kept,
}

impl Typed {
    /// What was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.kept.text
    }

    /// Keeps a copy of what is on its way to where it is kept for longer.
    fn set_aside(&self) {
        write(&format!("{}{LEAVING}", self.key), &self.kept);
    }

    /// It is safe elsewhere: the copy goes.
    pub fn let_go(&self) {
        storage::forget(&format!("{}{LEAVING}", self.key));
    }

    /// Keeps it as the draft of its lead again, with what was written there since below.
    pub fn put_back(&self) {
        self.let_go();
        let since = recall(&self.key);
        let mut kept = self.kept.clone();
        if !since.text.trim().is_empty() && since.text != kept.text {
            kept.text = format!("{}\n{}", kept.text, since.text).trim_start().to_owned();
        }
        write(&self.key, &kept);
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    text: String,
    started_at: Option<DateTime<Utc>>,
    seconds: Option<i64>,
}

/// The draft of one lead.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What is written.
    pub text: RwSignal<String>,
    /// When the call began.
    pub started_at: RwSignal<Option<DateTime<Utc>>>,
    /// How long it was, once it ended or somebody said so.
    pub seconds: RwSignal<Option<i64>>,
    now: RwSignal<DateTime<Utc>>,
    key: StoredValue<String>,
}

impl Draft {
    /// Takes up what this person left on this lead.
    #[must_use]
    pub fn of(user: UserId, lead: LeadId) -> Self {
        let key = format!("skiigen.draft.{user}.{lead}");
        let kept = recall(&key);
        let draft = Self {
            text: RwSignal::new(kept.text),
            started_at: RwSignal::new(kept.started_at),
            seconds: RwSignal::new(kept.seconds),
            now: RwSignal::new(clock::now()),
            key: StoredValue::new(key),
        };
        Effect::new(move |_| draft.keep());
        draft.tick();
        draft
    }

    /// Whether the clock of a call runs; tracked.
    #[must_use]
    pub fn is_running(self) -> bool {
        self.started_at.with(Option::is_some) && self.seconds.with(Option::is_none)
    }

    /// Whether there was a call, going on or over; tracked.
    #[must_use]
    pub fn has_call(self) -> bool {
        self.started_at.with(Option::is_some) || self.seconds.with(Option::is_some)
    }

    /// How long the call is, in seconds; tracked.
    #[must_use]
    pub fn elapsed(self) -> i64 {
        let started = self.started_at.get();
        let running = || started.map_or(0, |at| (self.now.get() - at).num_seconds());
        self.seconds.get().unwrap_or_else(running).clamp(0, LONGEST)
    }

    /// Starts the clock of a call; a call that was timed before begins anew.
    pub fn start(self) {
        self.now.set(clock::now());
        self.seconds.set(None);
        self.started_at.set(Some(clock::now()));
    }

    /// Stops the clock.
    pub fn stop(self) {
        self.now.set(clock::now());
        self.seconds.set(Some(untrack(|| self.elapsed())));
    }

    /// Empties what is shown: it goes to the server. A copy stays in the browser until [`Typed::let_go`]
    /// says that it is safe elsewhere; see [`put_back_lost`].
    pub fn take(self) -> Typed {
        let typed = Typed { key: self.key.get_value(), kept: untrack(|| self.shown()) };
        typed.set_aside();
        self.show(Kept::default());
        // At once: the screen may go before what keeps it runs.
        untrack(|| self.keep());
        typed
    }

    /// The same for the text alone: the clock of a call goes on.
    pub fn take_text(self) -> Typed {
        let kept = Kept { text: self.text.get_untracked(), ..Kept::default() };
        let typed = Typed { key: self.key.get_value(), kept };
        typed.set_aside();
        self.text.set(String::new());
        untrack(|| self.keep());
        typed
    }

    /// What was put back is shown again.
    pub fn recall(self) {
        if let Some(key) = self.key.try_get_value() {
            self.show(recall(&key));
        }
    }

    fn show(self, kept: Kept) {
        self.text.set(kept.text);
        self.started_at.set(kept.started_at);
        self.seconds.set(kept.seconds);
    }

    fn shown(self) -> Kept {
        Kept {
            text: self.text.get(),
            started_at: self.started_at.get(),
            seconds: self.seconds.get(),
        }
    }

    fn keep(self) {
        let kept = self.shown();
        self.key.with_value(|key| write(key, &kept));
    }

    /// Lets the clock of a running call go on, once a second.
    fn tick(self) {
        let running = Memo::new(move |_| self.is_running());
        Effect::new(move |_| {
            if !running.get() {
                return;
            }
            let beat = set_interval_with_handle(
                move || {
                    let _gone = self.now.try_set(clock::now());
                },
                std::time::Duration::from_secs(1),
            );
            if let Ok(beat) = beat {
                on_cleanup(move || beat.clear());
            }
        });
    }
}

fn write(key: &str, kept: &Kept) {
    match serde_json::to_string(kept) {
        Ok(text) if *kept != Kept::default() => storage::keep(key, &text),
        _ => storage::forget(key),
    }
}

fn recall(key: &str) -> Kept {
    let text = storage::recall(key).unwrap_or_default();
    // What an older version of the page kept and this one cannot read is of no more use.
    let mut kept: Kept = serde_json::from_str(&text).unwrap_or_default();
    let is_old = |at: &DateTime<Utc>| clock::now() - *at > FORGOTTEN_AFTER;
    if kept.seconds.is_none() && kept.started_at.as_ref().is_some_and(is_old) {
        kept.started_at = None;
    }
    kept
}

/// Reads a length of time as people write it: `3:05`, `1:02:09`, or whole minutes.
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let parts: Vec<i64> =
        text.trim().split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let seconds = match *parts.as_slice() {
        [minutes] => minutes.checked_mul(60)?,
        [minutes, seconds] if (0..60).contains(&seconds) => {
            minutes.checked_mul(60)?.checked_add(seconds)?
        }
        [hours, minutes, seconds] if (0..60).contains(&minutes) && (0..60).contains(&seconds) => {
            hours.checked_mul(3_600)?.checked_add(minutes * 60 + seconds)?
        }
        _ => return None,
    };
    (0..=LONGEST).contains(&seconds).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_as_people_write_it() {
        for (text, seconds) in [("3:05", 185), ("0:42", 42), ("4", 240), ("1:02:09", 3_729)] {
            assert_eq!(parse_duration(text), Some(seconds), "{text}");
        }
        for text in ["", "3:75", "soon", "-1", "99:00:00", "1:2:3:4"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
