//! What is said when something cannot be done with an import.

use app::imports::{ImportError, ReviewError};
use domain::imports::ImportStatus;
use dto::problem::Code;

use crate::error::ApiError;

impl From<ImportError> for ApiError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::FileMissing => Self::field(
                "/file",
                "missing",
                "There is no file. Choose a list and send it as the part file.",
            ),
            ImportError::UnexpectedPart(name) => Self::field(
                &format!("/{name}"),
                "unexpected",
                "An upload has the parts file, region_id, campaign_id and options, each once.",
            ),
            ImportError::RegionMissing => {
                Self::field("/region_id", "missing", "Choose the region that the leads belong to.")
            }
            ImportError::UnknownRegion => Self::field(
                "/region_id",
                "unknown_region",
                "There is no such region. Choose one from the list of regions.",
            ),
            ImportError::UnknownCampaign => Self::field(
                "/campaign_id",
                "unknown_campaign",
                "There is no such campaign. Choose one from the list of campaigns, or none.",
            ),
            ImportError::InvalidOptions => Self::field(
                "/options",
                "invalid",
                "The options are JSON such as {\"duplicates\":\"update\",\"delimiter\":\"semicolon\"}.",
            ),
            ImportError::TooLarge(limit) => Self::refused(
                Code::TooLarge,
                format!(
                    "The file is larger than {}, and nothing of it was kept. Split it into smaller files and \
                     upload them one by one.",
                    size(limit)
                ),
            ),
            ImportError::Broken => Self::refused(
                Code::MalformedRequest,
                "The upload did not arrive whole, and nothing of it was kept. Send it again.",
            ),
            ImportError::Review(error) => error.into(),
            ImportError::WrongStatus(status) => {
                Self::refused(Code::WrongImportStatus, refusal(status))
            }
            ImportError::Db(error) => error.into(),
        }
    }
}

impl From<ReviewError> for ApiError {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::UnknownEncoding(name) => Self::field(
                "/options/encoding",
                "unknown_encoding",
                format!(
                    "“{name}” is no way of writing letters that is known here. Use a name such as windows-1252."
                ),
            ),
            ReviewError::Unreadable(message) => Self::field("/options", "unreadable", message),
            ReviewError::FileGone => Self::refused(
                Code::NotFound,
                "The file of this import is not kept any more. Upload it again to read it in another way.",
            ),
            ReviewError::UnknownColumn(place) => Self::field(
                "/mapping",
                "unknown_column",
                format!(
                    "The file has no column {}. Use the numbers that the import's mapping shows.",
                    place + 1
                ),
            ),
            ReviewError::CustomFieldName(place) => Self::field(
                "/mapping",
                "custom_field_name",
                format!(
                    "Give the extra field of column {} a name of at most 60 characters, and no other field beside it.",
                    place + 1
                ),
            ),
            ReviewError::FilledTwice(column) => Self::field(
                "/mapping",
                "filled_twice",
                format!("Two columns fill “{column}”. Choose one of them."),
            ),
            ReviewError::UnknownHeader(header) => Self::field(
                "/values",
                "unknown_column",
                format!("The file has no column “{header}”. Use the headers that the rows show."),
            ),
            ReviewError::UnknownRow(row) => Self::field(
                "/row",
                "unknown_row",
                format!("This import has no row {row}. Use the numbers that the rows show."),
            ),
        }
    }
}

/// Why a step does not fit, and what would.
fn refusal(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Parsing => "The file is still being read. Wait until it is, then try again.",
        ImportStatus::Review => "This import waits for review. Commit it or set it aside.",
        ImportStatus::Committing => {
            "The rows of this import are becoming leads right now. Wait until they have."
        }
        ImportStatus::Completed => {
            "The rows of this import have become leads already. Upload a new list to change more."
        }
        ImportStatus::Cancelled => "This import was set aside. Upload the file again.",
        ImportStatus::Failed => "This import failed. Mend the file and upload it again.",
        ImportStatus::Undoing => "This import is being taken back. Wait until it is.",
        ImportStatus::Undone => "This import was taken back. Upload the file again.",
    }
}

/// A limit in words.
fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    if bytes >= MEBIBYTE {
        format!("{} MB", bytes / MEBIBYTE)
    } else {
        format!("{} KB", bytes / 1024)
    }
}
