//! The text of zones in every format, and one edit to it as a forger may make.
//!
//! The zones are not written by the encoder that belongs to the reader, so that an error in one
//! cannot be hidden by the same error in the other.

use std::ops::Range;

use crate::error::SpecimenError;
use crate::person::{Person, Sex};
use crate::rng::Rng;
use crate::travel::{STATES, digit, name_field};
use crate::words;
use crate::zone::{Letters, zone_sheet};
use crate::{Card, Difficulty, Scene};
use jiff::ToSpan;
use jiff::civil::Date;

/// A format of zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// Three lines of 30.
    Td1,
    /// Two lines of 36.
    Td2,
    /// Two lines of 44.
    Td3,
    /// A visa, two lines of 44.
    MrvA,
    /// A visa, two lines of 36.
    MrvB,
    /// The French card until 2021, two lines of 36.
    France,
}

impl Form {
    /// All formats.
    pub const ALL: [Self; 6] = [
        Self::Td1,
        Self::Td2,
        Self::Td3,
        Self::MrvA,
        Self::MrvB,
        Self::France,
    ];
}

/// What was edited in a zone after its check digits had been computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edit {
    /// Nothing.
    None,
    /// A character of the number became a digit.
    NumberDigit,
    /// A character of the number became a letter.
    NumberLetter,
    /// A digit of the date of birth was changed.
    Birth,
    /// A digit of the date of expiry was changed, or of the month of issue on a French card.
    Expiry,
    /// A character of the optional data was changed, or of the given names on a French card.
    Optional,
    /// The check digit of the number was changed.
    NumberCheck,
    /// The check digit of the date of birth was changed.
    BirthCheck,
    /// The check digit of the date of expiry was changed.
    ExpiryCheck,
    /// The composite check digit was changed.
    Composite,
}

impl Edit {
    /// All kinds except [`Edit::None`].
    pub const ALL: [Self; 9] = [
        Self::NumberDigit,
        Self::NumberLetter,
        Self::Birth,
        Self::Expiry,
        Self::Optional,
        Self::NumberCheck,
        Self::BirthCheck,
        Self::ExpiryCheck,
        Self::Composite,
    ];
}

/// A zone as it was issued, and as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedZone {
    /// The format.
    pub form: Form,
    /// What was edited.
    pub edit: Edit,
    /// The lines with the right check digits.
    pub issued: Vec<String>,
    /// The lines with the edit, and with the check digits as they were before.
    pub printed: Vec<String>,
    seed: u64,
}

/// Pairs of characters that printers and readers confuse, and that a forger can change into each
/// other with a pen.
const LOOK_ALIKES: &[&[u8]] = &[
    b"0OQD", b"1I", b"1L", b"2Z", b"5S", b"35", b"38", b"58", b"6G", b"68", b"8B", b"17", b"4A",
    b"09", b"06", b"UV", b"VY", b"CG", b"EF", b"PR", b"HN", b"MN",
];

impl EditedZone {
    /// Returns the zone of `seed` with an edit of this kind, or of another kind if the format has
    /// no such cell (a visa has no composite digit, a French card no date of expiry).
    pub fn from_seed(seed: u64, form: Form, edit: Edit, on: Date) -> Self {
        let mut rng = Rng::new(seed, "zone");
        let issued = issued(&mut rng, form, seed, on);
        let mut printed = issued.clone();
        let mut edit = edit;
        if edit != Edit::None {
            let cells = cells(form, edit).unwrap_or_else(|| {
                edit = Edit::NumberDigit;
                cells(form, edit).unwrap_or((0, 0..0))
            });
            edit_one(&mut rng, &mut printed, cells, edit);
        }
        Self {
            form,
            edit,
            issued,
            printed,
            seed,
        }
    }

    /// Returns the seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Draws the sheet with the printed lines.
    ///
    /// # Errors
    ///
    /// Returns [`SpecimenError`] if the typeface cannot be opened.
    pub fn sheet(&self, letters: Letters<'_>) -> Result<Card, SpecimenError> {
        zone_sheet(&self.printed, letters, self.seed)
    }

    /// Returns an easy scene in one of six sizes from small to full. Two of three are taken
    /// carefully, and the third is an ordinary photograph.
    pub fn scene(&self) -> Scene {
        const SIZES: [(u32, u32); 6] = [
            (400, 300),
            (520, 390),
            (680, 510),
            (900, 680),
            (1_280, 960),
            (2_000, 1_500),
        ];
        let mut rng = Rng::new(self.seed, "zone scene");
        let is_fair = rng.chance(0.33);
        let (width, height) = rng.choose(&SIZES).copied().unwrap_or((900, 680));
        let difficulty = if is_fair {
            Difficulty::Fair
        } else {
            Difficulty::Good
        };
        Scene {
            width,
            height,
            ..Scene::from_seed(self.seed, difficulty)
        }
    }
}

/// Returns where an edit of a kind is made, or `None` if the format has no such cell.
fn cells(form: Form, edit: Edit) -> Option<(usize, Range<usize>)> {
    use Edit::{
        Birth, BirthCheck, Composite, Expiry, ExpiryCheck, NumberCheck, NumberDigit, NumberLetter,
        Optional,
    };
    Some(match (form, edit) {
        (Form::Td1, NumberDigit | NumberLetter) => (0, 5..14),
        (Form::Td1, NumberCheck) => (0, 14..15),
        (Form::Td1, Optional) => (0, 15..26),
        (Form::Td1, Birth) => (1, 0..6),
        (Form::Td1, BirthCheck) => (1, 6..7),
        (Form::Td1, Expiry) => (1, 8..14),
        (Form::Td1, ExpiryCheck) => (1, 14..15),
        (Form::Td1, Composite) => (1, 29..30),
        (Form::France, NumberDigit | NumberLetter) => (1, 4..12),
        (Form::France, NumberCheck) => (1, 12..13),
        (Form::France, Expiry) => (1, 0..4),
        (Form::France, Optional) => (1, 13..16),
        (Form::France, Birth) => (1, 27..33),
        (Form::France, BirthCheck) => (1, 33..34),
        (Form::France | Form::Td2, Composite) => (1, 35..36),
        (Form::France, ExpiryCheck) | (Form::MrvA | Form::MrvB, Composite) | (_, Edit::None) => {
            return None;
        }
        (_, NumberDigit | NumberLetter) => (1, 0..9),
        (_, NumberCheck) => (1, 9..10),
        (_, Birth) => (1, 13..19),
        (_, BirthCheck) => (1, 19..20),
        (_, Expiry) => (1, 21..27),
        (_, ExpiryCheck) => (1, 27..28),
        (Form::Td3 | Form::MrvA, Optional) => (1, 28..36),
        (_, Optional) => (1, 28..34),
        (Form::Td3, Composite) => (1, 43..44),
    })
}

/// Replaces one character by another, in two of three cases by one that looks similar.
fn edit_one(rng: &mut Rng, lines: &mut [String], (line, range): (usize, Range<usize>), edit: Edit) {
    let Some(line) = lines.get_mut(line) else {
        return;
    };
    let place = range.start + rng.below(range.len() as u32) as usize;
    let Some(&old) = line.as_bytes().get(place) else {
        return;
    };
    let pool: &[u8] = match (edit, old) {
        (Edit::NumberLetter, _) | (Edit::Optional, b'A'..=b'Z') => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        _ => b"0123456789",
    };
    let near: Vec<u8> = LOOK_ALIKES
        .iter()
        .filter(|group| group.contains(&old))
        .flat_map(|group| group.iter().copied())
        .filter(|other| *other != old && pool.contains(other))
        .collect();
    let far: Vec<u8> = pool.iter().copied().filter(|other| *other != old).collect();
    let from = if near.is_empty() || rng.chance(0.33) {
        &far
    } else {
        &near
    };
    if let Some(new) = rng.choose(from) {
        line.replace_range(place..=place, &char::from(*new).to_string());
    }
}

/// Returns the lines of a zone whose digits match.
fn issued(rng: &mut Rng, form: Form, seed: u64, on: Date) -> Vec<String> {
    let person = Person::from_seed(seed, on);
    let state = STATES.get(rng.below(STATES.len() as u32) as usize);
    let state = padded(state.map_or("SWE", |state| state.code), 3);
    let birth = checked(&person.born.strftime("%y%m%d").to_string());
    let expires = on.saturating_add(rng.within(30, 3_600).days());
    let expiry = checked(&expires.strftime("%y%m%d").to_string());
    let pattern = rng.word(&[
        "AA8999999",
        "899999999",
        "A99999999",
        "AA99A99AA",
        "99AA99999",
    ]);
    let number = checked(&padded(&rng.fill(pattern, 'X'), 9));
    let sex = match person.sex {
        Sex::Male => "M",
        Sex::Female => "F",
        Sex::Unspecified => "<",
    };
    let optional = rng.word(&["8999999999", "89999999AA9", "A9999999999", "8999999"]);
    let optional = rng.fill(optional, 'X');
    let names = |room| name_field(&person.family, &person.given_names(), room);
    let second = |room: usize| {
        let optional = padded(&optional, room);
        (
            format!("{number}{state}{birth}{sex}{expiry}{optional}"),
            optional,
        )
    };
    match form {
        Form::Td1 => {
            let (optional, blank) = (padded(&optional, 15), padded("", 11));
            let all = digit(
                &[&number, &optional, &birth, &expiry, &blank]
                    .map(String::as_str)
                    .concat(),
            );
            vec![
                format!("I<{state}{number}{optional}"),
                format!("{birth}{sex}{expiry}{state}{blank}{all}"),
                names(30),
            ]
        }
        Form::Td2 => {
            let (line, optional) = second(7);
            let all = digit(&format!("{number}{birth}{expiry}{optional}"));
            vec![format!("I<{state}{}", names(31)), format!("{line}{all}")]
        }
        Form::Td3 => {
            let (line, optional) = second(14);
            let own = digit(&optional);
            let all = digit(&format!("{number}{birth}{expiry}{optional}{own}"));
            vec![
                format!("P<{state}{}", names(39)),
                format!("{line}{own}{all}"),
            ]
        }
        Form::MrvA => vec![format!("V<{state}{}", names(39)), second(16).0],
        Form::MrvB => vec![format!("V<{state}{}", names(31)), second(8).0],
        Form::France => {
            let office = rng.fill("999999", 'X');
            let family = padded(
                &words::plain(&person.family)
                    .to_uppercase()
                    .replace(['-', ' ', '\''], "<"),
                25,
            );
            let given = padded(
                &words::plain(&person.given)
                    .to_uppercase()
                    .replace(['-', ' ', '\''], "<"),
                14,
            );
            let year = on.year() - 1 - rng.within(0, 8) as i16;
            let month = rng.within(1, 12);
            let number = checked(&format!(
                "{:02}{month:02}{}",
                year % 100,
                rng.fill("89999999", 'X')
            ));
            let first = format!("IDFRA{family}{office}");
            let rest = format!("{number}{given}{birth}{sex}");
            let all = digit(&format!("{first}{rest}"));
            vec![first, format!("{rest}{all}")]
        }
    }
}

fn padded(text: &str, room: usize) -> String {
    let text: String = text.chars().take(room).collect();
    format!("{text:<<room$}")
}

fn checked(field: &str) -> String {
    format!("{field}{}", digit(field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_edit_changes_one_character_and_no_digits() {
        for seed in 0..200 {
            let form = Form::ALL[seed as usize % Form::ALL.len()];
            for edit in Edit::ALL {
                let zone = EditedZone::from_seed(seed, form, edit, date(2026, 6, 1));
                let (issued, printed) = (zone.issued.concat(), zone.printed.concat());
                let width = zone.issued[0].len();
                assert!(
                    zone.issued.iter().all(|line| line.len() == width),
                    "{:?}",
                    zone.issued
                );
                assert_eq!(width * zone.issued.len(), printed.len());
                let changed = issued.bytes().zip(printed.bytes()).filter(|(a, b)| a != b);
                assert_eq!(changed.count(), 1, "{form:?} {edit:?} {printed}");
            }
        }
    }
}
