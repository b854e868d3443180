//! `/undo`

use actix_web::{post, web};
use app::undos::{UndoError, Undone};
use dto::problem::Code;
use dto::undos::UndoneResponse;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Path, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(undo);
}

/// Takes back what I said of a call, within ten seconds.
///
/// The lead stands as before, promises that the call kept are open again, the one that it made is gone,
/// and a number that it forbade may be called. I hold the lead again.
#[utoipa::path(tag = "calls", security(("bearer" = [])), params(("activity_id" = Uuid, Path)), responses((status = 200, body = UndoneResponse), Problems))]
#[post("/undo/{activity_id}")]
async fn undo(
    caller: SignedIn,
    activity: Path<Uuid>,
) -> Result<web::Json<UndoneResponse>, ApiError> {
    let Undone { call, lead } = app::undos::undo(&caller, *activity).await?;
    let lead_now = crate::leads::present(lead);
    Ok(web::Json(UndoneResponse { call: call.map(crate::calls::present), lead_now }))
}

impl From<UndoError> for ApiError {
    fn from(error: UndoError) -> Self {
        match error {
            UndoError::Unknown => Self::not_found("act to take back"),
            UndoError::TooLate => Self::refused(
                Code::UndoTooLate,
                "This can be taken back for ten seconds only. An admin can open the lead again.",
            ),
            UndoError::Overtaken => Self::refused(
                Code::UndoOvertaken,
                "The lead has changed since, so this cannot be taken back any more. Open the lead to see how it stands.",
            ),
            UndoError::Db(error) => error.into(),
        }
    }
}
