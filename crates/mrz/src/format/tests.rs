//! Compares the formats with the standard's own examples, and checks what every format must
//! satisfy.

use super::*;

/// The standard's own specimens, and the specimen of the French card that its prefectures publish.
const SPECIMENS: [(Format, &[&str]); 6] = [
    (
        Format::Td1,
        &[
            "I<UTOD231458907<<<<<<<<<<<<<<<",
            "7408122F1204159UTO<<<<<<<<<<<6",
            "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        ],
    ),
    (
        Format::Td2,
        &[
            "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
            "D231458907UTO7408122F1204159<<<<<<<6",
        ],
    ),
    (
        Format::Td3,
        &[
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ],
    ),
    (
        Format::MrvA,
        &[
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
        ],
    ),
    (
        Format::MrvB,
        &[
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
            "L8988901C4XXX4009078F9612109<<<<<<<<",
        ],
    ),
    (
        Format::France,
        &[
            "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
            "8806923102858CORINNE<<<<<<<6512068F6",
        ],
    ),
];

fn digit(format: Format, check: &CheckDigit, lines: &[&str]) -> (u8, u8) {
    let covered = check.covers.iter().flat_map(|span| span.of(lines).bytes());
    let said = format.span(check.digit).unwrap().of(lines);
    (said.as_bytes()[0], check_digit(covered).unwrap())
}

#[test]
fn specimens_have_their_format_and_matching_digits() {
    for (format, lines) in SPECIMENS {
        assert_eq!(Format::of(lines), Some(format));
        for check in format.checks() {
            let (said, counted) = digit(format, check, lines);
            assert_eq!(said, counted, "{format} {:?}", check.digit);
        }
        for (line, text) in lines.iter().enumerate() {
            for (column, character) in text.bytes().enumerate() {
                let cell = format.cell(line, column).unwrap();
                assert!(cell.admits(character), "{format} {line} {column} {cell:?}");
            }
        }
    }
}

#[test]
fn fields_cover_every_cell_once() {
    for format in Format::ALL {
        for line in 0..format.lines() {
            for column in 0..format.width() {
                let there = format
                    .fields()
                    .iter()
                    .filter(|(field, _)| *field != Field::Issued)
                    .filter(|(_, span)| span.line == line && span.columns().contains(&column))
                    .count();
                assert_eq!(there, 1, "{format} {line} {column}");
                assert!(format.cell(line, column).is_some());
            }
        }
        assert_eq!(format.cell(format.lines(), 0), None);
        assert_eq!(format.cell(0, format.width()), None);
    }
}

#[test]
fn check_digits_match_the_standards_examples() {
    let check = |text: &str, digit: Option<u8>| {
        assert_eq!(check_digit(text.bytes()), digit, "{text}");
    };
    check("520727", Some(b'3'));
    check("AB2134<<<", Some(b'5'));
    check("", Some(b'0'));
    check("<<<<", Some(b'0'));
    check("ab", None);
    check("A B", None);
}

#[test]
fn long_numbers_continue_in_the_optional_field() {
    assert_eq!(long_number("<", "1234<<<<<<<<<<<"), Some(("123", b'4')));
    assert_eq!(long_number("<", "34<OPT"), Some(("3", b'4')));
    assert_eq!(long_number("<", "4<<<"), None);
    assert_eq!(long_number("<", "<<<<"), None);
    assert_eq!(long_number("<", "12A<"), None);
    assert_eq!(long_number("7", "1234<<<"), None);
}

#[test]
fn other_shapes_have_no_format() {
    let long = "<".repeat(44);
    assert_eq!(Format::of(&[]), None);
    assert_eq!(Format::of(&["", ""]), None);
    assert_eq!(Format::of(&[&long]), None);
    assert_eq!(Format::of(&[&long, &long[1..]]), None);
}
