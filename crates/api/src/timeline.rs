//! `/leads/{id}/timeline`

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use db::timeline::{Entry, Happening};
use domain::ids::LeadId;
use dto::Reference;
use dto::calls::RecordingResponse;
use dto::page::Page;
use dto::timeline::{TimelineEntry, TimelineItem};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{List, NoFilter, Paging, Path, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_lead_timeline);
}

/// Lists what happened on a lead, newest first: calls, notes, promises, assignments, changes.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path), Paging), responses((status = 200, body = Page<TimelineEntry>), Problems))]
#[get("/leads/{id}/timeline")]
async fn list_lead_timeline(
    caller: SignedIn,
    lead: Path<LeadId>,
    list: List<NoFilter>,
) -> Result<web::Json<Page<TimelineEntry>>, ApiError> {
    let paging = list.paging.in_fixed_order("time, newest first")?;
    let behind: Option<(DateTime<Utc>, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    lead_access::check(&mut conn, &caller, *lead).await?;
    let entries = db::timeline::list(&mut conn, *lead, behind, paging.limit + 1).await?;
    let (entries, next_cursor) = cursor::page(entries, paging.limit, |entry| (entry.at, entry.id))?;
    let count = match paging.count {
        Some(_) => Some(db::timeline::count(&mut conn, *lead).await?),
        None => None,
    };
    let data = entries.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

fn present(entry: Entry) -> TimelineEntry {
    let Entry { id, at, user, what } = entry;
    TimelineEntry { id, at, user: user.map(reference), what: item(what) }
}

fn item(what: Happening) -> TimelineItem {
    match what {
        Happening::Call {
            disposition,
            notes,
            duration,
            origin,
            direction,
            status,
            recording,
            is_message_left,
        } => TimelineItem::Call {
            disposition,
            notes,
            duration,
            origin: origin.0,
            direction: direction.0,
            status: status.0,
            recording: recording
                .map(|(status, duration)| RecordingResponse { status: status.0, duration }),
            voicemail_dropped: is_message_left,
        },
        Happening::Note { body } => TimelineItem::Note { body },
        Happening::FollowUp { due_at, note, completed_at } => {
            TimelineItem::FollowUp { due_at, note, completed_at }
        }
        Happening::Assignment { assignee } => {
            TimelineItem::Assignment { assignee: reference(assignee) }
        }
        Happening::Change { action, before, after } => {
            TimelineItem::Change { action, before, after }
        }
    }
}

fn reference((id, name): (Uuid, String)) -> Reference {
    Reference { id, name }
}
