//! A geocoder on this machine that answers as the test says and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use app::enrichment::Sources;
use geocoder::{Geocoder, Options, Provider, Reach};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use url::Url;

/// What it does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answers with a status, further header lines and a body.
    Answer(u16, String, String),
    /// Keeps whoever asks waiting until the test lets go.
    Wait,
}

impl Reply {
    /// A good answer.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that a test reads `Reply::json(json!(…))`"
    )]
    pub fn json(body: Value) -> Self {
        Self::Answer(200, String::new(), body.to_string())
    }

    /// No answer, but a status and a header line.
    #[must_use]
    pub fn status(status: u16, header: &str) -> Self {
        Self::Answer(status, format!("{header}\r\n"), String::new())
    }
}

/// What was asked, and what is to be answered: these first, then always the last.
#[derive(Default)]
struct State {
    asked: Vec<Url>,
    agents: Vec<String>,
    replies: VecDeque<Reply>,
}

/// The geocoder.
#[derive(Clone)]
pub struct FakeGeocoder {
    url: Url,
    state: Arc<Mutex<State>>,
    arrived: Arc<Notify>,
    let_go: Arc<Notify>,
}

impl FakeGeocoder {
    /// Listens, and gives these answers in this order; the last one again and again.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let replies = replies.into_iter().collect();
        let state = Arc::new(Mutex::new(State { replies, ..State::default() }));
        let geocoder =
            Self { url, state, arrived: Arc::new(Notify::new()), let_go: Arc::new(Notify::new()) };
        let serving = geocoder.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever asks may go away in the middle, as the test of a crash does.
                drop(tokio::spawn(serving.clone().serve(stream)));
            }
        });
        geocoder
    }

    /// Asks it as a geocoder of this kind, which may be in the own network, and no file.
    #[must_use]
    pub fn sources(&self, provider: Provider) -> Sources {
        // As fast as this machine can: what is asked is looked at, not when.
        self.sources_at(provider, 1_000)
    }

    /// The same at a pace.
    #[must_use]
    pub fn sources_at(&self, provider: Provider, per_second: u32) -> Sources {
        let options = Options {
            provider,
            url: self.url.clone(),
            per_second,
            reach: Reach::PrivateToo,
            contact: "https://crm.example".to_owned(),
        };
        let geocoder = Geocoder::new(&options).unwrap();
        Sources { postal_codes: None, geocoder: Some(Arc::new(geocoder)) }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> Url {
        self.url.clone()
    }

    /// What was asked for so far: the parameter `q` of each request.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let query =
            |url: &Url| url.query_pairs().find(|(name, _)| name == "q").unwrap().1.into_owned();
        state.asked.iter().map(query).collect()
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Url> {
        self.state.lock().unwrap().asked.clone()
    }

    /// As whom each request came.
    #[must_use]
    pub fn agents(&self) -> Vec<String> {
        self.state.lock().unwrap().agents.clone()
    }

    /// Waits for somebody who is kept waiting.
    pub async fn keeps_somebody_waiting(&self) {
        self.arrived.notified().await;
    }

    /// Lets whoever waits have the next answer.
    pub fn let_go(&self) {
        self.let_go.notify_one();
    }

    async fn serve(self, mut stream: TcpStream) -> std::io::Result<()> {
        let head = read(&mut stream).await?;
        let path = head.split_whitespace().nth(1).unwrap_or_default();
        let agent = head.lines().find_map(|line| line.strip_prefix("user-agent: "));
        let reply = {
            let mut state = self.state.lock().unwrap();
            state.asked.push(self.url.join(path).unwrap());
            state.agents.push(agent.unwrap_or_default().to_owned());
            state.next()
        };
        let (status, headers, body) = match reply {
            Reply::Answer(status, headers, body) => (status, headers, body),
            Reply::Wait => {
                self.arrived.notify_one();
                self.let_go.notified().await;
                let Reply::Answer(status, headers, body) = self.state.lock().unwrap().next() else {
                    return Ok(());
                };
                (status, headers, body)
            }
        };
        let head = format!("HTTP/1.1 {status} .\r\n{headers}Content-Length: {}\r\n", body.len());
        let answer = [head.as_bytes(), b"Connection: close\r\n\r\n", body.as_bytes()].concat();
        stream.write_all(&answer).await
    }
}

impl State {
    fn next(&mut self) -> Reply {
        let last = self.replies.len() == 1;
        let reply = if last { self.replies.front().cloned() } else { self.replies.pop_front() };
        reply.expect("the test says what is answered")
    }
}

async fn read(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
