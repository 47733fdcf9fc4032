//! Masks personal data, unless they were asked for.

use serde_json::{Value, json};
use verification::Personal;
use verification::verdict::DataValue;

/// What stands in place of a value.
const MASKED: &str = "***";

/// Whether personal data are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mask {
    /// Only whether there is a value.
    On,
    /// The value itself.
    Off,
}

impl Mask {
    /// Returns a text about a person as it is shown. What is empty is no secret.
    pub(super) fn text(self, text: &Personal) -> &str {
        match self {
            Self::On if !text.is_blank() => MASKED,
            Self::On | Self::Off => text.reveal(),
        }
    }

    /// Returns a value that was read as JSON. Words are those of the protocol, such as types of
    /// documents, and are never masked.
    pub(super) fn value(self, value: &DataValue) -> Value {
        match value {
            DataValue::Null => Value::Null,
            DataValue::Text(text) => self.text(text).into(),
            DataValue::Number(number) => match self {
                Self::On => MASKED.into(),
                Self::Off => (*number).into(),
            },
            DataValue::Words(words) => json!(words),
            DataValue::Name {
                first,
                middle,
                last,
            } => json!({
                "first_name": first.as_ref().map(|part| self.text(part)),
                "middle_name": middle.as_ref().map(|part| self.text(part)),
                "last_name": last.as_ref().map(|part| self.text(part)),
            }),
        }
    }

    /// Returns a value that was read as one line for people.
    pub(super) fn line(self, value: &DataValue) -> String {
        match value {
            DataValue::Null => String::new(),
            DataValue::Text(text) => self.text(text).to_owned(),
            DataValue::Number(number) => match self {
                Self::On => MASKED.to_owned(),
                Self::Off => number.to_string(),
            },
            DataValue::Words(words) => words.join(", "),
            DataValue::Name {
                first,
                middle,
                last,
            } => {
                let parts = [first, middle, last].into_iter().flatten();
                let shown: Vec<_> = parts.map(|part| self.text(part)).collect();
                shown.join(" ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_personal_gets_through_a_mask() {
        let name = DataValue::Name {
            first: Some("Zoë".into()),
            middle: None,
            last: Some("Doe".into()),
        };
        let words = DataValue::Words(vec!["passport".to_owned()]);
        let cases = [
            (DataValue::Text("X1234567".into()), "***", "X1234567"),
            (DataValue::Text("".into()), "", ""),
            (DataValue::Number(41), "***", "41"),
            (name, "*** ***", "Zoë Doe"),
            (words, "passport", "passport"),
            (DataValue::Null, "", ""),
        ];
        for (value, masked, shown) in cases {
            assert_eq!(Mask::On.line(&value), masked);
            assert_eq!(Mask::Off.line(&value), shown);
            let json = Mask::On.value(&value).to_string();
            for personal in ["X1234567", "41", "Zoë", "Doe"] {
                assert!(!json.contains(personal), "{json}");
            }
        }
    }
}
