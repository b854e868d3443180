//! A recording's sound, passed on as it comes.

use std::fmt;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, TryStreamExt as _};
use reqwest::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderName, RANGE,
};
use reqwest::{Method, Response, StatusCode};

use super::{Rest, RestError};
use crate::RecordingSid;

/// How the sound is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaFormat {
    /// Small; two channels become one.
    Mp3,
    /// Large; the channels stay apart.
    Wav,
}

/// A recording's sound, or a part of it.
pub struct Media {
    /// Whether it is a part only: then the answer to whoever asked is 206.
    pub is_partial: bool,
    /// Its media type.
    pub content_type: Option<String>,
    /// Its length in bytes.
    pub content_length: Option<u64>,
    /// Which part of how much it is, when it is a part.
    pub content_range: Option<String>,
    /// Whether parts can be asked for: `bytes`.
    pub accept_ranges: Option<String>,
    /// The bytes.
    pub body: BoxStream<'static, Result<Bytes, RestError>>,
}

impl fmt::Debug for Media {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Media")
            .field("is_partial", &self.is_partial)
            .field("content_type", &self.content_type)
            .field("content_length", &self.content_length)
            .field("content_range", &self.content_range)
            .finish_non_exhaustive()
    }
}

impl Rest {
    /// A recording's sound. `range` is the header as it was asked with, such as `bytes=0-1023`; one
    /// that cannot be satisfied is refused with status 416.
    pub async fn recording_media(
        &self,
        sid: &RecordingSid,
        format: MediaFormat,
        range: Option<&str>,
    ) -> Result<Media, RestError> {
        let ending = match format {
            MediaFormat::Mp3 => "mp3",
            MediaFormat::Wav => "wav",
        };
        let url = self.account_url(&format!("Recordings/{sid}.{ending}"))?;
        let request = || {
            let request = self.media.get(url.clone());
            match range {
                Some(range) => request.header(RANGE, range),
                None => request,
            }
        };
        Ok(media(self.send(&Method::GET, request).await?))
    }
}

fn media(answer: Response) -> Media {
    let header = |name: HeaderName| {
        let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
        value.map(str::to_owned)
    };
    Media {
        is_partial: answer.status() == StatusCode::PARTIAL_CONTENT,
        content_type: header(CONTENT_TYPE),
        content_length: header(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        content_range: header(CONTENT_RANGE),
        accept_ranges: header(ACCEPT_RANGES),
        body: answer.bytes_stream().map_err(RestError::transport).boxed(),
    }
}
