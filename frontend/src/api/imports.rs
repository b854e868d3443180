//! Uploaded lists.

use domain::ids::{CampaignId, ImportId, RegionId};
use domain::imports::ImportStatus;
use dto::imports::{
    ImportOptions, ImportReport, ImportResponse, ImportRowFilter, ImportRowResponse, ImportSample,
    KeptLead, SampleQuery, UpdateImportRequest, UpdateImportRowsRequest, UpdateImportRowsResponse,
};
use dto::page::Page;
use leptos::prelude::RwSignal;
use serde::Serialize;
use web_sys::{File, FormData};

use super::{ApiError, Call, SignedIn};

/// Rows that are read at once.
pub const ROWS: u16 = 200;

#[derive(Serialize)]
struct PageQuery<'a> {
    limit: u16,
    cursor: Option<&'a str>,
}

#[derive(Serialize)]
struct RowsQuery<'a> {
    #[serde(flatten)]
    filter: &'a ImportRowFilter,
    limit: u16,
    cursor: Option<&'a str>,
    from: Option<i32>,
    before: Option<i32>,
}

/// Where in a list of rows the reading begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Begin {
    /// With the first row.
    #[default]
    First,
    /// With the row of this number, or the first that matches behind it.
    From(i32),
    /// So far up that the page ends before the row of this number.
    Before(i32),
}

/// One page of them, newest first.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn, cursor: Option<&str>) -> Result<Page<ImportResponse>, ApiError> {
    me.fetch(Call::get("/imports").query(&PageQuery { limit: 50, cursor })).await
}

/// One of them.
///
/// # Errors
/// `NotFound`.
pub async fn find(me: SignedIn, id: ImportId) -> Result<ImportResponse, ApiError> {
    me.fetch(Call::get(format!("/imports/{id}"))).await
}

/// What goes up with a list.
#[derive(Clone)]
pub struct Upload {
    /// The list.
    pub file: File,
    /// Where its leads go.
    pub region: RegionId,
    /// The effort that they are called under.
    pub campaign: Option<CampaignId>,
    /// What to do with leads that are there already.
    pub options: ImportOptions,
}

/// Uploads a list; `progress` is the share sent. Dropping the future cancels.
///
/// # Errors
/// `TooLarge`, `UnsupportedType`, or wrong fields.
pub async fn upload(
    me: SignedIn,
    upload: &Upload,
    progress: RwSignal<f64>,
) -> Result<ImportResponse, ApiError> {
    let form = to_form(upload).ok_or(ApiError::Unreadable)?;
    me.upload("/imports", &form, progress).await
}

/// The file comes last, so that the server knows what to do with it before it arrives.
fn to_form(upload: &Upload) -> Option<FormData> {
    let form = FormData::new().ok()?;
    form.append_with_str("region_id", &upload.region.to_string()).ok()?;
    if let Some(campaign) = upload.campaign {
        form.append_with_str("campaign_id", &campaign.to_string()).ok()?;
    }
    let options = serde_json::to_string(&upload.options).ok()?;
    form.append_with_str("options", &options).ok()?;
    form.append_with_blob_and_filename("file", &upload.file, &upload.file.name()).ok()?;
    Some(form)
}

/// Tells a list that waits for review what to do instead; its rows are judged anew where that matters.
///
/// # Errors
/// `WrongImportStatus` unless it waits for review.
pub async fn update(
    me: SignedIn,
    id: ImportId,
    changes: &UpdateImportRequest,
) -> Result<ImportResponse, ApiError> {
    me.fetch(Call::patch(format!("/imports/{id}")).json(changes)).await
}

/// Turns the rows into leads, in the background.
///
/// # Errors
/// `WrongImportStatus` unless it waits for review.
pub async fn commit(me: SignedIn, id: ImportId) -> Result<ImportResponse, ApiError> {
    me.fetch(Call::post(format!("/imports/{id}/commit"))).await
}

/// Sets a list aside before it becomes leads, or stops it while it does.
///
/// # Errors
/// `WrongImportStatus` once it has.
pub async fn cancel(me: SignedIn, id: ImportId) -> Result<ImportResponse, ApiError> {
    let status = Some(ImportStatus::Cancelled);
    update(me, id, &UpdateImportRequest { status, ..UpdateImportRequest::default() }).await
}

/// Takes back what a list has done, in the background.
///
/// # Errors
/// `WrongImportStatus` unless it has become leads.
pub async fn undo(me: SignedIn, id: ImportId) -> Result<ImportResponse, ApiError> {
    me.fetch(Call::post(format!("/imports/{id}/undo"))).await
}

/// One page of the leads that stayed, wholly or in part, when a list was taken back.
///
/// # Errors
/// See [`ApiError`].
pub async fn kept(
    me: SignedIn,
    id: ImportId,
    cursor: Option<&str>,
) -> Result<Page<KeptLead>, ApiError> {
    let query = PageQuery { limit: 100, cursor };
    me.fetch(Call::get(format!("/imports/{id}/kept")).query(&query)).await
}

/// The beginning of a list as it would be read.
///
/// # Errors
/// `InvalidFields` where it cannot be read like this.
pub async fn sample(
    me: SignedIn,
    id: ImportId,
    how: &SampleQuery,
) -> Result<ImportSample, ApiError> {
    me.fetch(Call::get(format!("/imports/{id}/sample")).query(how)).await
}

/// What a list is worth.
///
/// # Errors
/// See [`ApiError`].
pub async fn report(me: SignedIn, id: ImportId) -> Result<ImportReport, ApiError> {
    me.fetch(Call::get(format!("/imports/{id}/report"))).await
}

/// Deletes a list that has made no leads.
///
/// # Errors
/// `WrongImportStatus` once it has.
pub async fn delete(me: SignedIn, id: ImportId) -> Result<(), ApiError> {
    me.run(Call::delete(format!("/imports/{id}"))).await
}

/// One page of the rows that match, in the order of the file: the first, or the one behind `cursor`.
///
/// # Errors
/// See [`ApiError`].
pub async fn rows(
    me: SignedIn,
    id: ImportId,
    filter: &ImportRowFilter,
    begin: Begin,
    cursor: Option<&str>,
) -> Result<Page<ImportRowResponse>, ApiError> {
    // A cursor says it all.
    let (from, before) = match (cursor, begin) {
        (Some(_), _) | (None, Begin::First) => (None, None),
        (None, Begin::From(row)) => (Some(row), None),
        (None, Begin::Before(row)) => (None, Some(row)),
    };
    let query = RowsQuery { filter, limit: ROWS, cursor, from, before };
    me.fetch(Call::get(format!("/imports/{id}/rows")).query(&query)).await
}

/// Mends one row or many, which are checked again at once.
///
/// # Errors
/// `WrongImportStatus` unless it waits for review, or wrong fields.
pub async fn mend(
    me: SignedIn,
    id: ImportId,
    mending: &UpdateImportRowsRequest,
) -> Result<UpdateImportRowsResponse, ApiError> {
    me.fetch(Call::patch(format!("/imports/{id}/rows")).json(mending)).await
}

/// The rows that could not be used, as a file with the reason beside each.
///
/// # Errors
/// See [`ApiError`].
pub async fn rejected_rows(me: SignedIn, id: ImportId) -> Result<Vec<u8>, ApiError> {
    let answer = me.answer(Call::get(format!("/imports/{id}/rejected.csv"))).await?;
    answer.binary().await.map_err(|_error| ApiError::Unreachable)
}
