//! A list of numbers as it arrives.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, web};
use app::do_not_call::NumberList;
use dto::problem::Code;
use futures_util::StreamExt;

use crate::error::ApiError;

/// Bytes of a part that is no file.
const FIELD: u64 = 8 * 1024;

/// Letters of a reason.
const LONGEST_REASON: usize = 500;

/// Reads an upload. A file over the limit is refused as soon as that many bytes have come.
pub(super) async fn read(
    request: &HttpRequest,
    payload: web::Payload,
    limit: u64,
) -> Result<NumberList, ApiError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        let detail = "Send the list as multipart/form-data with the part file.";
        return Err(ApiError::refused(Code::UnsupportedType, detail));
    }
    let mut multipart = Multipart::new(request.headers(), payload);
    let (mut file, mut reason, mut country) = (None, None, None);
    while let Some(field) = multipart.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        let is_twice = match name.as_str() {
            "file" => {
                let file_name = file_name(&field);
                file.replace((file_name, pieces(&mut field, limit).await?)).is_some()
            }
            "reason" => reason.replace(text(&mut field).await?).is_some(),
            "country" => country.replace(text(&mut field).await?).is_some(),
            _ => true,
        };
        if is_twice {
            let detail = "An upload has the parts file, reason and country, each once.";
            return Err(ApiError::field(&format!("/{name}"), "unexpected", detail));
        }
    }
    let Some((file_name, content)) = file else {
        let detail = "There is no file. Choose a list and send it as the part file.";
        return Err(ApiError::field("/file", "missing", detail));
    };
    if reason.as_ref().is_some_and(|reason: &String| reason.chars().count() > LONGEST_REASON) {
        let detail = "Keep the reason below 500 letters.";
        return Err(ApiError::field("/reason", "too_long", detail));
    }
    let country = country.filter(|country: &String| !country.is_empty());
    Ok(NumberList { file_name, content, reason, country })
}

/// The file's own name, without the folders that some browsers send.
fn file_name(field: &Field) -> String {
    let sent = field.content_disposition().and_then(|header| header.get_filename());
    let own = sent.and_then(|name| name.rsplit(['/', '\\']).next()).unwrap_or_default();
    let plain: String = own.chars().filter(|letter| !letter.is_control()).take(200).collect();
    if plain.trim().is_empty() { "list.csv".to_owned() } else { plain }
}

async fn pieces(field: &mut Field, limit: u64) -> Result<Vec<Bytes>, ApiError> {
    let (mut pieces, mut size) = (Vec::new(), 0_u64);
    while let Some(piece) = field.next().await {
        let piece = piece.map_err(|error| broken(&error))?;
        size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if size > limit {
            let detail = format!(
                "This is larger than {} KB, and nothing of it was kept. Split the list into smaller files and \
                 upload them one by one.",
                limit / 1024
            );
            return Err(ApiError::refused(Code::TooLarge, detail));
        }
        pieces.push(piece);
    }
    Ok(pieces)
}

async fn text(field: &mut Field) -> Result<String, ApiError> {
    let bytes = pieces(field, FIELD).await?.concat();
    let text = String::from_utf8(bytes).or(Err(broken_off()))?;
    if text.contains('\0') {
        let detail = "A part of the upload holds a zero byte. Remove it.";
        return Err(ApiError::refused(Code::MalformedRequest, detail));
    }
    Ok(text.trim().to_owned())
}

fn broken(error: &MultipartError) -> ApiError {
    tracing::debug!(%error, "an upload broke off");
    broken_off()
}

fn broken_off() -> ApiError {
    ApiError::refused(
        Code::MalformedRequest,
        "The upload did not arrive whole, and nothing of it was kept. Send it again.",
    )
}
