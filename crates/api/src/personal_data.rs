//! `/leads/{id}/personal-data`, and erasing it

use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, get, post, web};
use app::personal_data::{EraseError, Erasure, ErasureReceipt};
use db::DbError;
use db::personal_data::Erased;
use domain::ids::LeadId;
use dto::personal_data::{EraseLeadRequest, ErasureResponse, PersonalDataResponse};
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path};
use crate::lead_access::lead_error;
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_personal_data).service(erase_lead);
}

/// Shows everything that is stored of a lead as one document.
///
/// It can be handed to whom it is about. That it was read is put on record.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 200, body = PersonalDataResponse), Problems))]
#[get("/leads/{id}/personal-data")]
async fn get_personal_data(admin: Admin, lead: Path<LeadId>) -> Result<HttpResponse, ApiError> {
    let document =
        app::personal_data::read_personal_data(&admin, *lead).await.map_err(lead_error)?;
    let document: PersonalDataResponse =
        serde_json::from_value(document).map_err(|error| ApiError::Internal(Box::new(error)))?;
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(format!("personal-data-{}.json", *lead))],
    };
    Ok(HttpResponse::Ok().insert_header(attachment).json(document))
}

/// Erases everything that is known of a lead, for good.
///
/// Name, numbers, address, extra fields, what was written and recorded, and its rows in lists go. The lead
/// leaves queue, lists and search; calls and figures stay.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 200, body = ErasureResponse), Problems))]
#[post("/leads/{id}/erase")]
async fn erase_lead(
    admin: Admin,
    lead: Path<LeadId>,
    body: Json<EraseLeadRequest>,
) -> Result<web::Json<ErasureResponse>, ApiError> {
    let EraseLeadRequest { reason, keep_do_not_call } = body.into_inner();
    let erasure = Erasure { lead: *lead, reason, keep_do_not_call };
    Ok(web::Json(present(app::personal_data::erase_lead(&admin, &erasure).await?)))
}

fn present(receipt: ErasureReceipt) -> ErasureResponse {
    let ErasureReceipt { erased_at, erased, list_rows, recordings, exports, kept_numbers } =
        receipt;
    let Erased { notes, calls, follow_ups, enrichments, activity } = erased;
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    ErasureResponse {
        erased_at,
        notes: count(notes),
        calls: count(calls),
        follow_ups: count(follow_ups),
        enrichments: count(enrichments),
        activity: count(activity),
        list_rows: count(list_rows),
        recordings: count(recordings),
        exports,
        kept_numbers: count(kept_numbers),
    }
}

impl From<EraseError> for ApiError {
    fn from(error: EraseError) -> Self {
        match error {
            EraseError::ReasonMissing => {
                Self::field("/reason", "required", "Say why. The reason is kept with the act.")
            }
            EraseError::OnACall => Self::refused(
                Code::LeadOnACall,
                "Somebody is on a call with this lead. Wait until the call is over, then erase it.",
            ),
            EraseError::ListOpen(file_name) => Self::refused(
                Code::WrongImportStatus,
                format!(
                    "The list “{file_name}” has a row of this lead and is not finished. Import it or set it aside, \
                     then erase the lead. Nothing was erased."
                ),
            ),
            EraseError::ExportRunning => Self::refused(
                Code::ExportNotReady,
                "A file is being exported that may hold this lead. Wait until it is written, then erase the lead. \
                 Nothing was erased.",
            ),
            EraseError::Db(DbError::NotFound) => Self::not_found("lead"),
            EraseError::Db(error) => error.into(),
        }
    }
}
