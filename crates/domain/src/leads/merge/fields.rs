//! The fields of which one can choose whose value stays.

use crate::imports::LeadCells;

text_enum! {
    /// A field of two leads that are merged, by its name on the wire.
    MergeField {
        /// The business's name.
        Name = "name",
        /// The phone, as it is shown and as it is dialled.
        Phone = "formatted_phone",
        /// The house number.
        StreetNumber = "street_number",
        /// The street.
        Street = "street",
        /// The postal code.
        PostalCode = "postal_code",
        /// The city.
        City = "city",
        /// State, province or the like.
        RegionName = "region_name",
        /// The country.
        Country = "country",
        /// Latitude and longitude.
        Place = "place",
        /// The website, and whether there is one.
        Url = "url",
        /// The region that the lead belongs to.
        Region = "region_id",
        /// The campaign that it is called under.
        Campaign = "campaign_id",
        /// How urgent it is.
        Priority = "priority",
    }
}

impl MergeField {
    /// What says that two addresses are two.
    pub(super) const ANCHORS: [Self; 4] =
        [Self::Street, Self::PostalCode, Self::City, Self::Country];

    /// Whether it is a part of the address.
    pub(super) const fn is_of_address(self) -> bool {
        matches!(
            self,
            Self::StreetNumber
                | Self::Street
                | Self::PostalCode
                | Self::City
                | Self::RegionName
                | Self::Country
                | Self::Place
        )
    }

    /// Whether both leads say the same in it. Region, campaign and priority are no cells: of those,
    /// this knows nothing and says yes.
    #[must_use]
    pub fn is_same(self, one: &LeadCells, other: &LeadCells) -> bool {
        match self {
            Self::Phone => match (&one.phone_e164, &other.phone_e164) {
                (None, None) => {
                    text(one.formatted_phone.as_ref()) == text(other.formatted_phone.as_ref())
                }
                (number, others) => number == others,
            },
            Self::Place => {
                one.is_at_place_of(other) || (one.place(), other.place()) == (None, None)
            }
            Self::Name => one.name == other.name,
            Self::Url => (&one.url, one.has_website) == (&other.url, other.has_website),
            _ => {
                let folded = |lead| self.text(lead).map(str::to_lowercase);
                folded(one) == folded(other)
            }
        }
    }

    /// Whether a lead says anything in it.
    pub(super) fn has_value(self, lead: &LeadCells) -> bool {
        match self {
            Self::Name => !lead.name.trim().is_empty(),
            Self::Place => lead.place().is_some(),
            _ => self.text(lead).is_some(),
        }
    }

    /// Whether the kept lead has nothing in it that is of use, and the other one has. A number that
    /// cannot be dialled is of use only where there is no other.
    pub(super) fn is_filled_by(self, keep: &LeadCells, merge: &LeadCells) -> bool {
        let by_text = !self.has_value(keep) && self.has_value(merge);
        match self {
            Self::Phone => keep.phone_e164.is_none() && (merge.phone_e164.is_some() || by_text),
            Self::Url => {
                by_text || (keep.url.is_none() && has_only_said_so(merge) && !has_website(keep))
            }
            _ => by_text,
        }
    }

    /// The cell that it stands for, where that is a text and not empty.
    fn text(self, lead: &LeadCells) -> Option<&str> {
        text(match self {
            Self::Name => Some(&lead.name),
            Self::Phone => lead.formatted_phone.as_ref().or(lead.phone_e164.as_ref()),
            Self::StreetNumber => lead.street_number.as_ref(),
            Self::Street => lead.street.as_ref(),
            Self::PostalCode => lead.postal_code.as_ref(),
            Self::City => lead.city.as_ref(),
            Self::RegionName => lead.region_name.as_ref(),
            Self::Country => lead.country.as_ref(),
            Self::Url => lead.url.as_ref(),
            Self::Place | Self::Region | Self::Campaign | Self::Priority => None,
        })
    }
}

/// Whether it is said to have a website, and not which.
fn has_only_said_so(lead: &LeadCells) -> bool {
    lead.url.is_none() && has_website(lead)
}

fn has_website(lead: &LeadCells) -> bool {
    lead.has_website == Some(true)
}

fn text(cell: Option<&String>) -> Option<&str> {
    cell.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}
