//! A mail server that takes whatever it is given, by the few words of SMTP that a sender needs.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::driver::GUARD;

/// Where mails arrive.
pub(crate) struct Mailbox {
    pub(crate) port: u16,
    came: Receiver<String>,
}

impl Mailbox {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (send, came) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                speak(stream.unwrap(), &send);
            }
        });
        Self { port, came }
    }

    /// The next mail: who it is for, and what it says.
    #[track_caller]
    pub(crate) fn next(&self) -> (String, String) {
        let mail = self.came.recv_timeout(GUARD).unwrap();
        let (head, body) = mail.split_once("\n\n").unwrap();
        let header = |name: &str| {
            let found = head.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap_or_default().trim().to_owned()
        };
        let text = match header("Content-Transfer-Encoding:").as_str() {
            "quoted-printable" => printable(body),
            "base64" => STANDARD.decode(body.replace('\n', "")).unwrap(),
            _ => body.as_bytes().to_vec(),
        };
        (header("To:"), String::from_utf8(text).unwrap())
    }
}

/// The first address in a message: what the person taps.
#[track_caller]
pub(crate) fn link_in(text: &str) -> String {
    let mut words = text.split_whitespace();
    let link = words.find(|word| word.starts_with("http"));
    link.unwrap_or_else(|| panic!("no link in: {text}"))
        .to_owned()
}

fn speak(stream: TcpStream, took: &Sender<String>) -> Option<()> {
    let mut say = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    say.write_all(b"220 here\r\n").ok()?;
    while let Some(Ok(line)) = lines.next() {
        let word = line.split([' ', ':']).next()?.to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say.write_all(b"250-here\r\n250 8BITMIME\r\n").ok()?,
            "DATA" => {
                say.write_all(b"354 go on\r\n").ok()?;
                let mut mail = String::new();
                while let Some(Ok(line)) = lines.next() {
                    if line == "." {
                        break;
                    }
                    mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.push('\n');
                }
                // Only then: whoever waits for the mail may end the server that sends it.
                say.write_all(b"250 taken\r\n").ok()?;
                took.send(mail).ok()?;
            }
            "QUIT" => return say.write_all(b"221 bye\r\n").ok(),
            _ => say.write_all(b"250 yes\r\n").ok()?,
        }
    }
    None
}

/// Quoted-printable, decoded (RFC 2045, 6.7).
fn printable(text: &str) -> Vec<u8> {
    let joined = text.replace("=\n", "");
    let mut bytes = joined.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'=' {
            let digits: String = bytes.by_ref().take(2).map(char::from).collect();
            plain.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            plain.push(byte);
        }
    }
    plain
}
