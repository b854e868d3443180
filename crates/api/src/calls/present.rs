//! Calls as they are sent, and why one was not taken.

use app::calls::{LogCallError, LoggedCall, Moment};
use db::calls::{Call, CallView};
use db::recordings::Recording;
use domain::calls::{CallState, CallStatus, suggested_disposition};
use domain::ids::CallId;
use dto::Reference;
use dto::calls::{CallResponse, LoggedCallResponse, RecordingResponse};
use dto::problem::Code;
use dto::undos::UndoOffer;

use crate::error::ApiError;
use crate::lead_access;

pub(crate) fn present(view: CallView) -> CallResponse {
    let CallView { call, lead_name, user_name, region_name, campaign_name, recording } = view;
    let suggested_disposition = suggestion(&call);
    let Call {
        id,
        lead_id,
        user_id,
        region_id,
        campaign_id,
        origin,
        direction,
        called_at,
        duration_seconds,
        is_connected,
        disposition,
        category,
        notes,
        created_at: _,
        dispositioned_at: _,
        line,
    } = call;
    let reference = |(id, name)| Reference { id, name };
    CallResponse {
        id: CallId::new(id),
        lead: lead_id.zip(lead_name).map(reference),
        user: Reference { id: user_id, name: user_name },
        region: Reference { id: region_id, name: region_name },
        campaign: campaign_id.zip(campaign_name).map(reference),
        called_at,
        duration: duration_seconds,
        connected: is_connected,
        disposition,
        category: category.map(|category| category.0),
        notes,
        origin: origin.0,
        direction: direction.0,
        status: line.status.0,
        phone_e164: line.phone_e164,
        suggested_disposition,
        answered_by: line.answered_by.map(|by| by.0),
        answered_at: line.answered_at,
        ended_at: line.ended_at,
        permitted_until: line.permitted_until.filter(|_| line.status.0 == CallStatus::Permitted),
        recording_consent: line.recording_consent.map(|consent| consent.0),
        recording: recording.as_ref().map(present_recording),
        voicemail_dropped: line.voicemail_dropped_at.is_some(),
        override_reason: line.override_reason,
    }
}

/// A call just written down, and what it did to the lead.
pub(super) fn present_logged(logged: LoggedCall) -> LoggedCallResponse {
    let LoggedCall { call, lead, undo } = logged;
    let undo =
        undo.map(|app::calls::UndoOffer { activity_id, until }| UndoOffer { activity_id, until });
    LoggedCallResponse { call: present(call), lead_now: crate::leads::present(lead), undo }
}

fn present_recording(recording: &Recording) -> RecordingResponse {
    let Recording { call_id: _, sid: _, status, duration_seconds, updated_at: _ } = recording;
    RecordingResponse { status: status.0, duration: *duration_seconds }
}

/// What the rep is likely to say of it, by how it went over our line. Of a lead that rang us, only the
/// rep knows.
fn suggestion(call: &Call) -> Option<String> {
    let Call { line, .. } = call;
    if call.is_inbound() {
        return None;
    }
    line.dialled_at?;
    let state = CallState {
        status: line.status.0,
        answered_by: line.answered_by.map(|by| by.0),
        sip_code: line.sip_code,
        voicemail_dropped_at: line.voicemail_dropped_at,
        ..CallState::default()
    };
    suggested_disposition(&state).map(str::to_owned)
}

impl From<LogCallError> for ApiError {
    fn from(error: LogCallError) -> Self {
        match error {
            LogCallError::UnknownDisposition => Self::field(
                "/disposition",
                "unknown_disposition",
                "There is no such outcome, or it is not used any more. Choose one from the list.",
            ),
            LogCallError::InTheFuture => Self::field(
                "/called_at",
                "in_the_future",
                "This call would be in the future. Give the time at which it was made.",
            ),
            LogCallError::OutOfReach(Moment::Call) => {
                Self::field("/called_at", "out_of_bounds", "Choose a date from the year 1970 on.")
            }
            LogCallError::OutOfReach(Moment::FollowUp) => Self::field(
                "/follow_up/due_at",
                "out_of_bounds",
                "Choose a date between 1970 and 9999.",
            ),
            LogCallError::FollowUpNeeded => Self::field(
                "/follow_up",
                "required",
                "Say when to call back: this outcome goes with a follow-up.",
            ),
            LogCallError::FollowUpForbidden => Self::field(
                "/follow_up",
                "not_allowed",
                "This business is not to be called again, so it cannot have a follow-up. Leave the follow-up out.",
            ),
            LogCallError::LeadCompleted => Self::refused(
                Code::LeadCompleted,
                "The work on this lead is done. Ask an admin to reopen it before you log another call.",
            ),
            LogCallError::Db(error) => lead_access::lead_error(error),
        }
    }
}
