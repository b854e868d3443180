//! The choices of a screen that stand in its address, so that a link or a step back brings them again.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

type Field = (&'static str, RwSignal<String>);

/// The fields of one screen; each follows the address, and the address follows them.
#[derive(Clone, Copy)]
pub struct Address {
    fields: StoredValue<Vec<Field>>,
}

impl Address {
    /// Reads the fields with these names at the screen of this path.
    #[must_use]
    pub fn new(path: &'static str, names: &[&'static str]) -> Self {
        let query = use_query_map();
        let in_query = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
        let fields: Vec<Field> =
            names.iter().map(|name| (*name, RwSignal::new(untrack(|| in_query(name))))).collect();
        let address = Self { fields: StoredValue::new(fields.clone()) };
        for (name, field) in fields {
            Effect::new(move |_| {
                let now = in_query(name);
                if field.with_untracked(|field| *field != now) {
                    field.set(now);
                }
            });
        }
        address.write_changes(path);
        address
    }

    /// The field with this name; one that was never declared holds nothing and changes nothing.
    #[must_use]
    pub fn field(self, name: &str) -> RwSignal<String> {
        let found =
            self.fields.with_value(|fields| fields.iter().find(|field| field.0 == name).copied());
        found.map_or_else(|| RwSignal::new(String::new()), |field| field.1)
    }

    /// The text of a field, none when it is empty; tracked.
    #[must_use]
    pub fn get(self, name: &str) -> Option<String> {
        Some(self.field(name).get()).filter(|text| !text.is_empty())
    }

    /// The value of a field, none when it is empty or cannot be read; tracked.
    #[must_use]
    pub fn parse<T: std::str::FromStr>(self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// Whether any field is filled; tracked.
    #[must_use]
    pub fn is_any(self) -> bool {
        let fields = self.fields.get_value();
        fields.iter().fold(false, |any, field| any | field.1.with(|text| !text.is_empty()))
    }

    /// Empties every field.
    pub fn clear(self) {
        for (_, field) in self.fields.get_value() {
            field.set(String::new());
        }
    }

    fn write_changes(self, path: &'static str) {
        let (location, navigate) = (use_location(), use_navigate());
        let query = Memo::new(move |_| {
            let fields = self.fields.get_value();
            let filled = fields.into_iter().map(|(name, field)| (name, field.get()));
            search(&filled.collect::<Vec<_>>())
        });
        Effect::new(move |before: Option<String>| {
            let now = query.get();
            // On the way to another screen the address is no longer this one's.
            let is_here = location.pathname.with_untracked(|here| here.starts_with(path));
            if is_here && before.is_some_and(|before| before != now) {
                let here = location.pathname.get_untracked();
                let to = if now.is_empty() { here } else { format!("{here}?{now}") };
                navigate(
                    &to,
                    NavigateOptions { replace: true, scroll: false, ..Default::default() },
                );
            }
            now
        });
    }
}

/// Names and values as the part of an address behind the question mark; empty ones are left out.
#[must_use]
pub fn search(pairs: &[(&str, String)]) -> String {
    let Ok(params) = web_sys::UrlSearchParams::new() else { return String::new() };
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        params.append(name, value);
    }
    String::from(params.to_string())
}
