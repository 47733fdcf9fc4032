//! Checks that values look like their kind, because a label alone does not make its neighbour a
//! value.

use super::dates;
use super::field::{Field, Kind};
use super::rows::{Token, bounding_box};
use crate::paper::cleaned;

/// The number of letters and digits in a document's number (AAMVA allows 25).
const NUMBER: std::ops::RangeInclusive<usize> = 4..=25;

/// Parses tokens as a value of this kind.
pub(super) fn field(kind: Kind, tokens: &[Token]) -> Option<Field> {
    if kind.is_date() {
        let dated = dates::in_row(tokens).into_iter().next()?;
        return Some(Field {
            kind,
            text: cleaned(&dated.text),
            days: dated.days,
            confidence: dated.confidence,
            area: dated.area,
            in_letters: dated.in_letters,
        });
    }
    let (text, used) = match kind {
        Kind::Family | Kind::Given => {
            let (text, used) = words(tokens, is_name)?;
            // The month of a date is followed by digits; a name is not.
            let next = tokens.get(used);
            if next.is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit())) {
                return None;
            }
            (text, used)
        }
        Kind::Number | Kind::Discriminator => {
            let (text, used) = words(tokens, is_of_number)?;
            let count = text.chars().filter(|c| c.is_alphanumeric()).count();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if !NUMBER.contains(&count) || digits < 3 || dates::days(&text).is_some() {
                return None;
            }
            (text, used)
        }
        Kind::Sex => (sex(tokens.first()?)?.to_owned(), 1),
        Kind::Eyes | Kind::Hair => {
            let (text, used) = words(tokens, is_name)?;
            (text.split(' ').next()?.to_owned(), used.min(1))
        }
        Kind::Height | Kind::Weight => {
            let (text, used) = words(tokens, |_| true)?;
            if !text.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            (text, used)
        }
        _ => words(tokens, |text| text.chars().any(char::is_alphanumeric))?,
    };
    let used = tokens.get(..used)?;
    let first = used.first()?;
    Some(Field {
        kind,
        text,
        days: Vec::new(),
        confidence: used
            .iter()
            .map(|token| token.confidence)
            .fold(1.0, f64::min),
        area: used
            .iter()
            .fold(first.area, |all, token| bounding_box(all, token.area)),
        in_letters: false,
    })
}

/// Returns the words up to the first that does not fit, and the number of their tokens.
fn words(tokens: &[Token], fits: impl Fn(&str) -> bool) -> Option<(String, usize)> {
    let mut texts: Vec<String> = Vec::new();
    for token in tokens {
        let text = cleaned(&token.text);
        if !fits(&text) {
            break;
        }
        texts.push(text);
    }
    (!texts.is_empty()).then(|| (texts.join(" "), texts.len()))
}

fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let others = text
        .chars()
        .filter(|c| !c.is_alphabetic() && !"'’-.".contains(*c))
        .count();
    letters >= 1 && others == 0
}

fn is_of_number(text: &str) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let strange = text
        .chars()
        .any(|c| !c.is_ascii_alphanumeric() && !"-*.·".contains(c));
    letters > 0 && !strange && (figures > 0 || letters <= 3)
}

fn sex(token: &Token) -> Option<&'static str> {
    let word: String = token
        .text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    Some(match word.as_str() {
        "M" | "MALE" | "MM" => "M",
        "F" | "FEMALE" | "FF" => "F",
        "X" => "X",
        _ => return None,
    })
}
