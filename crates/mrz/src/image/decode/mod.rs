//! Decodes the text of a zone from what the net saw in each cell, and says how certain each
//! character is.
//!
//! All prior knowledge is a probability: which characters a cell of the format may contain, which
//! codes are states, that no month is 31, that names do not continue after a row of fillers, and
//! that check digits match. It is weighed against the net's probabilities. If the net is certain,
//! nothing overrules it, and a check digit that does not match is kept as it was read.

mod certainty;
mod check_digits;
mod glyph;
mod names;
mod states;

pub(super) use self::certainty::Visibility;
use self::certainty::{CERTAIN, Evidence, NetProbabilities, SETTLED_UNCHECKED};
use self::glyph::{Chances, Glyph, alike, best};
use super::net::{ALPHABET, CLASSES, NONE, class_of};
use crate::format::{Cell, CheckDigit, Field, Format, Span};
use crate::parse::digits;
use crate::russian::is_sign;
use crate::state::{State, StateKind};
use crate::zone::Digit;

/// The text of a zone.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    pub(super) format: Format,
    /// The characters, line by line.
    pub(super) cells: Vec<Vec<Glyph>>,
    /// The probability that each character is what is printed. Check digits count only as far as
    /// the net saw the character too.
    pub(super) certainty: Vec<Vec<f32>>,
    pub(super) unsure: Vec<Field>,
    /// How many check digits match, and how many there are.
    pub(super) holding: (usize, usize),
    /// Whether another look is pointless: either every digit matches and no character is uncertain,
    /// or digits fail although the net is certain of every character.
    pub(super) is_clear: bool,
    /// Whether the cells of the first line seem to lie beside their characters: the issuer's code
    /// belongs to no state, and differs from the nationality.
    pub(super) is_shifted: bool,
    /// Whether both issuer and nationality are unknown, or the issuer is unknown and differs from
    /// the nationality.
    pub(super) is_strange: bool,
    /// Whether the text starts as a zone can, and its names have a separator or end in fillers.
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

    /// Returns the score by which readings of one zone are compared, which rises with certain
    /// characters and matching digits.
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

/// Returns the format with this number of lines and cells, given the start of its first line.
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
    // Two lines that start with V are a visa, and nothing else of that shape does.
    let others = [b'P', b'I', b'A', b'C'].map(|letter| chance(0, letter));
    let visa = chance(0, b'V') > others.into_iter().fold(0.25, f32::max);
    let french = begins(lines, b"IDFRA");
    match (lines.len(), first.len()) {
        (3, 30) => Some(Format::Td1),
        (2, 44) if visa => Some(Format::MrvA),
        (2, 44) => Some(Format::Td3),
        (2, 36) if visa => Some(Format::MrvB),
        // The standard's own TD2 starts like that too, but the French card has no fillers before
        // its office.
        (2, 36) if french && french_digits(lines) => Some(Format::France),
        (2, 36) => Some(Format::Td2),
        (1, 30) if begins(lines, b"D1FRA") => Some(Format::FrenchLicence),
        (1, 30) if begins(lines, b"D1NLD") => Some(Format::DutchLicence),
        (1, 30) if begins(lines, b"D") => Some(Format::Licence),
        _ => None,
    }
}

/// Returns true if the net sees these characters at the start of the first line.
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

/// Decodes the cells of a format. `shown` says which cells cannot be certain, whatever the net saw.
pub(super) fn decode(
    format: Format,
    lines: &[Vec<[f32; CLASSES]>],
    visibility: &Visibility,
) -> Option<Decoded> {
    let probabilities: Vec<Vec<NetProbabilities>> = lines
        .iter()
        .map(|cells| cells.iter().map(NetProbabilities::new).collect())
        .collect();
    let is_russian = format == Format::Td3 && begins(lines, b"PNRUS");
    let mut chances: Vec<Vec<Chances>> = Vec::new();
    for (line, cells) in probabilities.iter().enumerate() {
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
    // If digits fail then, they are printed like that, and looking again would only add doubt.
    let all = cells.iter().flatten();
    let is_certain = all.fold(1.0_f32, |least, glyph| least.min(glyph.confidence)) > CERTAIN;
    for check in format.checks() {
        let digit = format.span(check.digit)?;
        let places: Vec<(usize, usize)> = check
            .covers
            .iter()
            .flat_map(|span| span.columns().map(|column| (span.line, column)))
            .collect();
        check_digits::settle(&mut chances, &mut cells, &places, (digit.line, digit.start));
    }
    let checks = checked(format, &cells);
    let holding = (
        checks.iter().filter(|(_, holds)| *holds).count(),
        checks.len(),
    );
    let evidence = Evidence {
        format,
        cells: &cells,
        probabilities: &probabilities,
        visibility,
        checks: &checks,
    };
    let is_possible = is_possible(format, &cells);
    let unsure = if is_possible {
        evidence.unsure()
    } else {
        format.fields().iter().map(|&(field, _)| field).collect()
    };
    let is_clear = is_certain || (holding.0 == holding.1 && !evidence.is_doubted());
    let certainty = (0..cells.len())
        .map(|line| {
            let columns = 0..cells.get(line).map_or(0, Vec::len);
            columns
                .map(|column| evidence.certainty(line, column))
                .collect()
        })
        .collect();
    let is_likely = is_possible
        && match format.span(Field::Names) {
            Some(span) => text_of(&cells, span).contains("<<"),
            // The line of a licence is recognised by its check digits and its issuer.
            None if format.is_licence() => holding.0 == holding.1 && says_whose(&cells),
            None => false,
        };
    let is_strange = is_strange(format, &cells);
    let is_shifted = is_strange && is_shifted(&evidence);
    Some(Decoded {
        format,
        cells,
        certainty,
        unsure,
        holding,
        is_clear,
        is_shifted,
        is_strange,
        is_likely,
    })
}

/// Returns a field's characters, or none if the format does not have the field.
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

/// Returns true if the line of a licence has a state's code after the document code. The standard
/// does not require it, but all known licences have it, and other print in lines of thirty
/// characters does not.
fn says_whose(cells: &[Vec<Glyph>]) -> bool {
    let place = Span {
        line: 0,
        start: 2,
        end: 5,
    };
    State::of(&text_of(cells, place)).kind == StateKind::Country
}

/// Returns true if a zone can start like this. A longer zone that the picture's edge cuts off can
/// look like a shorter one.
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

/// Returns true if neither the issuer nor the nationality is the code of a state.
fn is_strange(format: Format, cells: &[Vec<Glyph>]) -> bool {
    let (issuer, nation) = [Field::Issuer, Field::Nationality]
        .map(|field| text(format, cells, field))
        .into();
    is_unknown(&issuer) && issuer != nation
}

/// Returns true if the first line of a zone with an unknown issuer may lie beside its cells. Some
/// documents have codes that are in no table, so this is false if the net is certain of the
/// characters.
fn is_shifted(evidence: &Evidence<'_>) -> bool {
    let Some(span) = evidence.format.span(Field::Issuer) else {
        return false;
    };
    let is_plain = |column: usize| {
        let glyph = evidence
            .cells
            .get(span.line)
            .and_then(|line| line.get(column));
        evidence.certainty(span.line, column) > SETTLED_UNCHECKED
            && glyph.is_some_and(|glyph| glyph.character.is_ascii_uppercase())
    };
    !span.columns().all(is_plain) || evidence.certainty(span.line, 0) <= SETTLED_UNCHECKED
}

fn is_unknown(code: &str) -> bool {
    State::of(code).kind == StateKind::Unknown
}

/// Returns the check digits that are present, and whether they match.
fn checked(format: Format, cells: &[Vec<Glyph>]) -> Vec<(CheckDigit, bool)> {
    let text = |line: &Vec<Glyph>| line.iter().map(|g| char::from(g.character)).collect();
    let lines: Vec<String> = cells.iter().map(text).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let all = digits(format, &lines).into_iter().zip(format.checks());
    all.filter_map(|((field, digit), check)| match digit {
        Digit::Holds => Some((*check, true)),
        Digit::Fails => Some((*check, false)),
        // A passport without optional data may have a filler there, which counts as a match.
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

/// Returns the net's probabilities for a cell, weighed with what the cell may contain.
fn weighed(
    (format, is_russian): (Format, bool),
    line: usize,
    column: usize,
    seen: &NetProbabilities,
) -> Option<Chances> {
    let mut kind = format.cell(line, column)?;
    let (field, span) = format
        .fields()
        .iter()
        .find(|(field, span)| {
            *field != Field::Issued && span.line == line && span.columns().contains(&column)
        })
        .copied()?;
    // The three cells of a code are decided together.
    if matches!(field, Field::Issuer | Field::Nationality) {
        kind = Cell::Any;
    }
    let mut chances = [0.0; NONE];
    let mut admitted = 0.0;
    let mut refused = [0.0; NONE];
    for (class, &character) in ALPHABET.iter().enumerate() {
        let chance = seen.of(class);
        // In Russia's own table, digits stand for letters.
        let is_letter = is_russian && field == Field::Names && is_sign(character);
        if kind.admits(character) || is_letter {
            let value = chance * prior(field, column - span.start, character);
            *chances.get_mut(class)? = value;
            admitted += value;
        } else {
            *refused.get_mut(class)? = chance;
        }
    }
    // A letter seen in a cell for digits is doubt, unless it looks like the digit.
    let winner = best(&chances).character;
    let doubt: f32 = ALPHABET
        .iter()
        .zip(&refused)
        .filter(|&(&character, _)| !alike(character, winner))
        .map(|(_, chance)| chance)
        .sum();
    let none = seen.of(NONE);
    let whole = (admitted + 0.5 * none + 0.7 * doubt).max(1e-6);
    // Only one character is allowed there, so what the net saw is no evidence for or against it.
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

/// Returns the prior probability of a character at a place in a field, relative to the likeliest.
fn prior(field: Field, place: usize, character: u8) -> f32 {
    match (field, place, character) {
        // Issuers avoid letters that are easily taken for digits.
        (Field::Number | Field::Optional | Field::Optional2 | Field::Office, _, b'O')
        | (Field::NumberCheck, _, b'<') => 0.2,
        (Field::Number | Field::Optional | Field::Optional2 | Field::Office, _, b'I' | b'Q') => 0.4,
        // Months and days start with few different digits. Passports, cards and visas start with
        // one of five letters, and few second letters are in use.
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
