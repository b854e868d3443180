//! What a telephone system needs of a carrier, so that another can stand in for Twilio.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, FutureExt as _};

use crate::access_token::{self, IssueError, Outgoing};
use crate::rest::{
    Call, CallFilter, CallUpdate, EndCall, Instructions, Media, MediaFormat, Recording,
    RecordingFilter, Rest, RestError,
};
use crate::twiml::Response;
use crate::{AccessToken, CallSid, Identity, RecordingSid, VoiceGrant};

/// The most calls that one call is expected to have dialled, and the most recordings of it.
const CHILDREN: usize = 50;

/// An answer that is on its way.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, RestError>>;

/// A carrier.
pub trait Telephony: Debug + Send + Sync {
    /// Lets a browser call through the `TwiML` app, and be called, for as long as `life`, at most 24 hours.
    /// `parameters` reach the app with every call and cannot be changed in the browser.
    fn access_token(
        &self,
        identity: &Identity,
        parameters: BTreeMap<String, String>,
        life: Duration,
        now: DateTime<Utc>,
    ) -> Result<AccessToken, IssueError>;

    /// Makes a call that lives leave what it does and do this. Sent to a dialled call, it ends the
    /// `<Dial>` of the one that dialled it.
    fn redirect_call<'a>(&'a self, call: &'a CallSid, to: &'a Response) -> Answer<'a, Call>;

    /// Ends a call, in whatever state it is.
    fn hang_up<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Call>;

    /// A call as it is now.
    fn fetch_call<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Call>;

    /// The calls that a call has dialled, the latest first.
    fn find_calls_of<'a>(&'a self, parent: &'a CallSid) -> Answer<'a, Vec<Call>>;

    /// The recordings of a call: of the one that dialled.
    fn recordings_of<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Vec<Recording>>;

    /// A recording's sound, or the part that `range` (a header such as `bytes=0-1023`) asks for.
    fn recording_media<'a>(
        &'a self,
        recording: &'a RecordingSid,
        range: Option<&'a str>,
    ) -> Answer<'a, Media>;

    /// Sees to it that a recording is gone; one that is not there is.
    fn delete_recording<'a>(&'a self, recording: &'a RecordingSid) -> Answer<'a, ()>;
}

impl Telephony for Rest {
    fn access_token(
        &self,
        identity: &Identity,
        parameters: BTreeMap<String, String>,
        life: Duration,
        now: DateTime<Utc>,
    ) -> Result<AccessToken, IssueError> {
        let application = self.credentials().application.clone();
        let grant = VoiceGrant {
            identity: identity.clone(),
            incoming: true,
            outgoing: Some(Outgoing { application, parameters }),
            push_credential: None,
            endpoint: None,
        };
        access_token::issue(self.credentials(), &grant, life, now)
    }

    fn redirect_call<'a>(&'a self, call: &'a CallSid, to: &'a Response) -> Answer<'a, Call> {
        let update = CallUpdate::Redirect(Instructions::Twiml(to.clone()));
        async move { self.update_call(call, &update).await }.boxed()
    }

    fn hang_up<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Call> {
        async move { self.update_call(call, &CallUpdate::End(EndCall::Completed)).await }.boxed()
    }

    fn fetch_call<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Call> {
        Self::fetch_call(self, call).boxed()
    }

    fn find_calls_of<'a>(&'a self, parent: &'a CallSid) -> Answer<'a, Vec<Call>> {
        let filter = CallFilter { parent: Some(parent.clone()), ..CallFilter::default() };
        async move { self.list_calls(&filter, CHILDREN).await }.boxed()
    }

    fn recordings_of<'a>(&'a self, call: &'a CallSid) -> Answer<'a, Vec<Recording>> {
        let filter = RecordingFilter::OfCall(call.clone());
        async move { self.list_recordings(&filter, CHILDREN).await }.boxed()
    }

    fn recording_media<'a>(
        &'a self,
        recording: &'a RecordingSid,
        range: Option<&'a str>,
    ) -> Answer<'a, Media> {
        Self::recording_media(self, recording, MediaFormat::Mp3, range).boxed()
    }

    fn delete_recording<'a>(&'a self, recording: &'a RecordingSid) -> Answer<'a, ()> {
        async move {
            match Self::delete_recording(self, recording).await {
                Err(error) if error.is_not_found() => Ok(()),
                outcome => outcome,
            }
        }
        .boxed()
    }
}
