//! Reading one object of a request key by key, with the leniencies that real clients need.
//!
//! Texts are trimmed, numbers may be texts and vice versa, `1`, `"1"` and `true` are the same,
//! `null` is absent, and an empty value means that the key is present without a value. An empty
//! object is not an empty text: JavaScript makes one of a promise that nobody awaited.

use std::borrow::Cow;

use verification::request::{Asked, EvidenceSlot, FieldError, MediaType, Side, VerificationMode};
use verification::{Personal, Service};

use super::invalid::Fault;
use super::proof::{self, Refusal};
use super::tree::{Members, Value};

/// The maximum number of items in a list; longer lists are refused.
const MAX_ITEMS: usize = 250;

static NONE: Members<'static> = crate::tree::Members(Vec::new());

/// One object of a request and the service that its errors belong to.
#[derive(Clone, Copy)]
pub(super) struct Fields<'t> {
    pub(super) service: &'static str,
    members: &'t Members<'t>,
}

impl<'t> Fields<'t> {
    /// Returns the keys of the request itself.
    pub(super) fn of_request(members: &'t Members<'t>) -> Self {
        Self {
            service: "",
            members,
        }
    }

    /// Returns the keys of a service, if it is requested. `""`, `[]` (which PHP makes of an empty
    /// object) and `{}` request it without any keys.
    pub(super) fn of_service(self, service: Service) -> Result<Option<Self>, Fault> {
        let key = service.as_str();
        let members = match self.members.get(key) {
            None => return Ok(None),
            Some(Value::Object(members)) if !is_list(members) => members,
            Some(value) if value.is_empty() => &NONE,
            // The contents of a list would otherwise be ignored silently.
            Some(_) => return Err(Fault::new(key, key, &FieldError::NotAnArray)),
        };
        Ok(Some(Self {
            service: key,
            members,
        }))
    }

    /// Returns an object within this one. Its errors belong to the same service, and an empty one
    /// counts.
    pub(super) fn object(self, key: &'static str) -> Result<Option<Self>, Fault> {
        let members = match self.members.get(key) {
            None => return Ok(None),
            Some(Value::Object(members)) => members,
            Some(value) if value.is_empty() => &NONE,
            Some(_) => return Err(self.fault(key, &FieldError::NotAnArray)),
        };
        Ok(Some(Self { members, ..self }))
    }

    pub(super) fn fault(self, key: &'static str, error: &FieldError) -> Fault {
        Fault::new(self.service, key, error)
    }

    pub(super) fn is_there(self, key: &str) -> bool {
        self.members.get(key).is_some()
    }

    pub(super) fn is_number(self, key: &str) -> bool {
        matches!(
            self.members.get(key),
            Some(Value::Integer(_) | Value::Text(_) | Value::Fraction(_))
        )
    }

    /// Returns a text that is not empty, trimmed.
    pub(super) fn text(self, key: &'static str) -> Result<Option<Cow<'t, str>>, Fault> {
        match self.members.get(key) {
            // PHP uses `false` for a text that it does not have.
            None | Some(Value::Bool(false)) => Ok(None),
            Some(value) if value.is_blank() => Ok(None),
            Some(Value::Text(text)) => Ok(Some(Cow::Borrowed(text.trim()))),
            Some(Value::Integer(number)) => Ok(Some(Cow::Owned(number.to_string()))),
            Some(_) => Err(self.fault(key, &FieldError::NotAString)),
        }
    }

    /// Parses a text, unless it is empty.
    pub(super) fn parsed<T>(
        self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<Option<T>, Fault> {
        let text = self.text(key)?;
        text.map(|text| parse(&text).map_err(|error| self.fault(key, &error)))
            .transpose()
    }

    /// Parses a key that requests reading if it is empty, and a check if it is not.
    pub(super) fn asked<T>(
        self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<Asked<T>, Fault> {
        if matches!(self.members.get(key), None | Some(Value::Bool(false))) {
            return Ok(Asked::No);
        }
        Ok(self.parsed(key, parse)?.map_or(Asked::Read, Asked::Check))
    }

    /// Parses a personal text whose length is within limits.
    pub(super) fn personal(
        self,
        key: &'static str,
        min: usize,
        max: usize,
    ) -> Result<Option<Personal>, Fault> {
        self.parsed(key, |text| personal(text, min, max))
    }

    /// Parses `"1"`, `1`, `true`, or their opposites.
    pub(super) fn flag(self, key: &'static str) -> Result<Option<bool>, Fault> {
        match self.members.get(key) {
            None => Ok(None),
            Some(value) if value.is_blank() => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::Integer(1)) => Ok(Some(true)),
            Some(Value::Integer(0)) => Ok(Some(false)),
            Some(Value::Text(text)) if is_word(text, "1", "true") => Ok(Some(true)),
            Some(Value::Text(text)) if is_word(text, "0", "false") => Ok(Some(false)),
            Some(_) => Err(self.fault(key, &FieldError::NotABoolean)),
        }
    }

    /// Parses a flag, which takes this value if the request does not contain it.
    pub(super) fn flag_or(self, key: &'static str, default: bool) -> Result<bool, Fault> {
        Ok(self.flag(key)?.unwrap_or(default))
    }

    /// Parses a whole number.
    pub(super) fn integer(self, key: &'static str) -> Result<Option<i64>, Fault> {
        match self.members.get(key) {
            None => Ok(None),
            Some(value) if value.is_blank() => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(Value::Text(text)) => match text.trim().parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(self.fault(key, &FieldError::NotAnInteger)),
            },
            Some(_) => Err(self.fault(key, &FieldError::NotAnInteger)),
        }
    }

    /// Parses a list of different words. An object with the keys `0`, `1`, … is a list as well.
    pub(super) fn words<T: PartialEq>(
        self,
        key: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, Fault> {
        let items: Vec<&Value<'_>> = match self.members.get(key) {
            None => return Ok(Vec::new()),
            Some(value) if value.is_empty() => return Ok(Vec::new()),
            Some(Value::List(items)) => items.iter().collect(),
            Some(Value::Object(members)) if members.0.iter().all(|(key, _)| is_index(key)) => {
                members.0.iter().map(|(_, value)| value).collect()
            }
            Some(_) => return Err(self.fault(key, &FieldError::NotAnArray)),
        };
        let mut words = Vec::new();
        if items.len() > MAX_ITEMS {
            return Err(self.fault(key, &FieldError::NotInList));
        }
        for item in items {
            let Value::Text(text) = item else {
                return Err(self.fault(key, &FieldError::NotInList));
            };
            let word = parse(&text.trim().to_ascii_lowercase());
            let word = word.ok_or_else(|| self.fault(key, &FieldError::NotInList))?;
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Ok(words)
    }

    /// Parses `any` or `image_only`. The protocol also has `video_only`, but this server cannot
    /// read videos, so it is refused before anybody is asked for one.
    pub(super) fn mode(self) -> Result<Option<VerificationMode>, Fault> {
        let key = "verification_mode";
        let mode = self.parsed(key, |text| match text.to_ascii_lowercase().as_str() {
            "any" => Ok(VerificationMode::Any),
            "image_only" => Ok(VerificationMode::ImageOnly),
            "video_only" => Ok(VerificationMode::VideoOnly),
            _ => Err(FieldError::NotInList),
        })?;
        if mode == Some(VerificationMode::VideoOnly) {
            let text =
                "The verification mode video_only is not available: this server reads no videos.";
            return Err(Fault::saying(self.service, key, text.to_owned()));
        }
        Ok(mode)
    }

    /// Returns the slot of a proof, if there is one, it is complete, and its type is accepted.
    pub(super) fn proof(
        self,
        service: Service,
        side: Side,
    ) -> Result<Option<(EvidenceSlot, MediaType)>, Fault> {
        let refused = |refusal| Fault::refused(self.service, side.key(), &refusal);
        match self.members.get(side.key()) {
            None | Some(Value::Bool(false)) => Ok(None),
            Some(Value::Held(decoded)) => {
                let media = proof::kind(decoded).map_err(refused)?;
                Ok(Some((EvidenceSlot::new(service, side), media)))
            }
            Some(value) if value.is_blank() => Ok(None),
            Some(_) => Err(refused(Refusal::Field(FieldError::NotAString))),
        }
    }
}

/// Parses a personal text whose length is within limits.
pub(super) fn personal(text: &str, min: usize, max: usize) -> Result<Personal, FieldError> {
    verification::request::fields::check_length(text, min, max)?;
    Ok(Personal::new(text))
}

fn is_word(text: &str, digit: &str, word: &str) -> bool {
    let text = text.trim();
    text == digit || text.eq_ignore_ascii_case(word)
}

/// Returns true for the object that a form makes of a list: `document[]=passport`.
fn is_list(members: &Members<'_>) -> bool {
    !members.0.is_empty() && members.0.iter().all(|(key, _)| is_index(key))
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}
