//! A server on this machine that answers as it is told and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use skiigen_twilio::Credentials;
use skiigen_twilio::rest::Rest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::credentials;

/// What it does with a request.
pub(crate) enum Reply {
    /// Answers with a status and a JSON body.
    Json(u16, Value),
    /// Answers with a status, further header lines, and a body.
    Answer(u16, String, Vec<u8>),
    /// Reads the request and closes the connection.
    Close,
}

impl Reply {
    pub(crate) fn json(status: u16, body: impl Into<Value>) -> Self {
        Self::Json(status, body.into())
    }

    /// The bytes to send; none where the connection is closed without any.
    fn bytes(self) -> Vec<u8> {
        let (status, headers, body) = match self {
            Self::Json(status, body) => {
                (status, "Content-Type: application/json\r\n".to_owned(), body.to_string().into())
            }
            Self::Answer(status, headers, body) => (status, headers, body),
            Self::Close => return Vec::new(),
        };
        let head = format!("HTTP/1.1 {status} .\r\n{headers}Content-Length: {}\r\n", body.len());
        [head.as_bytes(), b"Connection: close\r\n\r\n", &body].concat()
    }
}

/// A request that it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    head: String,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

/// The server. It gives each connection one answer, and closes it.
pub(crate) struct Loopback {
    asked: Arc<Mutex<Vec<Asked>>>,
    pub(crate) rest: Rest,
}

impl Loopback {
    /// A server that gives these answers in this order, and a client that asks it.
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let mut replies: VecDeque<_> = replies.into_iter().collect();
        let kept = asked.clone();
        tokio::spawn(async move {
            while let Some(reply) = replies.pop_front() {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read(&mut stream).await;
                kept.lock().unwrap().push(request);
                stream.write_all(&reply.bytes()).await.unwrap();
            }
        });
        let api_url = url.parse().unwrap();
        let rest = Rest::new(Credentials { api_url, ..credentials() }).unwrap();
        Self { asked, rest }
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn read(stream: &mut TcpStream) -> Asked {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the request has no end");
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let mut words = head.split_whitespace();
    let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
    let asked = Asked { method, path, head: head.clone(), body: String::new() };
    let length = asked.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head_end + length {
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the body is cut short");
    }
    Asked { body: String::from_utf8(bytes[head_end..].to_vec()).unwrap(), ..asked }
}
