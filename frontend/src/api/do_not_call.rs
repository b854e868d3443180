//! Numbers that nobody may call.

use dto::do_not_call::{CreateDoNotCallRequest, DoNotCallResponse, DoNotCallUploadResponse};
use dto::page::{Count, Page};
use leptos::prelude::RwSignal;
use serde::Serialize;
use web_sys::{File, FormData};

use super::{ApiError, Call, SignedIn};

#[derive(Serialize)]
struct ListQuery<'a> {
    q: Option<&'a str>,
    cursor: Option<&'a str>,
    count: Option<Count>,
}

/// One page of those that match, the latest first, with the number of all of them on the first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(
    me: SignedIn,
    search: Option<&str>,
    cursor: Option<&str>,
) -> Result<Page<DoNotCallResponse>, ApiError> {
    let count = cursor.is_none().then_some(Count::Exact);
    me.fetch(Call::get("/do-not-call").query(&ListQuery { q: search, cursor, count })).await
}

/// Puts a number on the list; one that is on it stays as it is.
///
/// # Errors
/// Wrong fields.
pub async fn create(
    me: SignedIn,
    number: &CreateDoNotCallRequest,
) -> Result<DoNotCallResponse, ApiError> {
    me.fetch(Call::post("/do-not-call").json(number)).await
}

#[derive(Serialize)]
struct RemovalQuery<'a> {
    reason: &'a str,
}

/// Takes a number off the list; why is kept.
///
/// # Errors
/// Wrong fields, or `NotFound`.
pub async fn delete(me: SignedIn, phone_e164: &str, reason: &str) -> Result<(), ApiError> {
    let path = format!("/do-not-call/{phone_e164}");
    me.run(Call::delete(path).query(&RemovalQuery { reason })).await
}

/// What goes up with a list.
#[derive(Clone)]
pub struct Upload {
    /// The list.
    pub file: File,
    /// Why nobody may call these numbers.
    pub reason: Option<String>,
    /// Of which country numbers without `+` are.
    pub country: Option<String>,
}

/// Uploads a list; `progress` is the share sent. Dropping the future cancels.
///
/// # Errors
/// `TooLarge`, or wrong fields.
pub async fn upload(
    me: SignedIn,
    upload: &Upload,
    progress: RwSignal<f64>,
) -> Result<DoNotCallUploadResponse, ApiError> {
    let form = to_form(upload).ok_or(ApiError::Unreadable)?;
    me.upload("/do-not-call/upload", &form, progress).await
}

fn to_form(upload: &Upload) -> Option<FormData> {
    let form = FormData::new().ok()?;
    for (name, value) in [("reason", &upload.reason), ("country", &upload.country)] {
        if let Some(value) = value {
            form.append_with_str(name, value).ok()?;
        }
    }
    form.append_with_blob_and_filename("file", &upload.file, &upload.file.name()).ok()?;
    Some(form)
}
