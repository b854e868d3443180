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

use addresses::sparse_key;

pub use addresses::address_key;
pub use clusters::{Clusters, Repeat};
pub use match_keys::MATCH_KEYS;
pub use names::{folded, name_key, similar};
pub use profile::Profile;
pub use reasons::{Match, Reason};

/// What a lead is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The number that is dialled.
    pub phone_e164: Option<&'a str>,
    /// See [`name_key`].
    pub name_key: &'a str,
    /// See [`address_key`].
    pub address_key: Option<&'a str>,
}

/// Why two leads are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sameness {
    /// One name, one postal code, one street.
    Address,
    /// One number, and names that are alike.
    Phone,
}

impl Identity<'_> {
    /// Whether this is the lead that `other` is, and by what.
    #[must_use]
    pub fn sameness(&self, other: &Identity<'_>) -> Option<Sameness> {
        if self.address_key.is_some() && self.address_key == other.address_key {
            return Some(Sameness::Address);
        }
        let one_number = self.phone_e164.is_some() && self.phone_e164 == other.phone_e164;
        (one_number && similar(self.name_key, other.name_key)).then_some(Sameness::Phone)
    }
}

/// What the keys of a lead are made of.
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

/// What a lead is found by, as stored with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// See [`name_key`].
    pub name_key: String,
    /// See [`address_key`]; for a lead with neither a full address nor a phone, all that is known.
    pub address_key: Option<String>,
}

/// The keys of a lead. Every lead gets its keys here, whether it is imported, added or changed.
#[must_use]
pub fn keys(traits: &Traits<'_>) -> Keys {
    let name_key = name_key(traits.name);
    let full = address_key(&name_key, traits.postal_code, traits.street_number, traits.street);
    let address_key = match traits.phone_e164 {
        Some(_) => full,
        None => full.or_else(|| sparse_key(&name_key, traits)),
    };
    Keys { name_key, address_key }
}

#[cfg(test)]
mod tests;
