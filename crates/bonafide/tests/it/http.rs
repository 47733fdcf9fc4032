//! HTTP by hand: a caller and a receiver that share no code with the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::running::Keys;

/// Posts JSON with Basic authentication.
#[track_caller]
pub(crate) fn post(url: &str, path: &str, keys: &Keys, body: &str) -> (u16, Value) {
    let host = url.strip_prefix("http://").unwrap();
    let basic = STANDARD.encode(format!("{}:{}", keys.client_id, keys.secret_key));
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Basic {basic}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let message = Message::read(stream);
    let status = message.first.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(&message.body).unwrap())
}

/// Gets a page: its status and its body.
#[track_caller]
pub(crate) fn get(url: &str, path: &str) -> (u16, String) {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let message = Message::read(stream);
    let status = message.first.split(' ').nth(1).unwrap().parse().unwrap();
    (status, message.body)
}

/// Opens a stream of events; answers when the first of them came.
#[track_caller]
pub(crate) fn follow(url: &str, path: &str) -> TcpStream {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/event-stream\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut lines = BufReader::new(&stream).lines().map(Result::unwrap);
    let status = lines.next().unwrap();
    assert!(status.contains(" 200 "), "{status}");
    assert!(lines.any(|line| line.starts_with("data:")), "no event came");
    stream
}

/// Begins a request and keeps its body back; answers when the server has asked for the body.
#[track_caller]
pub(crate) fn begin(url: &str, keys: &Keys, length: usize) -> TcpStream {
    let host = url.strip_prefix("http://").unwrap();
    let basic = STANDARD.encode(format!("{}:{}", keys.client_id, keys.secret_key));
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\nauthorization: Basic {basic}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let message = Message::read(&stream);
    assert!(message.first.contains(" 100 "), "{message:?}");
    stream
}

/// One message as it came over the wire.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) first: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Message {
    fn read(stream: impl Read) -> Self {
        let mut reader = BufReader::new(stream);
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.trim_end().to_owned();
            if line.is_empty() {
                break;
            }
            head.push(line);
        }
        let mut head = head.into_iter();
        let first = head.next().unwrap();
        let headers: Vec<(String, String)> = head
            .map(|line| {
                let (name, value) = line.split_once(':').unwrap();
                (name.to_ascii_lowercase(), value.trim().to_owned())
            })
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
        reader.read_exact(&mut body).unwrap();
        Self {
            first,
            headers,
            body: String::from_utf8(body).unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other == name);
        &found.unwrap().1
    }
}

/// A receiver of callbacks that says yes to everything.
pub(crate) struct Inbox {
    pub(crate) url: String,
    came: Receiver<Message>,
}

impl Inbox {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        let (send, came) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let message = Message::read(&stream);
                stream
                    .write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
                    .unwrap();
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        Self { url, came }
    }

    /// The next callback.
    #[track_caller]
    pub(crate) fn next(&self) -> Message {
        self.came.recv_timeout(Duration::from_mins(1)).unwrap()
    }
}
