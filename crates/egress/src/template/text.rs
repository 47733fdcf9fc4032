//! Texts with placeholders, and the escaping of their values.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::bad::{BadDescription, Values, bad};

/// A text with placeholders: `{name}`. Braces around anything else are just braces.
#[derive(Clone)]
pub(super) struct Text(pub(super) Vec<Part>);

#[derive(Clone)]
pub(super) enum Part {
    Literal(String),
    Place(&'static str),
}

impl Text {
    pub(super) fn new(
        key: &'static str,
        text: &str,
        names: &[&'static str],
    ) -> Result<Self, BadDescription> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            literal.push_str(before);
            let word = after.split_once('}').filter(|(word, _)| {
                !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
            });
            let Some((word, after_word)) = word else {
                literal.push('{');
                rest = after;
                continue;
            };
            let Some(name) = names.iter().find(|name| **name == word) else {
                let known: Vec<_> = names.iter().map(|name| format!("{{{name}}}")).collect();
                let known = known.join(", ");
                return Err(bad(
                    key,
                    format!("there is no {{{word}}} here, only {known}"),
                ));
            };
            parts.push(Part::Literal(std::mem::take(&mut literal)));
            parts.push(Part::Place(name));
            rest = after_word;
        }
        literal.push_str(rest);
        parts.push(Part::Literal(literal));
        Ok(Self(parts))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|part| matches!(part, Part::Place(place) if *place == name))
    }

    pub(super) fn fill(&self, values: Values<'_>, escaped: fn(&str) -> String) -> String {
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map_or(String::new(), |(_, value)| escaped(value))
        };
        self.0
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.clone(),
                Part::Place(name) => value(name),
            })
            .collect()
    }
}

/// The unreserved characters of RFC 3986, section 2.3, stay as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes everything but the unreserved characters as `%XX`.
pub(super) fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
