//! `/note-templates`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::note_templates::{MOST, NoteTemplateDraft, NoteTemplateError};
use db::DbError;
use db::note_templates::{NoteTemplate, NoteTemplateChanges};
use domain::ids::NoteTemplateId;
use dto::note_templates::{
    CreateNoteTemplateRequest, NoteTemplateResponse, UpdateNoteTemplateRequest,
};
use dto::page::Page;
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_note_templates)
        .service(create_note_template)
        .service(update_note_template)
        .service(delete_note_template);
}

/// Lists the texts that reps put into notes, in order.
///
/// Those that are switched off are listed too.
#[utoipa::path(tag = "note-templates", security(("bearer" = [])), responses((status = 200, body = Page<NoteTemplateResponse>), Problems))]
#[get("/note-templates")]
async fn list_note_templates(
    caller: SignedIn,
) -> Result<web::Json<Page<NoteTemplateResponse>>, ApiError> {
    let templates = db::note_templates::list(&mut *caller.conn().await?).await?;
    let data = templates.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a text for notes.
#[utoipa::path(tag = "note-templates", security(("bearer" = [])), responses((status = 201, body = NoteTemplateResponse), Problems))]
#[post("/note-templates")]
async fn create_note_template(
    admin: Admin,
    body: Json<CreateNoteTemplateRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateNoteTemplateRequest { name, body, position } = body.into_inner();
    let draft = NoteTemplateDraft { name, body, position };
    let template = app::note_templates::create_note_template(&admin, draft).await?;
    let location = format!("/api/v1/note-templates/{}", template.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(template)))
}

/// Changes a text for notes. Notes that were written with it stay as they are.
#[utoipa::path(tag = "note-templates", security(("bearer" = [])), params(("id" = NoteTemplateId, Path)), responses((status = 200, body = NoteTemplateResponse), Problems))]
#[patch("/note-templates/{id}")]
async fn update_note_template(
    admin: Admin,
    id: Path<NoteTemplateId>,
    body: Json<UpdateNoteTemplateRequest>,
) -> Result<web::Json<NoteTemplateResponse>, ApiError> {
    let UpdateNoteTemplateRequest { name, body, position, active } = body.into_inner();
    let changes = NoteTemplateChanges {
        name: name.map(|name| name.trim().to_owned()),
        body: body.map(|body| body.trim().to_owned()),
        is_active: active,
    };
    let changed = app::note_templates::update_note_template(&admin, *id, changes, position).await?;
    Ok(web::Json(present(changed)))
}

/// Deletes a text for notes. Notes that were written with it stay as they are.
#[utoipa::path(tag = "note-templates", security(("bearer" = [])), params(("id" = NoteTemplateId, Path)), responses((status = 204), Problems))]
#[delete("/note-templates/{id}")]
async fn delete_note_template(
    admin: Admin,
    id: Path<NoteTemplateId>,
) -> Result<HttpResponse, ApiError> {
    app::note_templates::delete_note_template(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<NoteTemplateError> for ApiError {
    fn from(error: NoteTemplateError) -> Self {
        match error {
            NoteTemplateError::NameTaken => Self::field(
                "/name",
                "name_taken",
                "Another note template has this name. Choose another one.",
            ),
            NoteTemplateError::TooMany => Self::refused(
                Code::InUse,
                format!("There are {MOST} note templates, which is the most. Delete one first."),
            ),
            NoteTemplateError::Db(DbError::NotFound) => Self::not_found("note template"),
            NoteTemplateError::Db(error) => error.into(),
        }
    }
}

fn present(template: NoteTemplate) -> NoteTemplateResponse {
    let NoteTemplate { id, name, body, position, is_active } = template;
    NoteTemplateResponse { id: id.into(), name, body, position, active: is_active }
}
