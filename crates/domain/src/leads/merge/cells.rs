//! The cells of two leads in one.

use std::collections::BTreeMap;

use super::{Choices, MergeField, MergeSide};
use crate::imports::LeadCells;

/// The kept lead with what the other one adds. Every number of both is a number of it, and
/// everything that lists say beside the cells is there.
#[must_use]
pub fn merged_cells(keep: &LeadCells, merge: &LeadCells, choices: &Choices) -> LeadCells {
    let from = |field| choices.side(field, keep, merge).of(keep, merge);
    let (phone, place, website) =
        (from(MergeField::Phone), from(MergeField::Place), from(MergeField::Url));
    let neither_has_url = keep.url.is_none() && merge.url.is_none();
    LeadCells {
        name: from(MergeField::Name).name.clone(),
        formatted_phone: phone.formatted_phone.clone(),
        phone_e164: phone.phone_e164.clone(),
        alternative_phones: other_phones(phone.phone_e164.as_deref(), keep, merge),
        street_number: from(MergeField::StreetNumber).street_number.clone(),
        street: from(MergeField::Street).street.clone(),
        city: from(MergeField::City).city.clone(),
        region_name: from(MergeField::RegionName).region_name.clone(),
        postal_code: from(MergeField::PostalCode).postal_code.clone(),
        country: from(MergeField::Country).country.clone(),
        url: website.url.clone(),
        // That there is a website is known as soon as one of them says so.
        has_website: if neither_has_url && !choices.fields.contains_key(&MergeField::Url) {
            keep.has_website.max(merge.has_website)
        } else {
            website.has_website
        },
        latitude: place.latitude,
        longitude: place.longitude,
        time_zone: place
            .time_zone
            .clone()
            .or_else(|| keep.time_zone.clone())
            .or_else(|| merge.time_zone.clone()),
        custom_fields: custom_fields(keep, merge, choices),
    }
}

/// Every number of both but the one that is dialled, each once, the kept lead's first.
fn other_phones(dialled: Option<&str>, keep: &LeadCells, merge: &LeadCells) -> Vec<String> {
    let numbers = |lead: &LeadCells| -> Vec<String> {
        lead.phone_e164.iter().chain(&lead.alternative_phones).cloned().collect()
    };
    let mut others: Vec<String> = Vec::new();
    for number in numbers(keep).into_iter().chain(numbers(merge)) {
        if Some(number.as_str()) != dialled && !others.contains(&number) {
            others.push(number);
        }
    }
    others
}

fn custom_fields(
    keep: &LeadCells,
    merge: &LeadCells,
    choices: &Choices,
) -> BTreeMap<String, String> {
    let mut fields = keep.custom_fields.clone();
    for (name, value) in &merge.custom_fields {
        let is_chosen = choices.custom_fields.get(name) == Some(&MergeSide::Merge);
        if is_chosen || fields.get(name).is_none_or(String::is_empty) {
            fields.insert(name.clone(), value.clone());
        }
    }
    fields
}
