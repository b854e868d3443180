//! `/dispositions`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::dispositions::{DispositionDraft, DispositionError};
use db::dispositions::{Disposition, DispositionChanges};
use db::{Stored, Word};
use domain::ids::DispositionId;
use dto::dispositions::{CreateDispositionRequest, DispositionResponse, UpdateDispositionRequest};
use dto::page::Page;
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_dispositions)
        .service(create_disposition)
        .service(update_disposition)
        .service(delete_disposition);
}

/// Lists what a rep may say came of a call, in order.
///
/// Those that cannot be picked any more are listed too, since old calls name them.
#[utoipa::path(tag = "dispositions", security(("bearer" = [])), responses((status = 200, body = Page<DispositionResponse>), Problems))]
#[get("/dispositions")]
async fn list_dispositions(
    caller: SignedIn,
) -> Result<web::Json<Page<DispositionResponse>>, ApiError> {
    let dispositions = db::dispositions::list(&mut *caller.conn().await?).await?;
    let data = dispositions.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a disposition.
#[utoipa::path(tag = "dispositions", security(("bearer" = [])), responses((status = 201, body = DispositionResponse), Problems))]
#[post("/dispositions")]
async fn create_disposition(
    admin: Admin,
    body: Json<CreateDispositionRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateDispositionRequest { key, label, rule, category, hotkey, position, retry } =
        body.into_inner();
    let draft = DispositionDraft { key, label, rule, category, hotkey, position, retry };
    let disposition = app::dispositions::create_disposition(&admin, draft).await?;
    let location = format!("/api/v1/dispositions/{}", disposition.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(disposition)))
}

/// Changes a disposition.
///
/// What it does to the lead stays as it is once a call has ended with it; its name, its digit, its place
/// and whether it can be picked do not.
#[utoipa::path(tag = "dispositions", security(("bearer" = [])), params(("id" = DispositionId, Path)), responses((status = 200, body = DispositionResponse), Problems))]
#[patch("/dispositions/{id}")]
async fn update_disposition(
    admin: Admin,
    id: Path<DispositionId>,
    body: Json<UpdateDispositionRequest>,
) -> Result<web::Json<DispositionResponse>, ApiError> {
    let UpdateDispositionRequest { label, rule, category, hotkey, position, active, retry } =
        body.into_inner();
    let changes = DispositionChanges {
        label: label.map(|label| label.trim().to_owned()),
        rule: rule.map(Word),
        category: category.map(|category| category.map(Word)),
        hotkey,
        is_active: active,
        retry: retry.map(|retry| retry.map(Stored)),
    };
    let changed = app::dispositions::update_disposition(&admin, *id, changes, position).await?;
    Ok(web::Json(present(changed)))
}

/// Deletes a disposition that no call has ended with.
#[utoipa::path(tag = "dispositions", security(("bearer" = [])), params(("id" = DispositionId, Path)), responses((status = 204), Problems))]
#[delete("/dispositions/{id}")]
async fn delete_disposition(
    admin: Admin,
    id: Path<DispositionId>,
) -> Result<HttpResponse, ApiError> {
    app::dispositions::delete_disposition(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<DispositionError> for ApiError {
    fn from(error: DispositionError) -> Self {
        match error {
            DispositionError::KeyTaken => Self::refused(
                Code::NameTaken,
                "Another disposition has this stable name. Choose another one.",
            ),
            DispositionError::LabelTaken => Self::field(
                "/label",
                "name_taken",
                "Another disposition has this name. Choose another one, or switch that one off.",
            ),
            DispositionError::InvalidKey => Self::field(
                "/key",
                "invalid_key",
                "A key has small letters, digits and _, 50 at most, and begins with a letter.",
            ),
            DispositionError::HotkeyTaken(label) => Self::field(
                "/hotkey",
                "hotkey_taken",
                format!(
                    "{label} has this digit. Choose another one, or take it from {label} first."
                ),
            ),
            DispositionError::WrongCategory(rule) if rule.needs_category() => Self::field(
                "/category",
                "required",
                "This ends the work on the lead. Say how: failed, warm or closed.",
            ),
            DispositionError::WrongCategory(_) => Self::field(
                "/category",
                "not_allowed",
                "The work on the lead goes on, so there is no failed, warm or closed. Leave it out.",
            ),
            DispositionError::RetryNotAllowed => Self::field(
                "/retry",
                "not_allowed",
                "Only an outcome that tries the lead again has a time for it. Leave it out.",
            ),
            DispositionError::InUse => Self::refused(
                Code::InUse,
                "Calls have ended with this disposition, so what it does stays. Switch it off, and add another one.",
            ),
            DispositionError::Proposed => Self::refused(
                Code::InUse,
                "This disposition is proposed after calls that went this way, so what it does stays. Switch it off, and add another one.",
            ),
            DispositionError::LastOne => Self::refused(
                Code::InUse,
                "This is the last disposition that can be picked, and a call must end with one. Add another one first.",
            ),
            DispositionError::Db(error) => error.into(),
        }
    }
}

fn present(disposition: Disposition) -> DispositionResponse {
    let Disposition { id, key, label, rule, category, hotkey, position, is_active, retry } =
        disposition;
    DispositionResponse {
        id: DispositionId::new(id),
        key,
        label,
        rule: rule.0,
        category: category.map(|category| category.0),
        hotkey,
        position,
        active: is_active,
        retry: retry.map(|retry| retry.0),
    }
}
