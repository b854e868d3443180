//! Listening to a call's recording, which is streamed from the carrier.

use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, RANGE,
};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use app::Ctx;
use app::calls::{HearRecordingError, Media, RecordingLink};
use domain::ids::CallId;
use dto::calls::RecordingLinkResponse;
use dto::problem::Code;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::line::{call_error, carrier_away, not_configured};
use crate::error::ApiError;
use crate::extract::{Path, Query, SignedIn};
use crate::openapi::Problems;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_call_recording).service(link_call_recording);
}

/// How a recording is asked for without a bearer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct LinkQuery {
    /// What `POST /calls/{id}/recording/link` gave.
    link: Option<String>,
}

/// Plays a call's recording, or the part that `Range` asks for; a rep's own calls only.
///
/// A link takes the place of the bearer for a minute: media elements of a page send none.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path), LinkQuery, ("Range" = Option<String>, Header, description = "Such as bytes=0-1023.")), responses((status = 200, body = String, content_type = "audio/mpeg"), (status = 206, body = String, content_type = "audio/mpeg"), Problems))]
#[get("/calls/{id}/recording")]
async fn get_call_recording(
    caller: Result<SignedIn, ApiError>,
    ctx: web::Data<Ctx>,
    id: Path<CallId>,
    query: Query<LinkQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let range = request.headers().get(RANGE).and_then(|range| range.to_str().ok());
    let media = match &query.0.link {
        Some(link) => app::calls::hear_by_link(&ctx, *id, link, range).await?,
        None => app::calls::hear_recording(&*caller?, *id, range).await?,
    };
    Ok(stream(media))
}

/// Makes an address under which a call's recording can be played for a minute.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("id" = CallId, Path)), responses((status = 200, body = RecordingLinkResponse), Problems))]
#[post("/calls/{id}/recording/link")]
async fn link_call_recording(
    caller: SignedIn,
    id: Path<CallId>,
) -> Result<web::Json<RecordingLinkResponse>, ApiError> {
    let RecordingLink { link, expires_at } = app::calls::link_recording(&caller, *id).await?;
    let url = format!("/api/v1/calls/{}/recording?link={link}", *id);
    Ok(web::Json(RecordingLinkResponse { url, expires_at }))
}

/// The sound as it comes; compressing it would break the ranges.
fn stream(media: Media) -> HttpResponse {
    let mut response =
        if media.is_partial { HttpResponse::PartialContent() } else { HttpResponse::Ok() };
    response
        .content_type(media.content_type.unwrap_or_else(|| "audio/mpeg".to_owned()))
        .insert_header((ACCEPT_RANGES, media.accept_ranges.unwrap_or_else(|| "bytes".to_owned())))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_ENCODING, "identity"));
    if let Some(range) = media.content_range {
        response.insert_header((CONTENT_RANGE, range));
    }
    if let Some(length) = media.content_length {
        response.insert_header((CONTENT_LENGTH, length)).no_chunking(length);
    }
    response.streaming(media.body)
}

impl From<HearRecordingError> for ApiError {
    fn from(error: HearRecordingError) -> Self {
        match error {
            HearRecordingError::NotConfigured => not_configured(),
            HearRecordingError::NoRecording => Self::refused(
                Code::NotFound,
                "There is no recording of this call, or it is not ready yet. Try again in a moment.",
            ),
            HearRecordingError::LinkEnded => Self::refused(
                Code::LinkUnusable,
                "This link has ended. Press play again to get a new one.",
            ),
            HearRecordingError::OutOfRange => Self::refused(
                Code::RangeNotSatisfiable,
                "The recording is shorter than that. Ask for an earlier part.",
            ),
            HearRecordingError::Carrier(cause) => {
                tracing::warn!(error = ?cause, "the carrier did not give a recording");
                carrier_away()
            }
            HearRecordingError::Name(error) => Self::Internal(Box::new(error)),
            HearRecordingError::Db(error) => call_error(error),
        }
    }
}
