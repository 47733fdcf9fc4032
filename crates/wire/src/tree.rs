//! A JSON body as a tree, before its meaning is known. It is limited, and its texts are borrowed
//! from the body unless they contain escapes.
//!
//! Bodies reach 30 MB, nearly all of it Base64. A protocol names the texts that it wants decoded in
//! place by [`Held`]; such a text is never copied. Depth and number of values are limited, so that
//! a hostile body costs no more than reading it once.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

/// A value as it was sent.
#[derive(Clone, PartialEq)]
pub(crate) enum Value<'a, H> {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number that is not whole.
    Fraction(f64),
    Text(Cow<'a, str>),
    /// A text that was decoded in place.
    Held(H),
    List(Vec<Value<'a, H>>),
    Object(Members<'a, H>),
}

/// The members of an object, in the order in which they were sent.
#[derive(Clone, PartialEq)]
pub(crate) struct Members<'a, H>(pub(crate) Vec<(Cow<'a, str>, Value<'a, H>)>);

/// The texts that are decoded in place.
pub(crate) trait Held: Sized {
    /// Returns the decoder for the texts of a key, if they are decoded. It is not asked about
    /// blanks.
    fn of_key(key: &str) -> Option<fn(&str) -> Self>;
}

/// For bodies in which no text is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nothing {}

impl Held for Nothing {
    fn of_key(_key: &str) -> Option<fn(&str) -> Self> {
        None
    }
}

impl<H> Default for Members<'_, H> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, H> Members<'a, H> {
    /// Returns the value of a key, which is the last one if there are several. `null` counts as
    /// absent.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a, H>> {
        let (_, value) = self.0.iter().rev().find(|(there, _)| there == key)?;
        (!matches!(value, Value::Null)).then_some(value)
    }

    /// Removes and returns the value of a key.
    pub(crate) fn take(&mut self, key: &str) -> Option<Value<'a, H>> {
        let at = self.0.iter().rposition(|(there, _)| there == key)?;
        Some(self.0.swap_remove(at).1)
    }
}

impl<H> Value<'_, H> {
    /// Returns true for `""`, blanks, `[]` and `{}`.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.0.is_empty(),
            _ => false,
        }
    }

    /// Returns true for values that count as empty in place of a text, a number or a flag: `""`,
    /// blanks and `[]`.
    pub(crate) fn is_blank(&self) -> bool {
        !matches!(self, Self::Object(_)) && self.is_empty()
    }

    /// Returns the value without its body.
    pub(crate) fn into_owned(self) -> Value<'static, H> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Integer(number) => Value::Integer(number),
            Self::Fraction(number) => Value::Fraction(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Held(held) => Value::Held(held),
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

/// Bodies are full of personal data, so only the kind is shown.
impl<H> fmt::Debug for Value<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(_) => f.write_str("bool"),
            Self::Integer(_) | Self::Fraction(_) => f.write_str("number"),
            Self::Text(text) => write!(f, "text({} bytes)", text.len()),
            Self::Held(_) => f.write_str("decoded text"),
            Self::List(items) => write!(f, "list({})", items.len()),
            Self::Object(members) => members.fmt(f),
        }
    }
}

impl<H> fmt::Debug for Members<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object({})", self.0.len())
    }
}

impl From<&Value<'_, Nothing>> for serde_json::Value {
    fn from(value: &Value<'_, Nothing>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(number) => (*number).into(),
            Value::Fraction(number) => (*number).into(),
            Value::Text(text) => text.as_ref().into(),
            Value::Held(held) => match *held {},
            Value::List(items) => items.iter().map(Self::from).collect(),
            Value::Object(Members(members)) => Self::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.as_ref().to_owned(), Self::from(value)))
                    .collect(),
            ),
        }
    }
}

/// The reason why a text is not a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotATree {
    NotJson,
    TooDeep,
    TooMany,
}

/// The remaining limits of a body, which all JSON texts in it share.
pub(crate) struct Budget {
    depth: u8,
    values: Cell<u32>,
    exceeded: Cell<Option<NotATree>>,
}

impl Budget {
    /// Sets the limits: the depth of nested objects and lists, and the number of values, including
    /// ignored ones.
    pub(crate) const fn new(depth: u8, values: u32) -> Self {
        Self {
            depth,
            values: Cell::new(values),
            exceeded: Cell::new(None),
        }
    }
}

/// Parses a JSON text.
pub(crate) fn read<'a, H: Held>(text: &'a [u8], budget: &Budget) -> Result<Value<'a, H>, NotATree> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let root = Node {
        budget,
        depth: 0,
        hold: None,
    };
    let read = root
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    read.map_err(|_| budget.exceeded.get().unwrap_or(NotATree::NotJson))
}

/// Reads the text of a key, which is decoded if its texts are.
pub(crate) fn text<'a, H: Held>(key: &str, text: Cow<'a, str>) -> Value<'a, H> {
    match H::of_key(key) {
        Some(hold) if !text.trim().is_empty() => Value::Held(hold(&text)),
        _ => Value::Text(text),
    }
}

/// A position in the tree that is being read.
struct Node<'b, H> {
    budget: &'b Budget,
    depth: u8,
    hold: Option<fn(&str) -> H>,
}

impl<'b, H> Node<'b, H> {
    fn exceed<E: serde::de::Error>(&self, why: NotATree) -> E {
        self.budget.exceeded.set(Some(why));
        E::custom("over the limit")
    }

    /// Returns the limits for what is inside.
    fn inside<E: serde::de::Error>(&self) -> Result<(&'b Budget, u8), E> {
        if self.depth >= self.budget.depth {
            return Err(self.exceed(NotATree::TooDeep));
        }
        Ok((self.budget, self.depth + 1))
    }

    /// Returns the decoder for a text at this position, if it is decoded.
    fn held(&self, text: &str) -> Option<H> {
        self.hold
            .filter(|_| !text.trim().is_empty())
            .map(|hold| hold(text))
    }
}

impl<'de, H: Held> DeserializeSeed<'de> for Node<'_, H> {
    type Value = Value<'de, H>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.budget.values.get().checked_sub(1) {
            Some(left) => self.budget.values.set(left),
            None => return Err(self.exceed(NotATree::TooMany)),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de, H: Held> Visitor<'de> for Node<'_, H> {
    type Value = Value<'de, H>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or_else(
            |_| Value::Text(Cow::Owned(number.to_string())),
            Value::Integer,
        ))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        let is_whole = number.fract() == 0.0 && number.abs() < 9.0e15;
        Ok(if is_whole {
            Value::Integer(number as i64)
        } else {
            Value::Fraction(number)
        })
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        let held = self.held(text).map(Value::Held);
        Ok(held.unwrap_or(Value::Text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        // A text with escapes is decoded from the reader's scratch, not copied again.
        let held = self.held(text).map(Value::Held);
        Ok(held.unwrap_or_else(|| Value::Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (budget, depth) = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Node {
            budget,
            depth,
            hold: None,
        })? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let (budget, depth) = self.inside()?;
        let mut members = Vec::new();
        while let Some(key) = object.next_key_seed(Key)? {
            let value = object.next_value_seed(Node {
                budget,
                depth,
                hold: H::of_key(&key),
            })?;
            members.push((key, value));
        }
        Ok(Value::Object(Members(members)))
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

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
