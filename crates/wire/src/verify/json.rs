//! JSON as PHP's `json_encode` writes it, on which clients of this protocol rely: compact, with `/`
//! as `\/` and everything beyond ASCII as `\uXXXX`.
//!
//! Clients verify the signature of what they received. A client that parses the body and writes it
//! again before hashing only gets the same bytes if the body has a single spelling. Therefore there
//! are no fractions, no repeated keys, and no keys that JavaScript would sort to the front.

use std::borrow::Cow;
use std::{fmt, io};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

/// A JSON value to write. Whole numbers must be within ±2⁵³, beyond which JavaScript rounds.
#[derive(Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object.
    Object(Members<'a>),
}

impl Json<'_> {
    /// Returns the bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        let mut writer = serde_json::Serializer::with_formatter(&mut out, Spelling);
        let written = self.serialize(&mut writer);
        // Writing to a vector cannot fail, and every key is a text.
        debug_assert!(written.is_ok());
        out
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => members.serialize(serializer),
        }
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// Escapes as PHP does: whatever `serde_json` escapes, `/`, and everything beyond ASCII.
struct Spelling;

impl Formatter for Spelling {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c: char| c == '/' || !c.is_ascii()) {
            let (plain, after) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut characters = after.chars();
            match characters.next() {
                Some('/') => writer.write_all(b"\\/")?,
                Some(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
                None => {}
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// The members of an object, in the order in which they are written.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Members<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Members<'a> {
    /// Creates an object without members.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the object with one more member.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Json<'a>>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a member, or replaces the value of the member with that key.
    ///
    /// JavaScript lists keys that look like whole numbers before all others, so such a key gets an
    /// underscore in front.
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Json<'a>>) {
        let mut name = name.into();
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            name = Cow::Owned(format!("_{name}"));
        }
        let value = value.into();
        match self.0.iter_mut().find(|(there, _)| *there == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Returns true if there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the bytes of the object.
    pub fn encode(self) -> Vec<u8> {
        Json::Object(self).encode()
    }
}

/// Creates a list of texts.
pub(super) fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Json<'a> {
    items
        .into_iter()
        .map(|text| Json::Text(Cow::Borrowed(text)))
        .collect()
}

/// Bodies are full of personal data, so only the kind is shown.
impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(_) => f.write_str("bool"),
            Self::Number(_) => f.write_str("number"),
            Self::Text(text) => write!(f, "text({} chars)", text.chars().count()),
            Self::List(items) => write!(f, "list({})", items.len()),
            Self::Object(members) => members.fmt(f),
        }
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl<'a> From<&'a str> for Json<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Json<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Json<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<Members<'a>> for Json<'a> {
    fn from(members: Members<'a>) -> Self {
        Self::Object(members)
    }
}

impl<'a, T: Into<Json<'a>>> From<Option<T>> for Json<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<'a, T: Into<Json<'a>>> FromIterator<T> for Json<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_those_of_php() {
        let cases = [
            ("plain", r#""plain""#),
            ("a/b", r#""a\/b""#),
            ("Zoë", r#""Zo\u00eb""#),
            ("李", r#""\u674e""#),
            ("😀", r#""\ud83d\ude00""#),
            ("\"\\", r#""\"\\""#),
            (
                "\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}",
                "\"\\b\\f\\n\\r\\t\\u0001\\u001f\u{7f}\"",
            ),
            ("\u{2028}", r#""\u2028""#),
        ];
        for (text, expected) in cases {
            assert_eq!(
                String::from_utf8(Json::from(text).encode()).unwrap(),
                expected
            );
        }
    }

    #[test]
    fn names_are_never_numbers_and_never_twice() {
        let members = Members::new()
            .with("7", 1)
            .with("a", 2)
            .with("7", 3)
            .with("07", Json::Null);
        assert_eq!(members.encode(), br#"{"_7":3,"a":2,"_07":null}"#);
    }

    #[test]
    fn debug_shows_no_values() {
        let shown = format!("{:?}", Json::from(Members::new().with("name", "Doe")));
        assert_eq!(shown, r#"["name"]"#);
    }

    /// What a JavaScript client does before it hashes: `JSON.stringify(JSON.parse(body))`, then `/`
    /// to `\/`, then everything beyond ASCII to `\uXXXX`.
    fn respelled(body: &[u8]) -> String {
        let value: serde_json::Value = serde_json::from_slice(body).unwrap();
        let mut out = String::new();
        for c in stringified(&value).replace('/', "\\/").chars() {
            if c.is_ascii() {
                out.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format_unit(*unit));
                }
            }
        }
        out
    }

    fn format_unit(unit: u16) -> String {
        format!("\\u{unit:04x}")
    }

    /// `JSON.stringify`, with JavaScript's order: whole numbers first, then as they came.
    fn stringified(value: &serde_json::Value) -> String {
        match value {
            serde_json::Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| match name.parse::<u32>() {
                    Ok(index) if index.to_string() == **name => (0, index),
                    _ => (1, 0),
                });
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| {
                        format!(
                            "{}:{}",
                            serde_json::to_string(name).unwrap(),
                            stringified(value)
                        )
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            serde_json::Value::Array(items) => {
                let items: Vec<String> = items.iter().map(stringified).collect();
                format!("[{}]", items.join(","))
            }
            scalar => serde_json::to_string(scalar).unwrap(),
        }
    }

    fn any_json() -> impl Strategy<Value = Json<'static>> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            (-(1_i64 << 53)..(1_i64 << 53)).prop_map(Json::from),
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            let name = prop_oneof![any::<String>(), "[0-9]{1,4}", "[a-z_]{1,8}"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Json::List),
                prop::collection::vec((name, inner), 0..6).prop_map(|members| {
                    let mut object = Members::new();
                    for (name, value) in members {
                        object.set(name, value);
                    }
                    Json::Object(object)
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_client_that_writes_the_body_again_comes_to_the_same_bytes(value in any_json()) {
            let body = value.encode();
            prop_assert_eq!(respelled(&body), String::from_utf8(body).unwrap());
        }
    }
}
