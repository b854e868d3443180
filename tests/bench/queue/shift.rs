//! Reps at work, one window each or two, who crash, lose answers and send twice.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::ledger::{self, Ledger};

/// Answers that are not waited for are lost: the lead is leased, and nobody knows.
const IMPATIENT: Duration = Duration::from_millis(3);

/// A window of a rep.
pub(crate) struct Window<'a> {
    pub(crate) http: &'a Client,
    /// The address of the API.
    pub(crate) base: String,
    pub(crate) token: &'a str,
    pub(crate) ledger: &'a Ledger,
}

impl Window<'_> {
    /// Works until then.
    pub(crate) async fn work(&self, seed: u64, until: Instant) {
        let mut random = StdRng::seed_from_u64(seed);
        while Instant::now() < until {
            if random.random_bool(0.05) {
                let lost = self.post("/queue/next", &json!({})).timeout(IMPATIENT).send().await;
                drop(lost);
            } else if let Some(lead) = self.next().await {
                self.act(&lead, &mut random).await;
            }
        }
    }

    /// Takes the next lead. None when there is none, or the server is away.
    pub(crate) async fn next(&self) -> Option<String> {
        let answer = self.post("/queue/next", &json!({})).send().await.ok()?;
        if answer.status() != 200 {
            return None;
        }
        let served: Value = answer.json().await.ok()?;
        let lead = served["lead"]["id"].as_str().unwrap().to_owned();
        let until: DateTime<Utc> = served["lease_expires_at"].as_str().unwrap().parse().unwrap();
        self.ledger.served(&lead, until);
        Some(lead)
    }

    /// What a rep does with a lead; one in five windows is closed without a word.
    async fn act(&self, lead: &str, random: &mut StdRng) {
        let (path, body) = match random.random_range(0..10) {
            0..2 => return,
            2..4 => (format!("/queue/{lead}/skip"), json!({ "reason": "Not now" })),
            4 => (format!("/queue/{lead}/release"), json!({})),
            5..8 => (format!("/leads/{lead}/calls"), json!({ "disposition": "no_answer" })),
            _ => (format!("/leads/{lead}/calls"), json!({ "disposition": "closed" })),
        };
        let key = format!("{:032x}", random.random::<u128>());
        let sent_at = ledger::now();
        // A lost answer is followed by the same request once more, under the same key.
        for _ in 0..if random.random_bool(0.1) { 2 } else { 1 } {
            let sent = self.post(&path, &body).header("Idempotency-Key", &key).send().await;
            // Where no answer came, it may have been done.
            if sent.is_err() || sent.is_ok_and(|answer| answer.status().is_success()) {
                self.ledger.ended(lead, sent_at, ledger::now());
            }
        }
    }

    fn post(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.http.post(format!("{}{path}", self.base)).bearer_auth(self.token).json(body)
    }
}
