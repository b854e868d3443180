//! Power mode: one call after the other. Kept with the person, so that it is the same on every machine.

use dto::users::UpdateMeRequest;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use crate::api::{self, SignedIn};
use crate::state::Toasts;

/// Its name among the person's preferences.
const NAME: &str = "power_mode";

/// The longest countdown before a call, in seconds.
pub const COUNTDOWN_MAX: u32 = 15;

/// The longest time that a wrap-up may be meant to take, in seconds.
pub const WRAP_UP_MAX: u32 = 600;

/// How calls follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PowerMode {
    /// Whether it is on.
    pub on: bool,
    /// Whether the next lead is called without a key.
    pub dials: bool,
    /// Seconds before that.
    pub countdown: u32,
    /// Seconds that a wrap-up is meant to take; 0 for as long as it takes.
    pub wrap_up: u32,
}

impl Default for PowerMode {
    fn default() -> Self {
        Self { on: false, dials: true, countdown: 5, wrap_up: 60 }
    }
}

impl PowerMode {
    /// What the person has chosen; tracked.
    #[must_use]
    pub fn of(me: SignedIn) -> Memo<Self> {
        Memo::new(move |_| me.user.with(|user| Self::read(&user.preferences)))
    }

    /// Whether the next lead is called without a key.
    #[must_use]
    pub const fn dials_by_itself(self) -> bool {
        self.on && self.dials
    }

    /// What stands in the preferences; what cannot be read is as it is for a new person.
    fn read(preferences: &serde_json::Value) -> Self {
        let kept = preferences.get(NAME).cloned().unwrap_or_default();
        let read: Self = serde_json::from_value(kept).unwrap_or_default();
        Self {
            countdown: read.countdown.min(COUNTDOWN_MAX),
            wrap_up: read.wrap_up.min(WRAP_UP_MAX),
            ..read
        }
    }

    /// Keeps it with the person; at once here, and as it was again where that fails.
    pub fn keep(self, me: SignedIn) {
        let toasts = Toasts::expect();
        let before = me.user.with_untracked(|user| user.preferences.clone());
        let preferences = self.written_into(before.clone());
        me.user.update(|user| user.preferences = preferences.clone());
        let changes =
            UpdateMeRequest { preferences: Some(preferences), ..UpdateMeRequest::default() };
        spawn_local(async move {
            if let Err(error) = api::users::update_me(me, &changes).await {
                let _gone = me.user.try_update(|user| user.preferences = before);
                toasts.failed(&error);
            }
        });
    }

    fn written_into(self, preferences: serde_json::Value) -> serde_json::Value {
        let mut all = match preferences {
            serde_json::Value::Object(all) => all,
            _ => serde_json::Map::new(),
        };
        all.insert(NAME.to_owned(), serde_json::json!(self));
        serde_json::Value::Object(all)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_kept_beside_the_other_preferences() {
        let chosen = PowerMode { on: true, dials: false, countdown: 0, wrap_up: 90 };
        let kept = chosen.written_into(json!({ "columns": ["name"] }));
        assert_eq!(kept["columns"], json!(["name"]));
        assert_eq!(PowerMode::read(&kept), chosen);
        assert_eq!(PowerMode::read(&chosen.written_into(json!(null))), chosen);
    }

    #[test]
    fn what_is_missing_or_out_of_reach_is_put_right() {
        assert_eq!(PowerMode::read(&json!({})), PowerMode::default());
        assert_eq!(PowerMode::read(&json!({ "power_mode": 7 })), PowerMode::default());
        let far = json!({ "power_mode": { "on": true, "countdown": 500, "wrap_up": 9000 } });
        let read = PowerMode::read(&far);
        assert_eq!((read.countdown, read.wrap_up), (COUNTDOWN_MAX, WRAP_UP_MAX));
    }
}
