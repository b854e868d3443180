//! Lists made into files.

use domain::exports::ExportSource;
use domain::ids::ExportId;
use dto::exports::{CreateExportRequest, ExportLinkResponse, ExportResponse};
use dto::page::{Count, Page};
use serde::Serialize;
use serde_json::{Map, Value};

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
pub async fn list(me: SignedIn, cursor: Option<&str>) -> Result<Page<ExportResponse>, ApiError> {
    me.fetch(Call::get("/exports").query(&PageQuery { limit: 50, cursor })).await
}

/// Asks for a file.
///
/// # Errors
/// Wrong fields.
pub async fn create(
    me: SignedIn,
    request: &CreateExportRequest,
) -> Result<ExportResponse, ApiError> {
    me.fetch(Call::post("/exports").json(request)).await
}

/// An address under which the file can be fetched for a minute.
///
/// # Errors
/// `ExportNotReady`, or `NotFound` once it was removed.
pub async fn link(me: SignedIn, id: ExportId) -> Result<ExportLinkResponse, ApiError> {
    me.fetch(Call::post(format!("/exports/{id}/file/link"))).await
}

#[derive(Serialize)]
struct CountQuery<'a> {
    #[serde(flatten)]
    filter: &'a Map<String, Value>,
    limit: u16,
    count: Count,
}

/// How many rows a file would have now.
///
/// # Errors
/// See [`ApiError`].
pub async fn count(
    me: SignedIn,
    source: ExportSource,
    filter: &Map<String, Value>,
) -> Result<i64, ApiError> {
    let query = CountQuery { filter, limit: 1, count: Count::Exact };
    let call = Call::get(format!("/{source}")).query(&query);
    let page: Page<Value> = me.fetch(call).await?;
    page.count.ok_or(ApiError::Unreadable)
}
