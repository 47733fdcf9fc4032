//! Small text tools: bytes to characters, cleaning of values, and `Debug` that shows shapes, not
//! contents.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;

/// Turns bytes into characters. The standard says ISO 8859-1; text that came through a keyboard
/// wedge or a browser is UTF-8, at times with a stray byte in it. Latin text is hardly ever valid
/// UTF-8 by accident, so what is valid is UTF-8 and any other byte is Latin.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        // A character cut in two at the very end of UTF-8 text is dropped rather than misread.
        let cut = chunks.peek().is_none() && !text.is_ascii();
        if !cut {
            text.extend(chunk.invalid().iter().map(|&byte| char::from(byte)));
        }
    }
    Cow::Owned(text)
}

/// Blanks, control characters of both sets (Connecticut's symbols carry stray 0x90) and byte order
/// marks: never part of a value at its ends.
pub(super) fn is_padding(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

/// The value without padding, or `None` when the issuer wrote one of the words for "no data".
pub(super) fn clean(value: &str) -> Option<&str> {
    const NO_DATA: [&str; 7] = [
        "NONE",
        "UNAVL",
        "UNAVAIL",
        "UNAVAILABLE",
        "N/A",
        "NULL",
        "NOT AVAILABLE",
    ];
    let value = value.trim_matches(is_padding);
    let empty = value.is_empty() || NO_DATA.iter().any(|word| value.eq_ignore_ascii_case(word));
    (!empty).then_some(value)
}

/// Letters and digits only, upper case: how numbers of documents are compared.
pub(super) fn alphanumerics(value: &str) -> String {
    value
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// How a value may be shown in a log: how much there is of it, never what it is.
pub(super) trait Shape {
    fn shape(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl Shape for String {
    fn shape(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} chars>", self.chars().count())
    }
}

impl Shape for Date {
    fn shape(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<date>")
    }
}

impl Shape for bool {
    fn shape(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<flag>")
    }
}

impl<T> Shape for Vec<T> {
    fn shape(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} items>", self.len())
    }
}

impl<T: Shape> Shape for Option<T> {
    fn shape(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.shape(f),
            None => f.write_str("none"),
        }
    }
}

/// Wraps a field for `debug_struct` so that only its shape is printed.
pub(super) struct Shown<'a, T>(pub(super) &'a T);

impl<T: Shape> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.shape(f)
    }
}

/// Implements `Debug` by shapes for a struct of personal data, field by field, and [`Shape`] as
/// "<set>".
macro_rules! personal {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &$crate::text::Shown(&self.$field)))+
                    .finish()
            }
        }

        impl $crate::text::Shape for $name {
            fn shape(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("<set>")
            }
        }
    };
}

/// [`Shape`] for small enums whose value describes the person: prints only that there is one.
macro_rules! personal_code {
    ($($name:ident),+ $(,)?) => {
        $(impl $crate::text::Shape for $name {
            fn shape(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("<set>")
            }
        })+
    };
}

pub(super) use {personal, personal_code};
