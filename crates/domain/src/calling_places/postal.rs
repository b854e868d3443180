//! States and provinces, by name, by code or by what their postal codes begin with.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tables::{lines, list};
use super::{Jurisdiction, Whereabouts};
use crate::leads::identity::folded;

/// A state and the time zones that people in it live by.
struct State {
    code: &'static str,
    zones: Vec<&'static str>,
}

/// By country and code, and by country and folded name.
static STATES: LazyLock<HashMap<(&'static str, String), State>> = LazyLock::new(|| {
    let mut states = HashMap::new();
    for cells in lines(include_str!("states.tsv")) {
        let [country, code, name, zones] = cells.as_slice() else { continue };
        for key in [folded(code), folded(name)] {
            states.insert((*country, key), State { code, zones: list(zones) });
        }
    }
    states
});

/// A range of beginnings of postal codes.
struct PostalRange {
    country: &'static str,
    first: &'static str,
    last: &'static str,
    state: &'static str,
    /// Where they are fewer than the state's.
    zones: Vec<&'static str>,
}

static RANGES: LazyLock<Vec<PostalRange>> = LazyLock::new(|| {
    lines(include_str!("postal_states.tsv"))
        .filter_map(|cells| match cells.as_slice() {
            [country, first, last, state, zones] => {
                Some(PostalRange { country, first, last, state, zones: list(zones) })
            }
            _ => None,
        })
        .collect()
});

/// The country of an address, with the state where one can be told.
pub(super) fn jurisdiction(country: &str, lead: &Whereabouts<'_>) -> Jurisdiction {
    let named = lead.state.and_then(|name| state(country, name)).map(|state| state.code);
    let code = || lead.postal_code.and_then(|code| range(country, code)).map(|range| range.state);
    Jurisdiction::new(country, named.or_else(code))
}

/// The time zones of an address: by its postal code, else by its state.
pub(super) fn zones(country: &str, lead: &Whereabouts<'_>) -> Option<&'static [&'static str]> {
    let of_state = |name: &str| state(country, name).map(|state| state.zones.as_slice());
    let by_code = lead.postal_code.and_then(|code| range(country, code)).and_then(|range| {
        if range.zones.is_empty() { of_state(range.state) } else { Some(range.zones.as_slice()) }
    });
    by_code.or_else(|| lead.state.and_then(of_state))
}

fn state(country: &str, name: &str) -> Option<&'static State> {
    let country = COUNTRIES.iter().find(|known| **known == country)?;
    STATES.get(&(*country, folded(name)))
}

/// The countries whose states are known, so that a rule may be one of theirs.
pub(super) const COUNTRIES: [&str; 3] = ["AU", "CA", "US"];

fn range(country: &str, postal_code: &str) -> Option<&'static PostalRange> {
    let code = postal_code.trim().to_ascii_uppercase();
    // A five-digit code that lost its leading zeros to a spreadsheet.
    let is_short = country == "US" && (3..5).contains(&code.len()) && is_digits(&code);
    let code = if is_short { format!("{code:0>5}") } else { code };
    RANGES.iter().find(|range| {
        let start = code.get(..range.first.len());
        range.country == country
            && start.is_some_and(|start| (range.first..=range.last).contains(&start))
    })
}

fn is_digits(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_digit())
}
