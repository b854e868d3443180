//! How sure it is that two leads are one, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Two leads that are the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// How sure, in percent.
    pub score: u8,
    /// What speaks for it, then what speaks against it.
    pub reasons: Vec<Reason>,
}

/// Something that two leads have in common, or that tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// One name, but for case, accents, punctuation and legal form.
    SameName,
    /// Spellings of one name, or one with more words.
    NamesAlike {
        /// Letters in common.
        percent: u8,
    },
    /// One number.
    SamePhone,
    /// One street, one house number, and one postal code or town.
    SameAddress,
    /// One street; one house, but perhaps not one town, or the house number is not known.
    SameStreet,
    /// One postal code.
    SamePostalCode,
    /// One town.
    SameCity,
    /// Not far from each other.
    Near {
        /// As the crow flies.
        metres: u32,
    },
    /// One website.
    SameWebsite,
    /// Two numbers.
    PhonesDiffer,
    /// Two streets.
    StreetsDiffer,
    /// Two houses of one street.
    HouseNumbersDiffer,
    /// Two towns.
    CitiesDiffer,
    /// A long way from each other.
    FarApart {
        /// As the crow flies.
        metres: u32,
    },
}

impl Reason {
    /// Stable, for programs; the same as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameName => "same_name",
            Self::NamesAlike { .. } => "names_alike",
            Self::SamePhone => "same_phone",
            Self::SameAddress => "same_address",
            Self::SameStreet => "same_street",
            Self::SamePostalCode => "same_postal_code",
            Self::SameCity => "same_city",
            Self::Near { .. } => "near",
            Self::SameWebsite => "same_website",
            Self::PhonesDiffer => "phones_differ",
            Self::StreetsDiffer => "streets_differ",
            Self::HouseNumbersDiffer => "house_numbers_differ",
            Self::CitiesDiffer => "cities_differ",
            Self::FarApart { .. } => "far_apart",
        }
    }

    /// Whether it speaks for one lead.
    #[must_use]
    pub const fn speaks_for(self) -> bool {
        !matches!(
            self,
            Self::PhonesDiffer
                | Self::StreetsDiffer
                | Self::HouseNumbersDiffer
                | Self::CitiesDiffer
                | Self::FarApart { .. }
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName => out.write_str("Same name"),
            Self::NamesAlike { percent } => write!(out, "Names are alike ({percent} %)"),
            Self::SamePhone => out.write_str("Same phone number"),
            Self::SameAddress => out.write_str("Same street and house number"),
            Self::SameStreet => out.write_str("Same street"),
            Self::SamePostalCode => out.write_str("Same postal code"),
            Self::SameCity => out.write_str("Same city"),
            Self::Near { metres: 0..20 } => out.write_str("At the same place"),
            Self::SameWebsite => out.write_str("Same website"),
            Self::PhonesDiffer => out.write_str("Different phone numbers"),
            Self::StreetsDiffer => out.write_str("Different streets"),
            Self::HouseNumbersDiffer => out.write_str("Different house numbers"),
            Self::CitiesDiffer => out.write_str("Different cities"),
            Self::Near { metres } | Self::FarApart { metres: metres @ 0..1_000 } => {
                write!(out, "{metres} m apart")
            }
            Self::FarApart { metres: metres @ 1_000..20_000 } => {
                write!(out, "{}.{} km apart", metres / 1_000, metres % 1_000 / 100)
            }
            Self::FarApart { metres } => write!(out, "{} km apart", metres / 1_000),
        }
    }
}
