//! A request's body as a tree of borrowed texts, before anyone knows what it means.
//!
//! Bodies reach 30 MB, nearly all of it base64. The text of a proof is never kept: it is decoded
//! where it stands in the body. Depth and number of values are limited, so that a hostile body costs
//! no more than reading it once.

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::form;
use super::proof::{self, NotAProof};

/// Objects and lists within one another.
const MAX_DEPTH: u8 = 32;

/// Values in a body, the ignored ones included. The longest request we know has about 200.
pub(super) const MAX_VALUES: u32 = 10_000;

/// A value as it was sent.
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number that is not whole.
    Fraction,
    Text(Cow<'a, str>),
    /// The text of a key that holds proofs, decoded.
    Proof(Result<Vec<u8>, NotAProof>),
    List(Vec<Value<'a>>),
    Object(Members<'a>),
}

impl Value<'_> {
    /// True for `""`, blanks, `[]` and `{}`.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.0.is_empty(),
            _ => false,
        }
    }

    pub(super) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Integer(number) => Value::Integer(number),
            Self::Fraction => Value::Fraction,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Proof(content) => Value::Proof(content),
            Self::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(members) => Value::Object(Members(
                members
                    .0
                    .into_iter()
                    .map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned()))
                    .collect(),
            )),
        }
    }
}

/// The members of an object, in the order in which they were sent.
#[derive(Default)]
pub(super) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, Value<'a>)>);

impl<'a> Members<'a> {
    /// The value of a key; of several, the last. `null` is as good as absent.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        let (_, value) = self.0.iter().rev().find(|(there, _)| there == key)?;
        (!matches!(value, Value::Null)).then_some(value)
    }

    /// Takes the value of a key out.
    pub(super) fn take(&mut self, key: &str) -> Option<Value<'a>> {
        let at = self.0.iter().rposition(|(there, _)| there == key)?;
        Some(self.0.swap_remove(at).1)
    }
}

/// The body is not a request at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    NotJson,
    NotAnObject,
    /// Declared to be neither JSON nor a form, and no JSON for all that.
    OtherKind,
    TooDeep,
    TooMany,
}

/// Reads a body: JSON if it starts like JSON whatever it is declared to be, else a form.
///
/// An empty body is an empty request.
pub(super) fn read<'a>(
    body: &'a [u8],
    content_type: Option<&str>,
) -> Result<Members<'a>, Unreadable> {
    let body = body
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(body)
        .trim_ascii();
    let declared = content_type.unwrap_or_default().to_ascii_lowercase();
    let kind = declared.split(';').next().unwrap_or_default().trim();
    match (body.first(), kind) {
        (None, _) => Ok(Members::default()),
        (Some(b'{' | b'['), _) => json(body),
        (Some(_), "application/x-www-form-urlencoded") => form::read(body),
        (Some(_), "") if body.contains(&b'=') => form::read(body),
        (Some(_), "" | "text/json") => json(body),
        (Some(_), json_like) if json_like.ends_with("/json") || json_like.ends_with("+json") => {
            json(body)
        }
        // A body of many parts, say: it is what it is declared to be, and not for us.
        _ => Err(Unreadable::OtherKind),
    }
}

fn json(body: &[u8]) -> Result<Members<'_>, Unreadable> {
    match value(body, &Budget::of_a_body())? {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Members::default()),
        // What PHP makes of an empty object.
        Value::List(items) if items.is_empty() => Ok(Members::default()),
        _ => Err(Unreadable::NotAnObject),
    }
}

/// A service that a form carries as JSON text, or nothing if the text is no JSON. Its values count
/// as the form's own.
pub(super) fn embedded(text: &str, budget: &Budget) -> Result<Option<Value<'static>>, Unreadable> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Ok(None);
    }
    match value(text.as_bytes(), budget) {
        Ok(value) => Ok(Some(value.into_owned())),
        Err(why @ (Unreadable::TooMany | Unreadable::TooDeep)) => Err(why),
        Err(_) => Ok(None),
    }
}

fn value<'a>(body: &'a [u8], budget: &Budget) -> Result<Value<'a>, Unreadable> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let root = Node {
        budget,
        depth: 0,
        holds_proof: false,
    };
    let read = root
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    read.map_err(|_| budget.exceeded.get().unwrap_or(Unreadable::NotJson))
}

/// What a body may still cost, however many texts of JSON it carries.
pub(super) struct Budget {
    values: Cell<u32>,
    exceeded: Cell<Option<Unreadable>>,
}

impl Budget {
    pub(super) const fn of_a_body() -> Self {
        Self {
            values: Cell::new(MAX_VALUES),
            exceeded: Cell::new(None),
        }
    }
}

#[derive(Clone, Copy)]
struct Node<'b> {
    budget: &'b Budget,
    depth: u8,
    holds_proof: bool,
}

impl Node<'_> {
    fn exceed<E: serde::de::Error>(&self, why: Unreadable) -> E {
        self.budget.exceeded.set(Some(why));
        E::custom("over the limit")
    }

    fn inside<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.exceed(Unreadable::TooDeep));
        }
        Ok(Self {
            depth: self.depth + 1,
            holds_proof: false,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        match self.budget.values.get().checked_sub(1) {
            Some(left) => self.budget.values.set(left),
            None => return Err(self.exceed(Unreadable::TooMany)),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(i64::try_from(number).map_or_else(
            |_| Value::Text(Cow::Owned(number.to_string())),
            Value::Integer,
        ))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        let is_whole = number.fract() == 0.0 && number.abs() < 9.0e15;
        Ok(if is_whole {
            Value::Integer(number as i64)
        } else {
            Value::Fraction
        })
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(text_value(self.holds_proof, Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        // A proof whose text has escapes is decoded from the reader's scratch, not copied again.
        if self.holds_proof && !text.trim().is_empty() {
            return Ok(Value::Proof(proof::decode(text)));
        }
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        let inside = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value<'de>, A::Error> {
        let inside = self.inside()?;
        let mut members = Vec::new();
        while let Some(key) = object.next_key_seed(Key)? {
            let holds_proof = proof::is_key(&key);
            let value = object.next_value_seed(Node {
                holds_proof,
                ..inside
            })?;
            members.push((key, value));
        }
        Ok(Value::Object(Members(members)))
    }
}

/// A text, decoded if it stands where proofs stand.
pub(super) fn text_value(holds_proof: bool, text: Cow<'_, str>) -> Value<'_> {
    if holds_proof && !text.trim().is_empty() {
        Value::Proof(proof::decode(&text))
    } else {
        Value::Text(text)
    }
}

/// Reads a key without copying it where that is possible.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
