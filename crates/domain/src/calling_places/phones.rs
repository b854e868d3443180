//! Whose a number is, and what time it is there.

use std::sync::LazyLock;

use super::Jurisdiction;
use super::tables::{Beginnings, list};

static PLACES: LazyLock<Beginnings<Option<Jurisdiction>>> = LazyLock::new(|| {
    Beginnings::read(include_str!("phone_places.tsv"), |place| place.parse().ok())
});

static ZONES: LazyLock<Beginnings<Vec<&'static str>>> =
    LazyLock::new(|| Beginnings::read(include_str!("phone_zones.tsv"), list));

/// The country, in the United States also the state, that a number belongs to. None for a number of no
/// place, a toll-free one of North America for instance.
pub(super) fn jurisdiction(phone_e164: &str) -> Option<Jurisdiction> {
    PLACES.find(phone_e164)?.clone()
}

/// The time zones of the places that a number's beginning belongs to.
pub(super) fn zones(phone_e164: &str) -> &'static [&'static str] {
    ZONES.find(phone_e164).map_or(&[], Vec::as_slice)
}
