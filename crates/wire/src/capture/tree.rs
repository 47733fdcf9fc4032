//! A body as a tree, under limits: it may be as deep and have as many values as a real call could have,
//! and no more. Texts are borrowed from the body where they have no escapes.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::message::Unreadable;

/// The client's own object is the only part that may be deep.
const MAX_DEPTH: u8 = 16;

/// Values of one body.
const MAX_VALUES: u32 = 4_096;

/// A JSON value.
#[derive(Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Fraction(f64),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Members<'a>),
}

/// The members of an object, as they came.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

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

/// Bodies are full of personal data: only the kind is shown.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(_) => f.write_str("bool"),
            Self::Integer(_) | Self::Fraction(_) => f.write_str("number"),
            Self::Text(text) => write!(f, "text({} bytes)", text.len()),
            Self::List(items) => write!(f, "list({})", items.len()),
            Self::Object(members) => members.fmt(f),
        }
    }
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object({})", self.0.len())
    }
}

impl From<&Value<'_>> for serde_json::Value {
    fn from(value: &Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(number) => (*number).into(),
            Value::Fraction(number) => (*number).into(),
            Value::Text(text) => text.as_ref().into(),
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

/// Reads a JSON object.
pub(super) fn read(body: &[u8]) -> Result<Members<'_>, Unreadable> {
    let budget = Budget {
        values: Cell::new(MAX_VALUES),
        exceeded: Cell::new(None),
    };
    let mut reader = serde_json::Deserializer::from_slice(body);
    let root = Node {
        budget: &budget,
        depth: 0,
    };
    let read = root
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Unreadable::NotAnObject),
        Err(_) => Err(budget.exceeded.get().unwrap_or(Unreadable::NotJson)),
    }
}

/// What a body may still cost.
struct Budget {
    values: Cell<u32>,
    exceeded: Cell<Option<Unreadable>>,
}

#[derive(Clone, Copy)]
struct Node<'b> {
    budget: &'b Budget,
    depth: u8,
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

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
            Value::Fraction(number)
        })
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
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
            let value = object.next_value_seed(inside)?;
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
