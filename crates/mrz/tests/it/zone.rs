//! Zones as text: the standard's specimens, public ones, drawn ones, and arbitrary text.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use mrz::checks::{Check, Outcome, Severity, examine};
use mrz::{
    DateCompleteness, Digit, Field, Fields, Format, Kind, Mrz, ParseError, Sex, ShortDate,
    StateKind, encode, parse, spellings, transliterate, unmarked,
};
use proptest::prelude::*;
use serde_json::Value;

const TODAY: Date = date(2026, 6, 15);

fn read(lines: &[&str]) -> Mrz {
    parse(lines).unwrap()
}

#[test]
fn a_passport_is_parsed() {
    let zone = read(&[
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]);
    assert_eq!((zone.format, zone.kind), (Format::Td3, Kind::Passport));
    assert_eq!(
        (zone.code.as_str(), zone.number.as_str()),
        ("P", "L898902C3")
    );
    assert_eq!(zone.issuer.kind, StateKind::Specimen);
    assert_eq!(
        (zone.names.family.as_str(), zone.names.given.as_str()),
        ("ERIKSSON", "ANNA MARIA")
    );
    assert_eq!(zone.born(TODAY), Some(date(1974, 8, 12)));
    assert_eq!(zone.expires(TODAY), Some(date(2012, 4, 15)));
    assert_eq!(
        (zone.sex, zone.optional.as_slice()),
        (Sex::Female, &["ZE184226B".to_owned()][..])
    );
    assert!(zone.is_valid());
    assert_eq!(zone.digit(Field::Composite), Some(Digit::Holds));
}

#[test]
fn a_french_card_has_fields_of_its_own() {
    let zone = read(&[
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<",
        "8806923102858CORINNE<<<<<<<6512068F6",
    ]);
    assert_eq!(
        (zone.format, zone.kind),
        (Format::France, Kind::IdentityCard)
    );
    assert_eq!(
        (zone.names.family.as_str(), zone.names.given.as_str()),
        ("BERTHIER", "CORINNE")
    );
    assert_eq!(zone.number, "880692310285");
    assert_eq!(zone.born(TODAY), Some(date(1965, 12, 6)));
    assert_eq!((zone.expires(TODAY), zone.expiry_is), (None, None));
    assert_eq!(zone.issued.and_then(|issued| issued.month), Some(6));
    assert!(zone.is_valid());
}

/// Numbers that continue in the optional data, as on Belgian cards.
#[test]
fn a_long_number_is_put_together() {
    let zone = read(&[
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    ]);
    assert_eq!(zone.number, "D23145890734");
    assert_eq!(zone.optional, [""; 0]);
    assert_eq!(zone.digit(Field::NumberCheck), Some(Digit::Holds));
    assert!(zone.is_valid());
}

#[test]
fn unknown_parts_are_reported_as_unknown() {
    let zone = read(&[
        "I<XXXD231458907<<<<<<<<<<<<<<<",
        "74<<<<2<<<<<<<<XXA<<<<<<<<<<<0",
        "ERIKSSON<<<<<<<<<<<<<<<<<<<<<<",
    ]);
    assert_eq!(zone.birth_is, DateCompleteness::InPart);
    assert_eq!((zone.born(TODAY), zone.expires(TODAY)), (None, None));
    assert!(zone.never_expires());
    assert_eq!(zone.digit(Field::ExpiryCheck), Some(Digit::Absent));
    assert_eq!(zone.sex, Sex::Unspecified);
    assert_eq!(
        zone.nationality.map(|nation| nation.kind),
        Some(StateKind::Stateless)
    );
}

#[test]
fn other_text_is_an_error_with_its_reason() {
    let line = "A".repeat(44);
    let short = line.get(1..).unwrap();
    let check = |lines: &[&str], error: ParseError| assert_eq!(parse(lines).err(), Some(error));
    check(&[], ParseError::Shape { lines: 0, width: 0 });
    check(
        &[&line],
        ParseError::Shape {
            lines: 1,
            width: 44,
        },
    );
    check(
        &[&line, short],
        ParseError::Shape {
            lines: 2,
            width: 44,
        },
    );
    check(
        &[&line, &line.replace('A', "a")],
        ParseError::Character { line: 1, column: 0 },
    );
    check(&["Ä", "B"], ParseError::Character { line: 0, column: 0 });
    let said = ParseError::Character { line: 0, column: 0 }.to_string();
    assert!(said.contains("line 1, column 1"), "{said}");
}

#[test]
fn contradictions_are_observed() {
    let check = |lines: &[&str], expected: &[(Check, Severity)]| {
        let failed: Vec<(Check, Severity)> = examine(&read(lines), TODAY)
            .into_iter()
            .filter(|seen| seen.outcome == Outcome::Fail)
            .map(|seen| (seen.check, seen.severity))
            .collect();
        assert_eq!(failed, expected, "{lines:?}");
    };
    let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    check(
        &[first, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
        &[],
    );
    check(
        &[first, "L898902C37UTO7408122F1204159ZE184226B<<<<<10"],
        &[
            (Check::NumberDigit, Severity::Contradiction),
            (Check::CompositeDigit, Severity::Contradiction),
        ],
    );
    check(
        &[
            &first.replacen("P<UTO", "PAQQQ", 1),
            "L898902C36QQQ7408122F1204159ZE184226B<<<<<10",
        ],
        &[
            (Check::Issuer, Severity::Suspicious),
            (Check::Nationality, Severity::Suspicious),
        ],
    );
    // The month of birth is 13, and all check digits are recomputed.
    let mut thirteenth = fields(Format::Td3);
    thirteenth.birth.month = Some(13);
    check_encoded(
        &thirteenth,
        &[(Check::DatesReadable, Severity::Contradiction)],
    );
    let mut endless = fields(Format::Td3);
    endless.expiry = ShortDate::of(date(2050, 1, 1));
    check_encoded(&endless, &[(Check::ValiditySpan, Severity::Suspicious)]);
    let mut numberless = fields(Format::Td1);
    numberless.number.clear();
    check_encoded(&numberless, &[(Check::Number, Severity::Suspicious)]);
    let mut visa = fields(Format::Td3);
    visa.code = "I".to_owned();
    check_encoded(&visa, &[(Check::Code, Severity::Suspicious)]);
}

fn check_encoded(fields: &Fields, expected: &[(Check, Severity)]) {
    let lines = encode(fields);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let failed: Vec<(Check, Severity)> = examine(&read(&lines), TODAY)
        .into_iter()
        .filter(|seen| seen.outcome == Outcome::Fail)
        .map(|seen| (seen.check, seen.severity))
        .collect();
    assert_eq!(failed, expected, "{lines:?}");
}

#[test]
fn debug_prints_no_personal_data() {
    let zone = read(&[
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]);
    let printed = format!(
        "{zone:?} {:?} {:?} {:?}",
        zone.names,
        zone.birth,
        fields(Format::Td1)
    );
    for secret in ["ERIK", "ANNA", "L898", "7408", "74", "ZE18"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

/// Returns the fields of somebody who does not exist.
fn fields(format: Format) -> Fields {
    Fields {
        format,
        code: match format {
            Format::Td3 => "P",
            Format::MrvA | Format::MrvB => "V",
            Format::Td1 | Format::Td2 => "I",
            Format::France => "ID",
            Format::FrenchLicence | Format::DutchLicence | Format::Licence => "D1",
            Format::SwissLicence => "FA",
        }
        .to_owned(),
        issuer: if format == Format::France {
            "FRA"
        } else {
            "SWE"
        }
        .to_owned(),
        family: "Müller".to_owned(),
        given: "Anna Maria".to_owned(),
        number: "AB1234567".to_owned(),
        nationality: "SWE".to_owned(),
        birth: ShortDate::of(date(1990, 2, 3)),
        sex: Sex::Female,
        expiry: ShortDate::of(date(2030, 4, 5)),
        optional: String::new(),
        optional2: String::new(),
    }
}

fn samples() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let folder = folder.join("mrz");
    if !folder.is_dir() {
        println!("skipped: no samples");
        return None;
    }
    Some(folder)
}

/// Public specimens, with their format and matching digits as somebody noted them by eye.
#[test]
fn public_specimens_are_judged_right() {
    let Some(folder) = samples() else { return };
    let truth = fs::read_to_string(folder.join("specimens/truth.json")).unwrap();
    let truth: serde_json::Map<String, Value> = serde_json::from_str(&truth).unwrap();
    for (name, entry) in truth.iter().filter(|(_, entry)| entry["lines"].is_array()) {
        let lines: Vec<&str> = strings(&entry["lines"]);
        let zone = match parse(&lines) {
            Ok(zone) => zone,
            Err(error) => panic!("{name}: {error}"),
        };
        assert_eq!(
            plain(zone.format),
            entry["format"].as_str().unwrap().replace('-', ""),
            "{name}"
        );
        let digits = [
            ("num", Field::NumberCheck),
            ("dob", Field::BirthCheck),
            ("exp", Field::ExpiryCheck),
            ("pers", Field::OptionalCheck),
            ("comp", Field::Composite),
        ];
        for (key, field) in digits {
            if let Some(holds) = entry["check"][key].as_bool() {
                let digit = zone.digit(field);
                assert_eq!(digit != Some(Digit::Fails), holds, "{name} {key} {digit:?}");
            }
        }
    }
}

/// All digits of drawn zones match, and encoding what was parsed gives the same lines.
#[test]
fn drawn_zones_round_trip() {
    let Some(folder) = samples() else { return };
    let manifest = fs::read_to_string(folder.join("phone/manifest.jsonl")).unwrap();
    for line in manifest.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let lines = strings(&entry["lines"]);
        let zone = read(&lines);
        assert!(zone.is_valid(), "{lines:?} {:?}", zone.digits);
        assert_ne!(zone.issuer.kind, StateKind::Unknown, "{lines:?}");
        assert!(
            zone.born(TODAY).is_some() && zone.expires(TODAY).is_some(),
            "{lines:?}"
        );
    }
}

fn plain(format: Format) -> String {
    format.as_str().replace('-', "")
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect()
}

fn any_format() -> impl Strategy<Value = Format> {
    proptest::sample::select(Format::ALL.to_vec())
}

fn any_day() -> impl Strategy<Value = Date> {
    (1950i16..2040, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

proptest! {
    #[test]
    fn any_text_has_a_result(lines in proptest::collection::vec(any::<String>(), 0..5)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let _ = parse(&lines);
    }

    #[test]
    fn any_cells_give_a_zone(
        format in any_format(),
        cells in proptest::collection::vec(proptest::sample::select(b"ABMVPIDFRAX019<<<<".to_vec()), 90),
        today in any_day(),
    ) {
        let text: String = cells.into_iter().map(char::from).collect();
        let lines: Vec<&str> = (0..format.lines())
            .map(|line| &text[line * format.width() % 40..][..format.width()])
            .collect();
        let zone = parse(&lines).unwrap();
        let _ = examine(&zone, today);
        let _ = serde_json::to_value(&zone).unwrap();
        prop_assert!(zone.born(today).is_none_or(|born| born <= today));
        prop_assert!(spellings(&zone.names.family).len() <= 16);
    }

    #[test]
    fn encoded_zones_are_parsed(
        format in any_format(),
        family in "[A-Z]{1,12}( [A-Z]{1,8})?",
        given in "([A-Z]{1,9}( [A-Z]{1,7})?)?",
        number in "[A-Z0-9]{1,14}",
        birth in any_day(),
        expiry in any_day(),
        optional in "[A-Z0-9]{0,4}",
    ) {
        let room = match format {
            Format::Td1 | Format::Td2 => number.len(),
            Format::France => 12,
            _ => 9,
        };
        // The part of the optional field of a small card that the number needs.
        let number = number[..number.len().min(room).min(13)].to_owned();
        let optional = if number.len() > 9 { String::new() } else { optional };
        let fields = Fields {
            family: family.clone(),
            given: given.clone(),
            number: number.clone(),
            birth: ShortDate::of(birth),
            expiry: ShortDate::of(expiry),
            optional: optional.clone(),
            ..fields(format)
        };
        let lines = encode(&fields);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let zone = parse(&lines).unwrap();
        prop_assert_eq!(zone.format, format);
        prop_assert!(zone.is_valid(), "{:?} {:?}", lines, zone.digits);
        prop_assert_eq!(&zone.number, &number);
        prop_assert_eq!(zone.birth, ShortDate::of(birth));
        if format == Format::France {
            prop_assert_eq!(&zone.names.family, &family);
            prop_assert!(given.starts_with(&zone.names.given));
        } else {
            prop_assert_eq!(zone.expiry, Some(ShortDate::of(expiry)));
            prop_assert_eq!(zone.optional.concat(), optional);
            if !zone.names.may_be_cut {
                prop_assert_eq!((&zone.names.family, &zone.names.given), (&family, &given));
            }
            prop_assert!(family.starts_with(&zone.names.family));
        }
        // One wrong character that a digit covers is always noticed.
        for check in format.checks() {
            for span in check.covers {
                let mut wrong: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                let cell = &wrong[span.line][span.start..=span.start];
                let other = if cell == "1" { "2" } else { "1" };
                wrong[span.line].replace_range(span.start..=span.start, other);
                let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
                let differs = mrz::format::value(lines[span.line].as_bytes()[span.start])
                    .unwrap() % 10 != u32::from(other.as_bytes()[0] - b'0');
                if differs && Format::of(&wrong) == Some(format) {
                    prop_assert!(!parse(&wrong).unwrap().is_valid(), "{:?}", wrong);
                }
            }
        }
    }

    #[test]
    fn names_are_transliterated(name in any::<String>()) {
        let written = transliterate(&name);
        prop_assert!(written.bytes().all(|cell| cell == b'<' || cell.is_ascii_uppercase()));
        let _ = (unmarked(&name), spellings(&name));
    }
}
