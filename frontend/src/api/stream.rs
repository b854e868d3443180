//! Reads server-sent events by fetch, because the browser's own reader cannot send a bearer.

use futures_util::future::{Either, select};
use gloo_net::http::RequestBuilder;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, TextDecodeOptions, TextDecoder};

use super::ApiError;
use super::transport::{BASE, Transport};

/// The server sends a sign of life every 15 s; three missed ones mean that the line is dead.
const SILENCE_MS: u32 = 45_000;

/// One message of the stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Where to resume.
    pub id: Option<String>,
    /// What kind of message.
    pub kind: String,
    /// Its content.
    pub data: String,
}

/// An open stream; dropping it ends the request.
pub struct Stream {
    reader: ReadableStreamDefaultReader,
    decoder: TextDecoder,
    controller: AbortController,
    parser: Parser,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

impl Stream {
    /// Opens `/events`, resuming behind `last_id`.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn open(line: Transport, last_id: Option<&str>) -> Result<Self, ApiError> {
        let controller = AbortController::new().map_err(|_error| ApiError::Unreadable)?;
        let authorization = line.authorization().await?;
        let mut request = RequestBuilder::new(&format!("{BASE}/events"))
            .header("Accept", "text/event-stream")
            .header("Authorization", &authorization)
            .abort_signal(Some(&controller.signal()));
        if let Some(id) = last_id {
            request = request.header("Last-Event-ID", id);
        }
        let request = request.build().map_err(|_error| ApiError::Unreadable)?;
        let response = line.send(request).await?;
        if response.status() == 401 {
            line.renew().await?;
            return Err(ApiError::Unreachable);
        }
        let response = super::transport::checked(response).await?;
        let body = response.body().ok_or(ApiError::Unreadable)?;
        let reader = body.get_reader().unchecked_into();
        let decoder = TextDecoder::new().map_err(|_error| ApiError::Unreadable)?;
        Ok(Self { reader, decoder, controller, parser: Parser::default() })
    }

    /// The messages of the next piece that arrives.
    ///
    /// # Errors
    /// `Unreachable` at the end of the stream or after a long silence.
    pub async fn next(&mut self) -> Result<Vec<Message>, ApiError> {
        let read = JsFuture::from(self.reader.read());
        let piece = match select(read, TimeoutFuture::new(SILENCE_MS)).await {
            Either::Left((Ok(piece), _)) => piece,
            Either::Left((Err(_), _)) | Either::Right(_) => return Err(ApiError::Unreachable),
        };
        let bytes = Reflect::get(&piece, &JsValue::from_str("value")).ok();
        let Some(bytes) = bytes.and_then(|value| value.dyn_into::<Uint8Array>().ok()) else {
            return Err(ApiError::Unreachable);
        };
        let options = TextDecodeOptions::new();
        options.set_stream(true);
        let text = self
            .decoder
            .decode_with_js_u8_array_and_options(&bytes, &options)
            .map_err(|_error| ApiError::Unreadable)?;
        Ok(self.parser.push(&text))
    }
}

/// Puts messages together from pieces that end anywhere.
#[derive(Default)]
struct Parser {
    rest: String,
    message: Message,
}

impl Parser {
    fn push(&mut self, text: &str) -> Vec<Message> {
        self.rest.push_str(text);
        let mut done = Vec::new();
        while let Some((line, rest)) = self.rest.split_once('\n') {
            let (line, rest) = (line.trim_end_matches('\r').to_owned(), rest.to_owned());
            self.rest = rest;
            done.extend(self.line(&line));
        }
        done
    }

    /// A blank line ends a message; a line that starts with a colon is a sign of life.
    fn line(&mut self, line: &str) -> Option<Message> {
        if line.is_empty() {
            let message = std::mem::take(&mut self.message);
            return (!message.kind.is_empty() || !message.data.is_empty()).then_some(message);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => self.message.id = Some(value.to_owned()),
            "event" => value.clone_into(&mut self.message.kind),
            "data" => {
                if !self.message.data.is_empty() {
                    self.message.data.push('\n');
                }
                self.message.data.push_str(value);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_may_come_in_pieces() {
        let mut parser = Parser::default();
        assert!(parser.push(": hello\n\nid: 7\neve").is_empty());
        let messages = parser.push("nt: change\r\ndata: {\"a\":1}\n\n");
        let expected =
            Message { id: Some("7".into()), kind: "change".into(), data: "{\"a\":1}".into() };
        assert_eq!(messages, [expected]);
    }
}
