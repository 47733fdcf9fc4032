//! A decline code as text: which texts can be one, whether this version knows them or not.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A decline code as it stands on the wire: `SPDR07`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclineCode(pub(super) Cow<'static, str>);

impl DeclineCode {
    /// No code is longer than this many bytes.
    pub const MAX_LEN: usize = 32;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeclineCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The text cannot be a decline code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decline code: expected 1 to 32 letters, digits, dashes or underscores")]
pub struct NotADeclineCode;

impl FromStr for DeclineCode {
    type Err = NotADeclineCode;

    fn from_str(text: &str) -> Result<Self, NotADeclineCode> {
        let lawful = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if text.is_empty() || text.len() > Self::MAX_LEN || !text.bytes().all(lawful) {
            return Err(NotADeclineCode);
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }
}

impl TryFrom<String> for DeclineCode {
    type Error = NotADeclineCode;

    fn try_from(text: String) -> Result<Self, NotADeclineCode> {
        text.parse()
    }
}

impl From<DeclineCode> for String {
    fn from(code: DeclineCode) -> Self {
        code.0.into_owned()
    }
}
