//! The cells of a lead as people type them, and what is stored of them.

use chrono::{DateTime, Utc};
use db::leads::{Lead, LeadChanges, NewLead};
use db::{Stored, Word};
use domain::ids::{CampaignId, LeadId, RegionId};
use domain::imports::LeadCells;
use domain::leads::{LeadStatus, Priority, phones, time_zones};

use super::phone_error;

/// A cell that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {detail}")]
pub struct FieldError {
    /// The field's name on the wire.
    pub field: &'static str,
    /// Stable, for programs.
    pub code: &'static str,
    /// In plain words: what is wrong and what to do.
    pub detail: String,
}

/// A lead to add.
#[derive(Debug, Clone)]
pub struct LeadDraft {
    /// The region that it belongs to.
    pub region: RegionId,
    /// The campaign that it is called under.
    pub campaign: Option<CampaignId>,
    /// How urgent it is.
    pub priority: Priority,
    /// The business's name.
    pub name: String,
    /// The other cells.
    pub cells: Cells,
}

/// Cells of a lead: left out stays, none empties.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// The business's name.
    pub name: Option<String>,
    /// The phone, in any spelling.
    pub formatted_phone: Option<Option<String>>,
    /// The house number.
    pub street_number: Option<Option<String>>,
    /// The street.
    pub street: Option<Option<String>>,
    /// The city.
    pub city: Option<Option<String>>,
    /// State, province or the like.
    pub region_name: Option<Option<String>>,
    /// The postal code.
    pub postal_code: Option<Option<String>>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Option<String>>,
    /// The website.
    pub url: Option<Option<String>>,
    /// Whether the business has a website.
    pub has_website: Option<bool>,
    /// WGS 84 degrees.
    pub latitude: Option<Option<f64>>,
    /// WGS 84 degrees.
    pub longitude: Option<Option<f64>>,
}

impl LeadDraft {
    /// The row to insert; phones without a country code are read as numbers of `region_country`.
    pub(super) fn into_row(
        self,
        id: LeadId,
        region_country: &str,
        now: DateTime<Utc>,
    ) -> Result<NewLead, FieldError> {
        let Self { region, campaign, priority, name, cells } = self;
        let changes = Cells { name: Some(name), ..cells }.into_changes(&blank(), region_country)?;
        Ok(NewLead {
            id: id.uuid(),
            region_id: region.uuid(),
            campaign_id: campaign.map(CampaignId::uuid),
            name: changes.name.unwrap_or_default(),
            formatted_phone: changes.formatted_phone.flatten(),
            phone_e164: changes.phone_e164.flatten(),
            street_number: changes.street_number.flatten(),
            street: changes.street.flatten(),
            city: changes.city.flatten(),
            region_name: changes.region_name.flatten(),
            postal_code: changes.postal_code.flatten(),
            country: changes.country.flatten().or_else(|| Some(region_country.to_owned())),
            url: changes.url.flatten(),
            has_website: changes.has_website.unwrap_or(false),
            latitude: changes.latitude.flatten(),
            longitude: changes.longitude.flatten(),
            time_zone: changes.time_zone.flatten(),
            match_keys: changes.match_keys.unwrap_or_default(),
            status: Word(LeadStatus::New),
            priority: priority.get(),
            created_at: now,
            updated_at: now,
        })
    }
}

impl Cells {
    /// The changes to a lead, with everything that follows from them worked out anew.
    pub(super) fn into_changes(
        self,
        before: &Lead,
        region_country: &str,
    ) -> Result<LeadChanges, FieldError> {
        let name = self.name.map(|name| filled(name, "name")).transpose()?;
        let country = self.country.map(|code| code.map(known_country).transpose()).transpose()?;
        let url = self.url.map(|url| text(url).map(web_address).transpose()).transpose()?;
        let mut changes = LeadChanges {
            name,
            formatted_phone: self.formatted_phone.map(text),
            street_number: self.street_number.map(text),
            street: self.street.map(text),
            city: self.city.map(text),
            region_name: self.region_name.map(text),
            postal_code: self.postal_code.map(text),
            country,
            has_website: self.has_website.or_else(|| url.as_ref().map(Option::is_some)),
            url,
            latitude: self.latitude,
            longitude: self.longitude,
            ..LeadChanges::default()
        };
        derive(&mut changes, before, region_country)?;
        Ok(changes)
    }
}

/// Works out what follows from the cells: dialled number, time zone, keys.
fn derive(
    changes: &mut LeadChanges,
    before: &Lead,
    region_country: &str,
) -> Result<(), FieldError> {
    let country = now(&changes.country, &before.country).or(Some(region_country));
    if changes.formatted_phone.is_some() || changes.country.is_some() {
        let phone = now(&changes.formatted_phone, &before.formatted_phone);
        changes.phone_e164 = match phone.map(|phone| phones::parse(phone, country)) {
            Some(Ok(phone)) => Some(Some(phone.e164)),
            // A number that was there and could not be read stays as it is until it is touched.
            Some(Err(issue)) if changes.formatted_phone.is_some() => {
                return Err(phone_error(&issue));
            }
            Some(Err(_)) | None => Some(None),
        };
    }
    let latitude = changes.latitude.unwrap_or(before.latitude);
    let longitude = changes.longitude.unwrap_or(before.longitude);
    if latitude.is_some() != longitude.is_some() {
        let detail = "Give both coordinates, or none.".to_owned();
        return Err(FieldError { field: "longitude", code: "half_coordinates", detail });
    }
    let zone = time_zones::of(latitude, longitude, country).map(str::to_owned);
    changes.time_zone = Some(zone);
    let known = before.cells();
    let cells = LeadCells {
        name: changes.name.clone().unwrap_or_else(|| known.name.clone()),
        phone_e164: changes.phone_e164.clone().unwrap_or_else(|| known.phone_e164.clone()),
        postal_code: changes.postal_code.clone().unwrap_or_else(|| known.postal_code.clone()),
        street_number: changes.street_number.clone().unwrap_or_else(|| known.street_number.clone()),
        street: changes.street.clone().unwrap_or_else(|| known.street.clone()),
        city: changes.city.clone().unwrap_or_else(|| known.city.clone()),
        url: changes.url.clone().unwrap_or_else(|| known.url.clone()),
        latitude,
        longitude,
        ..known.clone()
    };
    // A lead that another one was merged with is known by the keys of both until it becomes another.
    if before.match_keys.is_none() || cells.profiles() != known.profiles() {
        changes.match_keys = Some(cells.match_keys());
    }
    Ok(())
}

/// A cell as it will be.
fn now<'a>(changed: &'a Option<Option<String>>, before: &'a Option<String>) -> Option<&'a str> {
    changed.as_ref().unwrap_or(before).as_deref()
}

/// A text without blanks around it; an empty one is none.
fn text(value: Option<String>) -> Option<String> {
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn filled(value: String, field: &'static str) -> Result<String, FieldError> {
    text(Some(value)).ok_or_else(|| FieldError {
        field,
        code: "missing",
        detail: "This cannot be empty.".to_owned(),
    })
}

fn known_country(code: String) -> Result<String, FieldError> {
    if domain::countries::is_known(&code) {
        return Ok(code);
    }
    let detail = "This is not the code of a country. Use two letters such as DE or US.".to_owned();
    Err(FieldError { field: "country", code: "unknown_country", detail })
}

fn web_address(url: String) -> Result<String, FieldError> {
    let url = if url.contains("://") { url } else { format!("https://{url}") };
    domain::imports::web_address(&url).ok_or_else(|| FieldError {
        field: "url",
        code: "unusable_url",
        detail: "This is not a web address. Use one such as https://example.com.".to_owned(),
    })
}

/// A lead before it has any cells.
fn blank() -> Lead {
    Lead {
        id: uuid::Uuid::nil(),
        region_id: uuid::Uuid::nil(),
        campaign_id: None,
        import_id: None,
        name: String::new(),
        formatted_phone: None,
        phone_e164: None,
        alternative_phones: Vec::new(),
        custom_fields: Stored::default(),
        street_number: None,
        street: None,
        city: None,
        region_name: None,
        postal_code: None,
        country: None,
        url: None,
        has_website: false,
        latitude: None,
        longitude: None,
        time_zone: None,
        match_keys: None,
        status: Word(LeadStatus::New),
        category: None,
        disposition: None,
        priority: Priority::default().get(),
        attempt_count: 0,
        last_contacted_at: None,
        next_follow_up_at: None,
        next_attempt_at: None,
        version: 1,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        erased_at: None,
    }
}
