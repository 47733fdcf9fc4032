//! The text of zones of every form, and one change to it such as a forger prints.
//!
//! Written here and not by the reader's own writer, so that an error of one is not hidden by the
//! same error of the other.

use std::ops::Range;

use crate::dice::Dice;
use crate::error::SpecimenError;
use crate::person::{Person, Sex};
use crate::travel::{STATES, digit, name_field};
use crate::words;
use crate::zone::{Letters, zone_sheet};
use crate::{Card, Difficulty, Scene};
use jiff::ToSpan;
use jiff::civil::Date;

/// A form of zone.
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
    /// Every form.
    pub const ALL: [Self; 6] = [
        Self::Td1,
        Self::Td2,
        Self::Td3,
        Self::MrvA,
        Self::MrvB,
        Self::France,
    ];
}

/// What was changed on a zone after its check digits had been computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edit {
    /// Nothing.
    None,
    /// A character of the number for a digit.
    NumberDigit,
    /// A character of the number for a letter.
    NumberLetter,
    /// A digit of the birth date.
    Birth,
    /// A digit of the date of expiry; on a French card of the month of issue.
    Expiry,
    /// A character of the optional data; on a French card of the given names.
    Optional,
    /// The check digit of the number.
    NumberCheck,
    /// The check digit of the birth date.
    BirthCheck,
    /// The check digit of the date of expiry.
    ExpiryCheck,
    /// The check digit over the others.
    Composite,
}

impl Edit {
    /// Every kind, without [`Edit::None`].
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

/// A zone as it was issued and as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedZone {
    /// Its form.
    pub form: Form,
    /// What was changed.
    pub edit: Edit,
    /// Its lines with the digits that belong to them.
    pub issued: Vec<String>,
    /// Its lines with the change: the digits are those of before.
    pub printed: Vec<String>,
    seed: u64,
}

/// Pairs that printers and readers take for one another; a forger changes one into the other with a
/// pen.
const ALIKE: &[&[u8]] = &[
    b"0OQD", b"1I", b"1L", b"2Z", b"5S", b"35", b"38", b"58", b"6G", b"68", b"8B", b"17", b"4A",
    b"09", b"06", b"UV", b"VY", b"CG", b"EF", b"PR", b"HN", b"MN",
];

impl EditedZone {
    /// The zone of `seed` with a change of this kind, or with another where the form has no such
    /// cell (a visa has no composite digit, a French card no date of expiry).
    pub fn from_seed(seed: u64, form: Form, edit: Edit, on: Date) -> Self {
        let mut dice = Dice::new(seed, "zone");
        let issued = issued(&mut dice, form, seed, on);
        let mut printed = issued.clone();
        let mut edit = edit;
        if edit != Edit::None {
            let cells = cells(form, edit).unwrap_or_else(|| {
                edit = Edit::NumberDigit;
                cells(form, edit).unwrap_or((0, 0..0))
            });
            edit_one(&mut dice, &mut printed, cells, edit);
        }
        Self {
            form,
            edit,
            issued,
            printed,
            seed,
        }
    }

    /// What it was drawn from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The sheet with the printed lines.
    ///
    /// # Errors
    ///
    /// [`SpecimenError`] if the face cannot be opened.
    pub fn sheet(&self, letters: Letters<'_>) -> Result<Card, SpecimenError> {
        zone_sheet(&self.printed, letters, self.seed)
    }

    /// A photograph of it with little trouble, in one of six sizes from small to full: two of three
    /// are careful, the third is an ordinary one.
    pub fn scene(&self) -> Scene {
        const SIZES: [(u32, u32); 6] = [
            (400, 300),
            (520, 390),
            (680, 510),
            (900, 680),
            (1_280, 960),
            (2_000, 1_500),
        ];
        let mut dice = Dice::new(self.seed, "zone scene");
        let is_fair = dice.chance(0.33);
        let (width, height) = dice.choose(&SIZES).copied().unwrap_or((900, 680));
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

/// Where a change of a kind is made; `None` where the form has no such cell.
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

/// Exchanges one character for another: two of three times for one that looks like it.
fn edit_one(
    dice: &mut Dice,
    lines: &mut [String],
    (line, range): (usize, Range<usize>),
    edit: Edit,
) {
    let Some(line) = lines.get_mut(line) else {
        return;
    };
    let place = range.start + dice.below(range.len() as u32) as usize;
    let Some(&old) = line.as_bytes().get(place) else {
        return;
    };
    let pool: &[u8] = match (edit, old) {
        (Edit::NumberLetter, _) | (Edit::Optional, b'A'..=b'Z') => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        _ => b"0123456789",
    };
    let near: Vec<u8> = ALIKE
        .iter()
        .filter(|group| group.contains(&old))
        .flat_map(|group| group.iter().copied())
        .filter(|other| *other != old && pool.contains(other))
        .collect();
    let far: Vec<u8> = pool.iter().copied().filter(|other| *other != old).collect();
    let from = if near.is_empty() || dice.chance(0.33) {
        &far
    } else {
        &near
    };
    if let Some(new) = dice.choose(from) {
        line.replace_range(place..=place, &char::from(*new).to_string());
    }
}

/// The lines of a zone whose digits hold.
fn issued(dice: &mut Dice, form: Form, seed: u64, on: Date) -> Vec<String> {
    let person = Person::from_seed(seed, on);
    let state = STATES.get(dice.below(STATES.len() as u32) as usize);
    let state = padded(state.map_or("SWE", |state| state.code), 3);
    let birth = checked(&person.born.strftime("%y%m%d").to_string());
    let expires = on.saturating_add(dice.within(30, 3_600).days());
    let expiry = checked(&expires.strftime("%y%m%d").to_string());
    let pattern = dice.word(&[
        "AA8999999",
        "899999999",
        "A99999999",
        "AA99A99AA",
        "99AA99999",
    ]);
    let number = checked(&padded(&dice.fill(pattern, 'X'), 9));
    let sex = match person.sex {
        Sex::Male => "M",
        Sex::Female => "F",
        Sex::Unspecified => "<",
    };
    let optional = dice.word(&["8999999999", "89999999AA9", "A9999999999", "8999999"]);
    let optional = dice.fill(optional, 'X');
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
            let office = dice.fill("999999", 'X');
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
            let year = on.year() - 1 - dice.within(0, 8) as i16;
            let month = dice.within(1, 12);
            let number = checked(&format!(
                "{:02}{month:02}{}",
                year % 100,
                dice.fill("89999999", 'X')
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
    fn a_change_is_one_character_and_the_digits_stay() {
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
