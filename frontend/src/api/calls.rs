//! Attempts to reach leads: the list behind the figures, and writing one down.

use chrono::NaiveDate;
use domain::calls::CallDirection;
use domain::ids::{CallId, CampaignId, LeadId, RegionId, UserId};
use domain::leads::Category;
use dto::calls::{
    CallResponse, DispositionCallRequest, LogCallRequest, PlaceCallRequest, RecordingLinkResponse,
};
use dto::page::{Count, Page};
use dto::undos::{UndoOffer, UndoneResponse};
use serde::Serialize;

use super::{ApiError, Call, Post, SignedIn};

/// Which calls: every field narrows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CallFilter {
    /// Made by this person.
    pub user_id: Option<UserId>,
    /// Made under this region.
    pub region_id: Option<RegionId>,
    /// Made under this campaign.
    pub campaign_id: Option<CampaignId>,
    /// Who called whom.
    pub direction: Option<CallDirection>,
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

/// The latest calls of one person, at most ten.
///
/// # Errors
/// See [`ApiError`].
pub async fn latest(me: SignedIn, of: UserId) -> Result<Page<CallResponse>, ApiError> {
    me.fetch(Call::get(format!("/calls?limit=10&user_id={of}"))).await
}

/// One call.
///
/// # Errors
/// See [`ApiError`].
pub async fn find(me: SignedIn, id: CallId) -> Result<CallResponse, ApiError> {
    me.fetch(Call::get(format!("/calls/{id}"))).await
}

/// Asks for the permission to dial.
///
/// # Errors
/// `NotCallable`, `AlreadyOnACall`, or `TelephonyNotConfigured`.
pub async fn place(me: SignedIn, request: &PlaceCallRequest) -> Result<CallResponse, ApiError> {
    me.fetch(Call::post("/calls").json(request)).await
}

/// Ends a call, or gives a permission back.
///
/// # Errors
/// `CarrierUnavailable`.
pub async fn hang_up(me: SignedIn, id: CallId) -> Result<CallResponse, ApiError> {
    me.fetch(Call::post(format!("/calls/{id}/hang-up"))).await
}

/// Leaves the recorded message on the machine that answered.
///
/// # Errors
/// `NoVoicemailMessage`, or when nobody is on the line.
pub async fn drop_voicemail(me: SignedIn, id: CallId) -> Result<CallResponse, ApiError> {
    me.fetch(Call::post(format!("/calls/{id}/voicemail-drop"))).await
}

/// An address under which the recording can be heard for a minute.
///
/// # Errors
/// See [`ApiError`].
pub async fn link_recording(me: SignedIn, id: CallId) -> Result<RecordingLinkResponse, ApiError> {
    me.fetch(Call::post(format!("/calls/{id}/recording/link"))).await
}

/// A call to write down.
#[must_use]
pub fn log(lead: LeadId, request: &LogCallRequest) -> Post {
    Post::new(format!("/leads/{lead}/calls"), request)
}

/// What came of a call that was made here.
#[must_use]
pub fn dispose(call: CallId, request: &DispositionCallRequest) -> Post {
    Post::new(format!("/calls/{call}/disposition"), request)
}

/// Takes back what was said of a call.
///
/// # Errors
/// `UndoTooLate`, `UndoOvertaken`.
pub async fn undo(me: SignedIn, offer: &UndoOffer) -> Result<UndoneResponse, ApiError> {
    me.fetch(Call::post(format!("/undo/{}", offer.activity_id))).await
}
