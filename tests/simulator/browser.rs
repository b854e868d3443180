//! A browser's end of the signalling, as plain as it can be: enough of RFC 6455 to speak it.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::carrier::Carrier;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Browser {
    stream: TcpStream,
}

impl Browser {
    /// Opens a connection and shows nothing yet.
    pub(crate) async fn connect(carrier: &Carrier) -> Self {
        Self::try_connect(carrier).await.unwrap()
    }

    /// The same, where it may be refused: with the status line.
    pub(crate) async fn try_connect(carrier: &Carrier) -> Result<Self, String> {
        let port = carrier.base.port().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let request = "GET /simulator/signal HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n\
                       Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        if head.starts_with("HTTP/1.1 101") { Ok(Self { stream }) } else { Err(head) }
    }

    /// Opens a connection, shows a token and wants to be rung.
    pub(crate) async fn sign_in(carrier: &Carrier, identity: &str) -> Self {
        let mut browser = Self::connect(carrier).await;
        browser.listen(&carrier.token(identity)).await;
        assert_eq!(browser.hear().await["type"], "connected");
        browser.say("register", &json!({ "media": { "audio": true } })).await;
        assert_eq!(browser.hear().await["type"], "ready");
        browser
    }

    pub(crate) async fn listen(&mut self, token: &str) {
        let browser = json!({ "p": "browser", "v": "2.18.5" });
        let payload = json!({ "token": token, "browserinfo": browser, "reconnectTimeout": 0 });
        self.say("listen", &payload).await;
    }

    /// Calls, with the parameters as the browser's software encodes them.
    pub(crate) async fn invite(&mut self, parameters: &str) {
        let payload = json!({
            "callsid": "TJS-1",
            "sdp": "v=0",
            "twilio": { "params": parameters },
        });
        self.say("invite", &payload).await;
    }

    pub(crate) async fn say(&mut self, kind: &str, payload: &Value) {
        let text = json!({ "type": kind, "payload": payload, "version": "1.6" }).to_string();
        let mut frame = vec![0x81];
        match u16::try_from(text.len()).unwrap() {
            short @ 0..126 => frame.push(0x80 | u8::try_from(short).unwrap()),
            long => {
                frame.push(0x80 | 126);
                frame.extend_from_slice(&long.to_be_bytes());
            }
        }
        // A mask of zeros masks as well as any in a test.
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(text.as_bytes());
        self.stream.write_all(&frame).await.unwrap();
    }

    /// The next message, heartbeats left out.
    pub(crate) async fn hear(&mut self) -> Value {
        loop {
            let text = self.frame().await.unwrap();
            if text.trim().is_empty() {
                continue;
            }
            let message: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(message["version"], "1.6");
            return message;
        }
    }

    /// Waits for the end of the connection.
    pub(crate) async fn is_cut(&mut self) -> bool {
        while let Some(text) = self.frame().await {
            assert!(text.trim().is_empty(), "still connected: {text}");
        }
        true
    }

    /// The next text, or nothing at the end of the connection.
    async fn frame(&mut self) -> Option<String> {
        let read = async {
            let kind = self.stream.read_u8().await.ok()? & 0x0f;
            let length = match self.stream.read_u8().await.ok()? & 0x7f {
                126 => usize::from(self.stream.read_u16().await.ok()?),
                short => usize::from(short),
            };
            let mut bytes = vec![0; length];
            self.stream.read_exact(&mut bytes).await.ok()?;
            (kind == 1).then(|| String::from_utf8(bytes).unwrap())
        };
        timeout(PATIENCE, read).await.unwrap()
    }
}
