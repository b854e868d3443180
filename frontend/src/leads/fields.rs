//! The fields of a lead that a person can fill in, each as a text.

use domain::leads::Priority;
use dto::leads::{CreateLeadRequest, LeadResponse, UpdateLeadRequest};

use crate::format;
use crate::ui::status::priority_label;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The business's name.
    Name,
    /// The phone in any spelling.
    Phone,
    /// The website.
    Url,
    /// Whether there is a website, `yes` or `no`.
    HasWebsite,
    /// The street.
    Street,
    /// The house number.
    StreetNumber,
    /// The postal code.
    PostalCode,
    /// The city.
    City,
    /// State, province or the like.
    RegionName,
    /// Two letters.
    Country,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// The id of the region.
    Region,
    /// The id of the campaign, empty for none.
    Campaign,
    /// 1 to 5.
    Priority,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 15] = [
        Self::Name,
        Self::Phone,
        Self::Url,
        Self::HasWebsite,
        Self::Street,
        Self::StreetNumber,
        Self::PostalCode,
        Self::City,
        Self::RegionName,
        Self::Country,
        Self::Latitude,
        Self::Longitude,
        Self::Region,
        Self::Campaign,
        Self::Priority,
    ];

    /// The words at the field.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Phone => "Phone",
            Self::Url => "Website",
            Self::HasWebsite => "Has a website",
            Self::Street => "Street",
            Self::StreetNumber => "Number",
            Self::PostalCode => "Postal code",
            Self::City => "City",
            Self::RegionName => "State or province",
            Self::Country => "Country",
            Self::Latitude => "Latitude",
            Self::Longitude => "Longitude",
            Self::Region => "Region",
            Self::Campaign => "Campaign",
            Self::Priority => "Priority",
        }
    }

    /// The name on the wire, which the server's errors point to.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "formatted_phone",
            Self::Url => "url",
            Self::HasWebsite => "has_website",
            Self::Street => "street",
            Self::StreetNumber => "street_number",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::RegionName => "region_name",
            Self::Country => "country",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Region => "region_id",
            Self::Campaign => "campaign_id",
            Self::Priority => "priority",
        }
    }

    /// Whether only admins change it.
    #[must_use]
    pub const fn is_admins(self) -> bool {
        matches!(self, Self::Region | Self::Campaign | Self::Priority)
    }

    /// What stands in it for a lead.
    #[must_use]
    pub fn text_of(self, lead: &LeadResponse) -> String {
        let degrees = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        match self {
            Self::Name => lead.name.clone(),
            Self::Phone => lead.formatted_phone.clone().unwrap_or_default(),
            Self::Url => lead.url.clone().unwrap_or_default(),
            Self::HasWebsite => yes_or_no(lead.has_website).to_owned(),
            Self::Street => lead.street.clone().unwrap_or_default(),
            Self::StreetNumber => lead.street_number.clone().unwrap_or_default(),
            Self::PostalCode => lead.postal_code.clone().unwrap_or_default(),
            Self::City => lead.city.clone().unwrap_or_default(),
            Self::RegionName => lead.region_name.clone().unwrap_or_default(),
            Self::Country => lead.country.clone().unwrap_or_default(),
            Self::Latitude => degrees(lead.latitude),
            Self::Longitude => degrees(lead.longitude),
            Self::Region => lead.region.id.to_string(),
            Self::Campaign => {
                lead.campaign.as_ref().map(|campaign| campaign.id.to_string()).unwrap_or_default()
            }
            Self::Priority => lead.priority.get().to_string(),
        }
    }

    /// The same for a person to read, where the text is a code.
    #[must_use]
    pub fn words_of(self, lead: &LeadResponse) -> String {
        match self {
            Self::Region => lead.region.name.clone(),
            Self::Campaign => {
                lead.campaign.as_ref().map(|campaign| campaign.name.clone()).unwrap_or_default()
            }
            Self::Priority => priority_label(lead.priority).to_owned(),
            Self::Country => lead.country.as_deref().map(format::country).unwrap_or_default(),
            Self::HasWebsite => if lead.has_website { "Yes" } else { "No" }.to_owned(),
            _ => self.text_of(lead),
        }
    }

    /// Writes a text into a lead to add; an empty one is left out.
    pub fn put_new(self, text: &str, lead: &mut CreateLeadRequest) {
        let filled = || Some(text.to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::Name => text.clone_into(&mut lead.name),
            Self::Phone => lead.formatted_phone = filled(),
            Self::Url => lead.url = filled(),
            Self::HasWebsite => lead.has_website = is_yes(text),
            Self::Street => lead.street = filled(),
            Self::StreetNumber => lead.street_number = filled(),
            Self::PostalCode => lead.postal_code = filled(),
            Self::City => lead.city = filled(),
            Self::RegionName => lead.region_name = filled(),
            Self::Country => lead.country = filled(),
            Self::Latitude => lead.latitude = degrees(text),
            Self::Longitude => lead.longitude = degrees(text),
            Self::Region => lead.region_id = text.parse().ok(),
            Self::Campaign => lead.campaign_id = text.parse().ok(),
            Self::Priority => lead.priority = priority(text),
        }
    }

    /// Writes a text into the changes of a lead; an empty one empties the field.
    pub fn put_change(self, text: &str, lead: &mut UpdateLeadRequest) {
        let filled = || Some(Some(text.to_owned()).filter(|text| !text.is_empty()));
        match self {
            Self::Name => lead.name = Some(text.to_owned()),
            Self::Phone => lead.formatted_phone = filled(),
            Self::Url => lead.url = filled(),
            Self::HasWebsite => lead.has_website = is_yes(text),
            Self::Street => lead.street = filled(),
            Self::StreetNumber => lead.street_number = filled(),
            Self::PostalCode => lead.postal_code = filled(),
            Self::City => lead.city = filled(),
            Self::RegionName => lead.region_name = filled(),
            Self::Country => lead.country = filled(),
            Self::Latitude => lead.latitude = Some(degrees(text)),
            Self::Longitude => lead.longitude = Some(degrees(text)),
            Self::Region => lead.region_id = text.parse().ok(),
            Self::Campaign => lead.campaign_id = Some(text.parse().ok()),
            Self::Priority => lead.priority = priority(text),
        }
    }
}

/// Degrees as a person writes them, with a point or a comma.
#[must_use]
pub fn degrees(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok()
}

fn priority(text: &str) -> Option<Priority> {
    text.parse::<i16>().ok().and_then(|number| Priority::try_from(number).ok())
}

const fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn is_yes(text: &str) -> Option<bool> {
    (!text.is_empty()).then_some(text == "yes")
}
