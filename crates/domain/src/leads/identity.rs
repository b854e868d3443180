//! What tells one lead from another, and which leads are the same.
//!
//! Two are with one number and a similar name, with one name at one address, or with much else in
//! common: `docs/decisions/0010-duplicates-by-keys.md`.

mod addresses;
mod clusters;
mod evidence;
mod groups;
mod likeness;
mod match_keys;
mod names;
mod profile;
mod reasons;
mod spelling;
mod streets;
mod websites;

pub use clusters::{Clusters, Repeat};
pub use match_keys::MATCH_KEYS;
pub use names::{folded, name_key};
pub use profile::Profile;
pub use reasons::{Match, Reason};

/// What a lead is told by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traits<'a> {
    /// The business's name.
    pub name: &'a str,
    /// The number that is dialled.
    pub phone_e164: Option<&'a str>,
    /// The postal code.
    pub postal_code: Option<&'a str>,
    /// The house number.
    pub street_number: Option<&'a str>,
    /// The street.
    pub street: Option<&'a str>,
    /// The city.
    pub city: Option<&'a str>,
    /// The website.
    pub url: Option<&'a str>,
    /// Degrees north and east.
    pub place: Option<(f64, f64)>,
}

#[cfg(test)]
mod tests;
