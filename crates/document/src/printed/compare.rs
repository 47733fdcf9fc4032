//! Compares the printed side with what machines read: each field agrees, contradicts, or is not
//! compared.
//!
//! Text engines err, and with confidence: `03/16` becomes `63/16`, glare hides the first letters of
//! a number, a line of the background joins two words. Calling a genuine document a contradiction
//! is worse than missing a forged one, so a difference is a contradiction only if **all** of this
//! is true:
//!
//! 1. The value is beside or below a label of its kind, and the confidence of each of its words is
//!    at least [`SURE`].
//! 2. The machine-readable value is nowhere on the page, and the printed one is no other
//!    machine-readable value, so that neither a wrong label nor a second value explains the
//!    difference.
//! 3. Numbers have as many letters and digits as the machine-readable one, are not the same shifted
//!    by one place, and differ by characters that do not look alike. Dates differ in such a digit
//!    in every order in which they may be read (or in two letters of the month). Names have at
//!    least three letters each, share less than half of their letters in order, and neither is a
//!    part of the other, with or without marks.
//! 4. A second look at the same place, at another size, reads the same ([`is_confirmed`]).
//!
//! This has limits: changing a 0 to an 8, swapping two letters of a name, or printing a longer
//! number is not detected here.

use jiff::civil::Date;

use super::comparison::{Agreement, Compared, Why, Written};
use super::field::{Field, Kind};
use super::names::{MIN_LETTERS, Name};
use super::read::Printed;
use super::similarity::{look_alike, similarity};
use crate::paper::fold;

/// The minimum confidence of a word that is certain.
pub const SURE: f64 = 0.80;

/// The minimum length of a number; shorter ones occur by chance.
const MIN_NUMBER_LENGTH: usize = 5;
/// The maximum number of groups in which a number may be printed.
const MAX_GROUPS: usize = 6;

/// Compares names, dates and the number by the rule of this module. A contradiction must also be
/// confirmed with [`is_confirmed`].
///
/// ```
/// use document::printed::{Agreement, Printed, Written, compare};
///
/// // Nothing was recognised, so nothing is compared.
/// let written = Written {
///     family: Some("DOE"),
///     ..Written::default()
/// };
/// let compared = compare(&Printed::read(&[]), &written);
/// assert!(compared.iter().all(|one| matches!(one.agreement, Agreement::NotCompared(_))));
/// ```
#[must_use]
pub fn compare(printed: &Printed, written: &Written<'_>) -> Vec<Compared> {
    let one = |kind, agreement| Compared {
        kind,
        agreement,
        printed: printed.field(kind).cloned(),
        day: match kind {
            Kind::Birth => written.birth,
            Kind::Issue => written.issue,
            Kind::Expiry => written.expiry,
            _ => None,
        },
    };
    vec![
        one(Kind::Family, name(printed, Kind::Family, written)),
        one(Kind::Given, name(printed, Kind::Given, written)),
        one(Kind::Birth, date(printed, Kind::Birth, written)),
        one(Kind::Issue, date(printed, Kind::Issue, written)),
        one(Kind::Expiry, date(printed, Kind::Expiry, written)),
        one(Kind::Number, number(printed, written)),
    ]
}

/// Returns true if a second look at a field's place read the same value with the same certainty.
///
/// ```
/// use document::printed::{Kind, Word, is_confirmed, value_of};
///
/// let word = Word {
///     text: "T11222333".to_owned(),
///     confidence: 0.99,
///     area: [0.0, 0.0, 90.0, 12.0],
/// };
/// let field = value_of(Kind::Number, &[word]).unwrap();
/// assert!(is_confirmed(&field, &field));
/// ```
#[must_use]
pub fn is_confirmed(first: &Field, second: &Field) -> bool {
    first.kind == second.kind
        && second.confidence >= SURE
        && if first.kind.is_date() {
            first.days == second.days
        } else {
            characters(&first.text) == characters(&second.text)
        }
}

fn date(printed: &Printed, kind: Kind, written: &Written<'_>) -> Agreement {
    let of = |kind| match kind {
        Kind::Birth => written.birth,
        Kind::Issue => written.issue,
        _ => written.expiry,
    };
    let Some(expected) = of(kind) else {
        return Agreement::NotCompared(Why::NotWritten);
    };
    let field = printed.field(kind);
    if field.is_some_and(|field| field.days.contains(&expected)) {
        return Agreement::Agrees;
    }
    // If its own label was not read, the date anywhere on the page confirms it.
    let is_there = printed
        .dates
        .iter()
        .any(|dated| dated.days.contains(&expected));
    let Some(field) = field else {
        return if is_there {
            Agreement::Agrees
        } else {
            Agreement::NotCompared(Why::NotRead)
        };
    };
    let others = [Kind::Birth, Kind::Issue, Kind::Expiry]
        .into_iter()
        .filter(|other| *other != kind);
    let is_other = others
        .filter_map(of)
        .any(|other| field.days.contains(&other));
    if is_there || is_other {
        return Agreement::NotCompared(Why::Elsewhere);
    }
    if field.confidence < SURE {
        return Agreement::NotCompared(Why::NotSure);
    }
    let differs = field
        .days
        .iter()
        .all(|day| dates_differ(*day, expected, field.in_letters));
    if differs && is_possible(kind, &field.days, written) {
        Agreement::Contradicts
    } else {
        Agreement::NotCompared(Why::Alike)
    }
}

/// Returns true if similar characters cannot explain the difference between two dates.
fn dates_differ(printed: Date, written: Date, in_letters: bool) -> bool {
    let figures = |date: Date| format!("{:04}{:02}", date.year(), date.day());
    let month = |date: Date| format!("{:02}", date.month());
    if differing_places(&figures(printed), &figures(written)) > 0 {
        return true;
    }
    if in_letters {
        let name = |date: Date| date.strftime("%b").to_string();
        return similarity(&name(printed), &name(written)) < 0.5;
    }
    differing_places(&month(printed), &month(written)) > 0
}

/// Returns true if the order of a document's dates is possible. A date that cannot be right was
/// misread.
fn is_possible(kind: Kind, days: &[Date], written: &Written<'_>) -> bool {
    let latest = written.expiry.or(written.issue);
    days.iter().all(|day| match kind {
        Kind::Birth => latest.is_none_or(|latest| *day < latest),
        _ => written.birth.is_none_or(|birth| birth < *day),
    })
}

fn number(printed: &Printed, written: &Written<'_>) -> Agreement {
    let Some(expected) = written
        .number
        .map(characters)
        .filter(|text| !text.is_empty())
    else {
        return Agreement::NotCompared(Why::NotWritten);
    };
    let field = printed.field(Kind::Number);
    let read = field.map(|field| characters(&field.text));
    if read
        .as_ref()
        .is_some_and(|read| is_same_number(read, &expected))
    {
        return Agreement::Agrees;
    }
    let is_there = expected.chars().count() >= MIN_NUMBER_LENGTH && printed.shows(&expected);
    let (Some(field), Some(read)) = (field, read) else {
        return if is_there {
            Agreement::Agrees
        } else {
            Agreement::NotCompared(Why::NotRead)
        };
    };
    let is_other = written.other_numbers.iter().any(|other| {
        let other = characters(other);
        !other.is_empty() && (other.contains(&read) || read.contains(&other))
    });
    if is_there || is_other {
        return Agreement::NotCompared(Why::Elsewhere);
    }
    if field.confidence < SURE {
        return Agreement::NotCompared(Why::NotSure);
    }
    let is_long = expected.chars().count() == read.chars().count()
        && expected.chars().count() >= MIN_NUMBER_LENGTH;
    if is_long && differing_places(&read, &expected) > 0 && !is_shifted(&read, &expected) {
        Agreement::Contradicts
    } else {
        Agreement::NotCompared(Why::Alike)
    }
}

/// Returns true if two numbers are the same, except that letters may be read as digits that look
/// alike. Typefaces of cards hardly distinguish O from 0.
fn is_same_number(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                'O' | 'Q' | 'D' => '0',
                'I' | 'L' => '1',
                'Z' => '2',
                'S' => '5',
                'B' => '8',
                'G' => '6',
                _ => c,
            })
            .collect()
    };
    plain(a) == plain(b)
}

/// Returns the number of places in which two texts of equal length differ by characters that do not
/// look alike.
fn differing_places(a: &str, b: &str) -> usize {
    a.chars()
        .zip(b.chars())
        .filter(|(a, b)| !look_alike(*a, *b))
        .count()
}

/// Returns true if one text is the other with a character lost at one end and another gained at the
/// other end.
fn is_shifted(a: &str, b: &str) -> bool {
    let moved = |a: &str, b: &str| {
        let count = a.chars().count().saturating_sub(1);
        let differing = a
            .chars()
            .skip(1)
            .zip(b.chars())
            .filter(|(a, b)| a != b)
            .count();
        count > 0 && differing * 4 <= count
    };
    moved(a, b) || moved(b, a)
}

fn name(printed: &Printed, kind: Kind, written: &Written<'_>) -> Agreement {
    let of = |kind| match kind {
        Kind::Family => written.family,
        _ => written.given,
    };
    let Some(expected) = of(kind).map(Name::of).filter(Name::is_there) else {
        return Agreement::NotCompared(Why::NotWritten);
    };
    let other = if kind == Kind::Family {
        Kind::Given
    } else {
        Kind::Family
    };
    let other = of(other).map(Name::of);
    let field = printed.field(kind);
    let read = field.map(|field| Name::of(&field.text));
    if read.as_ref().is_some_and(|read| read.is(&expected)) {
        return Agreement::Agrees;
    }
    let is_there = printed.shows_name(&expected);
    let (Some(field), Some(read)) = (field, read.filter(Name::is_there)) else {
        return if is_there {
            Agreement::Agrees
        } else {
            Agreement::NotCompared(Why::NotRead)
        };
    };
    if is_there || printed.has_word_like(&expected) || other.is_some_and(|other| read.is(&other)) {
        return Agreement::NotCompared(Why::Elsewhere);
    }
    if field.confidence < SURE {
        return Agreement::NotCompared(Why::NotSure);
    }
    let enough = |name: &Name| name.letters().chars().count() >= MIN_LETTERS;
    if enough(&read) && enough(&expected) && read.is_unlike(&expected) {
        Agreement::Contradicts
    } else {
        Agreement::NotCompared(Why::Alike)
    }
}

impl Printed {
    /// Returns true if a number occurs in a row, in one token or in groups.
    fn shows(&self, expected: &str) -> bool {
        self.rows.iter().any(|row| {
            (0..row.tokens.len()).any(|from| {
                let mut text = String::new();
                row.tokens.iter().skip(from).take(MAX_GROUPS).any(|token| {
                    text.push_str(&characters(&token.text));
                    is_same_number(&text, expected)
                })
            })
        })
    }
}

/// Keeps letters and digits, in upper case.
fn characters(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}
