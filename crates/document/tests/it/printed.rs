//! Printed sides as words: the layouts of several cards, the rule for contradictions, and arbitrary
//! words.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has to stop")]

use document::printed::{
    Agreement, Kind, Printed, Why, Word, Written, compare, is_confirmed, value_of,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::words::anywhere;

/// Parses a side: `x y height text`, with letters 0.55 times as wide as high, as the engine boxes
/// them.
fn side(lines: &str) -> Vec<Word> {
    sure(lines, 0.95)
}

fn sure(lines: &str, confidence: f64) -> Vec<Word> {
    let mut words = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut parts = line.splitn(4, ' ');
        let mut number = || parts.next().unwrap().parse::<f64>().unwrap();
        let (mut left, top, height) = (number(), number(), number());
        for word in parts.next().unwrap().split_whitespace() {
            let right = left + 0.55 * height * word.chars().count() as f64;
            words.push(Word {
                text: word.to_owned(),
                confidence,
                area: [left, top, right, top + height],
            });
            left = right + 0.4 * height;
        }
    }
    words
}

/// A licence as `specimen` draws it, with small labels above large values.
const LICENCE: &str = "
    240 20 60 STATE OF OREGON
    580 225 20 4d DLN
    581 266 38 433 476 841
    1250 225 20 9 CLASS
    1253 266 38 C
    580 330 20 3 DOB
    582 358 38 03/16/1984
    918 330 20 4b EXP
    918 358 38 03/16/2030
    1254 330 20 4a ISS
    1254 358 34 02/03/2022
    581 422 20 1 FAMILY NAME
    582 451 38 STAVROS
    581 509 20 2 GIVEN NAMES
    579 539 38 AMADOU LEONARD
    581 596 20 8 ADDRESS
    583 625 34 154 BIRCH HOLLOW LN
    579 670 34 ALBANY, OR 97321
    580 731 20 15 SEX
    704 731 20 16 HGT
    581 760 34 M
    702 759 34 6'-00\"
    93 762 30 AGE 21 ON 03/16/2005";

/// The same kind of card with labels before the values.
const BESIDE: &str = "
    300 100 20 4d
    340 92 34 D1234567
    300 150 20 3
    340 142 34 01/31/1990
    700 150 20 4b
    740 142 34 01/31/2030
    300 200 20 1
    340 192 34 PUBLIC
    300 250 20 2
    340 242 34 JOHN QUINCY";

const PASSPORT: &str = "
    551 191 14 Type/Type
    700 191 14 Code
    551 205 26 P
    700 205 26 FRA
    1070 160 14 Passeport N°/Passport No
    1070 180 26 14AF00001
    551 286 14 Nom/Surname
    552 307 26 DUPONT
    551 381 14 Prénoms/Given names
    550 402 26 ZOÉ MARIE
    551 475 14 Nationalité/Nationality
    552 497 26 FRANÇAISE
    551 570 14 Date de naissance/Date of birth
    554 591 26 07 FÉV/FEB 1985
    1070 475 14 Sexe/Sex
    1070 497 26 F
    551 665 14 Date de délivrance/Date of issue
    554 686 26 15 12 2020
    551 760 14 Date d'expiration/Date of expiry
    554 781 26 14 12 2030";

fn text(words: &[Word], kind: Kind) -> Option<String> {
    Printed::read(words)
        .field(kind)
        .map(|field| field.text.clone())
}

#[track_caller]
fn says(words: &str, kind: Kind, expected: &str) {
    assert_eq!(
        text(&side(words), kind).as_deref(),
        Some(expected),
        "{kind:?}"
    );
}

#[track_caller]
fn day(words: &str, kind: Kind, expected: Date) {
    let printed = Printed::read(&side(words));
    assert_eq!(
        printed.field(kind).map(|field| field.days.clone()),
        Some(vec![expected]),
        "{kind:?}"
    );
}

#[test]
fn a_licence_with_labels_above() {
    says(LICENCE, Kind::Number, "433 476 841");
    says(LICENCE, Kind::Family, "STAVROS");
    says(LICENCE, Kind::Given, "AMADOU LEONARD");
    says(
        LICENCE,
        Kind::Address,
        "154 BIRCH HOLLOW LN, ALBANY OR 97321",
    );
    says(LICENCE, Kind::Sex, "M");
    says(LICENCE, Kind::Class, "C");
    day(LICENCE, Kind::Birth, date(1984, 3, 16));
    day(LICENCE, Kind::Expiry, date(2030, 3, 16));
    let printed = Printed::read(&side(LICENCE));
    // Nothing on the card shows which of the two is the month.
    assert_eq!(
        printed.field(Kind::Issue).map(|field| field.days.len()),
        Some(2)
    );
}

#[test]
fn a_licence_with_numbers_for_labels() {
    says(BESIDE, Kind::Number, "D1234567");
    says(BESIDE, Kind::Family, "PUBLIC");
    says(BESIDE, Kind::Given, "JOHN QUINCY");
    day(BESIDE, Kind::Birth, date(1990, 1, 31));
    day(BESIDE, Kind::Expiry, date(2030, 1, 31));
}

#[test]
fn a_passport_in_two_languages() {
    says(PASSPORT, Kind::Number, "14AF00001");
    says(PASSPORT, Kind::Family, "DUPONT");
    says(PASSPORT, Kind::Given, "ZOÉ MARIE");
    says(PASSPORT, Kind::Sex, "F");
    says(PASSPORT, Kind::Nationality, "FRANÇAISE");
    day(PASSPORT, Kind::Birth, date(1985, 2, 7));
    day(PASSPORT, Kind::Issue, date(2020, 12, 15));
    day(PASSPORT, Kind::Expiry, date(2030, 12, 14));
}

#[test]
fn the_back_of_a_french_card() {
    let back = "
        100 100 20 Adresse :
        100 130 30 12 RUE DES LILAS
        100 300 20 Carte valable jusqu'au : 03.05.2027
        100 340 20 délivrée le : 04.05.2017";
    let printed = Printed::read(&side(back));
    let of = |kind| printed.field(kind).map(|field| field.days.clone());
    assert_eq!(
        of(Kind::Expiry),
        Some(vec![date(2027, 5, 3), date(2027, 3, 5)])
    );
    assert_eq!(
        of(Kind::Issue),
        Some(vec![date(2017, 5, 4), date(2017, 4, 5)])
    );
}

fn written() -> Written<'static> {
    Written {
        family: Some("STAVROS"),
        given: Some("AMADOU LEONARD"),
        birth: Some(date(1984, 3, 16)),
        issue: Some(date(2022, 2, 3)),
        expiry: Some(date(2030, 3, 16)),
        number: Some("433476841"),
        other_numbers: Vec::new(),
    }
}

fn of(words: &[Word], written: &Written<'_>, kind: Kind) -> Agreement {
    let compared = compare(&Printed::read(words), written);
    compared
        .iter()
        .find(|one| one.kind == kind)
        .unwrap()
        .agreement
}

#[test]
fn a_genuine_licence_agrees_with_itself() {
    for one in compare(&Printed::read(&side(LICENCE)), &written()) {
        assert_eq!(one.agreement, Agreement::Agrees, "{one:?}");
    }
}

/// Exchanges one value of the licence.
#[track_caller]
fn exchanged(kind: Kind, from: &str, to: &str, expected: Agreement) {
    assert!(LICENCE.contains(from), "{from}");
    let words = side(&LICENCE.replacen(from, to, 1));
    assert_eq!(of(&words, &written(), kind), expected, "{from} is {to}");
}

#[test]
fn clear_differences_contradict() {
    exchanged(
        Kind::Birth,
        "03/16/1984",
        "11/27/1971",
        Agreement::Contradicts,
    );
    exchanged(
        Kind::Birth,
        "03/16/1984",
        "03/16/1982",
        Agreement::Contradicts,
    );
    exchanged(
        Kind::Expiry,
        "03/16/2030",
        "03/16/2041",
        Agreement::Contradicts,
    );
    exchanged(
        Kind::Number,
        "433 476 841",
        "512 290 117",
        Agreement::Contradicts,
    );
    exchanged(Kind::Family, "STAVROS", "LINDQUIST", Agreement::Contradicts);
    exchanged(
        Kind::Given,
        "AMADOU LEONARD",
        "BEATRICE",
        Agreement::Contradicts,
    );
}

#[test]
fn possible_misreadings_contradict_nothing() {
    let alike = Agreement::NotCompared(Why::Alike);
    exchanged(Kind::Birth, "03/16/1984", "03/16/1989", alike);
    exchanged(Kind::Birth, "03/16/1984", "08/16/1984", alike);
    exchanged(Kind::Number, "433 476 841", "433 476 811", alike);
    exchanged(Kind::Number, "433 476 841", "33 476 841", alike);
    exchanged(Kind::Number, "433 476 841", "334 768 412", alike);
    exchanged(
        Kind::Family,
        "STAVROS",
        "STAYRQS",
        Agreement::NotCompared(Why::Elsewhere),
    );
    exchanged(Kind::Family, "STAVROS", "STAVR", Agreement::Agrees);
    exchanged(Kind::Given, "AMADOU LEONARD", "AMADOU", Agreement::Agrees);
    // A birth after the expiry was misread, because nobody would print that.
    exchanged(Kind::Birth, "03/16/1984", "12/11/2075", alike);
    // If the date of issue is in the place of the birth date, the label was misplaced.
    exchanged(
        Kind::Birth,
        "03/16/1984",
        "02/03/2022",
        Agreement::NotCompared(Why::Elsewhere),
    );
    // Both days are on the card, and nothing says which is which.
    let twice = format!(
        "{}\n1200 900 20 03/16/1984",
        LICENCE.replacen("03/16/1984", "11/27/1971", 1)
    );
    assert_eq!(
        of(&side(&twice), &written(), Kind::Birth),
        Agreement::NotCompared(Why::Elsewhere)
    );
}

#[test]
fn uncertain_readings_contradict_nothing() {
    let lie = LICENCE.replacen("03/16/1984", "11/27/1971", 1);
    assert_eq!(
        of(&sure(&lie, 0.7), &written(), Kind::Birth),
        Agreement::NotCompared(Why::NotSure)
    );
    let no_label = lie.replacen("580 330 20 3 DOB", "", 1);
    assert_eq!(
        of(&side(&no_label), &written(), Kind::Birth),
        Agreement::NotCompared(Why::NotRead)
    );
    assert_eq!(
        of(&side(LICENCE), &Written::default(), Kind::Birth),
        Agreement::NotCompared(Why::NotWritten)
    );
}

#[test]
fn values_without_labels_are_compared_too() {
    let bare = LICENCE
        .replacen("580 330 20 3 DOB", "", 1)
        .replacen("580 225 20 4d DLN", "", 1);
    assert_eq!(of(&side(&bare), &written(), Kind::Birth), Agreement::Agrees);
    assert_eq!(
        of(&side(&bare), &written(), Kind::Number),
        Agreement::Agrees
    );
}

#[test]
fn names_agree_with_or_without_their_marks() {
    let check = |printed: &str, read: &str, expected| {
        let words = side(&format!("100 100 20 SURNAME\n100 130 34 {printed}"));
        let written = Written {
            family: Some(read),
            ..Written::default()
        };
        assert_eq!(
            of(&words, &written, Kind::Family),
            expected,
            "{printed} {read}"
        );
    };
    check("MÜLLER", "MUELLER", Agreement::Agrees);
    check("MÜLLER", "MULLER", Agreement::Agrees);
    check(
        "MÜLLER-LÜDENSCHEIDT",
        "MUELLER LUEDENSCHEIDT",
        Agreement::Agrees,
    );
    check("O'CONNELL", "OCONNELL", Agreement::Agrees);
    check("VAN DER BERG", "VANDERBERG", Agreement::Agrees);
    check("GARCIA LOPEZ", "GARCIA", Agreement::Agrees);
    check("MÜLLER", "SCHMIDT", Agreement::Contradicts);
    // The name is too short, or in another alphabet, so nothing is known.
    check("LI", "WU", Agreement::NotCompared(Why::Alike));
    check("МЮЛЛЕР", "SCHMIDT", Agreement::NotCompared(Why::NotRead));
}

#[test]
fn a_second_reading_must_be_the_same() {
    let printed = Printed::read(&side(LICENCE));
    let field = printed.field(Kind::Birth).unwrap();
    let second = |text: &str, confidence| {
        value_of(Kind::Birth, &sure(&format!("0 0 40 {text}"), confidence))
            .is_some_and(|second| is_confirmed(field, &second))
    };
    assert!(second("03/16/1984", 0.9));
    assert!(second("| 03/16/1984 .", 0.9));
    assert!(!second("03/16/1984", 0.5));
    assert!(!second("03/16/1934", 0.9));
    assert!(!second("STAVROS", 0.9));
}

fn any_word() -> impl Strategy<Value = Word> {
    let text = prop_oneof![
        any::<String>(),
        "[0-9]{1,9}",
        "[A-Z]{1,8}",
        prop::sample::select(vec![
            "4d",
            "DLN",
            "3",
            "DOB",
            "EXP",
            "Surname/Nom",
            "1",
            "MAR",
            "03/16/1984",
            "2004",
            "SEX",
            "M"
        ])
        .prop_map(str::to_owned),
    ];
    anywhere(text)
}

proptest! {
    #[test]
    fn any_words_give_fields_with_their_shape(words in prop::collection::vec(any_word(), 0..80)) {
        let printed = Printed::read(&words);
        for field in printed.fields() {
            prop_assert!((0.0..=1.0).contains(&field.confidence));
            prop_assert!(!field.text.trim().is_empty());
            let is_date = matches!(field.kind, Kind::Birth | Kind::Issue | Kind::Expiry);
            prop_assert_eq!(is_date, !field.days.is_empty());
        }
        prop_assert_eq!(compare(&printed, &written()).len(), 6);
    }

    #[test]
    fn the_order_of_words_does_not_matter(seed in 0_usize..40) {
        let mut words = side(LICENCE);
        let straight = Printed::read(&words);
        let count = words.len();
        words.rotate_left(seed % count);
        words.reverse();
        prop_assert_eq!(Printed::read(&words), straight);
    }

    /// A digit misread as its look-alike is never a contradiction, wherever it is.
    #[test]
    fn a_digit_read_as_its_look_alike_never_contradicts(at in 0_usize..9, to in prop::sample::select(vec!['0', '6', '8', '9'])) {
        let number = "608 986 089";
        let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        let mut changed = digits.clone();
        changed[at] = to;
        let words = side(&LICENCE.replacen("433 476 841", &changed.iter().collect::<String>(), 1));
        let known: String = digits.iter().collect();
        let written = Written { number: Some(&known), ..written() };
        prop_assert_ne!(of(&words, &written, Kind::Number), Agreement::Contradicts);
    }

    /// A text that differs from the machine-readable name by a single mistake is no other name.
    #[test]
    fn a_mistake_in_a_name_never_contradicts(name in "[A-Z]{4,12}", at in 0_usize..12, to in "[A-Z]") {
        let at = at % name.len();
        let mut misread = name.clone();
        misread.replace_range(at..=at, &to);
        let words = side(&format!("100 100 20 SURNAME\n100 130 34 {misread}"));
        let written = Written { family: Some(&name), ..Written::default() };
        prop_assert_ne!(of(&words, &written, Kind::Family), Agreement::Contradicts);
    }
}
