//! What somebody writes to correct a value that was read.

use crate::Service;
use crate::personal::Personal;
use crate::verdict::DataValue;

/// The parts of a name, as the protocol calls them.
pub const NAME_PARTS: [&str; 3] = ["first_name", "middle_name", "last_name"];

/// A correction: which value, and what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The service that read the value.
    pub service: Service,
    /// The name of the field.
    pub field: String,
    /// One of [`NAME_PARTS`] if the field is a name, of which one part is replaced at a time.
    pub part: Option<&'static str>,
    /// The right value, as it was written down. An empty one says that there is none.
    pub text: Personal,
}

impl Correction {
    /// Returns the correction of a value that is named like `document.dob`, or like
    /// `document.name.last_name`. Returns `None` if there is no such service, or no field is named.
    pub fn of(named: &str, text: Personal) -> Option<Self> {
        let (service, field) = named.split_once('.')?;
        let mut services = Service::ALL.iter();
        let service = *services.find(|known| known.as_str() == service)?;
        let (field, part) = match field.rsplit_once('.') {
            Some((field, part)) => {
                let mut parts = NAME_PARTS.into_iter();
                (field, Some(parts.find(|known| *known == part)?))
            }
            None => (field, None),
        };
        (!field.is_empty()).then(|| Self {
            service,
            field: field.to_owned(),
            part,
            text,
        })
    }

    /// Returns the value that takes the place of another. It is of the same kind: a number stays a
    /// number, and the other parts of a name stay as they are. Returns `None` if the text is no
    /// value of this kind.
    pub(super) fn in_place_of(&self, old: &DataValue) -> Option<DataValue> {
        let text = self.text.reveal().trim();
        let written = (!text.is_empty()).then(|| Personal::new(text));
        match (old, self.part) {
            (DataValue::Null | DataValue::Text(_), None) => {
                Some(written.map_or(DataValue::Null, DataValue::Text))
            }
            (DataValue::Number(_), None) => text.parse().ok().map(DataValue::Number),
            (DataValue::Words(_), None) => {
                let words = text
                    .split(',')
                    .map(str::trim)
                    .filter(|word| !word.is_empty());
                Some(DataValue::Words(words.map(str::to_owned).collect()))
            }
            (
                DataValue::Name {
                    first,
                    middle,
                    last,
                },
                Some(part),
            ) => {
                let or = |name: &str, kept: &Option<Personal>| {
                    if part == name {
                        written.clone()
                    } else {
                        kept.clone()
                    }
                };
                let [of_first, of_middle, of_last] = NAME_PARTS;
                Some(DataValue::Name {
                    first: or(of_first, first),
                    middle: or(of_middle, middle),
                    last: or(of_last, last),
                })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(named: &str, text: &str, old: &DataValue) -> Option<DataValue> {
        Correction::of(named, text.into()).unwrap().in_place_of(old)
    }

    #[test]
    fn a_value_is_named_by_its_service_and_its_field() {
        let found = Correction::of("document.name.last_name", "Doe".into()).unwrap();
        assert_eq!(found.service, Service::Document);
        assert_eq!(
            (found.field.as_str(), found.part),
            ("name", Some("last_name"))
        );
        for nothing in ["", "dob", "document.", "shoes.size", "document.name.nick"] {
            assert_eq!(Correction::of(nothing, "x".into()), None, "{nothing}");
        }
    }

    #[test]
    fn a_value_keeps_its_kind() {
        let name = DataValue::Name {
            first: Some("Jon".into()),
            middle: Some("Carter".into()),
            last: None,
        };
        assert_eq!(
            corrected("document.name.first_name", " John ", &name),
            Some(DataValue::Name {
                first: Some("John".into()),
                middle: Some("Carter".into()),
                last: None,
            })
        );
        assert_eq!(corrected("document.name", "John Doe", &name), None);
        let number = DataValue::Number(41);
        assert_eq!(
            corrected("face.age", "14", &number),
            Some(DataValue::Number(14))
        );
        assert_eq!(corrected("face.age", "old", &number), None);
        let text = DataValue::Text("1978".into());
        assert_eq!(corrected("document.dob", " ", &text), Some(DataValue::Null));
        assert_eq!(corrected("document.dob.last_name", "x", &text), None);
        assert_eq!(
            corrected("document.types", "a, b,", &DataValue::Words(Vec::new())),
            Some(DataValue::Words(vec!["a".to_owned(), "b".to_owned()]))
        );
    }
}
