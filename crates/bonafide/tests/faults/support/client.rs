//! An HTTP client that says exactly whether an answer came whole, and nothing else.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::Keys;

/// A connection to the server, made when it is needed and kept.
#[derive(Debug)]
pub(crate) struct Client {
    address: SocketAddr,
    /// The value of `Authorization`.
    credentials: String,
    stream: Option<TcpStream>,
}

/// An answer that came whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// The event that it says.
    pub(crate) fn event(&self) -> &str {
        self.body["event"].as_str().unwrap_or_default()
    }

    /// True if it says that the reference was used before.
    pub(crate) fn is_taken(&self) -> bool {
        self.status == 400
            && self.body["error"]["key"] == "reference"
            && self.body["error"]["message"] == "The reference has already been taken."
    }
}

impl Client {
    pub(crate) fn new(address: SocketAddr, keys: &Keys) -> Self {
        let pair = format!("{}:{}", keys.client_id, keys.secret_key);
        Self {
            address,
            credentials: format!("Basic {}", STANDARD.encode(pair)),
            stream: None,
        }
    }

    /// The browser of a person who holds a link.
    pub(crate) fn of_person(address: SocketAddr, token: &str) -> Self {
        Self {
            address,
            credentials: format!("Bearer {token}"),
            stream: None,
        }
    }

    /// Goes on with another server.
    pub(crate) fn turn_to(&mut self, address: SocketAddr) {
        if self.address != address {
            self.address = address;
            self.stream = None;
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask("GET", path, "").await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &str) -> Result<Answer> {
        self.ask("POST", path, body).await
    }

    /// Posts bytes.
    pub(crate) async fn upload(&mut self, path: &str, body: &[u8]) -> Result<Answer> {
        self.send("POST", path, body).await
    }

    async fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        self.send(method, path, body.as_bytes()).await
    }

    async fn send(&mut self, method: &str, path: &str, body: &[u8]) -> Result<Answer> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.credentials,
            body.len()
        );
        let mut stream = if let Some(stream) = self.stream.take() {
            stream
        } else {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            stream
        };
        let mut whole = head.into_bytes();
        whole.extend_from_slice(body);
        stream.write_all(&whole).await?;
        let (first, body) = read_message(&mut stream).await?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        self.stream = Some(stream);
        Ok(Answer {
            status: status.ok_or(ErrorKind::InvalidData)?,
            body: serde_json::from_slice(&body).unwrap_or_default(),
        })
    }

    /// The current event of a reference.
    pub(crate) async fn status(&mut self, reference: &str) -> Result<Answer> {
        self.post(
            "/status",
            &serde_json::json!({ "reference": reference }).to_string(),
        )
        .await
    }
}

/// Reads the head and the body of a message; `Content-Length` is the only framing there is here.
pub(crate) async fn read_message(
    stream: &mut (impl AsyncRead + Unpin),
) -> Result<(String, Vec<u8>)> {
    let mut bytes = Vec::with_capacity(4096);
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length: usize = header(&head, "content-length").parse().unwrap_or(0);
            let mut body = bytes.split_off(end + 4);
            while body.len() < length {
                if stream.read_buf(&mut body).await? == 0 {
                    return Err(Error::from(ErrorKind::UnexpectedEof));
                }
            }
            return Ok((head, body));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(Error::from(ErrorKind::UnexpectedEof));
        }
    }
}

/// The value of a header, or nothing.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found.next().map_or("", |(_, value)| value.trim())
}
