//! What is said when a file cannot be made or fetched.

use app::exports::{ExportError, FetchExportError};
use db::DbError;
use dto::problem::Code;

use crate::error::ApiError;

impl From<ExportError> for ApiError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::UnknownTimeZone => Self::field(
                "/time_zone",
                "unknown_time_zone",
                "This is no time zone. Use a name such as Europe/Berlin.",
            ),
            ExportError::Db(error) => error.into(),
        }
    }
}

impl From<FetchExportError> for ApiError {
    fn from(error: FetchExportError) -> Self {
        match error {
            FetchExportError::NotReady => Self::refused(
                Code::ExportNotReady,
                "The file is still being written. Wait until it is, then download it.",
            ),
            FetchExportError::Failed => Self::refused(
                Code::ExportNotReady,
                "This export failed, so there is no file. Export the list again.",
            ),
            FetchExportError::Removed => Self::refused(
                Code::NotFound,
                "This file was removed after its time. Export the list again.",
            ),
            FetchExportError::LinkEnded => Self::refused(
                Code::LinkUnusable,
                "This link has ended. Press download again to get a new one.",
            ),
            FetchExportError::Db(DbError::NotFound) => Self::not_found("export"),
            FetchExportError::Db(error) => error.into(),
        }
    }
}
