//! Address papers as words: layouts of several countries, and arbitrary words.

use document::paper::{Kind, Paper, Word};
use proptest::prelude::*;

use crate::words::anywhere;

/// Parses a page: each line at its place, ten units high. `@120` moves it to the right.
fn page(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for (row, line) in text.lines().enumerate() {
        for piece in line.split('|') {
            let column = piece.trim_start().strip_prefix('@').and_then(|rest| {
                let (at, rest) = rest.split_once(' ')?;
                Some((at.parse::<f64>().ok()?, rest))
            });
            let (mut left, piece) = column.unwrap_or((0.0, piece));
            for word in piece.split_whitespace() {
                let width = 6.0 * word.chars().count() as f64;
                let top = 16.0 * row as f64;
                words.push(Word {
                    text: word.to_owned(),
                    confidence: 0.95,
                    area: [left, top, left + width, top + 10.0],
                });
                left += width + 4.0;
            }
        }
    }
    words
}

#[track_caller]
fn check(text: &str, name: &str, address: &str, date: &str, account: &str, kind: Option<Kind>) {
    let paper = Paper::read(&page(text));
    let told = (
        paper.name.as_deref().unwrap_or_default(),
        paper
            .address
            .as_ref()
            .map(document::paper::Address::one_line)
            .unwrap_or_default(),
        paper
            .issue_date
            .map(|day| day.to_string())
            .unwrap_or_default(),
        paper.account.as_deref().unwrap_or_default(),
    );
    assert_eq!(told, (name, address.to_owned(), date.to_owned(), account));
    assert_eq!(paper.kind, kind);
}

#[test]
fn an_american_bill() {
    check(
        "Springfield Electric Company\n500 Power Plaza, Springfield IL 62701\nwww.example.com\n\n\n\
         Your electricity bill\n\n\
         Mr. John Q Public|@300 Statement date: October 4, 2026\n\
         12 N Main Street|@300 Account number: 4400 1234 99\n\
         Apt 4B\nSpringfield, IL 62704-1234\n\n\n\
         10/01/2026|@100 Usage 482 kWh|@300 42.06\n\
         Amount due by 10/20/2026\n\n\
         Remit to:\nSpringfield Electric\nPO Box 99\nChicago IL 60601",
        "John Q Public",
        "12 N Main Street, Apt 4B, Springfield, IL 62704-1234",
        "2026-10-04",
        "4400 1234 99",
        Some(Kind::UtilityBill),
    );
}

#[test]
fn a_german_letter_with_its_window() {
    check(
        "@300 Stadtsparkasse Musterstadt\n\
         Stadtsparkasse · Postfach 12 · 10115 Berlin\n\n\n\
         Frau\nZoë Müller-Lüdenscheidt\nHauptstraße 12\n10115 Berlin\n\n\n\
         @300 Berlin, 27. August 2026\n\n\
         Kontoauszug\nKontonummer: 1399970537\n\
         Saldo 12,00\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nIhre Sparkasse",
        "Zoë Müller-Lüdenscheidt",
        "Hauptstraße 12, 10115 Berlin",
        "2026-08-27",
        "1399970537",
        Some(Kind::BankStatement),
    );
}

#[test]
fn a_french_bill_and_a_british_one() {
    check(
        "Énergie de France\n\nFacture d'électricité\nDate de facture : 04/10/2026\nN° client : 77001234\n\n\n\n\
         @250 Mme Amélie de la Tour\n@250 12 bis rue de la Paix\n@250 75001 Paris\n@250 France",
        "Amélie de la Tour",
        "12 bis rue de la Paix, 75001 Paris, France",
        "2026-10-04",
        "77001234",
        Some(Kind::UtilityBill),
    );
    check(
        "City Council\n\nMiss Jane Roe\nFlat 3\n9 Oak Road\nHeadingley\nLeeds LS1 4AP\n\n\n\
         Council Tax 2026\nDate of issue: 13/03/2026\nAccount no: 55123456",
        "Jane Roe",
        "Flat 3, 9 Oak Road, Headingley, Leeds LS1 4AP",
        "2026-03-13",
        "55123456",
        Some(Kind::TaxBill),
    );
}

#[test]
fn an_address_after_its_label() {
    check(
        "Lease Agreement\n\nTenant: Luca Bianchi\nProperty address: 740 Elm Avenue, Austin TX 78701\nDate: 2026-01-05",
        "Luca Bianchi",
        "740 Elm Avenue, Austin TX 78701",
        "2026-01-05",
        "",
        Some(Kind::LeaseAgreement),
    );
}

#[test]
fn missing_information_is_not_invented() {
    for text in [
        "",
        "Hello",
        "Dear customer\nthank you for your order",
        // A sender alone is nobody's address.
        "Bonded Bank plc\n1 High Street\nLondon EC1A 1BB\nTel 020 1234 www.example.com",
        "12345",
        "Total 62704\nElm",
    ] {
        let paper = Paper::read(&page(text));
        assert_eq!((paper.name, paper.address), (None, None), "{text}");
    }
    // This date can be read in two ways.
    assert_eq!(
        Paper::read(&page("Invoice date: 04/10/2026")).issue_date,
        None
    );
    assert_eq!(Paper::read(&page("Due date: 24/10/2026")).issue_date, None);
    // The engine was unsure of this line.
    let mut doubtful = page("John Public\n12 Main Street\nSpringfield IL 62704");
    for word in &mut doubtful {
        word.confidence = 0.3;
    }
    assert!(Paper::read(&doubtful).address.is_none());
}

#[test]
fn the_order_of_words_does_not_matter() {
    let text = "John Public|@300 Statement date: 4 May 2026\n12 Main Street\nSpringfield IL 62704\n\nElectricity bill";
    let mut words = page(text);
    let straight = Paper::read(&words);
    assert!(straight.name.is_some() && straight.address.is_some() && straight.issue_date.is_some());
    words.reverse();
    assert_eq!(Paper::read(&words), straight);
}

fn any_word() -> impl Strategy<Value = Word> {
    let text = prop_oneof![
        any::<String>(),
        "[0-9]{1,9}",
        "[A-Z][a-z]{1,8}",
        Just("Street".to_owned()),
        Just("Date:".to_owned()),
        Just("62704".to_owned()),
        Just("IL".to_owned()),
    ];
    anywhere(text)
}

proptest! {
    #[test]
    fn any_words_can_be_parsed_as_a_paper(words in prop::collection::vec(any_word(), 0..120)) {
        let paper = Paper::read(&words);
        if let Some(address) = &paper.address {
            prop_assert!(!address.lines.is_empty() && address.postal_code.is_some());
        }
        prop_assert!(paper.name.is_none_or(|name| name.split_whitespace().count() >= 2));
    }
}
