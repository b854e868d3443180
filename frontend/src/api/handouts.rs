//! Acts on who works many leads at once.

use domain::ids::HandoutId;
use dto::handouts::{CreateHandoutRequest, HandoutPreview, HandoutResponse};
use dto::page::Page;
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

#[derive(Serialize)]
struct PageQuery<'a> {
    limit: u16,
    cursor: Option<&'a str>,
}

/// One page of them, newest first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn, cursor: Option<&str>) -> Result<Page<HandoutResponse>, ApiError> {
    me.fetch(Call::get("/handouts").query(&PageQuery { limit: 10, cursor })).await
}

/// One of them.
///
/// # Errors
/// `NotFound`.
pub async fn find(me: SignedIn, id: HandoutId) -> Result<HandoutResponse, ApiError> {
    me.fetch(Call::get(format!("/handouts/{id}"))).await
}

/// What an act would do now.
///
/// # Errors
/// Wrong fields, such as somebody who is no active rep.
pub async fn preview(
    me: SignedIn,
    request: &CreateHandoutRequest,
) -> Result<HandoutPreview, ApiError> {
    me.fetch(Call::post("/handouts/preview").json(request)).await
}

/// Asks for an act.
///
/// # Errors
/// Wrong fields, such as somebody who is no active rep.
pub async fn create(
    me: SignedIn,
    request: &CreateHandoutRequest,
) -> Result<HandoutResponse, ApiError> {
    me.fetch(Call::post("/handouts").json(request)).await
}

/// Takes an act back.
///
/// # Errors
/// Refused when it was taken back already.
pub async fn undo(me: SignedIn, id: HandoutId) -> Result<HandoutResponse, ApiError> {
    me.fetch(Call::post(format!("/handouts/{id}/undo"))).await
}
