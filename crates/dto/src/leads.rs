//! Businesses to call.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{AssignmentId, CampaignId, HandoutId, ImportId, LeadId, RegionId, UserId};
use domain::leads::merge::{MergeField, MergeSide};
use domain::leads::{Category, LeadStatus, Priority, Refusal};
use serde::{Deserialize, Serialize};

use crate::Reference;

/// A lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeadResponse {
    /// The lead's id.
    pub id: LeadId,
    /// The business's name.
    pub name: String,
    /// The phone as it was given.
    pub formatted_phone: Option<String>,
    /// The phone as it is dialled; null when no number could be read.
    pub phone_e164: Option<String>,
    /// Other numbers of the business, as they are dialled.
    #[serde(default)]
    pub alternative_phones: Vec<String>,
    /// The house number.
    pub street_number: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// State, province or the like, as it was given.
    pub region_name: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The website, http or https.
    pub url: Option<String>,
    /// Whether the business has a website.
    pub has_website: bool,
    /// WGS 84 degrees.
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    pub longitude: Option<f64>,
    /// What lists say of it beside that, by name.
    #[serde(default)]
    pub custom_fields: BTreeMap<String, String>,
    /// The region that the lead belongs to.
    pub region: Reference,
    /// The campaign that it is called under.
    pub campaign: Option<Reference>,
    /// The list that it came with.
    pub import_id: Option<ImportId>,
    /// Where it stands.
    pub status: LeadStatus,
    /// The key of the last disposition.
    pub disposition: Option<String>,
    /// How the work ended, once it has.
    pub category: Option<Category>,
    /// How urgent it is; the assignment's own priority where it has one.
    pub priority: Priority,
    /// IANA time zone of the place.
    pub time_zone: Option<String>,
    /// Whether it may be called now.
    pub callable: bool,
    /// Why not, where it may not.
    pub not_callable_because: Option<Refusal>,
    /// Calls made.
    pub attempt_count: i32,
    /// When it was last called.
    pub last_contacted_at: Option<DateTime<Utc>>,
    /// The earliest open promise.
    pub next_follow_up_at: Option<DateTime<Utc>>,
    /// Not served before.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// Who works it.
    pub assignment: Option<LeadAssignment>,
    /// Counts changes; goes with `ETag` and `If-Match`.
    pub version: i32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When what was known of it was erased; such a lead is in no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<DateTime<Utc>>,
}

/// Who works a lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeadAssignment {
    /// The assignment's id.
    pub id: AssignmentId,
    /// The rep.
    pub assignee: Reference,
    /// When the lead shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// A lead to add by hand.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct CreateLeadRequest {
    /// The business's name.
    #[cfg_attr(feature = "server", garde(length(chars, min = 1, max = 500)))]
    pub name: String,
    /// The phone, in any spelling; read as a number of the lead's country, then the region's.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 100))))]
    pub formatted_phone: Option<String>,
    /// The house number.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 100))))]
    pub street_number: Option<String>,
    /// The street.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 500))))]
    pub street: Option<String>,
    /// The city.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 200))))]
    pub city: Option<String>,
    /// State, province or the like.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 200))))]
    pub region_name: Option<String>,
    /// The postal code.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 40))))]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2; the region's when left out.
    pub country: Option<String>,
    /// The website, http or https.
    #[cfg_attr(feature = "server", garde(inner(length(chars, max = 2000))))]
    pub url: Option<String>,
    /// Whether the business has a website; follows the address when left out.
    pub has_website: Option<bool>,
    /// WGS 84 degrees; both coordinates or none.
    #[cfg_attr(feature = "server", garde(inner(range(min = -90.0, max = 90.0))))]
    pub latitude: Option<f64>,
    /// WGS 84 degrees.
    #[cfg_attr(feature = "server", garde(inner(range(min = -180.0, max = 180.0))))]
    pub longitude: Option<f64>,
    /// The region that the lead belongs to.
    pub region_id: Option<RegionId>,
    /// The campaign that it is called under.
    pub campaign_id: Option<CampaignId>,
    /// How urgent it is.
    pub priority: Option<Priority>,
}

/// Changes to a lead; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateLeadRequest {
    /// The business's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, min = 1, max = 500))))]
    pub name: Option<String>,
    /// The phone, in any spelling.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 100)))))]
    pub formatted_phone: Option<Option<String>>,
    /// The house number.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 100)))))]
    pub street_number: Option<Option<String>>,
    /// The street.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 500)))))]
    pub street: Option<Option<String>>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 200)))))]
    pub city: Option<Option<String>>,
    /// State, province or the like.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 200)))))]
    pub region_name: Option<Option<String>>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 40)))))]
    pub postal_code: Option<Option<String>>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub country: Option<Option<String>>,
    /// The website, http or https.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(length(chars, max = 2000)))))]
    pub url: Option<Option<String>>,
    /// Whether the business has a website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_website: Option<bool>,
    /// WGS 84 degrees; both coordinates change together.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = -90.0, max = 90.0)))))]
    pub latitude: Option<Option<f64>>,
    /// WGS 84 degrees.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = -180.0, max = 180.0)))))]
    pub longitude: Option<Option<f64>>,
    /// The region; admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<RegionId>,
    /// The campaign; admins only.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub campaign_id: Option<Option<CampaignId>>,
    /// How urgent it is; admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The status; admins only. `completed` needs a category, the others take none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// How the work ended; goes with the status `completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
}

/// Two leads that are one business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct MergeLeadsRequest {
    /// The lead that stays.
    pub keep_id: LeadId,
    /// The lead that is folded into it, and goes.
    pub merge_id: LeadId,
    /// The version of the first that was read; any when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_version: Option<i32>,
    /// The version of the second that was read; any when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_version: Option<i32>,
    /// By field, whose value stays, `keep` or `merge`: `name`, `formatted_phone`, `street_number`,
    /// `street`, `postal_code`, `city`, `region_name`, `country`, `place`, `url`, `region_id`,
    /// `campaign_id`, `priority`. Left out, the kept lead's, or the other one's where that is empty;
    /// parts of an address only from an address that contradicts it nowhere.
    #[serde(default)]
    pub fields: BTreeMap<MergeField, MergeSide>,
    /// The same for custom fields, by their names.
    #[serde(default)]
    pub custom_fields: BTreeMap<String, MergeSide>,
}

/// A lead that is likely the same business as another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeadDuplicate {
    /// The lead.
    pub lead: LeadResponse,
    /// How sure it is, in percent.
    pub score: u8,
    /// Why, in plain words: what speaks for it, then what speaks against it.
    pub reasons: Vec<String>,
}

/// Which leads: every field narrows the list. The same in a query string and in a selection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "server", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct LeadFilter {
    /// Where they stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// The key of the last disposition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// How the work ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Their region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<RegionId>,
    /// Their campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<CampaignId>,
    /// The list that they came with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_id: Option<ImportId>,
    /// Who works them: a user's id, `me` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<String>), param(value_type = Option<String>))]
    pub assignee_id: Option<AssigneeFilter>,
    /// The hand-out by which they came to whoever works them now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handout_id: Option<HandoutId>,
    /// How urgent they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,
    /// Whether they have a website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_website: Option<bool>,
    /// Whether they may be called now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callable: Option<bool>,
    /// Words in the name, city or phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// A rectangle: `west,south,east,north` in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox: Option<String>,
    /// A promise or an assignment that is due before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_before: Option<DateTime<Utc>>,
}

/// Who works a lead, as a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AssigneeFilter {
    /// The caller.
    Me,
    /// Nobody.
    None,
    /// This user.
    User(UserId),
}

impl TryFrom<String> for AssigneeFilter {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "me" => Ok(Self::Me),
            "none" => Ok(Self::None),
            id => id.parse().map(Self::User).or(Err("assignee_id is a user's id, me or none")),
        }
    }
}

impl From<AssigneeFilter> for String {
    fn from(filter: AssigneeFilter) -> Self {
        match filter {
            AssigneeFilter::Me => "me".to_owned(),
            AssigneeFilter::None => "none".to_owned(),
            AssigneeFilter::User(id) => id.to_string(),
        }
    }
}
