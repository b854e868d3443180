//! Forms as Twilio reads them: decoded, with fields that may be repeated.

use bytes::Bytes;
use url::Url;

use super::error::RestError;
use crate::behaviour::Detection;
use crate::call::{NewRecording, Watcher};
use crate::twiml::{Method, Target};

/// The fields of a request's body.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn read(body: &Bytes) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        // One field with spaces is what TwiML would have: here every event has a field of its own.
        self.0.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone()).collect()
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn require(&self, name: &str, code: u32) -> Result<&str, RestError> {
        let missing = || RestError::bad(code, format!("Required parameter missing: {name}"));
        self.get(name).ok_or_else(missing)
    }

    pub(crate) fn url(&self, name: &str) -> Result<Option<Url>, RestError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let url = Url::parse(text).ok().filter(|url| ["http", "https"].contains(&url.scheme()));
        match url {
            Some(url) => Ok(Some(url)),
            None => Err(RestError::bad(21_205, format!("{name} is not a valid URL: {text}"))),
        }
    }

    pub(crate) fn method(&self, name: &str) -> Result<Method, RestError> {
        match self.get(name) {
            None | Some("POST") => Ok(Method::Post),
            Some("GET") => Ok(Method::Get),
            Some(other) => Err(RestError::bad(21_206, format!("{name} is not valid: {other}"))),
        }
    }

    pub(crate) fn number(
        &self,
        name: &str,
        otherwise: i64,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<i64, RestError> {
        let Some(text) = self.get(name) else { return Ok(otherwise) };
        let value = text.parse().ok().filter(|value| range.contains(value));
        value.ok_or_else(|| RestError::bad(20_001, format!("{name} is not valid: {text}")))
    }

    /// Who is told about a call's progress; without a list only about its end.
    pub(crate) fn watcher(&self) -> Result<Option<Watcher>, RestError> {
        const EVENTS: [&str; 4] = ["initiated", "ringing", "answered", "completed"];
        let Some(url) = self.url("StatusCallback")? else { return Ok(None) };
        let events = self.events("StatusCallbackEvent", &EVENTS)?;
        let method = self.method("StatusCallbackMethod")?;
        Ok(Some(Watcher { url, method, events, sequence: 0, is_app: false }))
    }

    fn events(&self, name: &str, known: &[&str]) -> Result<Vec<String>, RestError> {
        let events = self.all(name);
        match events.iter().find(|event| !known.contains(&event.as_str())) {
            Some(unknown) => Err(RestError::bad(21_626, format!("{name} is not valid: {unknown}"))),
            None if events.is_empty() => Ok(vec!["completed".to_owned()]),
            None => Ok(events),
        }
    }

    pub(crate) fn recording(&self, source: &'static str) -> Result<NewRecording, RestError> {
        const EVENTS: [&str; 3] = ["in-progress", "completed", "absent"];
        let channels = match self.get("RecordingChannels") {
            None | Some("mono") => 1,
            Some("dual") => 2,
            Some(other) => {
                let message = format!("RecordingChannels is not valid: {other}");
                return Err(RestError::bad(21_221, message));
            }
        };
        let method = self.method("RecordingStatusCallbackMethod")?;
        let target = self.url("RecordingStatusCallback")?;
        Ok(NewRecording {
            source,
            channels,
            track: self.get("RecordingTrack").unwrap_or("both").to_owned(),
            target: target.map(|url| Target { url: url.into(), method }),
            events: self.events("RecordingStatusCallbackEvent", &EVENTS)?,
        })
    }

    /// Whether somebody wants to know who picks up, and is told apart or with the first request.
    pub(crate) fn detection(&self) -> Result<Option<(Detection, Option<Target>)>, RestError> {
        let Some(text) = self.get("MachineDetection") else { return Ok(None) };
        let Some(mode) = Detection::parse(text) else {
            return Err(RestError::bad(21_207, format!("MachineDetection is not valid: {text}")));
        };
        if !self.is("AsyncAmd") {
            return Ok(Some((mode, None)));
        }
        let method = self.method("AsyncAmdStatusCallbackMethod")?;
        let target = self.url("AsyncAmdStatusCallback")?;
        // Without an address nobody is told, and nobody waits.
        Ok(target.map(|url| (mode, Some(Target { url: url.into(), method }))))
    }
}
