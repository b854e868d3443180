//! What two leads say field by field, for a person to choose from.

use domain::imports::LeadCells;
use domain::leads::merge::{Choices, MergeField, MergeSide};
use dto::leads::LeadResponse;

use crate::leads::fields::Field;

/// A field that one can choose in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// One that every lead has.
    Field(MergeField),
    /// One of a list's own, by its name.
    Custom(String),
}

/// A field in which two leads differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub key: Key,
    /// What it is called.
    pub label: String,
    /// What the kept lead says; empty for nothing.
    pub keep: String,
    /// What the other one says.
    pub merge: String,
}

/// The fields in which two leads differ, in the order of the form.
#[must_use]
pub fn differing(keep: &LeadResponse, merge: &LeadResponse) -> Vec<Line> {
    let line = |field: MergeField| Line {
        key: Key::Field(field),
        label: label(field).to_owned(),
        keep: words(field, keep),
        merge: words(field, merge),
    };
    let own =
        MergeField::ALL.iter().copied().filter(|field| !is_same(*field, keep, merge)).map(line);
    own.chain(differing_custom(keep, merge)).collect()
}

/// The names of the fields in which they agree, and which are not empty.
#[must_use]
pub fn agreeing(keep: &LeadResponse, merge: &LeadResponse) -> Vec<&'static str> {
    let is_said =
        |field: &MergeField| is_same(*field, keep, merge) && !words(*field, keep).is_empty();
    MergeField::ALL.iter().filter(|field| is_said(field)).map(|field| label(*field)).collect()
}

fn differing_custom(keep: &LeadResponse, merge: &LeadResponse) -> Vec<Line> {
    // What only one of them has is kept without a question.
    let both = keep.custom_fields.iter().filter_map(|(name, text)| {
        let other = merge.custom_fields.get(name)?;
        Some((name, text, other))
    });
    let clashing =
        both.filter(|(_, text, other)| !text.is_empty() && !other.is_empty() && text != other);
    clashing
        .map(|(name, text, other)| Line {
            key: Key::Custom(name.clone()),
            label: name.clone(),
            keep: text.clone(),
            merge: other.clone(),
        })
        .collect()
}

/// Whose value a line takes, as things stand.
#[must_use]
pub fn side(key: &Key, choices: &Choices, keep: &LeadResponse, merge: &LeadResponse) -> MergeSide {
    match key {
        Key::Custom(name) => choices.custom_fields.get(name).copied().unwrap_or(MergeSide::Keep),
        Key::Field(MergeField::Campaign) => {
            choices.side_of(MergeField::Campaign, keep.campaign.as_ref(), merge.campaign.as_ref())
        }
        Key::Field(field) => choices.side(*field, &cells_of(keep), &cells_of(merge)),
    }
}

/// Writes a choice down.
pub fn choose(key: &Key, side: MergeSide, choices: &mut Choices) {
    match key {
        Key::Custom(name) => choices.custom_fields.insert(name.clone(), side),
        Key::Field(field) => choices.fields.insert(*field, side),
    };
}

/// The cells of a lead, as the rules know them.
#[must_use]
pub fn cells_of(lead: &LeadResponse) -> LeadCells {
    LeadCells {
        name: lead.name.clone(),
        formatted_phone: lead.formatted_phone.clone(),
        phone_e164: lead.phone_e164.clone(),
        alternative_phones: lead.alternative_phones.clone(),
        street_number: lead.street_number.clone(),
        street: lead.street.clone(),
        city: lead.city.clone(),
        region_name: lead.region_name.clone(),
        postal_code: lead.postal_code.clone(),
        country: lead.country.clone(),
        url: lead.url.clone(),
        has_website: Some(lead.has_website),
        latitude: lead.latitude,
        longitude: lead.longitude,
        time_zone: lead.time_zone.clone(),
        custom_fields: lead.custom_fields.clone(),
    }
}

fn is_same(field: MergeField, keep: &LeadResponse, merge: &LeadResponse) -> bool {
    match field {
        MergeField::Region => keep.region.id == merge.region.id,
        MergeField::Campaign => {
            let id = |lead: &LeadResponse| lead.campaign.as_ref().map(|campaign| campaign.id);
            id(keep) == id(merge)
        }
        MergeField::Priority => keep.priority == merge.priority,
        _ => field.is_same(&cells_of(keep), &cells_of(merge)),
    }
}

const fn label(field: MergeField) -> &'static str {
    match form_field(field) {
        // In the form it stands beside the street.
        Some(Field::StreetNumber) => "House number",
        Some(field) => field.label(),
        None => "Place on the map",
    }
}

/// What a lead says in a field, for a person to read.
fn words(field: MergeField, lead: &LeadResponse) -> String {
    match field {
        MergeField::Place => match (lead.latitude, lead.longitude) {
            (Some(north), Some(east)) => format!("{north:.5}, {east:.5}"),
            _ => String::new(),
        },
        MergeField::Url if lead.url.is_none() && lead.has_website => {
            "Has one, address not known".to_owned()
        }
        MergeField::Phone => {
            lead.formatted_phone.clone().or_else(|| lead.phone_e164.clone()).unwrap_or_default()
        }
        _ => form_field(field).map(|field| field.words_of(lead)).unwrap_or_default(),
    }
}

/// The field of the form; a place is two of them.
const fn form_field(field: MergeField) -> Option<Field> {
    Some(match field {
        MergeField::Name => Field::Name,
        MergeField::Phone => Field::Phone,
        MergeField::StreetNumber => Field::StreetNumber,
        MergeField::Street => Field::Street,
        MergeField::PostalCode => Field::PostalCode,
        MergeField::City => Field::City,
        MergeField::RegionName => Field::RegionName,
        MergeField::Country => Field::Country,
        MergeField::Url => Field::Url,
        MergeField::Region => Field::Region,
        MergeField::Campaign => Field::Campaign,
        MergeField::Priority => Field::Priority,
        MergeField::Place => return None,
    })
}
