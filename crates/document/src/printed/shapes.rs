//! What values look like: a label alone does not make a value of what stands beside it.

use super::dates;
use super::field::{Field, Kind};
use super::rows::{Piece, around};
use crate::paper::cleaned;

/// A document's number has no more letters and digits than these (AAMVA: 25), and no fewer.
const NUMBER: std::ops::RangeInclusive<usize> = 4..=25;

/// The pieces as a value of this kind.
pub(super) fn field(kind: Kind, pieces: &[Piece]) -> Option<Field> {
    if kind.is_date() {
        let dated = dates::in_row(pieces).into_iter().next()?;
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
            let (text, used) = words(pieces, is_name)?;
            // The month of a date stands before figures; a name does not.
            let next = pieces.get(used);
            if next.is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit())) {
                return None;
            }
            (text, used)
        }
        Kind::Number | Kind::Discriminator => {
            let (text, used) = words(pieces, is_of_number)?;
            let count = text.chars().filter(|c| c.is_alphanumeric()).count();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if !NUMBER.contains(&count) || digits < 3 || dates::days(&text).is_some() {
                return None;
            }
            (text, used)
        }
        Kind::Sex => (sex(pieces.first()?)?.to_owned(), 1),
        Kind::Eyes | Kind::Hair => {
            let (text, used) = words(pieces, is_name)?;
            (text.split(' ').next()?.to_owned(), used.min(1))
        }
        Kind::Height | Kind::Weight => {
            let (text, used) = words(pieces, |_| true)?;
            if !text.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            (text, used)
        }
        _ => words(pieces, |text| text.chars().any(char::is_alphanumeric))?,
    };
    let used = pieces.get(..used)?;
    let first = used.first()?;
    Some(Field {
        kind,
        text,
        days: Vec::new(),
        confidence: used
            .iter()
            .map(|piece| piece.confidence)
            .fold(1.0, f64::min),
        area: used
            .iter()
            .fold(first.area, |all, piece| around(all, piece.area)),
        in_letters: false,
    })
}

/// The words up to the first that does not fit, and how many pieces they are.
fn words(pieces: &[Piece], fits: impl Fn(&str) -> bool) -> Option<(String, usize)> {
    let mut texts: Vec<String> = Vec::new();
    for piece in pieces {
        let text = cleaned(&piece.text);
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

fn sex(piece: &Piece) -> Option<&'static str> {
    let word: String = piece
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
