//! The rows of `leads`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::imports::LeadCells;
use domain::leads::{Category, LeadStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::leads;
use crate::{Stored, Word};

/// A lead.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = leads)]
pub struct Lead {
    /// Its id.
    pub id: Uuid,
    /// The region that it belongs to.
    pub region_id: Uuid,
    /// The campaign that it is called under.
    pub campaign_id: Option<Uuid>,
    /// The list that it came with.
    pub import_id: Option<Uuid>,
    /// The business's name.
    pub name: String,
    /// The phone as it was given.
    pub formatted_phone: Option<String>,
    /// The phone as it is dialled.
    pub phone_e164: Option<String>,
    /// Other numbers, as they are dialled.
    pub alternative_phones: Vec<String>,
    /// What lists say beside that, by name.
    pub custom_fields: Stored<BTreeMap<String, String>>,
    /// The house number.
    pub street_number: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// State, province or the like.
    pub region_name: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The website.
    pub url: Option<String>,
    /// Whether the business has a website.
    pub has_website: bool,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// IANA time zone of the place.
    pub time_zone: Option<String>,
    /// What other lists may know it by; none until it is worked out.
    pub match_keys: Option<Vec<i64>>,
    /// Where it stands.
    pub status: Word<LeadStatus>,
    /// How the work ended.
    pub category: Option<Word<Category>>,
    /// The key of the last disposition.
    pub disposition: Option<String>,
    /// How urgent it is.
    pub priority: i16,
    /// Calls made.
    pub attempt_count: i32,
    /// When it was last called.
    pub last_contacted_at: Option<DateTime<Utc>>,
    /// The earliest open follow-up.
    pub next_follow_up_at: Option<DateTime<Utc>>,
    /// Not served before.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// Counts changes.
    pub version: i32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When what was known of it was erased.
    pub erased_at: Option<DateTime<Utc>>,
}

impl Lead {
    /// Its cells.
    #[must_use]
    pub fn cells(&self) -> LeadCells {
        LeadCells {
            name: self.name.clone(),
            formatted_phone: self.formatted_phone.clone(),
            phone_e164: self.phone_e164.clone(),
            alternative_phones: self.alternative_phones.clone(),
            street_number: self.street_number.clone(),
            street: self.street.clone(),
            city: self.city.clone(),
            region_name: self.region_name.clone(),
            postal_code: self.postal_code.clone(),
            country: self.country.clone(),
            url: self.url.clone(),
            has_website: Some(self.has_website),
            latitude: self.latitude,
            longitude: self.longitude,
            time_zone: self.time_zone.clone(),
            custom_fields: self.custom_fields.0.clone(),
        }
    }
}

/// A lead to insert: new, nobody's yet.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = leads)]
pub struct NewLead {
    /// Its id.
    pub id: Uuid,
    /// The region that it belongs to.
    pub region_id: Uuid,
    /// The campaign that it is called under.
    pub campaign_id: Option<Uuid>,
    /// The business's name.
    pub name: String,
    /// The phone as it was given.
    pub formatted_phone: Option<String>,
    /// The phone as it is dialled.
    pub phone_e164: Option<String>,
    /// The house number.
    pub street_number: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// State, province or the like.
    pub region_name: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The website.
    pub url: Option<String>,
    /// Whether the business has a website.
    pub has_website: bool,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// IANA time zone of the place.
    pub time_zone: Option<String>,
    /// What other lists may know it by.
    pub match_keys: Vec<i64>,
    /// Where it stands.
    pub status: Word<LeadStatus>,
    /// How urgent it is.
    pub priority: i16,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// What to change; none stays.
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = leads)]
pub struct LeadChanges {
    /// The region that it belongs to.
    pub region_id: Option<Uuid>,
    /// The campaign that it is called under.
    pub campaign_id: Option<Option<Uuid>>,
    /// The business's name.
    pub name: Option<String>,
    /// The phone as it was given.
    pub formatted_phone: Option<Option<String>>,
    /// The phone as it is dialled.
    pub phone_e164: Option<Option<String>>,
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
    /// IANA time zone of the place.
    pub time_zone: Option<Option<String>>,
    /// What other lists may know it by.
    pub match_keys: Option<Vec<i64>>,
    /// Where it stands.
    pub status: Option<Word<LeadStatus>>,
    /// How the work ended.
    pub category: Option<Option<Word<Category>>>,
    /// How urgent it is.
    pub priority: Option<i16>,
    /// Not served before.
    pub next_attempt_at: Option<Option<DateTime<Utc>>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}
