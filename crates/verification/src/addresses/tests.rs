//! Addresses that are one and addresses that are two, by the table; then properties.

use proptest::prelude::*;

use super::compare;
use crate::comparison::Agreement::{self, Agrees, Differs, Near, NotComparable};

#[track_caller]
fn check(claim: &str, reading: &str, strict: Agreement, fuzzy: Agreement) {
    assert_eq!(
        compare(claim, reading, false),
        strict,
        "strict: {claim} | {reading}"
    );
    assert_eq!(
        compare(claim, reading, true),
        fuzzy,
        "fuzzy: {claim} | {reading}"
    );
    assert_eq!(
        compare(reading, claim, false),
        strict,
        "turned: {claim} | {reading}"
    );
}

#[test]
fn one_address_in_many_spellings() {
    for (claim, reading) in [
        (
            "1610 Elm Avenue, Austin TX 78701",
            "1610 ELM AVE\nAUSTIN, TX 78701-1234",
        ),
        (
            "1610 Elm Ave., Austin, Texas 78701",
            "1610 Elm Avenue, Austin TX 78701",
        ),
        (
            "1610 Elm Ave Austin 78701",
            "1610 Elm Avenue, Austin TX 78701, USA",
        ),
        (
            "12 North Main Street Apt. 4B, Albany NY 12207",
            "12 N Main St #4B, Albany, New York 12207",
        ),
        (
            "12 N Main St 4B, Albany NY 12207",
            "12 N Main St Apt 4B, Albany NY 12207",
        ),
        (
            "12 N Main St Apt No 4B, Albany NY 12207",
            "12 N Main St Unit 4B, Albany NY 12207",
        ),
        (
            "Hauptstraße 12, 10115 Berlin",
            "Hauptstr. 12, Berlin 10115, Deutschland",
        ),
        (
            "Haupt Strasse 12, 10115 Berlin",
            "Hauptstraße 12, 10115 Berlin",
        ),
        ("Müllerweg 3, 80331 München", "Muellerweg 3, 80331 Munchen"),
        (
            "384 Elm Avenue, Leeds LS1 4AP",
            "384 elm avenue leeds LS14AP United Kingdom",
        ),
        (
            "12 bis rue de la Paix, 75001 Paris",
            "12 BIS R DE LA PAIX\n75001 PARIS\nFRANCE",
        ),
        (
            "P.O. Box 77, Springfield IL 62704",
            "PO Box 77, Springfield, Illinois 62704",
        ),
        (
            "350 Fifth Avenue, New York, NY 10118",
            "350 5th Ave, New York NY 10118",
        ),
        (
            "Toronto ON M5V 2T6, 5 King St",
            "5 King Street, Toronto, Ontario M5V2T6, Canada",
        ),
        ("東京都千代田区 1-2-3", "東京都千代田区　1-2-3"),
        ("ул. Ленина 5, Москва 101000", "УЛ ЛЕНИНА 5 МОСКВА 101000"),
    ] {
        check(claim, reading, Agrees, Agrees);
    }
}

#[test]
fn near_only_where_it_is_asked_for() {
    for (claim, reading) in [
        (
            "1610 elm ave, Austin, Texas",
            "1610 Elm Avenue, Austin TX 78701",
        ),
        (
            "12 Elm St, Springfield IL 62704",
            "12 Elm St Apt 4, Springfield IL 62704",
        ),
        (
            "384 Chestnut Avenue, Leeds LS1 4AP",
            "384 Chesnut Avenue, Leeds LS1 4AP",
        ),
        (
            "12 Chestnut Street, Birmingham B1 1AA",
            "12 Chestnut Street, Ward, Birmingham B1 1AA",
        ),
    ] {
        check(claim, reading, Differs, Near);
    }
}

#[test]
fn two_addresses_stay_two() {
    for (claim, reading) in [
        (
            "1610 Elm Avenue, Austin TX 78701",
            "1611 Elm Avenue, Austin TX 78701",
        ),
        (
            "1610 Elm Avenue, Austin TX 78701",
            "1610 Elm Avenue, Austin TX 78702",
        ),
        (
            "1610 Elm Avenue, Austin TX 78701",
            "1610 Oak Avenue, Austin TX 78701",
        ),
        (
            "12 Main St Apt 34, Albany NY 12207",
            "34 Main St Apt 12, Albany NY 12207",
        ),
        (
            "12 Main St Apt 3, Albany NY 12207",
            "12 Main St Apt 4, Albany NY 12207",
        ),
        ("12 Main Street, Springfield", "12 Elm Street, Shelbyville"),
        (
            "12 High St, Newport, Ireland",
            "12 High St, Newport, Canada",
        ),
        (
            "Hauptstraße 12, 10115 Berlin",
            "Hauptstraße 12, 10117 Berlin",
        ),
    ] {
        check(claim, reading, Differs, Differs);
    }
}

#[test]
fn nothing_is_known_of_what_cannot_be_compared() {
    for (claim, reading) in [
        ("", "12 Elm St"),
        ("12345", "12 Elm St"),
        (" ,.- ", "12 Elm St"),
        ("12 Lenina St, Moscow", "ул. Ленина 12, Москва"),
    ] {
        check(claim, reading, NotComparable, NotComparable);
    }
    let long = "a ".repeat(2_000);
    assert_eq!(compare(&long, "12 Elm St", true), NotComparable);
}

proptest! {
    #[test]
    fn comparing_is_symmetric_and_never_panics(a in any::<String>(), b in any::<String>(), fuzzy in any::<bool>()) {
        prop_assert_eq!(compare(&a, &b, fuzzy), compare(&b, &a, fuzzy));
    }

    #[test]
    fn an_address_agrees_with_itself_in_any_dress(
        number in 1_u32..9_999,
        street in "[A-Z][a-z]{3,9} (Street|Ave|Road|Lane)",
        city in "[A-Z][a-z]{4,9}",
        code in 10_000_u32..99_999,
    ) {
        let plain = format!("{number} {street}, {city} {code}");
        for other in [
            plain.to_uppercase(),
            plain.replace(", ", "\n"),
            format!("{code} {city}, {street} {number}"),
            plain.replace("Street", "St.").replace("Road", "RD"),
        ] {
            prop_assert_eq!(compare(&plain, &other, false), Agrees, "{} {}", plain, other);
        }
    }

    #[test]
    fn another_number_is_another_address(
        number in 1_u32..9_999, more in 1_u32..900, street in "[A-Z][a-z]{4,9}", code in 10_000_u32..99_999,
    ) {
        let of = |number: u32| format!("{number} {street} Street, Leeds {code}");
        prop_assert_eq!(compare(&of(number), &of(number + more), true), Differs);
    }
}
