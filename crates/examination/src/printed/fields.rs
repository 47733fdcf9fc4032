//! What was read in print, by the names that the fields of every zone have.

use aamva::{Height, Weight};
use document::printed::{Agreement, Compared, Field, Kind, Printed, Word};
use ocr::SideText;
use verification::personal::Personal;

/// The engine's words as `document` takes them.
pub(super) fn words(side: &SideText) -> Vec<Word> {
    side.words.iter().map(word).collect()
}

pub(super) fn word(word: &ocr::Word) -> Word {
    let area = word.area;
    Word {
        text: word.text.clone(),
        confidence: word.confidence,
        area: [area.left, area.top, area.right, area.bottom],
    }
}

/// Name of a field in a zone.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Family => "last_name",
        Kind::Given => "first_name",
        Kind::Birth => "dob",
        Kind::Issue => "issue_date",
        Kind::Expiry => "expiry_date",
        Kind::Number => "document_number",
        Kind::Sex => "gender",
        Kind::Nationality => "nationality",
        Kind::BirthPlace => "place_of_birth",
        Kind::Address => "full_address",
        Kind::Height => "height",
        Kind::Weight => "weight",
        Kind::Eyes => "eye_color",
        Kind::Hair => "hair_color",
        Kind::Class => "vehicle_class",
        Kind::Restrictions => "restrictions",
        Kind::Endorsements => "endorsements",
        Kind::Discriminator => "document_discriminator",
    }
}

/// The fields that were read with this confidence, in the units of their names.
///
/// A value that was found without its label, since it is what machines read, is not told here: it
/// was looked for and not read.
pub(super) fn of(printed: &Printed, compared: &[Compared], least: f64) -> Vec<(String, Personal)> {
    printed
        .fields()
        .iter()
        .filter(|field| field.confidence >= least)
        .filter_map(|field| {
            Some((
                name(field.kind).to_owned(),
                Personal::new(value(field, compared)?),
            ))
        })
        .collect()
}

fn value(field: &Field, compared: &[Compared]) -> Option<String> {
    match field.kind {
        Kind::Birth | Kind::Issue | Kind::Expiry => match field.days.as_slice() {
            [day] => Some(day.to_string()),
            // Which of two days it is, the other side of the comparison told.
            days => compared
                .iter()
                .find(|one| one.kind == field.kind && one.agreement == Agreement::Agrees)
                .and_then(|one| one.day)
                .filter(|day| days.contains(day))
                .map(|day| day.to_string()),
        },
        Kind::Height => centimetres(&field.text).map(|cm| cm.to_string()),
        Kind::Weight => kilograms(&field.text).map(|kg| kg.to_string()),
        _ => Some(field.text.clone()),
    }
}

/// The runs of figures of a text.
fn figures(text: &str) -> Vec<u16> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter_map(|run| run.parse().ok())
        .collect()
}

/// `6'-00"`, `5-09`, `181 cm`, `1,81 m`.
fn centimetres(text: &str) -> Option<u16> {
    match figures(text).as_slice() {
        [cm @ 100..=250] => Some(*cm),
        [feet @ 3..=7, inches @ 0..=11] if !text.contains('m') => {
            Some(Height::from_inches(feet * 12 + inches).cm)
        }
        [metre @ 1..=2, cm @ 0..=99] if text.contains('m') => Some(metre * 100 + cm),
        _ => None,
    }
}

/// `158 lb`, `66 kg`; a weight without its unit is not told.
fn kilograms(text: &str) -> Option<u16> {
    let small = text.to_lowercase();
    match figures(text).as_slice() {
        [weight @ 20..=900] if small.contains("lb") => Some(Weight::from_pounds(*weight).kg),
        [weight @ 20..=400] if small.contains("kg") => Some(*weight),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Any text is a measure of a person or none.
        #[test]
        fn any_text_is_a_possible_measure_or_none(text in "([0-9]{0,4}['\" ,.-]{0,2}(lb|kg|m|cm)?|\\PC){0,4}") {
            prop_assert!(centimetres(&text).is_none_or(|cm| (90..=299).contains(&cm)));
            prop_assert!(kilograms(&text).is_none_or(|kg| (9..=410).contains(&kg)));
        }
    }

    #[test]
    fn measures_are_told_in_one_unit() {
        for (text, expected) in [
            ("6'-00\"", Some(183)),
            ("5-09", Some(175)),
            ("181 cm", Some(181)),
            ("1,81 m", Some(181)),
            ("9'-99\"", None),
            ("", None),
        ] {
            assert_eq!(centimetres(text), expected, "{text}");
        }
        for (text, expected) in [("158 lb", Some(72)), ("66 kg", Some(66)), ("66", None)] {
            assert_eq!(kilograms(text), expected, "{text}");
        }
    }
}
