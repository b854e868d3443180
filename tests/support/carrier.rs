//! A carrier that does what the test says and remembers what it was asked to.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt, StreamExt, stream};
use twilio::access_token::IssueError;
use twilio::rest::{Call, Media, Recording, Refusal, RestError};
use twilio::signature::sign_form;
use twilio::twiml::Response;
use twilio::{AccessToken, Answer, CallSid, Identity, RecordingSid, Secret, Telephony};

use crate::{Ask, TestApp};

/// With what the carrier signs.
pub const AUTH_TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// The number that calls go out from unless a region has its own.
pub const CALLER_ID: &str = "+12025550100";

/// What the carrier was asked, and what it is to answer.
#[derive(Debug, Default)]
pub struct Asked {
    /// Calls that were ended.
    pub hung_up: Vec<String>,
    /// Calls that were given another document, and that document.
    pub redirected: Vec<(String, String)>,
    /// How calls stand, by name.
    pub calls: HashMap<String, Call>,
    /// Recordings by the call that dialled.
    pub recordings_of: HashMap<String, Vec<Recording>>,
    /// What recordings sound like.
    pub recordings: HashMap<String, Vec<u8>>,
    /// Whether it answers nothing at all.
    pub is_down: bool,
}

/// The carrier.
#[derive(Debug, Clone, Default)]
pub struct FakeCarrier(Arc<Mutex<Asked>>);

impl FakeCarrier {
    /// What it was asked, and what it is to answer.
    pub fn asked(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap()
    }

    fn answer<T: Send + 'static>(
        &self,
        find: impl FnOnce(&mut Asked) -> Result<T, RestError>,
    ) -> Answer<'static, T> {
        let mut asked = self.asked();
        let found = if asked.is_down { Err(refusal(503)) } else { find(&mut asked) };
        async { found }.boxed()
    }
}

fn refusal(status: u16) -> RestError {
    let message = "as the test says".to_owned();
    Refusal { status, code: None, message, more_info: None }.into()
}

fn known(asked: &Asked, call: &str) -> Result<Call, RestError> {
    asked.calls.get(call).cloned().ok_or_else(|| refusal(404))
}

impl Telephony for FakeCarrier {
    fn access_token(
        &self,
        identity: &Identity,
        _: BTreeMap<String, String>,
        life: Duration,
        now: DateTime<Utc>,
    ) -> Result<AccessToken, IssueError> {
        let token = Secret::new(format!("token of {}", identity.as_str()));
        Ok(AccessToken { token, expires_at: now + TimeDelta::from_std(life).unwrap() })
    }

    fn redirect_call<'a>(&'a self, call: &'a CallSid, to: &'a Response) -> Answer<'a, Call> {
        self.answer(|asked| {
            asked.redirected.push((call.to_string(), to.to_xml()));
            Ok(call_of(call.as_str(), None, "in-progress"))
        })
    }

    fn hang_up<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Call> {
        self.answer(|asked| {
            asked.hung_up.push(call.to_string());
            Ok(call_of(call.as_str(), None, "completed"))
        })
    }

    fn fetch_call<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Call> {
        self.answer(|asked| known(asked, call.as_str()))
    }

    fn find_calls_of<'a>(&'a self, parent: &'a CallSid) -> Answer<'a, Vec<Call>> {
        self.answer(|asked| {
            let children = asked.calls.values();
            Ok(children
                .filter(|call| call.parent_call_sid.as_ref() == Some(parent))
                .cloned()
                .collect())
        })
    }

    fn recordings_of<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Vec<Recording>> {
        self.answer(|asked| Ok(asked.recordings_of.get(call.as_str()).cloned().unwrap_or_default()))
    }

    fn recording_media<'a>(
        &'a self,
        recording: &'a RecordingSid,
        range: Option<&'a str>,
    ) -> Answer<'a, Media> {
        self.answer(|asked| {
            let sound = asked.recordings.get(recording.as_str()).ok_or_else(|| refusal(404))?;
            let Some(range) = range else { return Ok(media(sound, None)) };
            let from: usize =
                range.trim_start_matches("bytes=").split('-').next().unwrap().parse().unwrap();
            if from >= sound.len() {
                return Err(refusal(416));
            }
            let which = format!("bytes {from}-{}/{}", sound.len() - 1, sound.len());
            Ok(media(&sound[from..], Some(which)))
        })
    }

    fn delete_recording<'a>(&'a self, recording: &'a RecordingSid) -> Answer<'a, ()> {
        self.answer(|asked| {
            asked.recordings.remove(recording.as_str());
            Ok(())
        })
    }
}

fn media(sound: &[u8], content_range: Option<String>) -> Media {
    let bytes = Bytes::copy_from_slice(sound);
    Media {
        is_partial: content_range.is_some(),
        content_type: Some("audio/mpeg".to_owned()),
        content_length: u64::try_from(bytes.len()).ok(),
        content_range,
        accept_ranges: Some("bytes".to_owned()),
        body: stream::iter([Ok(bytes)]).boxed(),
    }
}

/// A call as the carrier knows it.
#[must_use]
pub fn call_of(sid: &str, parent: Option<&str>, status: &str) -> Call {
    Call {
        sid: sid.parse().unwrap(),
        parent_call_sid: parent.map(|sid| sid.parse().unwrap()),
        status: status.parse().unwrap(),
        direction: None,
        from: None,
        to: None,
        start_time: None,
        end_time: None,
        duration: None,
        answered_by: None,
        price: None,
        price_unit: None,
    }
}

/// A recording as the carrier knows it.
#[must_use]
pub fn recording_of(call: &str, sid: &str, status: &str, seconds: u32) -> Recording {
    Recording {
        sid: sid.parse().unwrap(),
        call_sid: call.parse().unwrap(),
        status: status.parse().unwrap(),
        channels: Some(2),
        source: Some("DialVerb".to_owned()),
        start_time: None,
        duration: Some(seconds),
        error_code: None,
    }
}

/// A name such as the carrier gives to calls, or with `RE` to recordings.
#[must_use]
pub fn sid(kind: &str, number: u128) -> String {
    format!("{kind}{number:032x}")
}

impl TestApp {
    /// A signed webhook of the carrier's, to a path below `/webhooks/twilio/`.
    #[must_use]
    pub fn webhook(&self, path: &str, fields: &[(&str, &str)]) -> Ask {
        let account = sid("AC", 1);
        let mut pairs = vec![("AccountSid".to_owned(), account)];
        pairs.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let url = format!("{}/webhooks/twilio/{path}", self.public_url());
        let signature = sign_form(AUTH_TOKEN, &url, &pairs);
        self.unsigned_webhook(path, &pairs).header("X-Twilio-Signature", &signature)
    }

    /// The same without a signature.
    #[must_use]
    pub fn unsigned_webhook(&self, path: &str, fields: &[(String, String)]) -> Ask {
        let ask = self.anonymous().ask(reqwest::Method::POST, &format!("//webhooks/twilio/{path}"));
        Ask(ask.0.form(fields))
    }
}
