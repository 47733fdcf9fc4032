//! The envelope: two halves in one JSON document, sent as it is or as Base64 text.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};
use verification::status::Profile;

use super::fault::{Fault, FaultKind};

/// The encoding of a body. An answer has the encoding of its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// The Base64 text of the JSON, as the vendor's clients send it.
    #[default]
    Base64,
    /// The JSON itself.
    Json,
}

impl Encoding {
    /// The media type of an answer or postback.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Base64 => "application/octet-stream",
            Self::Json => "application/json",
        }
    }
}

/// The reason why a body is not an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The body is empty.
    Empty,
    /// The body is neither JSON nor Base64.
    NotEncoded,
    /// The body is Base64, but contains no JSON.
    NotJson,
    /// The body is JSON, but not an object of objects.
    NotAnObject,
    /// The body is nested deeper than any real call.
    TooDeep,
    /// The body has more values than any real call.
    TooMany,
    /// The body is one of the server's own answers, sent back to it.
    AnAnswer,
}

impl From<Unreadable> for Fault {
    fn from(why: Unreadable) -> Self {
        let said = match why {
            Unreadable::Empty => "The request body is empty.",
            Unreadable::NotEncoded => "The request body must be JSON, or base64 text of JSON.",
            Unreadable::NotJson => "The request body does not decode to JSON.",
            Unreadable::NotAnObject => {
                "The request body must be an object with the objects public_data and private_data."
            }
            Unreadable::TooDeep => "The request body is nested too deeply.",
            Unreadable::TooMany => "The request body has too many values.",
            Unreadable::AnAnswer => "The request body is an answer of a server, not a request.",
        };
        Self::new(FaultKind::Malformed, said)
    }
}

/// White space and line breaks are skipped, and padding is optional.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Returns the JSON of a body, with the encoding in which it came. `Content-Type` is ignored,
/// because clients send whatever their library fills in. The encoding is returned even for a body
/// that cannot be read.
pub fn decode(body: &[u8]) -> (Encoding, Result<Cow<'_, [u8]>, Unreadable>) {
    let body = body
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(body)
        .trim_ascii();
    match body.first() {
        None => (Encoding::Base64, Err(Unreadable::Empty)),
        Some(b'{' | b'[') => (Encoding::Json, Ok(Cow::Borrowed(body))),
        Some(_) => {
            let decoded = base64(body).ok_or(Unreadable::NotEncoded).map(Cow::Owned);
            (Encoding::Base64, decoded)
        }
    }
}

/// Decodes Base64 text of either alphabet, padded or not, with or without line breaks.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let text = if text.iter().any(u8::is_ascii_whitespace) {
        Cow::Owned(
            text.iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    };
    let engine = if text.iter().any(|byte| matches!(byte, b'-' | b'_')) {
        URL_SAFE
    } else {
        PLAIN
    };
    engine.decode(text.as_ref()).ok()
}

/// A message to send, with both halves. The public one starts with `version` and `endpoint`.
#[derive(Clone, PartialEq)]
pub struct Message {
    public: Map<String, Value>,
    private: Map<String, Value>,
}

/// Messages are full of personal data, so only the kind is shown.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.public.get("endpoint").and_then(Value::as_str);
        write!(f, "Message({})", endpoint.unwrap_or_default())
    }
}

impl Message {
    pub(super) fn new(endpoint: &str, profile: Profile) -> Self {
        let mut public = Map::new();
        public.insert("version".to_owned(), super::version(profile).into());
        public.insert("endpoint".to_owned(), endpoint.into());
        Self {
            public,
            private: Map::new(),
        }
    }

    pub(super) fn tell(&mut self, key: &str, value: impl Into<Value>) {
        self.public.insert(key.to_owned(), value.into());
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.private.insert(key.to_owned(), value.into());
    }

    /// Returns the bytes to send and to sign.
    pub fn encode(&self, encoding: Encoding) -> Vec<u8> {
        // Writing maps of texts into memory cannot fail; an empty body would be noticed.
        let halves = Halves {
            public_data: &self.public,
            private_data: &self.private,
        };
        let json = serde_json::to_vec(&halves).unwrap_or_default();
        match encoding {
            Encoding::Json => json,
            Encoding::Base64 => STANDARD.encode(json).into_bytes(),
        }
    }
}

#[derive(serde::Serialize)]
struct Halves<'a> {
    public_data: &'a Map<String, Value>,
    private_data: &'a Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases: a body, its encoding, and what it decodes to.
    type Case = (&'static [u8], Encoding, Result<&'static [u8], Unreadable>);

    #[test]
    fn a_body_is_told_by_how_it_begins() {
        use Encoding::{Base64, Json};
        let cases: &[Case] = &[
            (b"{}", Json, Ok(b"{}")),
            (b"\xEF\xBB\xBF {} \n", Json, Ok(b"{}")),
            (b"e30=", Base64, Ok(b"{}")),
            (b"e30", Base64, Ok(b"{}")),
            (b" e3\n0=\r\n", Base64, Ok(b"{}")),
            (b"Pz8_Pj4-", Base64, Ok(b"???>>>")),
            (b"Pz8/Pj4+", Base64, Ok(b"???>>>")),
            (b"\"{}\"", Base64, Err(Unreadable::NotEncoded)),
            (b"e3.0", Base64, Err(Unreadable::NotEncoded)),
            (b"  ", Base64, Err(Unreadable::Empty)),
        ];
        for (body, encoding, expected) in cases {
            let (told, json) = decode(body);
            assert_eq!(told, *encoding, "{body:?}");
            assert_eq!(json.as_deref().map_err(|why| *why), *expected, "{body:?}");
        }
    }

    #[test]
    fn debug_shows_no_values() {
        let mut message = Message::new("get-status", Profile::Table);
        message.set("name", "Doe");
        assert_eq!(format!("{message:?}"), "Message(get-status)");
    }
}
