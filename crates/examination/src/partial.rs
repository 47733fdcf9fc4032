//! Dates of a licence that are partly unknown, with zeros in place of the unknown part.

/// Formats a date of a barcode with `?` for unknown parts: `2005-??-??`, `????-07-15`.
///
/// The date has eight digits, month first or, in Canada and on the oldest cards, year first.
/// Returns `None` if nothing is unknown, if nothing is known, or if it is not a date at all.
pub(super) fn date(written: &str, is_canadian: bool) -> Option<String> {
    let digits = written.trim();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year_first = || in_order(digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let month_first = || in_order(digits.get(4..)?, digits.get(..2)?, digits.get(2..4)?);
    if is_canadian {
        year_first().or_else(month_first)
    } else {
        month_first().or_else(year_first)
    }
}

fn in_order(year: &str, month: &str, day: &str) -> Option<String> {
    let part = |text: &str, least: u32, most: u32| match text.parse::<u32>().ok()? {
        0 => Some(text.replace('0', "?")),
        number => (least..=most).contains(&number).then(|| text.to_owned()),
    };
    let parts = [
        part(year, 1880, 2200)?,
        part(month, 1, 12)?,
        part(day, 1, 31)?,
    ];
    let unknown = parts.iter().filter(|part| part.contains('?')).count();
    (1..=2).contains(&unknown).then(|| parts.join("-"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_known_is_a_question_mark() {
        for (written, is_canadian, expected) in [
            ("00002005", false, Some("2005-??-??")),
            ("07002005", false, Some("2005-07-??")),
            ("00152005", false, Some("2005-??-15")),
            ("07150000", false, Some("????-07-15")),
            ("20050000", false, Some("2005-??-??")),
            ("20050700", true, Some("2005-07-??")),
            ("00000000", false, None),
            ("07152005", false, None),
            ("13002005", false, None),
            ("GARBAGE1", false, None),
            ("0000", false, None),
            ("", false, None),
        ] {
            assert_eq!(date(written, is_canadian).as_deref(), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn digits_are_kept_or_are_question_marks(written in "[0-9]{8}|.{0,10}", is_canadian in any::<bool>()) {
            if let Some(date) = date(&written, is_canadian) {
                prop_assert!(date.contains('?') && date.bytes().any(|byte| byte.is_ascii_digit()));
                prop_assert_eq!(date.len(), 10);
                let mut told: Vec<char> = date.replace('?', "0").replace('-', "").chars().collect();
                let mut sent: Vec<char> = written.trim().chars().collect();
                told.sort_unstable();
                sent.sort_unstable();
                prop_assert_eq!(told, sent);
            }
        }
    }
}
