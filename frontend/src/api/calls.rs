//! Attempts to reach leads: the list behind the figures, and writing one down.

use chrono::NaiveDate;
use domain::ids::{CampaignId, LeadId, RegionId, UserId};
use domain::leads::Category;
use dto::calls::{CallResponse, LogCallRequest, LoggedCallResponse};
use dto::page::{Count, Page};
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

/// Which calls: every field narrows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CallFilter {
    /// Made by this person.
    pub user_id: Option<UserId>,
    /// Made under this region.
    pub region_id: Option<RegionId>,
    /// Made under this campaign.
    pub campaign_id: Option<CampaignId>,
    /// The key of what came of it.
    pub disposition: Option<String>,
    /// How the work on the lead ended with it.
    pub category: Option<Category>,
    /// Whether a human was reached.
    pub connected: Option<bool>,
    /// At least this long, in seconds.
    pub min_duration: Option<i32>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day, included.
    pub to: Option<NaiveDate>,
    /// The zone whose days these are.
    pub time_zone: Option<String>,
}

#[derive(Serialize)]
struct ListQuery<'a> {
    #[serde(flatten)]
    filter: &'a CallFilter,
    cursor: Option<&'a str>,
    count: Option<Count>,
}

/// One page of those that match, the latest first, with the number of all of them on the first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(
    me: SignedIn,
    filter: &CallFilter,
    cursor: Option<&str>,
) -> Result<Page<CallResponse>, ApiError> {
    let count = cursor.is_none().then_some(Count::Exact);
    me.fetch(Call::get("/calls").query(&ListQuery { filter, cursor, count })).await
}

/// A call to write down, ready to be sent: however often it is, it is written down once.
#[derive(Clone, Debug)]
pub struct CallToLog(Call);

impl CallToLog {
    /// Puts it together.
    #[must_use]
    pub fn new(lead: LeadId, request: &LogCallRequest) -> Self {
        Self(Call::post(format!("/leads/{lead}/calls")).json(request))
    }

    /// Sends it.
    ///
    /// # Errors
    /// `LeadCompleted`, or wrong fields.
    pub async fn send(&self, me: SignedIn) -> Result<LoggedCallResponse, ApiError> {
        me.fetch(self.0.clone()).await
    }
}
