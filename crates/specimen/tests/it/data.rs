//! People and licences are plausible, and follow from their seed.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use specimen::{Country, JURISDICTIONS, Jurisdiction, Licence, Person, Specimen};
use std::collections::HashSet;

const ON: Date = date(2026, 6, 1);

proptest! {
    #[test]
    fn licences_are_plausible(seed: u64, days in 0_i32..20_000) {
        let on = date(1990, 1, 1).saturating_add(days.days());
        let licence = Licence::from_seed(seed, on);
        let person = &licence.person;
        prop_assert_eq!(&licence, &Licence::from_seed(seed, on));
        prop_assert!(person.born.saturating_add(18.years()) <= on, "{:?}", person.born);
        prop_assert!(person.born.saturating_add(87.years()) > on);
        prop_assert!(person.born.saturating_add(16.years()) <= licence.issued);
        prop_assert!(licence.issued <= on && on < licence.expires);
        prop_assert_eq!(person.address.region, licence.jurisdiction.code);
        prop_assert!((130..220).contains(&person.height_cm) && (30..160).contains(&person.weight_kg));
        let other = Person::from_seed(seed.wrapping_add(1), on).born;
        let reborn = licence.clone().born(other);
        prop_assert!(on < reborn.expires && other.saturating_add(16.years()) <= reborn.issued);
        let expired = licence.expired();
        prop_assert!(expired.issued < expired.expires && expired.expires < on);
        prop_assert!(expired.born(other).expires <= on);
    }
}

#[test]
fn people_are_different() {
    let names: HashSet<String> = (0..400)
        .map(|seed| Person::from_seed(seed, ON))
        .map(|person| format!("{} {}", person.given_names(), person.family))
        .collect();
    assert!(names.len() > 390, "{} different names", names.len());
    for sort in ['-', '\'', 'é', ' '] {
        assert!(
            names.iter().filter(|name| name.contains(sort)).count() > 5,
            "{sort}"
        );
    }
}

#[test]
fn numbers_and_postal_codes_have_the_public_format() {
    let shape = |text: &str| -> String {
        let class = |c: char| match c {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            other => other,
        };
        text.chars().map(class).collect()
    };
    for (code, number, postal) in [
        ("CA", "A9999999", "99999"),
        ("FL", "A999999999999", "99999"),
        ("MD", "A-999-999-999-999", "99999"),
        ("MI", "A 999 999 999 999", "99999"),
        ("NY", "999 999 999", "99999"),
        ("OH", "AA999999", "99999"),
        ("ON", "A9999-99999-99999", "A9A 9A9"),
        ("QC", "A9999-999999-99", "A9A 9A9"),
    ] {
        let jurisdiction = Jurisdiction::of(code).expect(code);
        for seed in 0..20 {
            let licence = Licence::from_seed(seed, ON).issued_by(jurisdiction);
            assert_eq!(shape(&licence.number), number, "{code}");
            let written = licence.person.address.postal_written();
            assert!(shape(&written).starts_with(postal), "{code}: {written}");
        }
    }
}

#[test]
fn issuers_are_listed_once_and_have_cities() {
    let codes: HashSet<&str> = JURISDICTIONS.iter().map(|one| one.code).collect();
    let numbers: HashSet<&str> = JURISDICTIONS.iter().map(|one| one.iin).collect();
    assert_eq!(
        (codes.len(), numbers.len()),
        (JURISDICTIONS.len(), JURISDICTIONS.len())
    );
    assert!(
        JURISDICTIONS
            .iter()
            .any(|one| one.country == Country::Canada)
    );
    for one in JURISDICTIONS {
        assert_eq!(one.iin.len(), 6);
        let licence = Licence::from_seed(1, ON).issued_by(one);
        assert!(!licence.person.address.city.is_empty(), "{}", one.code);
    }
}

#[test]
fn overrides_change_only_their_field() {
    let licence = Licence::from_seed(5, ON)
        .with_name("Zoë", "Łukasik")
        .born(date(1990, 2, 3))
        .numbered("N 1")
        .living_at("1 ELM ST", "SPRINGFIELD", "12345");
    assert_eq!(licence.person.given_names(), "Zoë");
    assert_eq!((licence.expires.month(), licence.expires.day()), (2, 3));
    assert_eq!(licence.person.address.street, "1 ELM ST");
    let specimen = Specimen::new(licence).printed_differently(|print| print.with_name("A", "B"));
    assert_eq!(specimen.printed().person.family, "B");
    assert_eq!(specimen.licence().person.family, "Łukasik");
    assert!(specimen.barcode().contains("DCSLUKASIK\nDACZO"));
}
