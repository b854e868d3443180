//! Whose lead it is, for what lies below `/leads/{id}`.

use app::Caller;
use db::{Conn, DbError};
use domain::ids::LeadId;

use crate::error::ApiError;

/// Lets through who may see the lead: admins, and the rep who has it.
pub(crate) async fn check(conn: &mut Conn, caller: &Caller, lead: LeadId) -> Result<(), ApiError> {
    db::progress::check_visible(conn, lead, caller.only_own()).await.map_err(lead_error)
}

/// What the database said about a lead: that it is missing is said as such.
pub(crate) fn lead_error(error: DbError) -> ApiError {
    match error {
        DbError::NotFound => ApiError::not_found("lead"),
        other => other.into(),
    }
}
