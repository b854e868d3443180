//! `/events`: server-sent events, read by fetch with the bearer.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get};
use app::events::{Event, Watch};
use db::Notice;
use dto::events::ChangeEvent;
use futures_util::{Stream, StreamExt, stream};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::SignedIn;
use crate::openapi::Problems;

/// How long a client waits before it opens a lost stream again.
const RETRY: &str = "retry: 3000\n\n";

/// Proxies close a connection that is silent, and clients take silence for a dead line.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(stream_events);
}

/// Tells live what changes: `event: change` with what was done to which thing, or `event: resync`
/// when changes may have been missed and everything shown is to be read anew.
///
/// Admins hear everything, reps what is theirs. The stream ends after 15 minutes and when the user's
/// role changes or the account is deactivated: open it again with a current access token.
#[utoipa::path(
    tag = "events",
    security(("bearer" = [])),
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event received; what came after it is told first.")),
    responses((status = 200, content_type = "text/event-stream", body = ChangeEvent), Problems)
)]
#[get("/events")]
async fn stream_events(caller: SignedIn, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let last = request.headers().get("last-event-id").map(|id| id.to_str().unwrap_or_default());
    let watch = Watch::open(&caller, last).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // A compressor, or a proxy's buffer, would hold events back.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(messages(watch)))
}

/// The stream as it is sent, with signs of life while nothing happens.
fn messages(watch: Watch) -> impl Stream<Item = Result<Bytes, ApiError>> {
    let events = stream::unfold(watch, |mut watch| async move {
        let message = match tokio::time::timeout(HEARTBEAT, watch.next()).await {
            Ok(Some(event)) => present(&event),
            Ok(None) => return None,
            Err(_silence) => Ok(Bytes::from_static(b": still here\n\n")),
        };
        Some((message, watch))
    });
    stream::iter([Ok(Bytes::from_static(RETRY.as_bytes()))]).chain(events)
}

fn present(event: &Event) -> Result<Bytes, ApiError> {
    let notice = match event {
        Event::Changed(notice) => notice,
        Event::Resync => return Ok(Bytes::from_static(b"event: resync\ndata: {}\n\n")),
    };
    let Notice { activity, action, subject, subject_id, lead, actor, audience: _, count } =
        &**notice;
    let change = ChangeEvent {
        action: *action,
        subject_type: *subject,
        subject_id: *subject_id,
        lead_id: *lead,
        actor_id: *actor,
        count: *count,
    };
    let data =
        serde_json::to_string(&change).map_err(|error| ApiError::Internal(Box::new(error)))?;
    let id = activity.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Ok(Bytes::from(format!("event: change\n{id}data: {data}\n\n")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::activity::{Action, Subject};
    use domain::ids::ActivityId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_change_is_one_message_with_the_id_to_resume_from() {
        let id = Uuid::from_u128(7);
        let notice = Notice {
            activity: Some(ActivityId::new(id)),
            action: Action::LeadUpdated,
            subject: Subject::Lead,
            subject_id: id,
            lead: None,
            actor: None,
            audience: None,
            count: None,
        };
        let message = present(&Event::Changed(Arc::new(notice))).unwrap();
        let text = std::str::from_utf8(&message).unwrap();
        assert!(
            text.starts_with(&format!(
                "event: change\nid: {id}\ndata: {{\"action\":\"lead.updated\""
            ))
        );
        assert!(text.ends_with("}\n\n"));
        assert_eq!(text.matches('\n').count(), 4);
    }
}
