//! The columns that a list has.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

text_enum! {
    /// A column of a list, by its header.
    Column {
        /// The business's name.
        Name = "Name",
        /// The phone in any spelling.
        Phone = "Formatted phone number",
        /// The house number.
        StreetNumber = "Street number",
        /// The street.
        Street = "Street",
        /// The city.
        City = "City",
        /// State, province or the like.
        Region = "Region",
        /// The postal code.
        PostalCode = "Postal code",
        /// The country by name or code.
        Country = "Country",
        /// The website.
        Url = "Url",
        /// Whether there is a website.
        HasWebsite = "Website present (Y/N)",
        /// Degrees north.
        Latitude = "Lat",
        /// Degrees east.
        Longitude = "Lng",
    }
}

/// Something noticed in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The cell; none for the whole row.
    pub column: Option<Column>,
    /// Stable, for programs.
    pub code: Cow<'static, str>,
    /// In plain words: what is wrong and what was or is to be done.
    pub message: String,
}

impl Column {
    /// Whether a header is this column's own; case and spaces around do not matter.
    #[must_use]
    pub fn is_called(self, header: &str) -> bool {
        header.trim().eq_ignore_ascii_case(self.as_str())
    }

    /// The name of the cell in a lead.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "formatted_phone",
            Self::StreetNumber => "street_number",
            Self::Street => "street",
            Self::City => "city",
            Self::Region => "region_name",
            Self::PostalCode => "postal_code",
            Self::Country => "country",
            Self::Url => "url",
            Self::HasWebsite => "has_website",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
        }
    }
}
