//! A call over the line, as the carrier tells it.

use serde_json::json;

use crate::carrier::sid;
use crate::{Actor, Answer, TestApp};

/// A call that a rep has dialled.
pub struct DialledCall<'a> {
    app: &'a TestApp,
    /// Its id.
    pub id: String,
    /// The rep's leg.
    pub parent: String,
    /// The lead's leg.
    pub child: String,
}

impl Actor {
    /// Asks for the permission to call a lead.
    pub async fn place_call(&self, lead: &str) -> Answer {
        self.post("/calls", json!({ "lead_id": lead })).await
    }

    /// Who the user's browser is at the carrier.
    #[must_use]
    pub fn identity(&self) -> String {
        format!("user_{}", self.id().replace('-', ""))
    }
}

impl TestApp {
    /// A rep's browser dials a permitted call, over a leg of this name.
    pub async fn dial(&self, rep: &Actor, call: &str, parent: &str) -> Answer {
        let from = format!("client:{}", rep.identity());
        let fields =
            [("CallSid", parent), ("CallStatus", "ringing"), ("From", &from), ("CallId", call)];
        self.webhook("voice", &fields).await
    }

    /// A rep gets permission and dials.
    pub async fn call<'a>(&'a self, rep: &Actor, lead: &str) -> DialledCall<'a> {
        let id = rep.place_call(lead).await.expect(201).id();
        let number = u128::from_str_radix(&id.replace('-', ""), 16).unwrap();
        let (parent, child) = (sid("CA", number), sid("CA", number ^ 1 << 127));
        let _document = self.dial(rep, &id, &parent).await.expect(200);
        DialledCall { app: self, id, parent, child }
    }
}

impl DialledCall<'_> {
    /// The carrier tells how far the lead's leg is; answered with the status of the answer.
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

    /// It rings, and is answered.
    pub async fn is_answered(&self) {
        for (sequence, status) in (0..).zip(["initiated", "ringing", "in-progress"]) {
            assert_eq!(self.tells(sequence, status, &[]).await, 204);
        }
        self.app.run_jobs().await;
    }

    /// It ends after so many seconds of talking.
    pub async fn ends(&self, seconds: &str) {
        let end = [("CallDuration", seconds), ("SipResponseCode", "200")];
        assert_eq!(self.tells(3, "completed", &end).await, 204);
        self.app.run_jobs().await;
    }

    /// It ends unanswered.
    pub async fn fails(&self, status: &str, sip_code: &str) {
        let end = [("CallDuration", "0"), ("SipResponseCode", sip_code)];
        assert_eq!(self.tells(2, status, &end).await, 204);
        self.app.run_jobs().await;
    }

    /// The call as its rep sees it.
    pub async fn seen_by(&self, actor: &Actor) -> Answer {
        actor.get(&format!("/calls/{}", self.id)).await.expect(200)
    }
}
