//! `/leads/merge`, and the leads that may be merged.

use actix_web::http::header;
use actix_web::{HttpResponse, get, post, web};
use app::Caller;
use app::leads::{Duplicate, MergeError, Merger};
use db::Conn;
use domain::ids::LeadId;
use domain::leads::merge::{Choices, MergeSide};
use dto::leads::{LeadDuplicate, LeadResponse, MergeLeadsRequest};
use dto::page::Page;
use dto::problem::Code;

use super::{etag, present};
use crate::error::ApiError;
use crate::extract::{Admin, Json, Path};
use crate::lead_access;
use crate::openapi::Problems;

/// Merges two leads that are one business: the first stays, the second is folded into it.
///
/// The kept lead's values stay, and its empty fields are filled from the other one; `fields` and
/// `custom_fields` say otherwise where that is wanted. All numbers of both are kept, and so are all
/// calls, notes, follow-ups, assignments and changes. The stricter standing holds: who asked not to
/// be called is not called, what is completed stays so. The merged lead's address leads to the kept
/// one from then on. With the versions that were read only if nobody has changed either lead since;
/// else 412 and the changed one as it is now.
#[utoipa::path(tag = "leads", security(("bearer" = [])), responses((status = 200, body = LeadResponse), Problems))]
#[post("/leads/merge")]
pub(super) async fn merge_leads(
    admin: Admin,
    body: Json<MergeLeadsRequest>,
) -> Result<HttpResponse, ApiError> {
    let MergeLeadsRequest { keep_id, merge_id, keep_version, merge_version, fields, custom_fields } =
        body.into_inner();
    let choices = Choices { fields, custom_fields };
    let merger = Merger { keep: keep_id, merge: merge_id, keep_version, merge_version, choices };
    let view = app::leads::merge_leads(&admin, &merger).await?;
    Ok(HttpResponse::Ok().insert_header((header::ETAG, etag(&view))).json(present(view)))
}

/// Lists leads that are likely the same business as one, the surest first, at most 20.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 200, body = Page<LeadDuplicate>), Problems))]
#[get("/leads/{id}/duplicates")]
pub(super) async fn list_lead_duplicates(
    admin: Admin,
    id: Path<LeadId>,
) -> Result<web::Json<Page<LeadDuplicate>>, ApiError> {
    let mut conn = admin.conn().await?;
    let found = app::leads::find_duplicates(&mut conn, *id, admin.ctx.now())
        .await
        .map_err(lead_access::lead_error)?;
    let data = found.into_iter().map(present_duplicate).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

fn present_duplicate(duplicate: Duplicate) -> LeadDuplicate {
    let Duplicate { lead, found } = duplicate;
    LeadDuplicate {
        lead: present(lead),
        score: found.score,
        reasons: found.reasons.iter().map(ToString::to_string).collect(),
    }
}

/// Leads on from a lead that is not there to the one that it was merged with, if the caller may know
/// of that.
pub(super) async fn lead_on(
    conn: &mut Conn,
    caller: &Caller,
    gone: LeadId,
) -> Result<HttpResponse, ApiError> {
    let Some(kept) = db::leads::find_kept(conn, gone).await? else {
        return Err(ApiError::not_found("lead"));
    };
    lead_access::check(conn, caller, kept).await?;
    let location = format!("/api/v1/leads/{kept}");
    Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, location)).finish())
}

impl From<MergeError> for ApiError {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::SameLead => Self::field(
                "/merge_id",
                "same_lead",
                "A lead cannot be merged with itself. Choose another one.",
            ),
            MergeError::UnknownLead(side) => Self::field(
                pointer(side),
                "unknown_lead",
                "This lead does not exist any more. Choose another one.",
            ),
            MergeError::MergedBefore(side) => Self::field(
                pointer(side),
                "merged_before",
                "This lead was merged with another one before. Open it to see with which, and choose that one.",
            ),
            MergeError::OnACall(side) => {
                let which = side.of("to keep", "to merge");
                Self::refused(
                    Code::LeadOnACall,
                    format!(
                        "Somebody is on a call with the lead {which}. Wait until the call is over, then merge."
                    ),
                )
            }
            MergeError::Stale(current) => match serde_json::to_value(present(*current)) {
                Ok(current) => Self::Stale(Box::new(current)),
                Err(error) => Self::Internal(Box::new(error)),
            },
            MergeError::Db(error) => error.into(),
        }
    }
}

const fn pointer(side: MergeSide) -> &'static str {
    match side {
        MergeSide::Keep => "/keep_id",
        MergeSide::Merge => "/merge_id",
    }
}
