//! Turns what the net saw in each cell into the text of a zone, with how far each character can be
//! believed.
//!
//! All prior knowledge is a probability: what a cell of the format may contain, which codes are
//! states, that a month is not 31, that names do not continue after a row of fillers, and that
//! check digits match. It is weighed against the net's own doubt. If the net is certain, nothing
//! overrules it, and a check digit that does not match is kept as it was read.

mod doubt;
mod glyph;
mod names;
mod states;
mod sums;

pub(super) use self::doubt::Shown;
use self::doubt::{BEYOND_ALONE, CERTAIN, Doubts, Witness};
use self::glyph::{Chances, Glyph, alike, best};
use super::net::{ALPHABET, CLASSES, NONE, class_of};
use crate::format::{Cell, Check, Field, Format, Span};
use crate::parse::{Digit, digits};
use crate::russian::is_sign;
use crate::state::{State, StateKind};

/// The text of a zone.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    pub(super) format: Format,
    /// The characters, line by line.
    pub(super) cells: Vec<Vec<Glyph>>,
    /// The probability that each of them is what is printed, without the arithmetic where that
    /// would be the only witness.
    pub(super) sureness: Vec<Vec<f32>>,
    pub(super) unsure: Vec<Field>,
    /// How many check digits match, and how many there are.
    pub(super) holding: (usize, usize),
    /// Whether the result is final: every digit matches and no character is in doubt, or digits do
    /// not match although the net has no doubt of any character.
    pub(super) is_clear: bool,
    /// Whether the first line's cells seem to be beside their characters: no state has the issuer's
    /// code, and the holder's differs.
    pub(super) is_shifted: bool,
    /// Whether neither issuer nor nationality are in the tables, or the issuer is not and the
    /// nationality differs.
    pub(super) is_strange: bool,
    /// Whether it begins as a zone can, and its names are separated or filled up as names are.
    /// Other print that looks like a zone does neither.
    pub(super) is_likely: bool,
}

impl Decoded {
    /// The mean confidence over all cells.
    pub(super) fn mean(&self) -> f32 {
        let all = self.cells.iter().flatten();
        let (sum, count) = all.fold((0.0, 0), |(sum, n), glyph| (sum + glyph.confidence, n + 1));
        sum / count.max(1) as f32
    }

    /// Returns the key by which readings of one zone are compared: many certain characters, and
    /// digits that match.
    pub(super) fn worth(&self) -> f32 {
        let all = self.cells.iter().flatten();
        let (sum, count) = all.fold((0.0, 0), |(sum, count), glyph| {
            (sum + glyph.confidence.max(1e-3).ln(), count + 1)
        });
        70.0 * sum / count.max(1) as f32 + 3.0 * self.holding.0 as f32
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let text = |line: &Vec<Glyph>| line.iter().map(|g| char::from(g.character)).collect();
        self.cells.iter().map(text).collect()
    }
}

/// Returns the format with this number of lines and cells, by the beginning of its first line.
pub(super) fn format_of(lines: &[Vec<[f32; CLASSES]>]) -> Option<Format> {
    let first = lines.first()?;
    let chance = |cell: usize, character: u8| -> f32 {
        let class = class_of(character).unwrap_or(NONE);
        first
            .get(cell)
            .and_then(|cell| cell.get(class))
            .copied()
            .unwrap_or(0.0)
    };
    // A V on two lines is a visa; nothing else of that shape begins with one.
    let others = [b'P', b'I', b'A', b'C'].map(|letter| chance(0, letter));
    let visa = chance(0, b'V') > others.into_iter().fold(0.25, f32::max);
    let french = begins(lines, b"IDFRA");
    match (lines.len(), first.len()) {
        (3, 30) => Some(Format::Td1),
        (2, 44) if visa => Some(Format::MrvA),
        (2, 44) => Some(Format::Td3),
        (2, 36) if visa => Some(Format::MrvB),
        // The standard's own TD2 begins like that too; the French card has no fillers before its
        // office.
        (2, 36) if french && french_digits(lines) => Some(Format::France),
        (2, 36) => Some(Format::Td2),
        (1, 30) if begins(lines, b"D1FRA") => Some(Format::FrenchLicence),
        (1, 30) if begins(lines, b"D1NLD") => Some(Format::DutchLicence),
        (1, 30) if begins(lines, b"D") => Some(Format::Licence),
        _ => None,
    }
}

/// Returns true if the net sees these characters at the beginning of the first line.
fn begins(lines: &[Vec<[f32; CLASSES]>], text: &[u8]) -> bool {
    let is_seen = |(at, &letter): (usize, &u8)| {
        let cell = lines.first().and_then(|line| line.get(at));
        let chance = class_of(letter).and_then(|class| cell?.get(class).copied());
        chance.is_some_and(|chance| chance > 0.3)
    };
    text.iter().enumerate().all(is_seen)
}

/// Returns true if the second line has digits where the French card has its number and birth date.
fn french_digits(lines: &[Vec<[f32; CLASSES]>]) -> bool {
    let Some(second) = lines.get(1) else {
        return false;
    };
    let digit = |cell: &[f32; CLASSES]| cell.iter().take(10).sum::<f32>();
    let all: f32 = [0..4, 7..13, 27..34]
        .into_iter()
        .flatten()
        .filter_map(|at| second.get(at))
        .map(digit)
        .sum();
    all > 12.0
}

/// Decodes the cells of a format. `shown` says in which cells no reading can be certain.
pub(super) fn decode(
    format: Format,
    lines: &[Vec<[f32; CLASSES]>],
    shown: &Shown,
) -> Option<Decoded> {
    let witnesses: Vec<Vec<Witness>> = lines
        .iter()
        .map(|cells| cells.iter().map(Witness::new).collect())
        .collect();
    let is_russian = format == Format::Td3 && begins(lines, b"PNRUS");
    let mut chances: Vec<Vec<Chances>> = Vec::new();
    for (line, cells) in witnesses.iter().enumerate() {
        let own = cells.iter().enumerate();
        let own = own.map(|(column, cell)| weighed((format, is_russian), line, column, cell));
        chances.push(own.collect::<Option<_>>()?);
    }
    for &(field, span) in format.fields() {
        match field {
            Field::Names | Field::Surname | Field::GivenNames => {
                names::settle(field == Field::Names, cells_of(&mut chances, span));
            }
            _ => {}
        }
    }
    if let Some(span) = format.span(Field::Issuer) {
        let nation = format.span(Field::Nationality);
        let mut nationality = nation.map(|span| cells_of(&mut chances, span).to_vec());
        states::settle(cells_of(&mut chances, span), nationality.as_deref_mut());
        if let (Some(span), Some(settled)) = (nation, nationality) {
            cells_of(&mut chances, span).copy_from_slice(&settled);
        }
    }
    let mut cells: Vec<Vec<Glyph>> = chances
        .iter()
        .map(|line| line.iter().map(best).collect())
        .collect();
    // Digits that do not hold then are printed so; looking again would only find reasons to doubt.
    let all = cells.iter().flatten();
    let is_certain = all.fold(1.0_f32, |least, glyph| least.min(glyph.confidence)) > CERTAIN;
    for check in format.checks() {
        let digit = format.span(check.digit)?;
        let places: Vec<(usize, usize)> = check
            .covers
            .iter()
            .flat_map(|span| span.columns().map(|column| (span.line, column)))
            .collect();
        sums::settle(&mut chances, &mut cells, &places, (digit.line, digit.start));
    }
    let checks = checked(format, &cells);
    let holding = (
        checks.iter().filter(|(_, holds)| *holds).count(),
        checks.len(),
    );
    let doubts = Doubts {
        format,
        cells: &cells,
        witnesses: &witnesses,
        shown,
        checks: &checks,
    };
    let is_possible = is_possible(format, &cells);
    let unsure = if is_possible {
        doubts.unsure()
    } else {
        format.fields().iter().map(|&(field, _)| field).collect()
    };
    let is_clear = is_certain || (holding.0 == holding.1 && !doubts.is_doubted());
    let sureness = (0..cells.len())
        .map(|line| {
            let columns = 0..cells.get(line).map_or(0, Vec::len);
            columns
                .map(|column| doubts.sureness(line, column))
                .collect()
        })
        .collect();
    let is_likely = is_possible
        && match format.span(Field::Names) {
            Some(span) => text_of(&cells, span).contains("<<"),
            // A line of a licence is recognised by its digits, and by its issuer.
            None if format.is_licence() => holding.0 == holding.1 && says_whose(&cells),
            None => false,
        };
    let is_strange = is_strange(format, &cells);
    let is_shifted = is_strange && is_shifted(&doubts);
    Some(Decoded {
        format,
        cells,
        sureness,
        unsure,
        holding,
        is_clear,
        is_shifted,
        is_strange,
        is_likely,
    })
}

/// Returns a field's characters, or none if the format does not have it.
fn text(format: Format, cells: &[Vec<Glyph>], field: Field) -> String {
    let span = format.span(field);
    span.map_or(String::new(), |span| text_of(cells, span))
}

fn text_of(cells: &[Vec<Glyph>], span: Span) -> String {
    let line = cells
        .get(span.line)
        .and_then(|line| line.get(span.columns()));
    let line = line.into_iter().flatten();
    line.map(|glyph| char::from(glyph.character)).collect()
}

/// Returns true if the line of a licence has a state's code after its own. The standard does not
/// require it, but all known ones have it, and other print in lines of thirty does not.
fn says_whose(cells: &[Vec<Glyph>]) -> bool {
    let place = Span {
        line: 0,
        start: 2,
        end: 5,
    };
    State::of(&text_of(cells, place)).kind == StateKind::Country
}

/// Returns true if a zone can begin like this; otherwise it is a part of another, or none. A zone
/// whose line is cut off by the picture's edge looks like a shorter one.
fn is_possible(format: Format, cells: &[Vec<Glyph>]) -> bool {
    if format.is_licence() {
        return text(format, cells, Field::Code).starts_with('D');
    }
    let (issuer, nation) = [Field::Issuer, Field::Nationality]
        .map(|field| text(format, cells, field))
        .into();
    text(format, cells, Field::Code).starts_with(['P', 'V', 'I', 'A', 'C'])
        && (issuer == nation
            || !is_unknown(&issuer)
            || (!nation.is_empty() && !is_unknown(&nation)))
}

/// Returns true if the issuer is not a state, and neither is the nationality.
fn is_strange(format: Format, cells: &[Vec<Glyph>]) -> bool {
    let (issuer, nation) = [Field::Issuer, Field::Nationality]
        .map(|field| text(format, cells, field))
        .into();
    is_unknown(&issuer) && issuer != nation
}

/// Returns true if the first line of a zone with an unknown issuer may be beside its cells. Codes
/// outside all tables are in use: if the net has no doubt of the characters, it is one of them.
fn is_shifted(doubts: &Doubts<'_>) -> bool {
    let Some(span) = doubts.format.span(Field::Issuer) else {
        return false;
    };
    let is_plain = |column: usize| {
        let glyph = doubts
            .cells
            .get(span.line)
            .and_then(|line| line.get(column));
        doubts.sureness(span.line, column) > BEYOND_ALONE
            && glyph.is_some_and(|glyph| glyph.character.is_ascii_uppercase())
    };
    !span.columns().all(is_plain) || doubts.sureness(span.line, 0) <= BEYOND_ALONE
}

fn is_unknown(code: &str) -> bool {
    State::of(code).kind == StateKind::Unknown
}

/// Returns the check digits that there are, and whether they match.
fn checked(format: Format, cells: &[Vec<Glyph>]) -> Vec<(Check, bool)> {
    let text = |line: &Vec<Glyph>| line.iter().map(|g| char::from(g.character)).collect();
    let lines: Vec<String> = cells.iter().map(text).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let all = digits(format, &lines).into_iter().zip(format.checks());
    all.filter_map(|((field, digit), check)| match digit {
        Digit::Holds => Some((*check, true)),
        Digit::Fails => Some((*check, false)),
        // A passport without optional data has a filler there, which is as good as its digit.
        Digit::Absent => (field == Field::OptionalCheck).then_some((*check, true)),
    })
    .collect()
}

/// Returns the cells of a field.
fn cells_of(chances: &mut [Vec<Chances>], span: Span) -> &mut [Chances] {
    chances
        .get_mut(span.line)
        .and_then(|line| line.get_mut(span.columns()))
        .unwrap_or_default()
}

/// Returns what the net saw in a cell, weighed with what the cell may contain.
fn weighed(
    (format, is_russian): (Format, bool),
    line: usize,
    column: usize,
    seen: &Witness,
) -> Option<Chances> {
    let mut kind = format.cell(line, column)?;
    let (field, span) = format
        .fields()
        .iter()
        .find(|(field, span)| {
            *field != Field::Issued && span.line == line && span.columns().contains(&column)
        })
        .copied()?;
    // The three cells of a code are settled together.
    if matches!(field, Field::Issuer | Field::Nationality) {
        kind = Cell::Any;
    }
    let mut chances = [0.0; NONE];
    let mut admitted = 0.0;
    let mut refused = [0.0; NONE];
    for (class, &character) in ALPHABET.iter().enumerate() {
        let chance = seen.of(class);
        // Digits stand for letters in Russia's own table.
        let is_letter = is_russian && field == Field::Names && is_sign(character);
        if kind.admits(character) || is_letter {
            let value = chance * prior(field, column - span.start, character);
            *chances.get_mut(class)? = value;
            admitted += value;
        } else {
            *refused.get_mut(class)? = chance;
        }
    }
    // A letter seen in a cell of digits is a doubt, unless it looks like the digit.
    let winner = best(&chances).character;
    let doubt: f32 = ALPHABET
        .iter()
        .zip(&refused)
        .filter(|&(&character, _)| !alike(character, winner))
        .map(|(_, chance)| chance)
        .sum();
    let none = seen.of(NONE);
    let whole = (admitted + 0.5 * none + 0.7 * doubt).max(1e-6);
    // Only one character is allowed there, so what is seen is neither evidence for it nor against
    // it.
    if let Cell::Only(_) = kind {
        return Some(chances.map(|chance| {
            if chance > 0.0 {
                (chance / whole).max(0.5)
            } else {
                0.0
            }
        }));
    }
    Some(chances.map(|chance| chance / whole))
}

/// Returns the prior likelihood of a character at a place of a field, relative to the likeliest.
fn prior(field: Field, place: usize, character: u8) -> f32 {
    match (field, place, character) {
        // Issuers avoid the letters that are taken for digits.
        (Field::Number | Field::Optional | Field::Optional2 | Field::Office, _, b'O')
        | (Field::NumberCheck, _, b'<') => 0.2,
        (Field::Number | Field::Optional | Field::Optional2 | Field::Office, _, b'I' | b'Q') => 0.4,
        // Months and days begin with few digits. Passports, cards and visas begin with five
        // letters; a second one is free, but few are used.
        (Field::Birth | Field::Expiry, 2, b'0' | b'1')
        | (Field::Birth | Field::Expiry, 4, b'0'..=b'3')
        | (Field::Code, 0, b'P' | b'V' | b'I' | b'A' | b'C')
        | (Field::Code, 1, b'<' | b'D') => 1.0,
        (Field::Birth | Field::Expiry | Field::ExpiryCheck, _, b'<') => 0.05,
        (Field::Birth | Field::Expiry, 2 | 4, _) | (Field::Code, 0, _) => 0.02,
        (Field::Sex, _, b'X') => 0.1,
        (Field::Code, _, _) | (Field::Sex, _, b'<') => 0.3,
        _ => 1.0,
    }
}
