//! What a rep may say came of a call.

use domain::dispositions::{DispositionRule, RetryRule};
use domain::ids::DispositionId;
use domain::leads::Category;
use serde::{Deserialize, Serialize};

/// A disposition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DispositionResponse {
    /// The disposition's id.
    pub id: DispositionId,
    /// Its stable name, as used in bodies and filters.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it does to the lead.
    pub rule: DispositionRule,
    /// How the work on the lead ends, where it does.
    pub category: Option<Category>,
    /// The digit that picks it.
    pub hotkey: Option<i16>,
    /// Its place in the list.
    pub position: i16,
    /// Whether it can be picked.
    pub active: bool,
    /// When a lead that was not reached is tried again, with the rule `retry`; null for the campaign's
    /// time, else the workspace's.
    pub retry: Option<RetryRule>,
}

/// A disposition to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateDispositionRequest {
    /// Its stable name: small letters, digits and `_`. Made from the label when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its name for people.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 60), custom(crate::text::not_blank))
    )]
    pub label: String,
    /// What it does to the lead.
    pub rule: DispositionRule,
    /// How the work on the lead ends; with the rules `complete` and `do_not_call`, and only with them.
    #[serde(default)]
    pub category: Option<Category>,
    /// The digit that picks it, 1 to 9.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1, max = 9))))]
    pub hotkey: Option<i16>,
    /// Its place in the list, from 1; the last one when left out.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub position: Option<i16>,
    /// When a lead that was not reached is tried again; only with the rule `retry`.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(custom(crate::campaigns::sensible_retry))))]
    pub retry: Option<RetryRule>,
}

/// Changes to a disposition; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateDispositionRequest {
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 60), custom(crate::text::not_blank)))
    )]
    pub label: Option<String>,
    /// What it does to the lead; stays as it is once a call has ended with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<DispositionRule>,
    /// How the work on the lead ends; stays as it is once a call has ended with it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    pub category: Option<Option<Category>>,
    /// The digit that picks it, 1 to 9.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(range(min = 1, max = 9)))))]
    pub hotkey: Option<Option<i16>>,
    /// Its place in the list, from 1; the others make room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub position: Option<i16>,
    /// Whether it can be picked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// When a lead that was not reached is tried again; only with the rule `retry`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::nullable")]
    #[cfg_attr(feature = "server", garde(inner(inner(custom(crate::campaigns::sensible_retry)))))]
    pub retry: Option<Option<RetryRule>>,
}
