//! Unusual genuine zones: numbers that continue elsewhere, unknown dates, cards that do not expire,
//! issuers added later, names in a table of their own, and driving licences.

use std::fs;
use std::path::{Path, PathBuf};

use imaging::Limits;
use jiff::civil::{Date, date};
use mrz::checks::{Outcome, Severity, examine};
use mrz::{
    DateCompleteness, Digit, Field, Format, Kind, Mrz, Options, Sex, StateKind, check_digit, parse,
    parse_text, read,
};

const TODAY: Date = date(2026, 6, 15);

fn zone(text: &str) -> Mrz {
    parse_text(text).unwrap()
}

/// Returns the names of the checks that find a contradiction.
fn contradictions(zone: &Mrz) -> Vec<String> {
    let is_contradiction = |seen: &mrz::checks::Observation| {
        seen.outcome == Outcome::Fail && seen.severity == Severity::Contradiction
    };
    let all = examine(zone, TODAY).into_iter().filter(is_contradiction);
    all.map(|seen| format!("{:?}", seen.check)).collect()
}

const BELGIAN: &str = "IDBEL591234567<8129<<<<<<<<<<<
9002144F2906302BEL900214123541
PEETERS<<LENA<ROOS<<<<<<<<<<<<";

#[test]
fn the_digit_of_a_long_number_may_count_the_filler() {
    // The digit was computed differently before and after 2020.
    for text in [
        BELGIAN,
        "IDBEL591234567<8121<<<<<<<<<<<
9002144F2906302BEL900214123547
PEETERS<<LENA<ROOS<<<<<<<<<<<<",
    ] {
        let zone = zone(text);
        assert_eq!(zone.number, "591234567812");
        assert_eq!(zone.digit(Field::NumberCheck), Some(Digit::Holds), "{text}");
        assert!(
            zone.is_valid() && contradictions(&zone).is_empty(),
            "{text}"
        );
    }
    // Any other digit fails, and so does an edited number.
    for digit in ["0", "2", "3", "4", "5", "6", "7", "8"] {
        let zone = zone(&BELGIAN.replace("8129", &format!("812{digit}")));
        assert_eq!(
            zone.digit(Field::NumberCheck),
            Some(Digit::Fails),
            "{digit}"
        );
    }
    let changed = zone(&BELGIAN.replace("5912", "5972"));
    assert!(contradictions(&changed).contains(&"CompositeDigit".to_owned()));
    // For a longer number with letters, the weights continue after the filler.
    let number = "D2314589A";
    for counting in ["", "<"] {
        let digit = check_digit(format!("{number}{counting}07X").bytes()).unwrap();
        let text = format!(
            "I<UTO{number}<07X{}<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<",
            char::from(digit)
        );
        assert_eq!(
            zone(&text).digit(Field::NumberCheck),
            Some(Digit::Holds),
            "{text}"
        );
    }
}

const RUSSIAN: &str = "PNRUSIVANOV<<IVAN<IVANOVI3<<<<<<<<<<<<<<<<<<
4505123451RUS8503172M<<<<<<<0050412770001<76";

#[test]
fn a_russian_internal_passport_does_not_expire_and_has_its_own_letters() {
    let zone = zone(RUSSIAN);
    assert_eq!(
        (zone.kind, zone.number.as_str()),
        (Kind::Passport, "450512345")
    );
    assert_eq!(zone.digit(Field::ExpiryCheck), Some(Digit::Absent));
    assert!(zone.is_valid() && zone.never_expires() && contradictions(&zone).is_empty());
    assert_eq!(zone.expires(TODAY), None);
    assert_eq!(
        (zone.names.family.as_str(), zone.names.given.as_str()),
        ("IVANOV", "IVAN IVANOVICH")
    );
    assert_eq!(
        zone.names.cyrillic,
        Some(["ИВАНОВ".to_owned(), "ИВАН ИВАНОВИЧ".to_owned()])
    );
    assert!(zone.lines[0].contains("IVANOVI3"), "what is printed stays");
    // A passport for travel uses the standard's letters.
    let other = zone_of_travel();
    assert_eq!(other.names.cyrillic, None);
    // A date with a filler in place of its digit does not mean that the document never expires.
    let dated = parse_text(&RUSSIAN.replace("M<<<<<<<", "M300101<")).unwrap();
    assert_eq!(dated.digit(Field::ExpiryCheck), Some(Digit::Fails));
}

fn zone_of_travel() -> Mrz {
    zone(
        &RUSSIAN
            .replace("PNRUS", "P<RUS")
            .replace("IVANOVI3", "IVANOVI<"),
    )
}

#[test]
fn a_partly_unknown_birth_date_contradicts_nothing() {
    for (birth, legible) in [
        ("8500001", DateCompleteness::InPart),
        ("85<<<<1", DateCompleteness::InPart),
        ("8503002", DateCompleteness::InPart),
        ("8503<<2", DateCompleteness::InPart),
        ("0000000", DateCompleteness::Unknown),
        ("<<<<<<0", DateCompleteness::Unknown),
    ] {
        let digit = check_digit(birth[..6].bytes()).unwrap();
        assert_eq!(birth.as_bytes()[6], digit, "{birth}");
        let second = format!("X1234567<7UTO{birth}F3001019<<<<<<<<<<<<<<<");
        let covered = [&second[0..10], &second[13..20], &second[21..43]].concat();
        let all = char::from(check_digit(covered.bytes()).unwrap());
        let text = format!("P<UTOROE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n{second}{all}");
        let zone = zone(&text);
        assert_eq!(
            (zone.birth_is, zone.born(TODAY)),
            (legible, None),
            "{birth}"
        );
        assert!(
            zone.is_valid() && contradictions(&zone).is_empty(),
            "{birth}"
        );
    }
    // A date that no calendar has is still a contradiction.
    let text = "P<UTOROE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX1234567<7UTO8513001F3001019<<<<<<<<<<<<<<<4";
    assert!(contradictions(&zone(text)).contains(&"DatesReadable".to_owned()));
}

/// Returns a card of the issuer with this date of expiry.
fn card(issuer: &str, expiry: &str) -> Mrz {
    let digit = char::from(check_digit(expiry.bytes()).unwrap());
    let issuer = format!("{issuer:<<3}");
    zone(&format!(
        "ID{issuer}BAA000589599999999R<<<<<<\n4001016F{expiry}{digit}{issuer}<<<<<<<<<<<7\nESPANOLA<ESPANOLA<<CARMEN<<<<<"
    ))
}

#[test]
fn a_card_that_does_not_expire_has_not_expired() {
    let check = |issuer: &str, expiry: &str, date: Option<Date>, never: bool| {
        let card = card(issuer, expiry);
        assert_eq!(
            (card.expires(TODAY), card.never_expires()),
            (date, never),
            "{issuer} {expiry}"
        );
    };
    check("ESP", "990101", None, true);
    check("ITA", "990101", None, true);
    check("PRT", "991231", None, true);
    check("BGR", "<<<<<<", None, true);
    // It is unknown what other issuers mean by it, but the card did not expire in 1999.
    check("HRV", "990101", None, false);
    check("D", "991231", None, false);
    check("MDA", "000000", None, false);
    check("ESP", "990102", Some(date(1999, 1, 2)), false);
    check("ESP", "300101", Some(date(2030, 1, 1)), false);
    // A passport does expire.
    let passport = zone(
        "P<ESPDOE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX1234567<7ESP8501019F9901018<<<<<<<<<<<<<<<0",
    );
    assert_eq!(passport.expires(TODAY), Some(date(1999, 1, 1)));
}

#[test]
fn the_french_licence_is_parsed() {
    let zone = zone("D1FRA13AA000026181231MARTIN<<9");
    assert_eq!(
        (zone.format, zone.kind),
        (Format::FrenchLicence, Kind::DrivingLicence)
    );
    assert_eq!(
        (zone.code.as_str(), zone.number.as_str()),
        ("D1", "13AA00002")
    );
    assert_eq!(zone.names.family, "MARTIN");
    assert_eq!(
        (zone.names.may_be_cut, zone.names.given.as_str()),
        (false, "")
    );
    assert_eq!(zone.expires(TODAY), Some(date(2018, 12, 31)));
    assert_eq!(
        (zone.sex, zone.birth_is, zone.nationality.is_none()),
        (Sex::Unspecified, DateCompleteness::Unknown, true)
    );
    assert!(zone.is_valid() && contradictions(&zone).is_empty());
    assert_eq!(zone.digits.len(), 2);
    // A longer name is truncated, and an edited number fails two digits.
    assert!(
        parse(&["D1FRA13AA000026181231MARTINEZ0"])
            .unwrap()
            .names
            .may_be_cut
    );
    let changed = parse(&["D1FRA13AA000076181231MARTIN<<9"]).unwrap();
    assert_eq!(contradictions(&changed), ["NumberDigit", "CompositeDigit"]);
}

#[test]
fn the_dutch_licence_and_others_are_parsed() {
    let dutch = zone("D1NLD15094962111659VW87Z78NB84");
    assert_eq!(
        (dutch.format, dutch.number.as_str()),
        (Format::DutchLicence, "5094962111")
    );
    assert_eq!(dutch.issuer.alpha2, Some("NL"));
    assert!(dutch.is_valid() && contradictions(&dutch).is_empty());
    let changed = zone("D1NLD15094962171659VW87Z78NB84");
    assert_eq!(contradictions(&changed), ["CompositeDigit"]);
    // Of another state's licence, only the code and the digit are known.
    let body = "DPHRV12345678ABCDEFGHIJKLMNOP";
    let digit = char::from(check_digit(body.bytes()).unwrap());
    let other = zone(&format!("{body}{digit}"));
    assert_eq!((other.format, other.number.as_str()), (Format::Licence, ""));
    assert_eq!(other.optional, [&body[2..]]);
    assert!(other.is_valid() && contradictions(&other).is_empty());
    let failed = examine(&other, TODAY)
        .into_iter()
        .filter(|seen| seen.outcome == Outcome::Fail);
    assert_eq!(failed.count(), 0);
}

#[test]
fn the_swiss_licence_is_parsed() {
    for text in [
        "AAA001D<<\nFACHE305142128097<<800126<<<<<\nMARCHAND<<FABIENNE<<<<<<<<<<<<",
        "aaa001d<<FACHE305142128097<<800126<<<<<MARCHAND<<FABIENNE<<<<<<<<<<<<",
    ] {
        let zone = zone(text);
        assert_eq!(
            (zone.format, zone.kind),
            (Format::SwissLicence, Kind::DrivingLicence)
        );
        assert_eq!(
            (zone.number.as_str(), zone.issuer.alpha2),
            ("305142128097", Some("CH"))
        );
        assert_eq!(zone.born(TODAY), Some(date(1980, 1, 26)));
        assert_eq!(
            (zone.names.family.as_str(), zone.names.given.as_str()),
            ("MARCHAND", "FABIENNE")
        );
        assert_eq!(zone.optional, ["AAA001D"]);
        assert!(zone.digits.is_empty() && contradictions(&zone).is_empty());
    }
}

#[test]
fn licence_fields_cover_every_cell() {
    for format in Format::LICENCES {
        for (line, &width) in format.widths().iter().enumerate() {
            for column in 0..width {
                let spans = format
                    .fields()
                    .iter()
                    .filter(|(_, span)| span.line == line && span.columns().contains(&column));
                assert_eq!(spans.count(), 1, "{format} {line} {column}");
                assert!(format.cell(line, column).is_some());
            }
        }
        assert!(format.is_licence() && format.lines() == format.widths().len());
    }
}

#[test]
fn issuers_added_later_are_known() {
    let interpol = zone(
        "P<INPDOE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nXX12345678FRA8501019F3001019<<<<<<<<<<<<<<<6",
    );
    assert_eq!(interpol.issuer.kind, StateKind::Organisation);
    let kosovar = zone(
        "ARD<<Y701002V58<<<<<<<<<<<<<<<\n8501019F3001019XXK<<<<<<<<<<<6\nKRASNIQI<<ARTA<<<<<<<<<<<<<<<<",
    );
    let nation = kosovar.nationality.unwrap();
    assert_eq!(
        (nation.kind, nation.name),
        (StateKind::Organisation, Some("Kosovo"))
    );
}

/// Reads the zone of a sample. Returns `None`, and says so, on a machine without samples.
fn sample(file: &str) -> Option<(Mrz, Vec<Field>)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let Ok(bytes) = fs::read(folder.join("field/reading").join(file)) else {
        println!("skipped: no sample {file}");
        return None;
    };
    let picture = imaging::decode(&bytes, &Limits::default()).unwrap();
    let read = read(&picture, &Options::default()).unwrap();
    println!("{file}: {:?}, unsure {:?}", read.mrz.lines, read.unsure);
    let lines: Vec<&str> = read.mrz.lines.iter().map(String::as_str).collect();
    Some((parse(&lines).unwrap(), read.unsure))
}

#[test]
fn genuine_field_samples_are_not_reported_as_edited() {
    if let Some((belgian, _)) = sample("01-belgian-before-2020.png") {
        assert_eq!(belgian.number, "591234567812");
        assert!(belgian.is_valid(), "{:?}", belgian.digits);
    }
    if let Some((russian, _)) = sample("06-russian-internal.png") {
        assert_eq!(russian.lines.join("\n"), RUSSIAN);
        assert!(russian.is_valid() && russian.never_expires());
    }
}
