//! Everything that is known of a lead: shown in one piece, and erased.

use domain::ids::LeadId;
use dto::personal_data::{EraseLeadRequest, ErasureResponse, PersonalDataResponse};

use super::{ApiError, Call, SignedIn};

/// Everything that is stored of a lead. That it was read is put on record.
///
/// # Errors
/// `NotFound`.
pub async fn read(me: SignedIn, lead: LeadId) -> Result<PersonalDataResponse, ApiError> {
    me.fetch(Call::get(format!("/leads/{lead}/personal-data"))).await
}

/// Erases it, for good.
///
/// # Errors
/// `LeadOnACall`, `WrongImportStatus` while a list with it is on its way, `ExportNotReady` while a file is
/// written.
pub async fn erase(
    me: SignedIn,
    lead: LeadId,
    what: &EraseLeadRequest,
) -> Result<ErasureResponse, ApiError> {
    me.fetch(Call::post(format!("/leads/{lead}/erase")).json(what)).await
}
