//! Calls over our line: permission, hanging up, leaving a message, saying what came of it.

use actix_web::{HttpResponse, get, post, web};
use app::calls::{CallWord, DisposeCallError, LineError, PermitCallError};
use db::DbError;
use db::call_events::CallEvent;
use domain::ids::CallId;
use dto::calls::{
    CallEventResponse, CallResponse, DispositionCallRequest, LoggedCallResponse, PlaceCallRequest,
};
use dto::page::Page;
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::present::{present, present_logged};
use crate::error::ApiError;
use crate::extract::{Json, List, NoFilter, Path, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(place_call)
        .service(dispose_call)
        .service(hang_up_call)
        .service(drop_voicemail)
        .service(list_call_events);
}

/// Asks for the permission to dial a lead: once, within a minute, from the caller's browser.
///
/// Refused with `not_callable` and the reasons when the lead cannot be called now, and with
/// `already_on_a_call` while the caller is on another call.
#[utoipa::path(tag = "calls", security(("bearer" = [])), responses((status = 201, body = CallResponse), Problems))]
#[post("/calls")]
async fn place_call(
    caller: SignedIn,
    body: Json<PlaceCallRequest>,
) -> Result<HttpResponse, ApiError> {
    let PlaceCallRequest { lead_id, override_reason } = body.into_inner();
    let call = app::calls::permit_call(&caller, lead_id, override_reason).await?;
    let location = format!("/api/v1/calls/{}", call.call.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(call)))
}

/// Says what came of a call, and moves the lead on.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path)), responses((status = 200, body = LoggedCallResponse), Problems))]
#[post("/calls/{id}/disposition")]
async fn dispose_call(
    caller: SignedIn,
    id: Path<CallId>,
    body: Json<DispositionCallRequest>,
) -> Result<web::Json<LoggedCallResponse>, ApiError> {
    let DispositionCallRequest { disposition, notes, follow_up } = body.into_inner();
    let follow_up = follow_up.map(crate::follow_ups::draft);
    let word = CallWord { disposition, notes, follow_up };
    let logged = app::calls::dispose_call(&caller, *id, word).await?;
    Ok(web::Json(present_logged(logged)))
}

/// Ends a call, or gives a permission back that was not used.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path)), responses((status = 200, body = CallResponse), Problems))]
#[post("/calls/{id}/hang-up")]
async fn hang_up_call(
    caller: SignedIn,
    id: Path<CallId>,
) -> Result<web::Json<CallResponse>, ApiError> {
    Ok(web::Json(present(app::calls::hang_up_call(&caller, *id).await?)))
}

/// Leaves the caller's recorded message on the machine that answered; the caller is free meanwhile.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path)), responses((status = 200, body = CallResponse), Problems))]
#[post("/calls/{id}/voicemail-drop")]
async fn drop_voicemail(
    caller: SignedIn,
    id: Path<CallId>,
) -> Result<web::Json<CallResponse>, ApiError> {
    Ok(web::Json(present(app::calls::drop_voicemail(&caller, *id).await?)))
}

/// Lists what was told of a call, in the order in which it was.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path), crate::extract::Paging), responses((status = 200, body = Page<CallEventResponse>), Problems))]
#[get("/calls/{id}/events")]
async fn list_call_events(
    caller: SignedIn,
    id: Path<CallId>,
    list: List<NoFilter>,
) -> Result<web::Json<Page<CallEventResponse>>, ApiError> {
    let paging = list.paging.in_fixed_order("time, the first first")?;
    let behind: Option<Uuid> = paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    db::calls::find_view(&mut conn, *id, caller.only_own()).await.map_err(call_error)?;
    let events = db::call_events::list(&mut conn, *id, behind, paging.limit + 1).await?;
    let (events, next_cursor) = cursor::page(events, paging.limit, |event| event.id)?;
    let count = match paging.count {
        Some(_) => Some(db::call_events::count(&mut conn, *id).await?),
        None => None,
    };
    let data = events.iter().map(present_event).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

fn present_event(event: &CallEvent) -> CallEventResponse {
    let status = app::calls::event_status(event);
    let &CallEvent { id, kind, sequence, occurred_at, received_at, .. } = event;
    CallEventResponse { id, kind: kind.0, status, sequence, occurred_at, received_at }
}

/// What the database said about a call: that it is missing is said as such.
pub(super) fn call_error(error: DbError) -> ApiError {
    match error {
        DbError::NotFound => ApiError::not_found("call"),
        other => other.into(),
    }
}

/// What to do when there is no carrier.
pub(crate) fn not_configured() -> ApiError {
    ApiError::refused(
        Code::TelephonyNotConfigured,
        "Calls from the browser are not set up here. Call from your own phone and log the call; whoever runs this system can switch calls on by setting SKIIGEN_TWILIO_ACCOUNT_SID and the variables beside it.",
    )
}

/// What to do when the carrier does not answer.
pub(super) fn carrier_away() -> ApiError {
    ApiError::refused(
        Code::CarrierUnavailable,
        "We could not reach the phone service. Your lead and your notes are saved. Hang up in the call bar, or try again in a moment.",
    )
}

impl From<PermitCallError> for ApiError {
    fn from(error: PermitCallError) -> Self {
        match error {
            PermitCallError::NotConfigured => not_configured(),
            PermitCallError::NotCallable(refused) => Self::NotCallable(refused.receipt.reasons),
            PermitCallError::OnACall(lead) => Self::refused(
                Code::AlreadyOnACall,
                match lead {
                    Some(lead) => format!(
                        "You are on a call with {lead}, perhaps in another window. End that call first."
                    ),
                    None => {
                        "You are on another call, perhaps in another window. End that call first."
                            .to_owned()
                    }
                },
            ),
            PermitCallError::Db(error) => lead_access::lead_error(error),
        }
    }
}

impl From<DisposeCallError> for ApiError {
    fn from(error: DisposeCallError) -> Self {
        match error {
            DisposeCallError::AlreadySaid => Self::refused(
                Code::AlreadyDispositioned,
                "What came of this call is written down already. Reload to see it.",
            ),
            DisposeCallError::LeadGone => Self::not_found("lead"),
            DisposeCallError::Log(app::calls::LogCallError::Db(error)) => call_error(error),
            DisposeCallError::Log(error) => error.into(),
        }
    }
}

impl From<LineError> for ApiError {
    fn from(error: LineError) -> Self {
        match error {
            LineError::NotConfigured => not_configured(),
            LineError::Carrier(cause) => {
                tracing::warn!(error = ?cause, "the carrier could not be asked");
                carrier_away()
            }
            LineError::NotInProgress => Self::refused(
                Code::NotInProgress,
                "Nobody is on the line now. A message can be left once somebody, or a machine, has answered.",
            ),
            LineError::NoMessage => Self::refused(
                Code::NoVoicemailMessage,
                "You have not recorded a message yet. Record one in your profile, then try again.",
            ),
            LineError::Leg(error) => Self::Internal(Box::new(error)),
            LineError::Db(error) => call_error(error),
        }
    }
}
