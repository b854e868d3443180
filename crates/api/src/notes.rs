//! `/leads/{id}/notes`

use actix_web::{HttpResponse, get, post, web};
use app::notes::NoteError;
use chrono::{DateTime, Utc};
use db::notes::{Note, NoteView};
use domain::ids::{LeadId, NoteId};
use dto::Reference;
use dto::notes::{CreateNoteRequest, NoteResponse};
use dto::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Json, List, NoFilter, Paging, Path, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_lead_notes).service(create_note);
}

/// Lists the notes on a lead, newest first.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path), Paging), responses((status = 200, body = Page<NoteResponse>), Problems))]
#[get("/leads/{id}/notes")]
async fn list_lead_notes(
    caller: SignedIn,
    lead: Path<LeadId>,
    list: List<NoFilter>,
) -> Result<web::Json<Page<NoteResponse>>, ApiError> {
    let paging = list.paging.in_fixed_order("time, newest first")?;
    let behind: Option<(DateTime<Utc>, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    lead_access::check(&mut conn, &caller, *lead).await?;
    let notes = db::notes::list(&mut conn, *lead, behind, paging.limit + 1).await?;
    let (notes, next_cursor) =
        cursor::page(notes, paging.limit, |view| (view.note.created_at, view.note.id))?;
    let count = match paging.count {
        Some(_) => Some(db::notes::count(&mut conn, *lead).await?),
        None => None,
    };
    let data = notes.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

/// Writes a note on a lead.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 201, body = NoteResponse), Problems))]
#[post("/leads/{id}/notes")]
async fn create_note(
    caller: SignedIn,
    lead: Path<LeadId>,
    body: Json<CreateNoteRequest>,
) -> Result<HttpResponse, ApiError> {
    let note = app::notes::create_note(&caller, *lead, &body.body).await?;
    let location = format!("/api/v1/leads/{}/notes", *lead);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(note)))
}

fn present(view: NoteView) -> NoteResponse {
    let NoteView { note, user_name } = view;
    let Note { id, lead_id: _, user_id, body, created_at } = note;
    let user = Reference { id: user_id, name: user_name };
    NoteResponse { id: NoteId::new(id), body, user, created_at }
}

impl From<NoteError> for ApiError {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::Empty => {
                Self::field("/body", "required", "Write what you want to remember.")
            }
            NoteError::Db(error) => lead_access::lead_error(error),
        }
    }
}
