//! An open stream of `/events`, as the page holds one.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::Value;
use tokio::time::timeout;

use crate::Actor;

/// Far longer than news takes, and what a test waits at most.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long silence has to last to count.
const SILENCE: Duration = Duration::from_millis(400);

/// One message of the stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    /// `change` or `resync`.
    pub kind: String,
    /// What to resume from.
    pub id: Option<String>,
    /// What happened.
    pub data: Value,
}

/// The stream.
pub struct Events {
    chunks: BoxStream<'static, Result<Bytes, reqwest::Error>>,
    text: String,
}

impl Events {
    /// Opens the stream, after the event with this id if one is given.
    pub async fn open(actor: &Actor, last: Option<&str>) -> Self {
        let mut ask = actor.get("/events");
        if let Some(last) = last {
            ask = ask.header("Last-Event-ID", last);
        }
        let response = ask.0.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut events = Self { chunks: response.bytes_stream().boxed(), text: String::new() };
        // The first thing sent is how long to wait before opening it again.
        assert!(events.message().await.is_some_and(|text| text.starts_with("retry:")));
        events
    }

    /// The next message; none when the stream ends.
    pub async fn next(&mut self) -> Option<Event> {
        timeout(PATIENCE, self.read()).await.expect("something is heard in time")
    }

    /// Waits for a change with this action and gives it.
    pub async fn hears(&mut self, action: &str) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.data["action"] == action {
                return event;
            }
        }
    }

    /// Insists that nothing is heard for a while.
    pub async fn hears_nothing(&mut self) {
        if let Ok(event) = timeout(SILENCE, self.read()).await {
            panic!("unexpected: {event:?}");
        }
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            let message = self.message().await?;
            if !message.starts_with(':') {
                return Some(parse(&message));
            }
        }
    }

    async fn message(&mut self) -> Option<String> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(message);
            }
            let chunk = self.chunks.next().await?.ok()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn parse(message: &str) -> Event {
    let mut event = Event::default();
    for line in message.lines() {
        match line.split_once(": ") {
            Some(("event", kind)) => kind.clone_into(&mut event.kind),
            Some(("id", id)) => event.id = Some(id.to_owned()),
            Some(("data", data)) => event.data = serde_json::from_str(data).unwrap(),
            _ => panic!("unknown line: {line}"),
        }
    }
    event
}
