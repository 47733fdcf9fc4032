//! Zones of people who do not exist, in every form, with check digits that hold.

use mrz::net::ALPHABET;
use mrz::{Field, Format, check_digit};

use crate::dice::Dice;

const STATES: &[&str] = &[
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "D<<", "GRC", "HUN",
    "IRL", "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP",
    "SWE", "GBR", "NOR", "ISL", "CHE", "USA", "CAN", "MEX", "BRA", "ARG", "CHL", "COL", "PER",
    "VEN", "JPN", "CHN", "KOR", "TWN", "IND", "PAK", "BGD", "IDN", "PHL", "VNM", "THA", "MYS",
    "SGP", "AUS", "NZL", "ZAF", "NGA", "KEN", "EGY", "MAR", "TUN", "DZA", "GHA", "ETH", "TUR",
    "ISR", "SAU", "ARE", "IRN", "IRQ", "UKR", "RUS", "BLR", "KAZ", "UZB", "GEO", "ARM", "AZE",
    "SRB", "ALB", "MKD", "BIH", "MDA", "XXA", "UNO", "UTO", "QAT", "KWT", "JOR", "LBN", "CUB",
];

const SYLLABLES: &[&str] = &[
    "AN", "NA", "MA", "RI", "JO", "HAN", "NES", "ER", "IK", "SON", "PE", "TER", "WOJ", "CIECH",
    "SZY", "MON", "KO", "WAL", "SKI", "SKA", "LO", "PEZ", "GAR", "CIA", "FER", "NAN", "DEZ", "ZHA",
    "NG", "WEI", "XIAO", "LI", "CHEN", "QUI", "ROZ", "ALI", "HASS", "MO", "HAM", "MED", "FAT",
    "IMA", "OLU", "WA", "SEUN", "NGO", "ZI", "KE", "MUL", "LER", "SCH", "MIDT", "VAN", "DER",
    "BERG", "O", "BRI", "EN", "MAC", "DON", "ALD", "PA", "TEL", "SIN", "GH", "KAU", "TA", "NA",
    "KA", "YU", "KI", "HI", "RO", "SHI", "IVA", "NOV", "PET", "ROV", "DMY", "TRO", "ZOE", "BJORK",
    "QVIST", "JUAN", "CAR", "LOS", "PHI", "LIP", "GEO", "RGE", "EL", "IZA", "BETH", "WIL", "LIAM",
    "XA", "VIER",
];

fn name(dice: &mut Dice) -> String {
    let count = 1 + dice.below(4);
    (0..count).map(|_| dice.pick(SYLLABLES)).collect()
}

fn names(dice: &mut Dice, surname_only: bool) -> String {
    let mut text = name(dice);
    if dice.chance(0.25) {
        text = format!("{text}<{}", name(dice));
    }
    if surname_only || dice.chance(0.03) {
        return text;
    }
    text.push_str("<<");
    for given in 0..=dice.below(3) {
        if given > 0 {
            text.push('<');
        }
        text.push_str(&name(dice));
    }
    text
}

fn date(dice: &mut Dice) -> String {
    let (year, month, day) = (dice.below(100), 1 + dice.below(12), 1 + dice.below(28));
    match dice.below(60) {
        0 => format!("{year:02}<<<<"),
        1 => format!("{year:02}{month:02}<<"),
        _ => format!("{year:02}{month:02}{day:02}"),
    }
}

/// A number such as issuers give: a few letters at fixed places, or many anywhere.
fn number(dice: &mut Dice, longest: usize) -> String {
    let length = (longest - dice.below(3)).max(1);
    let letters = [0.0, 0.0, 0.12, 0.5][dice.below(4)];
    let leading = dice.below(4);
    let mark = |dice: &mut Dice, at: usize| {
        if at < leading || dice.chance(letters) {
            dice.byte(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        } else {
            dice.byte(b"0123456789")
        }
    };
    (0..length).map(|at| char::from(mark(dice, at))).collect()
}

/// The lines of a zone.
pub(crate) fn zone(dice: &mut Dice, format: Format) -> Vec<String> {
    let mut cells = vec![vec![b'<'; format.width()]; format.lines()];
    let issuer = dice.pick(STATES);
    let nationality = if dice.chance(0.85) {
        issuer
    } else {
        dice.pick(STATES)
    };
    for &(field, span) in format.fields() {
        let room = span.end - span.start;
        let text = match field {
            Field::Code => match format {
                Format::Td1 | Format::Td2 => dice
                    .pick(&["I<", "ID", "IR", "AC", "A<", "C<", "IP", "AR"])
                    .to_owned(),
                Format::Td3 => dice
                    .pick(&["P<", "P<", "PD", "PM", "PO", "PN", "PA"])
                    .to_owned(),
                Format::MrvA | Format::MrvB => dice.pick(&["V<", "VC", "VB", "VI"]).to_owned(),
                Format::France => "ID".to_owned(),
                // Their lines are no other letters, and no lesson is drawn of them.
                Format::FrenchLicence
                | Format::DutchLicence
                | Format::Licence
                | Format::SwissLicence => "D1".to_owned(),
            },
            Field::Issuer if format == Format::France => "FRA".to_owned(),
            Field::Issuer => issuer.to_owned(),
            Field::Nationality => nationality.to_owned(),
            Field::Names => names(dice, false),
            Field::Surname => names(dice, true),
            Field::GivenNames => name(dice),
            Field::Number if format == Format::France => {
                let digits = |dice: &mut Dice, count: usize| {
                    (0..count)
                        .map(|_| char::from(dice.byte(b"0123456789")))
                        .collect::<String>()
                };
                digits(dice, 12)
            }
            Field::Number => number(dice, 9),
            Field::Birth | Field::Expiry => date(dice),
            Field::Sex => dice.pick(&["M", "F", "M", "F", "<", "X"]).to_owned(),
            Field::Office => number(dice, 6),
            Field::Optional | Field::Optional2 => {
                if dice.chance(0.5) {
                    String::new()
                } else {
                    number(dice, room)
                }
            }
            Field::Issued
            | Field::NumberCheck
            | Field::BirthCheck
            | Field::ExpiryCheck
            | Field::OptionalCheck
            | Field::Version
            | Field::Empty
            | Field::Composite => continue,
        };
        for (cell, byte) in cells[span.line][span.columns()]
            .iter_mut()
            .zip(text.bytes())
        {
            *cell = byte;
        }
    }
    for check in format.checks() {
        let covered: Vec<u8> = check
            .covers
            .iter()
            .flat_map(|span| cells[span.line][span.columns()].to_vec())
            .collect();
        if let (Some(span), Some(digit)) = (format.span(check.digit), check_digit(covered.clone()))
        {
            let empty = check.digit == Field::OptionalCheck && covered.iter().all(|&b| b == b'<');
            cells[span.line][span.start] = if empty && dice.chance(0.5) {
                b'<'
            } else {
                digit
            };
        }
    }
    cells
        .into_iter()
        .map(|line| line.into_iter().map(char::from).collect())
        .collect()
}

/// A form, each as often as the net should meet it.
pub(crate) fn format(dice: &mut Dice) -> Format {
    [
        Format::Td3,
        Format::Td1,
        Format::Td2,
        Format::MrvA,
        Format::MrvB,
        Format::France,
        Format::Td3,
        Format::Td1,
    ][dice.below(8)]
}

/// Lines to learn from: real ones mostly; otherwise any characters in any order, so that rare
/// ones and mistakable ones (0 O D Q, 1 I, 2 Z, 5 S, 8 B, 6 G) are met often enough.
pub(crate) fn lesson(dice: &mut Dice) -> Vec<Vec<u8>> {
    if dice.chance(0.6) {
        let format = format(dice);
        return zone(dice, format)
            .into_iter()
            .map(String::into_bytes)
            .collect();
    }
    let mistakable = dice.chance(0.5);
    let line = |dice: &mut Dice| {
        let mark = |dice: &mut Dice| {
            if mistakable && dice.chance(0.6) {
                dice.byte(b"00OODQ11I22Z55S88B66GUVKXMNWHCG4A7T")
            } else {
                dice.byte(ALPHABET)
            }
        };
        (0..36).map(|_| mark(dice)).collect()
    };
    vec![line(dice), line(dice)]
}

/// Whether a cell of some form may hold the byte; for tests.
#[cfg(test)]
fn admitted(format: Format, line: usize, column: usize, byte: u8) -> bool {
    format
        .cell(line, column)
        .is_some_and(|cell| cell.admits(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_of_their_form() {
        for seed in 0..600 {
            let dice = &mut Dice::new(seed);
            let format = format(dice);
            let lines = zone(dice, format);
            assert_eq!(lines.len(), format.lines());
            for (line, text) in lines.iter().enumerate() {
                assert_eq!(text.len(), format.width());
                for (column, byte) in text.bytes().enumerate() {
                    assert!(
                        admitted(format, line, column, byte),
                        "{format} {text} {column}"
                    );
                }
            }
        }
    }
}
