//! Text messages: taken, sent, delivered, and reported.

use chrono::{DateTime, Utc};
use url::Url;

use crate::call::{Due, Exchange};
use crate::clock::milliseconds;
use crate::sid::Sid;
use crate::twiml::Method;
use crate::webhook::{Kind, Parcel};

/// A text message to a number.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) sid: Sid,
    pub(crate) to: String,
    pub(crate) from: Option<String>,
    pub(crate) service: Option<String>,
    pub(crate) body: String,
    pub(crate) status: &'static str,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) callback: Option<Url>,
}

impl Exchange {
    /// Takes a message; it reaches its number a little later.
    pub(crate) fn send_message(&mut self, message: Message) {
        let sid = message.sid.clone();
        self.messages.insert(sid.clone(), message);
        self.schedule(milliseconds(500), Due::MessageMoves(sid));
    }

    pub(crate) fn message_moves(&mut self, sid: &Sid) {
        let now = self.now;
        let Some(message) = self.messages.get_mut(sid) else { return };
        let (status, is_last) = match message.status {
            "queued" => ("sent", false),
            // A number that cannot be reached gets no messages either.
            "sent" if message.to.ends_with("04") => ("undelivered", true),
            "sent" => ("delivered", true),
            _ => return,
        };
        message.status = status;
        message.updated_at = now;
        let message = message.clone();
        self.tell_message(&message);
        if !is_last {
            self.schedule(milliseconds(1_500), Due::MessageMoves(sid.clone()));
        }
    }

    fn tell_message(&mut self, message: &Message) {
        let Some(url) = message.callback.clone() else { return };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs = vec![
            pair("AccountSid", &self.config.account_sid),
            pair("ApiVersion", "2010-04-01"),
            pair("MessageSid", message.sid.as_str()),
            pair("SmsSid", message.sid.as_str()),
            pair("MessageStatus", message.status),
            pair("SmsStatus", message.status),
            pair("To", &message.to),
        ];
        pairs.extend(message.from.as_ref().map(|from| pair("From", from)));
        if message.status == "undelivered" {
            pairs.push(pair("ErrorCode", "30003"));
        }
        self.post(Parcel::about(message.sid.clone(), Kind::Message, url, Method::Post, pairs));
    }
}
