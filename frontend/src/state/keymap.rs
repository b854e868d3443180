//! Which key does what: as the page has it, and as somebody has changed it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Where the changes lie among the preferences of a user.
const PREFERENCE: &str = "keys";
/// In these groups the digits choose among outcomes, which admins number.
const DIGITS: &str = "1–9";

/// Something that a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyAct {
    /// Under which heading it stands.
    pub group: &'static str,
    /// The key out of the box; for a pair, both with a blank between.
    pub keys: &'static str,
    /// What it does, in a few words.
    pub label: &'static str,
}

const fn act(group: &'static str, keys: &'static str, label: &'static str) -> KeyAct {
    KeyAct { group, keys, label }
}

/// What keys do beside going to a screen. Whoever binds a key writes it down here too.
pub const ACTS: &[KeyAct] = &[
    act("Everywhere", "?", "Show the keys"),
    act("Queue", "j", "Next lead"),
    act("Queue", "k", "Lead before"),
    act("Queue", "/", "Find in my queue"),
    act("Queue", "s", "Skip this lead"),
    act("Queue", "p", "Pause"),
    act("Lead", "c", "Call; again when the call is over"),
    act("Lead", DIGITS, "Say how the call went"),
    act("Lead", "n", "Write a note"),
    act("Lead", "f", "Plan a follow-up"),
    act("Lead", "e", "Edit the lead"),
    act("Lead", "z", "Take back what you just said of a call"),
    act("Call", "a", "Answer whoever rings you"),
    act("Call", "h", "Hang up, or decline"),
    act("Call", "m", "Mute, or speak again"),
    act("Call", "#", "Keypad"),
    act("Call", "v", "Leave your voicemail message"),
    act("Lead list", "j", "Next lead in the list"),
    act("Lead list", "k", "Lead before in the list"),
    act("Lead list", "/", "Search"),
    act("Lead list", "f", "Filters"),
    act("Lead list", "x", "Select the lead"),
    act("Lead list", "n", "New lead"),
    act("Rows of a list", "j", "Next row"),
    act("Rows of a list", "k", "Row before"),
];

impl KeyAct {
    /// By what a change of it is kept.
    #[must_use]
    pub fn id(&self) -> String {
        id(self.group, self.keys)
    }

    /// Whether it may have another key; it can be switched off in any case.
    #[must_use]
    pub fn can_move(&self) -> bool {
        self.keys != DIGITS
    }

    /// The key that goes before, for those that are a pair.
    #[must_use]
    pub fn first(&self) -> Option<&'static str> {
        self.keys.split_once(' ').map(|(first, _)| first).filter(|_| self.can_move())
    }
}

/// What somebody has changed: another key for an act, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap(BTreeMap<String, Option<String>>);

/// Why an act cannot have a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// It is no single letter or sign.
    NotOne,
    /// The digits choose among outcomes.
    Digit,
    /// It begins a pair.
    Pair,
    /// It does this already.
    Taken(KeyAct),
}

impl Keymap {
    /// What a user's preferences say; what cannot be read is as it was out of the box.
    #[must_use]
    pub fn of(preferences: &Value) -> Self {
        let changes = preferences.get(PREFERENCE).and_then(Value::as_object);
        let read = |(id, key): (&String, &Value)| match key {
            Value::Null => Some((id.clone(), None)),
            Value::String(key) => Some((id.clone(), Some(key.clone()))),
            _ => None,
        };
        Self(changes.into_iter().flatten().filter_map(read).collect())
    }

    /// The preferences with these changes, all others as they were.
    #[must_use]
    pub fn written_to(&self, preferences: &Value) -> Value {
        let mut all = preferences.as_object().cloned().unwrap_or_default();
        let text = |key: &Option<String>| key.clone().map_or(Value::Null, Value::String);
        let changes: Map<String, Value> =
            self.0.iter().map(|(id, key)| (id.clone(), text(key))).collect();
        if changes.is_empty() {
            all.remove(PREFERENCE);
        } else {
            all.insert(PREFERENCE.to_owned(), Value::Object(changes));
        }
        Value::Object(all)
    }

    /// The key of what out of the box has `keys` in `group`; none where it is switched off.
    #[must_use]
    pub fn key<'a>(&'a self, group: &str, keys: &'a str) -> Option<&'a str> {
        let is_digit = keys.len() == 1 && keys.chars().all(|key| key.is_ascii_digit());
        if is_digit && group == "Lead" {
            return match self.0.get(&id(group, DIGITS)) {
                Some(None) => None,
                _ => Some(keys),
            };
        }
        match self.0.get(&id(group, keys)) {
            Some(changed) => changed.as_deref(),
            None => Some(keys),
        }
    }

    /// Whether this act is other than out of the box.
    #[must_use]
    pub fn is_changed(&self, act: &KeyAct) -> bool {
        self.0.contains_key(&act.id())
    }

    /// Whether anything is.
    #[must_use]
    pub fn is_any_changed(&self) -> bool {
        !self.0.is_empty()
    }

    /// With another key for an act; with none, it is switched off.
    #[must_use]
    pub fn with(mut self, act: &KeyAct, key: Option<&str>) -> Self {
        if key == Some(act.keys) {
            self.0.remove(&act.id());
        } else {
            self.0.insert(act.id(), key.map(str::to_owned));
        }
        self
    }

    /// The whole of what an act answers to, when somebody presses `key` for it.
    ///
    /// # Errors
    /// See [`Clash`].
    pub fn check(&self, act: &KeyAct, key: &str, all: &[KeyAct]) -> Result<String, Clash> {
        let mut letters = key.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            return Err(Clash::NotOne);
        };
        if letter.is_whitespace() {
            return Err(Clash::NotOne);
        }
        let key = match act.first() {
            Some(first) => format!("{first} {key}"),
            None if letter.is_ascii_digit() => return Err(Clash::Digit),
            None => key.to_owned(),
        };
        let begins_pair = |other: &KeyAct| other.first() == Some(key.as_str());
        if all.iter().any(begins_pair) {
            return Err(Clash::Pair);
        }
        let is_default = |other: &KeyAct| key == act.keys && other.keys == key;
        let taken = all.iter().find(|other| {
            *other != act
                && meet(act.group, other.group)
                && self.key(other.group, other.keys) == Some(key.as_str())
                // Out of the box, a lead in front of a list takes the keys of the list.
                && !is_default(other)
        });
        taken.map_or(Ok(key), |other| Err(Clash::Taken(*other)))
    }
}

fn id(group: &str, keys: &str) -> String {
    format!("{group}: {keys}")
}

/// Whether two groups of acts can be on the screen at the same time.
fn meet(one: &str, other: &str) -> bool {
    let lists = ["Queue", "Lead list", "Rows of a list"];
    one == other || !(lists.contains(&one) && lists.contains(&other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const GO: KeyAct = act("Go to", "g q", "My queue");

    fn find(group: &str, keys: &str) -> KeyAct {
        *ACTS.iter().find(|act| (act.group, act.keys) == (group, keys)).unwrap()
    }

    fn all() -> Vec<KeyAct> {
        ACTS.iter().copied().chain([GO, act("Go to", "g l", "Leads")]).collect()
    }

    #[test]
    fn every_act_has_a_key_of_its_own_in_its_group() {
        let mut ids: Vec<_> = all().iter().map(KeyAct::id).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn an_act_takes_another_key_or_none_and_can_be_set_back() {
        let call = find("Lead", "c");
        let map = Keymap::default().with(&call, Some("p"));
        assert_eq!((map.key("Lead", "c"), map.key("Queue", "j")), (Some("p"), Some("j")));
        let off = map.with(&call, None);
        assert_eq!(off.key("Lead", "c"), None);
        assert!(!off.with(&call, Some("c")).is_any_changed());
    }

    #[test]
    fn the_digits_can_be_switched_off_together() {
        let map = Keymap::default().with(&find("Lead", DIGITS), None);
        assert_eq!((map.key("Lead", "3"), map.key("Follow-up", "3")), (None, Some("3")));
    }

    #[test]
    fn a_key_that_does_something_else_is_refused() {
        let (map, all) = (Keymap::default(), all());
        let call = find("Lead", "c");
        assert_eq!(map.check(&call, "q", &all), Ok("q".to_owned()));
        assert_eq!(map.check(&call, "n", &all), Err(Clash::Taken(find("Lead", "n"))));
        assert_eq!(map.check(&call, "m", &all), Err(Clash::Taken(find("Call", "m"))));
        assert_eq!(map.check(&call, "7", &all), Err(Clash::Digit));
        assert_eq!(map.check(&call, "g", &all), Err(Clash::Pair));
        for key in ["Enter", " ", "F5", "Escape"] {
            assert_eq!(map.check(&call, key, &all), Err(Clash::NotOne));
        }
        let moved = map.with(&find("Lead", "n"), Some("w"));
        assert_eq!(moved.check(&call, "w", &all), Err(Clash::Taken(find("Lead", "n"))));
    }

    #[test]
    fn what_overlaps_out_of_the_box_can_be_set_back() {
        let (all, note) = (all(), find("Lead", "n"));
        let map = Keymap::default().with(&note, Some("w"));
        assert_eq!(map.check(&note, "n", &all), Ok("n".to_owned()));
        let moved = map.with(&find("Call", "m"), Some("n"));
        assert_eq!(moved.check(&note, "n", &all), Err(Clash::Taken(find("Call", "m"))));
    }

    #[test]
    fn lists_that_are_never_seen_together_may_share_a_key() {
        let next = find("Queue", "j");
        assert_eq!(Keymap::default().check(&next, "x", &all()), Ok("x".to_owned()));
    }

    #[test]
    fn a_pair_keeps_its_first_key() {
        let (map, all) = (Keymap::default(), all());
        assert_eq!(map.check(&GO, "z", &all), Ok("g z".to_owned()));
        let taken = map.check(&GO, "l", &all);
        assert_eq!(taken, Err(Clash::Taken(act("Go to", "g l", "Leads"))));
    }

    #[test]
    fn changes_survive_among_other_preferences() {
        let (call, note) = (find("Lead", "c"), find("Lead", "n"));
        let map = Keymap::default().with(&call, Some("p")).with(&note, None);
        let kept = map.written_to(&json!({ "theme": "dark" }));
        assert_eq!(kept["theme"], "dark");
        assert_eq!(Keymap::of(&kept), map);
        let back = Keymap::default().written_to(&kept);
        assert_eq!(back, json!({ "theme": "dark" }));
        assert_eq!(Keymap::of(&json!({ "keys": [1] })), Keymap::default());
    }
}
