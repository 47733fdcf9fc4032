//! Line endings in heads: a request whose lines end in LF alone is refused.
//!
//! The parser accepts LF for CRLF, as RFC 9112 allows (§2.2). Proxies that do not may see a
//! different request in the same bytes than this server does, and the two must agree on what a
//! request is. Each lone LF in a head is replaced by NUL here, which heads may not contain, so the
//! parser answers 400 and closes the connection.
//!
//! To find the heads, bodies are skipped according to the framing that the head declares.

/// The maximum length of a line that is examined; the names and values of the framing are short.
const MOST_LINE: usize = 128;

/// Follows the bytes of a connection.
#[derive(Debug)]
pub(super) struct Heads {
    at: At,
    /// The line that is being read, without its end.
    line: Vec<u8>,
    /// Whether the last byte was CR.
    is_after_cr: bool,
    framing: Framing,
}

/// What the next byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// The first line of a head, or empty lines before it.
    Start,
    /// The other lines of a head.
    Fields,
    /// A body of which this many bytes are still to come.
    Body(u64),
    /// The line with the size of a chunk.
    Size,
    /// A chunk, with the line ending after it.
    Chunk(u64),
    /// Fields after the last chunk.
    Trailers,
    /// Another protocol, or something that cannot be followed because the parser has refused it.
    Elsewhere,
}

/// What a head says about the body after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Framing {
    #[default]
    Nothing,
    Length(u64),
    Chunked,
}

impl Heads {
    pub(super) const fn new() -> Self {
        Self {
            at: At::Start,
            line: Vec::new(),
            is_after_cr: false,
            framing: Framing::Nothing,
        }
    }

    /// Examines what has arrived, and replaces each lone LF at the end of a head's line.
    pub(super) fn look(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            match self.at {
                At::Elsewhere => return,
                At::Body(left) | At::Chunk(left) => {
                    let length = bytes.len();
                    let step = usize::try_from(left).unwrap_or(length).min(length);
                    let Some((_, rest)) = bytes.split_at_mut_checked(step) else {
                        return;
                    };
                    bytes = rest;
                    let left = left - step as u64;
                    self.at = match self.at {
                        At::Body(_) if left == 0 => At::Start,
                        At::Body(_) => At::Body(left),
                        _ if left == 0 => At::Size,
                        _ => At::Chunk(left),
                    };
                }
                At::Start | At::Fields | At::Size | At::Trailers => {
                    let Some((byte, rest)) = bytes.split_first_mut() else {
                        return;
                    };
                    self.step(byte);
                    bytes = rest;
                }
            }
        }
    }

    fn step(&mut self, byte: &mut u8) {
        if *byte != b'\n' {
            if self.is_after_cr {
                // A CR that ends nothing is a sign like any other here; the parser refuses it.
                self.push(b'\r');
            }
            self.is_after_cr = *byte == b'\r';
            if !self.is_after_cr {
                self.push(*byte);
            }
            return;
        }
        if !std::mem::take(&mut self.is_after_cr) {
            // In a chunk's size the parser refuses it by itself.
            *byte = 0;
            self.at = At::Elsewhere;
            return;
        }
        let line = std::mem::take(&mut self.line);
        self.at = self.after(&line);
        // Its memory is used for the next line.
        self.line = line;
        self.line.clear();
    }

    fn push(&mut self, byte: u8) {
        if self.line.len() < MOST_LINE {
            self.line.push(byte);
        }
    }

    /// Returns what follows a line.
    fn after(&mut self, line: &[u8]) -> At {
        match self.at {
            At::Start | At::Trailers if line.is_empty() => At::Start,
            At::Start if line == b"PRI * HTTP/2.0" => At::Elsewhere,
            At::Start => {
                self.framing = Framing::Nothing;
                At::Fields
            }
            At::Fields if line.is_empty() => match self.framing {
                Framing::Nothing | Framing::Length(0) => At::Start,
                Framing::Length(length) => At::Body(length),
                Framing::Chunked => At::Size,
            },
            At::Fields => {
                self.field(line);
                At::Fields
            }
            At::Size => match size(line) {
                Some(0) => At::Trailers,
                // With the line end after it.
                Some(size) => size.checked_add(2).map_or(At::Elsewhere, At::Chunk),
                None => At::Elsewhere,
            },
            At::Trailers => At::Trailers,
            other => other,
        }
    }

    fn field(&mut self, line: &[u8]) {
        let Some((name, value)) = std::str::from_utf8(line)
            .ok()
            .and_then(|line| line.split_once(':'))
        else {
            return;
        };
        let value = value.trim();
        if name.eq_ignore_ascii_case("transfer-encoding") {
            // It overrules a length (RFC 9112 §6.3), wherever that stands.
            self.framing = Framing::Chunked;
        } else if name.eq_ignore_ascii_case("content-length")
            && self.framing != Framing::Chunked
            && let Ok(length) = value.parse()
        {
            self.framing = Framing::Length(length);
        }
    }
}

/// Parses the size of a chunk: hexadecimal digits, then extensions.
fn size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|byte| !byte.is_ascii_hexdigit()).next()?;
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What becomes of bytes that arrive in pieces of this length.
    fn seen(bytes: &[u8], piece: usize) -> Vec<u8> {
        let mut heads = Heads::new();
        let mut bytes = bytes.to_vec();
        for piece in bytes.chunks_mut(piece.max(1)) {
            heads.look(piece);
        }
        bytes
    }

    const GOOD: [&[u8]; 6] = [
        b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET /2 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\n\n\n\n\n}GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3;a=b\r\n\n\n\n\r\n2\r\n\n\n\r\n0\r\nx: y\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\n\n\r\n0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\n\0\n\n",
    ];

    #[test]
    fn what_is_in_order_stays_as_it_is() {
        for bytes in GOOD {
            for piece in 1..=bytes.len() {
                assert_eq!(seen(bytes, piece), bytes, "{piece}");
            }
        }
    }

    #[test]
    fn a_line_feed_alone_in_a_head_is_spoilt() {
        for bytes in [
            &b"GET / HTTP/1.1\nhost: x\n\n"[..],
            b"GET / HTTP/1.1\r\nhost: x\n\r\n",
            b"GET / HTTP/1.1\r\nhost: x\r\n\n",
            b"\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
            // The second of two, after a body, and after a body in chunks.
            b"GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HTTP/1.1\nhost: x\r\n\r\n",
            b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n\r\nGET / HTTP/1.1\nhost: x\r\n\r\n",
            b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\n\n",
            // A name as long as a line that is not looked into, and values that are.
            b"POST / HTTP/1.1\r\nCONTENT-LENGTH:2 \r\n\r\n\n\nGET / HTTP/1.1\nhost: x\r\n\r\n",
        ] {
            for piece in 1..=bytes.len() {
                assert!(seen(bytes, piece).contains(&0), "{:?}", bytes.escape_ascii().to_string());
            }
        }
    }

    proptest! {
        /// However bytes are cut into packets, the same is seen in them.
        #[test]
        fn packets_make_no_difference(
            parts in prop::collection::vec(prop::sample::select(vec![
                "\r\n", "\n", "\r", "GET / HTTP/1.1\r\n", "content-length: 3\r\n", "3\r\n", "abc",
                "transfer-encoding: chunked\r\n", "0\r\n", "host: x\r\n", "\r\n\r\n", "\0", ":",
            ]), 0..30),
            piece in 1..40_usize,
        ) {
            let bytes = parts.concat().into_bytes();
            prop_assert_eq!(seen(&bytes, piece), seen(&bytes, bytes.len().max(1)));
        }
    }
}
