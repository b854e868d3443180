//! Calls as they are stored.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::calling_rules::RecordingConsent;
use domain::calls::{AnsweredBy, CallDirection, CallOrigin, CallStatus, HungUpBy, Provider};
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Word;
use crate::recordings::Recording;
use crate::schema::calls;

/// One attempt, under the user, region and campaign it was made under.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = calls)]
pub struct Call {
    /// Its id.
    pub id: Uuid,
    /// Who was called, or rang us; none when the lead was deleted.
    pub lead_id: Option<Uuid>,
    /// Who called, or was rung.
    pub user_id: Uuid,
    /// Its region.
    pub region_id: Uuid,
    /// Its campaign.
    pub campaign_id: Option<Uuid>,
    /// Where it was made.
    pub origin: Word<CallOrigin>,
    /// Who called whom.
    pub direction: Word<CallDirection>,
    /// When.
    pub called_at: DateTime<Utc>,
    /// How long.
    pub duration_seconds: i32,
    /// Whether a human was reached.
    pub is_connected: bool,
    /// The key of what came of it; none until the rep has said it.
    pub disposition: Option<String>,
    /// How the work on the lead ended with it, where it did.
    pub category: Option<Word<Category>>,
    /// What the rep wrote.
    pub notes: String,
    /// When it was written down, or permitted.
    pub created_at: DateTime<Utc>,
    /// When the rep said what came of it.
    pub dispositioned_at: Option<DateTime<Utc>>,
    /// What went over the line.
    #[diesel(embed)]
    pub line: Line,
}

/// What went over the line.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = calls)]
pub struct Line {
    /// How far the call is.
    pub status: Word<CallStatus>,
    /// The lead's number, dialled or ringing; none for a logged call.
    pub phone_e164: Option<String>,
    /// The number that the lead sees.
    pub caller_id: Option<String>,
    /// Which carrier.
    pub provider: Option<Word<Provider>>,
    /// Why a rule was overridden, where one was.
    pub override_reason: Option<String>,
    /// Whether it is recorded.
    pub is_recorded: bool,
    /// What that needed when the call was permitted; none where nobody wanted to record it.
    pub recording_consent: Option<Word<RecordingConsent>>,
    /// Until when the permission can be used.
    pub permitted_until: Option<DateTime<Utc>>,
    /// When it was; when the lead rang us.
    pub dialled_at: Option<DateTime<Utc>>,
    /// When somebody, or something, answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who answered.
    pub answered_by: Option<Word<AnsweredBy>>,
    /// Who ended it.
    pub hung_up_by: Option<Word<HungUpBy>>,
    /// The network's own answer.
    pub sip_code: Option<i32>,
    /// When a recorded message was left.
    pub voicemail_dropped_at: Option<DateTime<Utc>>,
    /// The carrier's name for the leg that was first: the rep's, or the lead's where the lead rang us.
    pub parent_sid: Option<String>,
    /// And for the other one.
    pub child_sid: Option<String>,
}

impl Call {
    /// Whether the lead rang us.
    #[must_use]
    pub fn is_inbound(&self) -> bool {
        self.direction.0 == CallDirection::Inbound
    }
}

impl Line {
    /// Nothing went over ours: the call was made elsewhere and is over.
    #[must_use]
    pub fn elsewhere() -> Self {
        Self {
            status: Word(CallStatus::Completed),
            phone_e164: None,
            caller_id: None,
            provider: None,
            override_reason: None,
            is_recorded: false,
            recording_consent: None,
            permitted_until: None,
            dialled_at: None,
            answered_at: None,
            ended_at: None,
            answered_by: None,
            hung_up_by: None,
            sip_code: None,
            voicemail_dropped_at: None,
            parent_sid: None,
            child_sid: None,
        }
    }
}

/// What the events of a call have come to.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = calls, treat_none_as_null = true)]
#[expect(missing_docs, reason = "they are the columns of the call and of its line")]
pub struct Settled {
    pub status: Word<CallStatus>,
    pub called_at: DateTime<Utc>,
    pub duration_seconds: i32,
    pub is_connected: bool,
    pub dialled_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub answered_by: Option<Word<AnsweredBy>>,
    pub hung_up_by: Option<Word<HungUpBy>>,
    pub sip_code: Option<i32>,
    pub voicemail_dropped_at: Option<DateTime<Utc>>,
    pub parent_sid: Option<String>,
    pub child_sid: Option<String>,
}

/// What the rep says came of a dialled call.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = calls, treat_none_as_null = true)]
#[expect(missing_docs, reason = "they are the columns of the call")]
pub struct Said {
    pub disposition: Option<String>,
    pub category: Option<Word<Category>>,
    pub notes: String,
    pub is_connected: bool,
    pub dispositioned_at: Option<DateTime<Utc>>,
}

/// A call with the names it refers to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct CallView {
    /// The call.
    pub call: Call,
    /// Who was called, or rang us; none when the lead was deleted.
    pub lead_name: Option<String>,
    /// Who called, or was rung.
    pub user_name: String,
    /// Its region.
    pub region_name: String,
    /// Its campaign.
    pub campaign_name: Option<String>,
    /// Its recording.
    pub recording: Option<Recording>,
}
