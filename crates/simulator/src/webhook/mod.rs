//! Requests to our own addresses: made up by the exchange, disturbed by faults, carried out here.

mod courier;
mod deliver;

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::call::{Leg, Reply};
use crate::sid::Sid;
use crate::twiml::Method;

pub(crate) use courier::Courier;
pub(crate) use deliver::Postman;

/// What a webhook is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The application is asked what to do with a browser's call.
    Voice,
    /// Any later document is asked for.
    Script,
    /// How the leg to a number gets on.
    Status,
    /// How a `<Dial>` went.
    Dial,
    /// How a recording gets on.
    Recording,
    /// Who picked up.
    #[serde(rename = "amd")]
    Detection,
    /// The browser's own leg has ended.
    App,
    /// How a text message gets on.
    Message,
}

/// A webhook, ready to go.
#[derive(Clone)]
pub(crate) struct Parcel {
    /// Webhooks of one family are delivered one after the other.
    pub(crate) family: Sid,
    pub(crate) kind: Kind,
    pub(crate) url: Url,
    pub(crate) method: Method,
    pub(crate) pairs: Vec<(String, String)>,
    /// The same at each try of the same webhook.
    pub(crate) token: String,
    /// Whether it is signed with a key that is not ours.
    pub(crate) is_forged: bool,
    pub(crate) reply: Option<Reply>,
}

impl Parcel {
    pub(crate) fn new(
        leg: &Leg,
        kind: Kind,
        url: Url,
        method: Method,
        pairs: Vec<(String, String)>,
    ) -> Self {
        Self::about(leg.family(), kind, url, method, pairs)
    }

    pub(crate) fn about(
        family: Sid,
        kind: Kind,
        url: Url,
        method: Method,
        pairs: Vec<(String, String)>,
    ) -> Self {
        let token = token();
        Self { family, kind, url, method, pairs, token, is_forged: false, reply: None }
    }

    /// Its answer is waited for.
    pub(crate) fn expecting(self, reply: Reply) -> Self {
        Self { reply: Some(reply), ..self }
    }

    /// The value of a field.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} to {}", self.kind, self.url)
    }
}

/// A random UUID, version 4.
fn token() -> String {
    let bits: u128 = rand::random();
    let digits = format!("{bits:032x}");
    let part = |from, to| digits.get(from..to).unwrap_or_default();
    let [time, middle, version, variant, node] =
        [part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32)];
    format!("{time}-{middle}-4{version}-8{variant}-{node}")
}
