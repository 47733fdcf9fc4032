//! Passports and identity cards as data, with their machine-readable zone (ICAO Doc 9303 parts 3, 4
//! and 5).
//!
//! The zone is not written by the encoder that belongs to the reader, so that an error in one
//! cannot be hidden by the same error in the other.

use crate::person::{Person, Sex};
use crate::rng::Rng;
use crate::words;
use jiff::ToSpan;
use jiff::civil::Date;

/// A passport or an identity card of a person who does not exist. Every field can be changed.
///
/// ```
/// use specimen::{Difficulty, Scene, Travel, photograph};
/// let on = jiff::civil::date(2026, 6, 1);
/// let passport = Travel::passport(7, on).with_name("Jürgen", "Müller-Lüdenscheidt");
/// assert!(passport.lines()[0].contains("MUELLER<LUEDENSCHEIDT<<JUERGEN"));
/// let photo = photograph(&passport.page()?, &Scene::from_seed(7, Difficulty::Good))?;
/// assert_eq!(photo.truth.lines, Some(passport.lines()));
/// # Ok::<(), specimen::SpecimenError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Travel {
    /// Which of the two it is.
    pub kind: TravelKind,
    /// The person to whom the document was issued.
    pub person: Person,
    /// The issuer, which is also the holder's nationality.
    pub state: &'static State,
    /// The number: nine letters and digits.
    pub number: String,
    /// The date of issue, which is only printed.
    pub issued: Date,
    /// The date of expiry.
    pub expires: Date,
    /// The personal number in the optional data, which may be empty.
    pub personal_number: String,
    /// The seed of everything except the data.
    pub(crate) seed: u64,
    /// The day for which the document was made.
    on: Date,
    /// The character of the zone that is replaced without changing the check digits.
    forged: Option<(usize, usize, char)>,
    /// The lines of the zone, if the print was changed without them.
    zone: Option<Vec<String>>,
}

/// A passport or a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum TravelKind {
    /// The page of a passport, with two lines of 44 (TD3).
    Passport,
    /// A card with three lines of 30 on its back (TD1).
    IdentityCard,
}

/// A state that issues documents. The codes are real, so that the rules of a reader can be tested
/// with them; nothing else is.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct State {
    /// The code in a zone, such as `SWE` or `D`.
    pub code: &'static str,
    /// The code of ISO 3166-1 alpha-2.
    pub alpha2: &'static str,
    /// The English name, in capitals.
    pub title: &'static str,
}

/// All states that this crate supports.
#[rustfmt::skip]
pub static STATES: [State; 10] = [
    State { code: "AUT", alpha2: "AT", title: "AUSTRIA" },
    State { code: "CAN", alpha2: "CA", title: "CANADA" },
    State { code: "CHL", alpha2: "CL", title: "CHILE" },
    State { code: "D", alpha2: "DE", title: "GERMANY" },
    State { code: "FIN", alpha2: "FI", title: "FINLAND" },
    State { code: "IRL", alpha2: "IE", title: "IRELAND" },
    State { code: "NLD", alpha2: "NL", title: "NETHERLANDS" },
    State { code: "NZL", alpha2: "NZ", title: "NEW ZEALAND" },
    State { code: "PRT", alpha2: "PT", title: "PORTUGAL" },
    State { code: "SWE", alpha2: "SE", title: "SWEDEN" },
];

impl Travel {
    /// Returns the passport of `seed`, which is valid on the day `on`.
    pub fn passport(seed: u64, on: Date) -> Self {
        Self::new(TravelKind::Passport, seed, on)
    }

    /// Returns the identity card of `seed`, which is valid on the day `on`.
    pub fn identity_card(seed: u64, on: Date) -> Self {
        Self::new(TravelKind::IdentityCard, seed, on)
    }

    fn new(kind: TravelKind, seed: u64, on: Date) -> Self {
        let mut rng = Rng::new(seed, "travel");
        let [first, ..] = &STATES;
        let state = rng.choose(&STATES).unwrap_or(first);
        let issued = on.saturating_sub(rng.within(3, 8 * 365).days());
        let personal = rng.chance(0.5).then(|| rng.fill("8999999999", 'X'));
        Self {
            kind,
            person: Person {
                suffix: None,
                ..Person::from_seed(seed, on)
            },
            state,
            number: rng.fill("AA8999999", 'X'),
            issued,
            expires: issued.saturating_add(10.years()),
            personal_number: personal.unwrap_or_default(),
            seed,
            on,
            forged: None,
            zone: None,
        }
    }

    /// Returns the document with an expiry between a month and three years before its reference
    /// date.
    pub fn expired(mut self) -> Self {
        let ago = Rng::new(self.seed, "expired").within(30, 3 * 365);
        self.expires = self.on.saturating_sub(ago.days());
        self.issued = self.expires.saturating_sub(10.years());
        self
    }

    /// Returns the document with another name, without further given names.
    pub fn with_name(mut self, given: &str, family: &str) -> Self {
        given.clone_into(&mut self.person.given);
        family.clone_into(&mut self.person.family);
        self.person.middle.clear();
        self
    }

    /// Returns the document of somebody born on `date`.
    pub fn born(mut self, date: Date) -> Self {
        self.person.born = date;
        self
    }

    /// Returns the document with another number of at most nine letters and digits.
    pub fn numbered(mut self, number: &str) -> Self {
        number.clone_into(&mut self.number);
        self
    }

    /// Returns the document as issued by another state of [`STATES`].
    pub fn issued_by(mut self, code: &str) -> Self {
        if let Some(state) = STATES.iter().find(|state| state.code == code) {
            self.state = state;
        }
        self
    }

    /// Replaces a character of the zone without changing its check digits, as a careless forger
    /// would. Lines and columns are counted from 0.
    pub fn forged(mut self, line: usize, column: usize, character: char) -> Self {
        self.forged = Some((line, column, character));
        self
    }

    /// Returns the lines of the zone.
    pub fn lines(&self) -> Vec<String> {
        if let Some(zone) = &self.zone {
            return zone.clone();
        }
        let person = &self.person;
        let (birth, expiry) = (checked(&short(person.born)), checked(&short(self.expires)));
        let number = checked(&padded(&self.number, 9));
        let sex = match person.sex {
            Sex::Male => "M",
            Sex::Female => "F",
            Sex::Unspecified => "<",
        };
        let state = padded(self.state.code, 3);
        let names = |room| name_field(&person.family, &person.given_names(), room);
        let mut lines = match self.kind {
            TravelKind::Passport => {
                let personal = padded(&self.personal_number, 14);
                let digit = if self.personal_number.is_empty() {
                    '<'
                } else {
                    digit(&personal)
                };
                let all = digit_over(&[&number, &birth, &expiry, &format!("{personal}{digit}")]);
                vec![
                    format!("P<{state}{}", names(39)),
                    format!("{number}{state}{birth}{sex}{expiry}{personal}{digit}{all}"),
                ]
            }
            TravelKind::IdentityCard => {
                let personal = padded(&self.personal_number, 15);
                let blank = padded("", 11);
                let all = digit_over(&[&number, &personal, &birth, &expiry, &blank]);
                vec![
                    format!("I<{state}{number}{personal}"),
                    format!("{birth}{sex}{expiry}{state}{blank}{all}"),
                    names(30),
                ]
            }
        };
        if let Some((line, column, character)) = self.forged
            && let Some(line) = lines.get_mut(line)
            && line.is_char_boundary(column + 1)
        {
            line.replace_range(column..=column, character.encode_utf8(&mut [0; 4]));
        }
        lines
    }

    /// Changes only what is printed; the zone stays as it is.
    pub fn printed_differently(self, change: impl FnOnce(Self) -> Self) -> Self {
        let zone = self.lines();
        Self {
            zone: Some(zone),
            ..change(self)
        }
    }
}

/// Formats a date as `YYMMDD`.
fn short(date: Date) -> String {
    date.strftime("%y%m%d").to_string()
}

fn padded(text: &str, room: usize) -> String {
    let text: String = text.chars().take(room).collect();
    format!("{text:<<room$}")
}

/// Returns a field followed by its check digit.
fn checked(field: &str) -> String {
    format!("{field}{}", digit(field))
}

/// Computes a check digit (part 3, clause 4.9).
pub(crate) fn digit(text: &str) -> char {
    let sum: u32 = text
        .chars()
        .map(|character| character.to_digit(36).unwrap_or(0))
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(value, weight)| value * weight)
        .sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

fn digit_over(fields: &[&str]) -> char {
    digit(&fields.concat())
}

/// Returns family name, two fillers and given names, truncated if they are too long, with at least
/// one letter of the given names.
pub(crate) fn name_field(family: &str, given: &str, room: usize) -> String {
    let (family, given) = (letters(family), letters(given));
    let family: String = family.chars().take(room - 3).collect();
    padded(&format!("{}<<{given}", family.trim_end_matches('<')), room)
}

/// Transliterates to the capitals of a zone: `MUELLER<LUEDENSCHEIDT`, `OCONNELL`.
fn letters(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars().flat_map(char::to_uppercase) {
        match letter {
            'Ä' | 'Æ' => written.push_str("AE"),
            'Ö' | 'Ø' | 'Œ' => written.push_str("OE"),
            'Ü' => written.push_str("UE"),
            'Å' => written.push_str("AA"),
            'Þ' => written.push_str("TH"),
            '\'' | '.' => {}
            ' ' | '-' => written.push('<'),
            other => written.push_str(&words::plain(&other.to_string())),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn check_digits_match_the_standards_examples() {
        assert_eq!(digit("L898902C3"), '6');
        assert_eq!(digit("740812"), '2');
        assert_eq!(digit("ZE184226B<<<<<"), '1');
    }

    #[test]
    fn lines_have_their_lengths_for_every_seed() {
        let on = date(2026, 6, 1);
        for seed in 0..300 {
            let lines = Travel::passport(seed, on).lines();
            assert!(
                lines.len() == 2 && lines.iter().all(|line| line.len() == 44),
                "{lines:?}"
            );
            let lines = Travel::identity_card(seed, on).lines();
            assert!(
                lines.len() == 3 && lines.iter().all(|line| line.len() == 30),
                "{lines:?}"
            );
            let is_written =
                |cell: u8| cell == b'<' || cell.is_ascii_digit() || cell.is_ascii_uppercase();
            assert!(lines.concat().bytes().all(is_written), "{lines:?}");
        }
    }

    #[test]
    fn a_forged_character_does_not_change_the_digits() {
        let passport = Travel::passport(1, date(2026, 6, 1));
        let (before, after) = (passport.lines(), passport.forged(1, 0, '0').lines());
        assert_eq!(before[0], after[0]);
        assert_eq!(before[1][1..], after[1][1..]);
        assert!(after[1].starts_with('0'));
    }
}
