//! `/do-not-call`

mod upload;

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use app::do_not_call::{
    AddedNumber, DoNotCallError, LARGEST, ListReceipt, NumberDraft, UnreadableNumber,
};
use db::do_not_call::{DoNotCallCursor, ForbiddenNumber, ForbiddenNumberView};
use dto::Reference;
use dto::do_not_call::{
    CreateDoNotCallRequest, DoNotCallResponse, DoNotCallUploadResponse, UnreadableLine,
    UploadDoNotCallRequest,
};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Paging, Path, Query, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_do_not_call)
        .service(create_do_not_call)
        .service(upload_do_not_call)
        .service(delete_do_not_call);
}

/// Which numbers are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct DoNotCallQuery {
    /// Digits of the number, or words of the reason.
    q: Option<String>,
}

/// Lists the numbers that nobody may call, the latest first.
#[utoipa::path(tag = "do not call", security(("bearer" = [])), params(Paging, DoNotCallQuery), responses((status = 200, body = Page<DoNotCallResponse>), Problems))]
#[get("/do-not-call")]
async fn list_do_not_call(
    caller: SignedIn,
    list: List<DoNotCallQuery>,
) -> Result<web::Json<Page<DoNotCallResponse>>, ApiError> {
    let List { paging, filter: DoNotCallQuery { q } } = list;
    let paging = paging.in_fixed_order("time, the latest first")?;
    let behind: Option<DoNotCallCursor> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    let views = db::do_not_call::list(&mut conn, q.as_deref(), behind, paging.limit + 1).await?;
    let key = |view: &ForbiddenNumberView| (view.number.created_at, view.number.phone_e164.clone());
    let (views, next_cursor) = cursor::page(views, paging.limit, key)?;
    let count = match paging.count {
        Some(_) => Some(db::do_not_call::count(&mut conn, q.as_deref()).await?),
        None => None,
    };
    Ok(web::Json(Page { data: views.into_iter().map(present).collect(), next_cursor, count }))
}

/// Puts a number on the list. One that is on it already stays as it is, and the answer is 200.
#[utoipa::path(
    tag = "do not call", security(("bearer" = [])),
    responses((status = 201, body = DoNotCallResponse), (status = 200, body = DoNotCallResponse), Problems)
)]
#[post("/do-not-call")]
async fn create_do_not_call(
    admin: Admin,
    body: Json<CreateDoNotCallRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateDoNotCallRequest { phone, country, reason } = body.into_inner();
    let draft = NumberDraft { phone, country, reason };
    let AddedNumber { view, is_new } = app::do_not_call::add_number(&admin, draft).await?;
    if !is_new {
        return Ok(HttpResponse::Ok().json(present(view)));
    }
    let digits = view.number.phone_e164.trim_start_matches('+');
    let location = format!("/api/v1/do-not-call?q={digits}");
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(view)))
}

/// Puts all numbers of a list on the do-not-call list in one go: all of them, or none.
#[utoipa::path(
    tag = "do not call", security(("bearer" = [])),
    request_body(content = UploadDoNotCallRequest, content_type = "multipart/form-data"),
    responses((status = 200, body = DoNotCallUploadResponse), Problems)
)]
#[post("/do-not-call/upload")]
async fn upload_do_not_call(
    admin: Admin,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<DoNotCallUploadResponse>, ApiError> {
    let limit = admin.ctx.settings().upload_limit_bytes.min(LARGEST);
    let list = upload::read(&request, payload, limit).await?;
    Ok(web::Json(receipt(app::do_not_call::upload_list(&admin, list).await?)))
}

/// Why a number is taken off the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct RemovalQuery {
    /// Why it may be called again; put on record.
    reason: String,
}

/// Takes a number off the list.
#[utoipa::path(tag = "do not call", security(("bearer" = [])), params(("phone" = String, Path, description = "The number in E.164."), RemovalQuery), responses((status = 204), Problems))]
#[delete("/do-not-call/{phone}")]
async fn delete_do_not_call(
    admin: Admin,
    phone: Path<String>,
    query: Query<RemovalQuery>,
) -> Result<HttpResponse, ApiError> {
    let Query(RemovalQuery { reason }) = query;
    app::do_not_call::remove_number(&admin, &phone, &reason).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn present(view: ForbiddenNumberView) -> DoNotCallResponse {
    let ForbiddenNumberView { number, added_by: name } = view;
    let ForbiddenNumber { id: _, phone_e164, reason, added_by: id, created_at } = number;
    DoNotCallResponse { phone_e164, reason, added_by: Reference { id, name }, created_at }
}

fn receipt(receipt: ListReceipt) -> DoNotCallUploadResponse {
    let ListReceipt { read, added, known, unreadable, problems } = receipt;
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let line = |problem: UnreadableNumber| {
        let UnreadableNumber { line, text, code, message } = problem;
        UnreadableLine { line, text, code, message }
    };
    DoNotCallUploadResponse {
        read: count(read),
        added: count(added),
        known: count(known),
        unreadable: count(unreadable),
        problems: problems.into_iter().map(line).collect(),
    }
}

impl From<DoNotCallError> for ApiError {
    fn from(error: DoNotCallError) -> Self {
        match error {
            DoNotCallError::Phone(issue) => {
                Self::field("/phone", issue.code(), sentence(&issue.to_string()))
            }
            DoNotCallError::SeveralNumbers => Self::field(
                "/phone",
                "several_numbers",
                "There is more than one number. Add them one by one, or upload them as a list.",
            ),
            DoNotCallError::UnknownCountry => Self::field(
                "/country",
                "unknown_country",
                "There is no country with this code. Give two letters, such as DE.",
            ),
            DoNotCallError::ReasonMissing => {
                Self::field("/reason", "required", "Say why. The reason is kept with the change.")
            }
            DoNotCallError::Unreadable(message) => Self::field("/file", "unreadable", message),
            DoNotCallError::NoNumbers => Self::field(
                "/file",
                "no_numbers",
                "There are no phone numbers in this file that can be read. Check that you chose the right one, \
                 and which country the numbers are from. Nothing was added.",
            ),
            DoNotCallError::Db(error) => error.into(),
        }
    }
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}
