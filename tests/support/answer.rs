//! What came back.

use std::ops::Index;

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
    /// The body as JSON; null when it is none.
    pub body: Value,
}

impl Answer {
    pub(crate) async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, text, body }
    }

    /// Insists on a status.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Insists on a problem of this status and code, written as the contract says.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        assert_eq!(self["code"], code, "{}", self.text);
        assert_eq!(self["status"], status, "{}", self.text);
        assert_eq!(self["request_id"], self.header("x-request-id"), "{}", self.text);
        for field in ["type", "title", "detail"] {
            assert!(self[field].as_str().is_some_and(|text| !text.is_empty()), "{}", self.text);
        }
        self
    }

    /// Insists on 422 with something wrong at this place.
    #[track_caller]
    pub fn invalid(self, pointer: &str, code: &str) -> Self {
        let answer = self.problem(422, "invalid_fields");
        let errors = answer["errors"].as_array().expect("errors by field");
        let found = errors.iter().any(|error| error["pointer"] == pointer && error["code"] == code);
        assert!(found, "{code} at {pointer} is expected: {}", answer.text);
        answer
    }

    /// A header; empty when it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The id of the thing that came back.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        self["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text)).to_owned()
    }

    /// The items of a page.
    #[must_use]
    #[track_caller]
    pub fn data(&self) -> &[Value] {
        self["data"].as_array().unwrap_or_else(|| panic!("no page: {}", self.text))
    }

    /// One field of every item of a page.
    #[must_use]
    #[track_caller]
    pub fn column(&self, field: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.data().iter().map(|item| text(&item[field])).collect()
    }

    /// The body as a type of the wire.
    #[must_use]
    #[track_caller]
    pub fn read_as<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl Index<&str> for Answer {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        &self.body[field]
    }
}
