//! The parts of an upload as they arrive.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{HttpRequest, web};
use app::imports::{ImportError, Options, Part};
use domain::ids::{CampaignId, RegionId};
use domain::imports::ReadingChoice;
use dto::imports::{ChosenOptions, ImportOptions};
use dto::problem::Code;
use futures_util::{Stream, StreamExt, stream};

use crate::error::ApiError;

/// Bytes that an upload may have beside its file.
const AROUND: u64 = 64 * 1024;

/// Bytes of a part that is no file.
const FIELD: usize = 8 * 1024;

/// The parts of an upload. What is said to be too large is refused before it is read.
pub(super) fn parts(
    request: &HttpRequest,
    payload: web::Payload,
    limit: u64,
) -> Result<impl Stream<Item = Result<Part, ImportError>> + use<>, ApiError> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if !header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        let detail = "Send the list as multipart/form-data with the parts file and region_id.";
        return Err(ApiError::refused(Code::UnsupportedType, detail));
    }
    let length = header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit.saturating_add(AROUND)) {
        return Err(ImportError::TooLarge(limit).into());
    }
    let multipart = Multipart::new(request.headers(), payload);
    Ok(stream::try_unfold((multipart, None), next))
}

/// The next part, and the file if it is being read.
async fn next(
    (mut multipart, file): (Multipart, Option<Field>),
) -> Result<Option<(Part, (Multipart, Option<Field>))>, ImportError> {
    if let Some(mut field) = file {
        match field.next().await {
            Some(piece) => {
                let piece = piece.map_err(|error| broken(&error))?;
                return Ok(Some((Part::Piece(piece), (multipart, Some(field)))));
            }
            // The reader of parts waits until the one before is let go.
            None => drop(field),
        }
    }
    let Some(field) = multipart.next().await else { return Ok(None) };
    let mut field = field.map_err(|error| broken(&error))?;
    let name = field.name().unwrap_or_default().to_owned();
    if name == "file" {
        let disposition = field.content_disposition();
        let name =
            disposition.and_then(|header| header.get_filename()).unwrap_or_default().to_owned();
        return Ok(Some((Part::File { name }, (multipart, Some(field)))));
    }
    let text = text(&mut field, &name).await?;
    drop(field);
    match read(&name, text.trim())? {
        Some(part) => Ok(Some((part, (multipart, None)))),
        None => Box::pin(next((multipart, None))).await,
    }
}

/// A part that is no file; none when it is left empty.
fn read(name: &str, text: &str) -> Result<Option<Part>, ImportError> {
    if !matches!(name, "region_id" | "campaign_id" | "options") {
        return Err(ImportError::UnexpectedPart(name.to_owned()));
    }
    if text.is_empty() {
        return Ok(None);
    }
    let part = match name {
        "region_id" => {
            text.parse::<RegionId>().map(Part::Region).or(Err(ImportError::UnknownRegion))?
        }
        "campaign_id" => {
            text.parse::<CampaignId>().map(Part::Campaign).or(Err(ImportError::UnknownCampaign))?
        }
        _ => {
            let options: ImportOptions =
                serde_json::from_str(text).or(Err(ImportError::InvalidOptions))?;
            Part::Options(told(options))
        }
    };
    Ok(Some(part))
}

/// What an import is told to do, as the use cases take it.
pub(super) fn told(options: ImportOptions) -> Options {
    let ImportOptions { duplicates, encoding, delimiter, header_line, sheet } = options;
    let header_line = header_line.and_then(|line| u32::try_from(line).ok());
    Options { duplicates, choice: ReadingChoice { encoding, delimiter, header_line, sheet } }
}

/// How a file is to be read, as it was said before and is said now.
pub(super) fn merged(before: &ReadingChoice, now: ChosenOptions) -> ReadingChoice {
    let ChosenOptions { duplicates: _, encoding, delimiter, header_line, sheet } = now;
    let line = |line: Option<i32>| line.and_then(|line| u32::try_from(line).ok());
    ReadingChoice {
        encoding: encoding.unwrap_or_else(|| before.encoding.clone()),
        delimiter: delimiter.unwrap_or(before.delimiter),
        header_line: header_line.map_or(before.header_line, line),
        sheet: sheet.unwrap_or_else(|| before.sheet.clone()),
    }
}

async fn text(field: &mut Field, name: &str) -> Result<String, ImportError> {
    let bytes = match field.bytes(FIELD).await {
        Ok(bytes) => bytes.map_err(|error| {
            tracing::debug!(%error, "an upload broke off");
            ImportError::Broken
        })?,
        Err(_too_long) => return Err(ImportError::UnexpectedPart(name.to_owned())),
    };
    String::from_utf8(bytes.into()).or(Err(ImportError::Broken))
}

fn broken(error: &MultipartError) -> ImportError {
    tracing::debug!(%error, "an upload broke off");
    ImportError::Broken
}
