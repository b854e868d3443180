//! A lead that rings us, as the carrier tells it.

use reqwest::Method;
use serde_json::json;

use crate::carrier::{CALLER_ID, sid};
use crate::{Actor, Answer, TestApp};

/// A call that came in.
pub struct InboundCall<'a> {
    app: &'a TestApp,
    /// Its id.
    pub id: String,
    /// The lead's leg.
    pub parent: String,
    /// The leg of the rep's browser.
    pub child: String,
    /// What the carrier was told to do.
    pub document: String,
}

impl Actor {
    /// Is at the desk, between two calls.
    pub async fn is_at_the_desk(&self) {
        let state = json!({ "state": "wait" });
        let _said = self.ask(Method::PUT, "/presence").json(&state).await.expect(200);
    }
}

impl TestApp {
    /// The carrier asks what to do with somebody who rings, over a leg of this name.
    pub async fn rings(&self, from: &str, parent: &str) -> Answer {
        let fields = [
            ("CallSid", parent),
            ("CallStatus", "ringing"),
            ("Direction", "inbound"),
            ("From", from),
            ("Caller", from),
            ("To", CALLER_ID),
            ("Called", CALLER_ID),
        ];
        self.webhook("voice", &fields).await
    }

    /// A lead whose number is known rings.
    pub async fn call_from<'a>(&'a self, from: &str, number: u128) -> InboundCall<'a> {
        let (parent, child) = (sid("CA", number), sid("CA", number ^ 1 << 127));
        let document = self.rings(from, &parent).await.expect(200).text;
        let found = "SELECT id::text FROM calls WHERE parent_sid = $1";
        let row = self.database().await.query_one(found, &[&parent]).await.unwrap();
        InboundCall { app: self, id: row.get(0), parent, child, document }
    }
}

impl InboundCall<'_> {
    /// The carrier tells how far the leg of the rep's browser is.
    pub async fn tells(&self, sequence: u32, status: &str, more: &[(&str, &str)]) -> u16 {
        let sequence = sequence.to_string();
        let mut fields = vec![
            ("CallSid", self.child.as_str()),
            ("ParentCallSid", self.parent.as_str()),
            ("CallStatus", status),
            ("SequenceNumber", sequence.as_str()),
        ];
        fields.extend(more);
        self.hears("status", &fields).await.status
    }

    /// The carrier tells something else.
    pub async fn hears(&self, kind: &str, fields: &[(&str, &str)]) -> Answer {
        self.app.webhook(&format!("{kind}?call={}", self.id), fields).await
    }

    /// The browser has rung, and this came of it: gives what the lead hears next.
    pub async fn dial_ends(&self, status: &str, of_lead: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![
            ("CallSid", self.parent.as_str()),
            ("CallStatus", of_lead),
            ("DialCallStatus", status),
            ("DialCallSid", self.child.as_str()),
        ];
        fields.extend(more);
        let answer = self.hears("dial", &fields).await.expect(200);
        self.app.run_jobs().await;
        answer
    }

    /// It rings in the browser, and the rep answers.
    pub async fn is_answered(&self) {
        for (sequence, status) in (0..).zip(["initiated", "ringing", "in-progress"]) {
            assert_eq!(self.tells(sequence, status, &[]).await, 204);
        }
        self.app.run_jobs().await;
    }

    /// The lead hangs up after so many seconds of talking.
    pub async fn ends(&self, seconds: &str) {
        assert_eq!(self.tells(3, "completed", &[("CallDuration", seconds)]).await, 204);
        let more = [("DialCallDuration", seconds), ("DialBridged", "true")];
        let _document = self.dial_ends("completed", "completed", &more).await;
    }

    /// The browser rings in vain, and the lead hangs up when it hears the greeting.
    pub async fn is_missed(&self) {
        assert_eq!(self.tells(2, "no-answer", &[]).await, 204);
        let _document = self.dial_ends("no-answer", "completed", &[]).await;
    }

    /// The lead speaks after the tone, then hangs up.
    pub async fn leaves_a_message(&self, recording: &str, seconds: &str) {
        let mut said = vec![
            ("CallSid", self.parent.as_str()),
            ("RecordingSid", recording),
            ("RecordingDuration", seconds),
        ];
        said.push(("CallStatus", "completed"));
        let over = self.hears("message", &said).await.expect(200);
        assert!(over.text.contains("<Hangup"), "{}", over.text);
        said.pop();
        said.push(("RecordingStatus", "completed"));
        assert_eq!(self.hears("recording", &said).await.status, 204);
        self.app.run_jobs().await;
    }

    /// The call as somebody sees it.
    pub async fn seen_by(&self, actor: &Actor) -> Answer {
        actor.get(&format!("/calls/{}", self.id)).await.expect(200)
    }
}
