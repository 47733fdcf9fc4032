//! Helpers for text: decoding of bytes, cleaning of values, and `Debug` output without contents.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;

/// Decodes bytes. The standard says ISO 8859-1, but text that came through a keyboard or a browser
/// is UTF-8, sometimes with a stray byte in it. Latin text is hardly ever valid UTF-8 by accident,
/// so valid UTF-8 is taken as such and any other byte as Latin.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        // A character that is cut off at the end of UTF-8 text is dropped rather than misread.
        let cut = chunks.peek().is_none() && !text.is_ascii();
        if !cut {
            text.extend(chunk.invalid().iter().map(|&byte| char::from(byte)));
        }
    }
    Cow::Owned(text)
}

/// Returns true for blanks, control characters (Connecticut's symbols contain stray 0x90) and byte
/// order marks, which are never part of a value at its start or end.
pub(super) fn is_padding(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

/// Returns the value without padding, or `None` if it is one of the words for "no data".
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

/// Keeps letters and digits, in upper case, which is how document numbers are compared.
pub(super) fn alphanumerics(value: &str) -> String {
    value
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A value that can be logged by its size or presence, but not by its contents.
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

/// Wraps a field for `debug_struct`, so that only its shape is printed.
pub(super) struct ShapeOnly<'a, T>(pub(super) &'a T);

impl<T: Shape> fmt::Debug for ShapeOnly<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.shape(f)
    }
}

/// Implements `Debug` for a struct of personal data by the shapes of its fields, and [`Shape`] as
/// "<set>".
macro_rules! personal {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &$crate::text::ShapeOnly(&self.$field)))+
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

/// Implements [`Shape`] for enums that describe the holder, so that only their presence is printed.
macro_rules! debug_presence {
    ($($name:ident),+ $(,)?) => {
        $(impl $crate::text::Shape for $name {
            fn shape(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("<set>")
            }
        })+
    };
}

pub(super) use {debug_presence, personal};
