//! Parses one half of a call key by key, with the leniencies that real clients need.

use std::borrow::Cow;

use verification::Personal;
use verification::request::fields::check_length;
use verification::request::{FieldError, HttpUrl};

use super::super::fault::Fault;
use super::super::tree::{Members, Value};

/// One object of a call.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t>(&'t Members<'t>);

impl<'t> Fields<'t> {
    pub(super) const fn new(members: &'t Members<'t>) -> Self {
        Self(members)
    }

    pub(super) fn value(self, key: &str) -> Option<&'t Value<'t>> {
        match self.0.get(key) {
            Some(Value::Text(text)) if text.trim().is_empty() => None,
            other => other,
        }
    }

    /// Returns a text that is not empty, trimmed.
    pub(super) fn text(self, key: &str) -> Result<Option<Cow<'t, str>>, Fault> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(Cow::Borrowed(text.trim()))),
            Some(Value::Integer(number)) => Ok(Some(Cow::Owned(number.to_string()))),
            Some(_) => Err(Fault::field(key, &FieldError::NotAString)),
        }
    }

    /// Parses a text that is required and has to be in the right form.
    pub(super) fn required<T>(
        self,
        key: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Fault> {
        let text = self.text(key)?;
        let text = text.ok_or_else(|| Fault::field(key, &FieldError::Required))?;
        parse(&text).ok_or_else(|| Fault::field(key, &FieldError::Format))
    }

    /// Parses one of the words of a list, in either case.
    pub(super) fn word<T>(self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, Fault>
    where
        T: Copy,
    {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let found = words
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(&text));
        let Some((_, value)) = found else {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            return Err(Fault::invalid(format!(
                "{key} must be one of {}.",
                words.join(", ")
            )));
        };
        Ok(Some(*value))
    }

    /// Parses a personal text up to a maximum length.
    pub(super) fn personal(self, key: &str, most: usize) -> Result<Option<Personal>, Fault> {
        self.text(key)?
            .map(|text| {
                check_length(&text, 1, most)
                    .map(|()| Personal::new(text.as_ref()))
                    .map_err(|why| Fault::field(key, &why))
            })
            .transpose()
    }

    /// Parses an absolute `http` or `https` URL.
    pub(super) fn url(self, key: &str) -> Result<Option<HttpUrl>, Fault> {
        self.text(key)?
            .map(|text| HttpUrl::parse(&text).map_err(|why| Fault::field(key, &why)))
            .transpose()
    }

    /// Parses `true`, `1`, `"true"`, `"1"`, or their opposites. An absent value is false too.
    pub(super) fn flag(self, key: &str) -> Result<bool, Fault> {
        match self.value(key) {
            Some(Value::Bool(value)) => Ok(*value),
            Some(Value::Integer(1)) => Ok(true),
            None | Some(Value::Integer(0)) => Ok(false),
            Some(Value::Text(text)) if is_word(text, "1", "true") => Ok(true),
            Some(Value::Text(text)) if is_word(text, "0", "false") => Ok(false),
            Some(_) => Err(Fault::field(key, &FieldError::NotABoolean)),
        }
    }

    /// Parses a whole number within limits.
    pub(super) fn integer(self, key: &str, least: i64, most: i64) -> Result<Option<i64>, Fault> {
        let number = match self.value(key) {
            None => return Ok(None),
            Some(Value::Integer(number)) => Some(*number),
            Some(Value::Text(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        let number = number.ok_or_else(|| Fault::field(key, &FieldError::NotAnInteger))?;
        if (least..=most).contains(&number) {
            Ok(Some(number))
        } else {
            Err(Fault::invalid(format!(
                "{key} must be a whole number from {least} to {most}."
            )))
        }
    }

    /// Returns an object within this one. An empty list, which PHP makes of an object without
    /// members, requests nothing.
    pub(super) fn object(self, key: &str) -> Result<Option<Self>, Fault> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Self(members))),
            Some(Value::List(items)) if items.is_empty() => Ok(None),
            Some(_) => Err(Fault::invalid(format!("{key} must be an object."))),
        }
    }

    /// Returns the client's own object as JSON text up to a maximum length.
    pub(super) fn own_object(self, key: &str, most: usize) -> Result<Option<Personal>, Fault> {
        let value = match self.value(key) {
            None => return Ok(None),
            Some(value @ Value::Object(_)) => serde_json::Value::from(value).to_string(),
            Some(Value::List(items)) if items.is_empty() => return Ok(None),
            Some(_) => return Err(Fault::invalid(format!("{key} must be an object."))),
        };
        if value.len() > most {
            return Err(Fault::invalid(format!(
                "{key} may not be greater than {most} bytes of JSON."
            )));
        }
        Ok(Some(Personal::new(value)))
    }
}

fn is_word(text: &str, digit: &str, word: &str) -> bool {
    let text = text.trim();
    text == digit || text.eq_ignore_ascii_case(word)
}
