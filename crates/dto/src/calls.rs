//! Attempts to reach leads.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calling_rules::RecordingConsent;
use domain::calls::{
    AnsweredBy, CallDirection, CallEventKind, CallOrigin, CallStatus, RecordingStatus,
};
use domain::ids::{CallId, CampaignId, LeadId, RegionId, UserId};
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Reference;
use crate::follow_ups::CreateFollowUpRequest;
use crate::leads::LeadResponse;
use crate::undos::UndoOffer;

/// One attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CallResponse {
    /// The call's id.
    pub id: CallId,
    /// Who was called, or rang us; null when the lead was deleted.
    pub lead: Option<Reference>,
    /// Who called, or was rung.
    pub user: Reference,
    /// The region it was made under.
    pub region: Reference,
    /// The campaign it was made under.
    pub campaign: Option<Reference>,
    /// When.
    pub called_at: DateTime<Utc>,
    /// How long, in seconds.
    pub duration: i32,
    /// Whether a human was reached.
    pub connected: bool,
    /// The key of what came of it; null until the rep has said so.
    pub disposition: Option<String>,
    /// How the work on the lead ended with it, where it did.
    pub category: Option<Category>,
    /// What the rep wrote.
    pub notes: String,
    /// Where it was made.
    pub origin: CallOrigin,
    /// Who called whom.
    pub direction: CallDirection,
    /// How far it is; a call that was written down is completed.
    pub status: CallStatus,
    /// The lead's number, dialled or ringing; null where it is not known.
    pub phone_e164: Option<String>,
    /// The key of the disposition that fits what the carrier told.
    pub suggested_disposition: Option<String>,
    /// Who answered, as far as the carrier can hear.
    pub answered_by: Option<AnsweredBy>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Until when it may be dialled, while it is only permitted.
    pub permitted_until: Option<DateTime<Utc>>,
    /// What recording it needed when it was permitted; null where its campaign records no calls.
    pub recording_consent: Option<RecordingConsent>,
    /// Its recording, where it was recorded; of a lead that rang us and was not answered, its message.
    pub recording: Option<RecordingResponse>,
    /// Whether the rep left the recorded message.
    pub voicemail_dropped: bool,
    /// Why it was made although the rules were against it.
    pub override_reason: Option<String>,
}

/// The recording of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RecordingResponse {
    /// How far it is.
    pub status: RecordingStatus,
    /// How long it is, in seconds.
    pub duration: Option<i32>,
}

/// A call to be made in the browser.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct PlaceCallRequest {
    /// Whom to call.
    pub lead_id: LeadId,
    /// Why, although the rules are against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(length(chars, min = 3, max = 500))))]
    pub override_reason: Option<String>,
}

/// What came of a call that was made in the browser.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct DispositionCallRequest {
    /// The key of what came of it.
    #[cfg_attr(feature = "server", garde(length(min = 1, max = 50)))]
    pub disposition: String,
    /// What to remember.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 20000)))]
    pub notes: String,
    /// The promise that goes with it; a disposition with the rule `follow_up` needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(dive))]
    pub follow_up: Option<CreateFollowUpRequest>,
}

/// Something that was told of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CallEventResponse {
    /// The event's id.
    pub id: Uuid,
    /// What it is about.
    pub kind: CallEventKind,
    /// The status that it tells.
    pub status: Option<CallStatus>,
    /// Its place among the events of its kind, where the carrier numbers them.
    pub sequence: Option<i32>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
}

/// An address under which a recording can be heard for a minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RecordingLinkResponse {
    /// The address, below the origin of the page.
    pub url: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// A call made elsewhere, to write down.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct LogCallRequest {
    /// The key of what came of it.
    #[cfg_attr(feature = "server", garde(length(min = 1, max = 50)))]
    pub disposition: String,
    /// What to remember.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(length(chars, max = 20000)))]
    pub notes: String,
    /// How long, in seconds.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(range(min = 0, max = 86400)))]
    pub duration: i32,
    /// When; now when left out, never in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<DateTime<Utc>>,
    /// The promise that goes with it; a disposition with the rule `follow_up` needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(dive))]
    pub follow_up: Option<CreateFollowUpRequest>,
}

/// A call just written down, and what it did to the lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LoggedCallResponse {
    /// The call.
    #[serde(flatten)]
    pub call: CallResponse,
    /// The lead as it is now.
    pub lead_now: LeadResponse,
    /// How it can be taken back.
    pub undo: Option<UndoOffer>,
}

/// Which calls: every field narrows the list. The same in a query string and in an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "server", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct CallFilter {
    /// To this lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<LeadId>,
    /// Made by this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Made under this region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<RegionId>,
    /// Made under this campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<CampaignId>,
    /// Who called whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", param(inline))]
    pub direction: Option<CallDirection>,
    /// The key of what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// Whether the rep has said what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispositioned: Option<bool>,
    /// How the work on the lead ended with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", param(inline))]
    pub category: Option<Category>,
    /// Whether a human was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<bool>,
    /// At least this long, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_duration: Option<i32>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// The IANA zone whose days these are; the workspace's when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}
