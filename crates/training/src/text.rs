//! Zones of people who do not exist, in every format, with matching check digits.

use mrz::net::ALPHABET;
use mrz::{Field, Format, check_digit};

use crate::rng::Rng;

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

fn name(rng: &mut Rng) -> String {
    let count = 1 + rng.below(4);
    (0..count).map(|_| rng.pick(SYLLABLES)).collect()
}

fn names(rng: &mut Rng, surname_only: bool) -> String {
    let mut text = name(rng);
    if rng.chance(0.25) {
        text = format!("{text}<{}", name(rng));
    }
    if surname_only || rng.chance(0.03) {
        return text;
    }
    text.push_str("<<");
    for given in 0..=rng.below(3) {
        if given > 0 {
            text.push('<');
        }
        text.push_str(&name(rng));
    }
    text
}

fn date(rng: &mut Rng) -> String {
    let (year, month, day) = (rng.below(100), 1 + rng.below(12), 1 + rng.below(28));
    match rng.below(60) {
        0 => format!("{year:02}<<<<"),
        1 => format!("{year:02}{month:02}<<"),
        _ => format!("{year:02}{month:02}{day:02}"),
    }
}

/// Returns a number as issuers assign it: with a few letters at fixed places, or with many
/// anywhere.
fn number(rng: &mut Rng, longest: usize) -> String {
    let length = (longest - rng.below(3)).max(1);
    let letters = [0.0, 0.0, 0.12, 0.5][rng.below(4)];
    let leading = rng.below(4);
    let mark = |rng: &mut Rng, at: usize| {
        if at < leading || rng.chance(letters) {
            rng.byte(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        } else {
            rng.byte(b"0123456789")
        }
    };
    (0..length).map(|at| char::from(mark(rng, at))).collect()
}

/// Returns the lines of a zone.
pub(crate) fn zone(rng: &mut Rng, format: Format) -> Vec<String> {
    let mut cells = vec![vec![b'<'; format.width()]; format.lines()];
    let issuer = rng.pick(STATES);
    let nationality = if rng.chance(0.85) {
        issuer
    } else {
        rng.pick(STATES)
    };
    for &(field, span) in format.fields() {
        let room = span.end - span.start;
        let text = match field {
            Field::Code => match format {
                Format::Td1 | Format::Td2 => rng
                    .pick(&["I<", "ID", "IR", "AC", "A<", "C<", "IP", "AR"])
                    .to_owned(),
                Format::Td3 => rng
                    .pick(&["P<", "P<", "PD", "PM", "PO", "PN", "PA"])
                    .to_owned(),
                Format::MrvA | Format::MrvB => rng.pick(&["V<", "VC", "VB", "VI"]).to_owned(),
                Format::France => "ID".to_owned(),
                // Their lines have the same typeface, so no strips are drawn of them.
                Format::FrenchLicence
                | Format::DutchLicence
                | Format::Licence
                | Format::SwissLicence => "D1".to_owned(),
            },
            Field::Issuer if format == Format::France => "FRA".to_owned(),
            Field::Issuer => issuer.to_owned(),
            Field::Nationality => nationality.to_owned(),
            Field::Names => names(rng, false),
            Field::Surname => names(rng, true),
            Field::GivenNames => name(rng),
            Field::Number if format == Format::France => {
                let digits = |rng: &mut Rng, count: usize| {
                    (0..count)
                        .map(|_| char::from(rng.byte(b"0123456789")))
                        .collect::<String>()
                };
                digits(rng, 12)
            }
            Field::Number => number(rng, 9),
            Field::Birth | Field::Expiry => date(rng),
            Field::Sex => rng.pick(&["M", "F", "M", "F", "<", "X"]).to_owned(),
            Field::Office => number(rng, 6),
            Field::Optional | Field::Optional2 => {
                if rng.chance(0.5) {
                    String::new()
                } else {
                    number(rng, room)
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
            cells[span.line][span.start] = if empty && rng.chance(0.5) {
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

/// Returns a format, each as often as the net should see it.
pub(crate) fn format(rng: &mut Rng) -> Format {
    [
        Format::Td3,
        Format::Td1,
        Format::Td2,
        Format::MrvA,
        Format::MrvB,
        Format::France,
        Format::Td3,
        Format::Td1,
    ][rng.below(8)]
}

/// Returns lines for training. Most are real ones. The others have any characters in any order, so
/// that rare and easily confused ones (0 O D Q, 1 I, 2 Z, 5 S, 8 B, 6 G) occur often enough.
pub(crate) fn training_lines(rng: &mut Rng) -> Vec<Vec<u8>> {
    if rng.chance(0.6) {
        let format = format(rng);
        return zone(rng, format)
            .into_iter()
            .map(String::into_bytes)
            .collect();
    }
    let mistakable = rng.chance(0.5);
    let line = |rng: &mut Rng| {
        let mark = |rng: &mut Rng| {
            if mistakable && rng.chance(0.6) {
                rng.byte(b"00OODQ11I22Z55S88B66GUVKXMNWHCG4A7T")
            } else {
                rng.byte(ALPHABET)
            }
        };
        (0..36).map(|_| mark(rng)).collect()
    };
    vec![line(rng), line(rng)]
}

/// Returns true if a cell of a format may contain the byte.
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
    fn zones_fit_their_format() {
        for seed in 0..600 {
            let rng = &mut Rng::new(seed);
            let format = format(rng);
            let lines = zone(rng, format);
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
