//! Calls: placing, changing, looking up.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::send::Form;
use super::{Rest, RestError, read};
use crate::twiml::{AnsweringMachine, CallEvent, Callback, Method, Response};
use crate::{AnsweredBy, ApplicationSid, CallSid, CallStatus};

/// A call as Twilio knows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Call {
    /// The call.
    pub sid: CallSid,
    /// The call that dialled it, if one did.
    #[serde(default, deserialize_with = "read::text")]
    pub parent_call_sid: Option<CallSid>,
    /// How far it is.
    pub status: CallStatus,
    /// `inbound`, `outbound-api` or `outbound-dial`.
    pub direction: Option<String>,
    /// Who calls: a number or `client:<identity>`.
    pub from: Option<String>,
    /// Who is called.
    pub to: Option<String>,
    /// When it was answered, or given up.
    #[serde(default, deserialize_with = "read::moment")]
    pub start_time: Option<DateTime<Utc>>,
    /// When it ended.
    #[serde(default, deserialize_with = "read::moment")]
    pub end_time: Option<DateTime<Utc>>,
    /// Seconds from the answer to the end; only at the end.
    #[serde(default, deserialize_with = "read::seconds")]
    pub duration: Option<u32>,
    /// Who answered, if Twilio listened for it.
    #[serde(default, deserialize_with = "read::text")]
    pub answered_by: Option<AnsweredBy>,
    /// What it cost, negative, known some time after the end.
    pub price: Option<String>,
    /// In which currency.
    pub price_unit: Option<String>,
}

/// What happens with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// What the document at this address says.
    Url(Callback),
    /// What this document says; at most 4,000 characters.
    Twiml(Response),
    /// What the `TwiML` app says.
    Application(ApplicationSid),
}

/// A call to place.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// Who is called: a number or `client:<identity>`.
    pub to: String,
    /// The number that the other side sees.
    pub from: String,
    /// What happens when somebody answers.
    pub then: Instructions,
    /// Where Twilio tells how the call goes.
    pub status_callback: Option<Callback>,
    /// What it tells; none means completed only.
    pub status_events: Vec<CallEvent>,
    /// How long it rings; Twilio's own choice is 60 seconds.
    pub timeout_seconds: Option<u32>,
    /// Whether it is recorded.
    pub records: bool,
    /// Whether Twilio listens for an answering machine; the call goes on meanwhile.
    pub machine_detection: Option<AnsweringMachine>,
    /// Where it tells what it heard.
    pub machine_callback: Option<Callback>,
}

impl NewCall {
    /// A call with nothing special about it.
    pub fn new(to: impl Into<String>, from: impl Into<String>, then: Instructions) -> Self {
        Self {
            to: to.into(),
            from: from.into(),
            then,
            status_callback: None,
            status_events: Vec::new(),
            timeout_seconds: None,
            records: false,
            machine_detection: None,
            machine_callback: None,
        }
    }

    fn form(&self) -> Form {
        let mut form = vec![("To", self.to.clone()), ("From", self.from.clone())];
        callback(&mut form, ["StatusCallback", "StatusCallbackMethod"], &self.status_callback);
        let events = self.status_events.iter();
        form.extend(events.map(|event| ("StatusCallbackEvent", event.as_str().to_owned())));
        form.extend(self.timeout_seconds.map(|seconds| ("Timeout", seconds.to_string())));
        form.extend(self.records.then(|| ("Record", "true".to_owned())));
        if let Some(detection) = self.machine_detection {
            form.push(("MachineDetection", detection.as_str().to_owned()));
            form.push(("AsyncAmd", "true".to_owned()));
        }
        let names = ["AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod"];
        callback(&mut form, names, &self.machine_callback);
        instructions(&mut form, &self.then);
        form
    }
}

/// A change to a call that lives.
#[derive(Clone, Debug)]
pub enum CallUpdate {
    /// It leaves what it does and does this.
    Redirect(Instructions),
    /// It ends.
    End(EndCall),
}

/// How a call is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndCall {
    /// In whatever state it is.
    Completed,
    /// Only if nobody has answered yet.
    Canceled,
}

impl CallUpdate {
    fn form(&self) -> Form {
        let mut form = Form::new();
        match self {
            Self::Redirect(to) => instructions(&mut form, to),
            Self::End(EndCall::Completed) => form.push(("Status", "completed".to_owned())),
            Self::End(EndCall::Canceled) => form.push(("Status", "canceled".to_owned())),
        }
        form
    }
}

/// Which calls are looked for; every field that is set must fit.
#[derive(Clone, Debug, Default)]
pub struct CallFilter {
    /// Calls that this call dialled.
    pub parent: Option<CallSid>,
    /// Calls to this number.
    pub to: Option<String>,
    /// Calls from this number.
    pub from: Option<String>,
    /// Calls that are as far as this.
    pub status: Option<CallStatus>,
    /// Calls that began on this day, UTC, or later.
    pub since: Option<NaiveDate>,
}

impl CallFilter {
    fn pairs(&self) -> Form {
        let parent = self.parent.as_ref().map(|sid| ("ParentCallSid", sid.to_string()));
        let since = self.since.map(|day| ("StartTime>", day.to_string()));
        let status = self.status.map(|status| ("Status", status.as_str().to_owned()));
        let to = self.to.clone().map(|number| ("To", number));
        let from = self.from.clone().map(|number| ("From", number));
        [parent, to, from, status, since].into_iter().flatten().collect()
    }
}

impl Rest {
    /// Places a call. After [`RestError::may_have_been_done`], look for it with
    /// [`Rest::list_calls`] before placing it again.
    pub async fn place_call(&self, call: &NewCall) -> Result<Call, RestError> {
        self.post("place a call", "Calls.json", &call.form()).await
    }

    /// Changes a call that lives. Of one that has ended, Twilio refuses it with error 21220.
    pub async fn update_call(&self, sid: &CallSid, update: &CallUpdate) -> Result<Call, RestError> {
        self.post("change a call", &format!("Calls/{sid}.json"), &update.form()).await
    }

    /// A call as it is now.
    pub async fn fetch_call(&self, sid: &CallSid) -> Result<Call, RestError> {
        self.get("look up a call", &format!("Calls/{sid}.json")).await
    }

    /// The calls that fit, the latest first, but no more than `limit`.
    pub async fn list_calls(
        &self,
        filter: &CallFilter,
        limit: usize,
    ) -> Result<Vec<Call>, RestError> {
        self.list("calls", "Calls.json", &filter.pairs(), limit).await
    }
}

/// An address and its method as two fields.
pub(super) fn callback(form: &mut Form, names: [&'static str; 2], callback: &Option<Callback>) {
    let [url_name, method_name] = names;
    let Some(Callback { url, method }) = callback else { return };
    form.push((url_name, url.clone()));
    form.extend(method.map(|method| (method_name, method.as_str().to_owned())));
}

fn instructions(form: &mut Form, instructions: &Instructions) {
    match instructions {
        Instructions::Url(Callback { url, method }) => {
            form.push(("Url", url.clone()));
            form.extend(method.map(|method: Method| ("Method", method.as_str().to_owned())));
        }
        Instructions::Twiml(document) => form.push(("Twiml", document.to_xml())),
        Instructions::Application(sid) => form.push(("ApplicationSid", sid.to_string())),
    }
}
