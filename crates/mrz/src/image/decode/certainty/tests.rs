//! What is certain in edited zones, small print and cells that the picture cuts.

use super::*;
use crate::image::decode::decode;

const FIRST: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const SECOND: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

/// Returns what the net saw: these lines, each character with a probability of 0.999, except
/// for one cell of the second line.
fn seen(second: &str, place: usize, chances: &[(u8, f32)]) -> Vec<Vec<[f32; CLASSES]>> {
    let cell = |character: u8| {
        let mut cell = [2e-5; CLASSES];
        cell[class_of(character).unwrap()] = 0.999;
        cell
    };
    let mut lines: Vec<Vec<[f32; CLASSES]>> = [FIRST, second]
        .iter()
        .map(|line| line.bytes().map(cell).collect())
        .collect();
    if let Some(cell) = lines[1].get_mut(place) {
        *cell = [1e-5; CLASSES];
        for &(character, chance) in chances {
            cell[class_of(character).unwrap()] = chance;
        }
    }
    lines
}

/// A zone that is completely inside its picture, in print of a good size.
fn whole() -> Visibility {
    Visibility {
        outside: Vec::new(),
        pitch: 20.0,
    }
}

fn check(
    second: &str,
    place: usize,
    chances: &[(u8, f32)],
    told: &str,
    unsure: &[Field],
    holding: usize,
) {
    let lines = seen(second, place, chances);
    let decoded = decode(Format::Td3, &lines, &whole()).unwrap();
    let read = decoded.lines();
    assert_eq!(read[1], told, "{chances:?}");
    assert_eq!(decoded.unsure, unsure, "{chances:?}");
    assert_eq!(decoded.holding.0, holding, "{chances:?}");
}

#[test]
fn a_character_chosen_by_a_digit_is_uncertain() {
    let edited = SECOND.replacen("L898", "L398", 1);
    // The net is certain of the 3, so it is kept, the digits fail, and nothing is uncertain.
    check(&edited, 1, &[(b'3', 0.998), (b'8', 2e-3)], &edited, &[], 3);
    // The net is less certain, so the character that makes the digits match is chosen, and is
    // uncertain.
    check(
        &edited,
        1,
        &[(b'3', 0.7), (b'8', 0.29)],
        SECOND,
        &[Field::Number],
        5,
    );
    // The net is undecided, so the character is kept as it is printed, and is uncertain.
    check(
        &edited,
        1,
        &[(b'3', 0.93), (b'5', 0.06)],
        &edited,
        &[Field::Number],
        3,
    );
    // The net saw the original character, but is not certain of it, and matching digits do not
    // change that.
    check(
        &edited,
        1,
        &[(b'8', 0.55), (b'3', 0.44)],
        SECOND,
        &[Field::Number],
        5,
    );
    check(&edited, 1, &[(b'8', 0.95), (b'3', 0.04)], SECOND, &[], 5);
}

#[test]
fn a_clear_letter_in_a_digit_cell_becomes_an_uncertain_digit() {
    check(SECOND, 17, &[(b'I', 0.55), (b'1', 0.44)], SECOND, &[], 5);
    check(
        SECOND,
        17,
        &[(b'I', 0.995), (b'1', 4e-3)],
        SECOND,
        &[Field::Birth],
        5,
    );
}

#[test]
fn a_cell_cut_by_the_picture_is_uncertain() {
    let lines = seen(SECOND, 99, &[]);
    let mut visibility = whole();
    visibility.outside = vec![vec![false; 44]; 2];
    visibility.outside[0][0] = true;
    visibility.outside[1][0] = true;
    let decoded = decode(Format::Td3, &lines, &visibility).unwrap();
    assert_eq!(decoded.unsure, [Field::Code, Field::Number]);
    assert!(decoded.certainty[1][0] < 0.1 && decoded.certainty[1][1] > 0.9);
}

#[test]
fn a_look_alike_in_small_print_is_always_uncertain() {
    let number = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let lines = seen(number, 99, &[]);
    let unsure = |pitch: f64| {
        let visibility = Visibility { pitch, ..whole() };
        decode(Format::Td3, &lines, &visibility).unwrap().unsure
    };
    assert!(unsure(9.0).is_empty());
    // The 8 of the number may be a B, and the B at the end of the optional data an 8. Dates
    // contain only digits. A check digit is as uncertain as what it covers.
    let doubted = [
        Field::Number,
        Field::NumberCheck,
        Field::Optional,
        Field::OptionalCheck,
        Field::Composite,
    ];
    assert_eq!(unsure(7.0), doubted);
}

#[test]
fn a_clear_unknown_issuer_makes_nothing_uncertain() {
    let mut lines = seen(SECOND, 99, &[]);
    for (cell, letter) in lines[0][2..5].iter_mut().zip(*b"QXQ") {
        *cell = [1e-5; CLASSES];
        cell[class_of(letter).unwrap()] = 0.999;
    }
    let decoded = decode(Format::Td3, &lines, &whole()).unwrap();
    assert!(decoded.unsure.is_empty() && decoded.is_strange && !decoded.is_shifted);
    // If the net is uncertain of the code, the line may lie beside its cells.
    lines[0][3][class_of(b'X').unwrap()] = 0.6;
    lines[0][3][class_of(b'K').unwrap()] = 0.38;
    assert!(decode(Format::Td3, &lines, &whole()).unwrap().is_shifted);
}

#[test]
fn russian_internal_passports_have_digits_in_names() {
    let first = "PNRUSIVANOV<<IVAN<IVANOVI3<<<<<<<<<<<<<<<<<<";
    let second = "4505123451RUS8503172M<<<<<<<0050412770001<76";
    let mut lines = seen(second, 99, &[]);
    for (cell, letter) in lines[0].iter_mut().zip(first.bytes()) {
        *cell = [2e-5; CLASSES];
        cell[class_of(letter).unwrap()] = 0.999;
    }
    let decoded = decode(Format::Td3, &lines, &whole()).unwrap();
    assert_eq!(decoded.lines(), [first, second]);
    assert!(decoded.unsure.is_empty(), "{:?}", decoded.unsure);
    assert_eq!(decoded.holding, (4, 4));
}
