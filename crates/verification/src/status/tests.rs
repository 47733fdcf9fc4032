//! The catalogue of status events against the document that governs it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::*;

/// `(page, code, text without its final full stop)` of each row of the published table.
fn published() -> Option<Vec<(String, u16, String)>> {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let table = std::fs::read_to_string(shared.join("seeds/status-event-codes.txt")).ok()?;
    let row = |line: &str| {
        let (page, rest) = line.split_once(" | ")?;
        let (code, rest) = rest.split_once(" | ")?;
        let text = rest.strip_suffix(" |")?;
        let text = text.strip_suffix('.').unwrap_or(text);
        Some((page.to_owned(), code.parse().ok()?, text.to_owned()))
    };
    Some(table.lines().filter_map(row).collect())
}

#[test]
fn the_catalogue_is_the_published_table_to_the_letter() {
    let Some(published) = published() else {
        println!("skipped: no samples");
        return;
    };
    let ours: Vec<_> = CATALOGUE
        .iter()
        .map(|d| {
            (
                d.page.label().to_owned(),
                d.code.number(),
                d.text.to_owned(),
            )
        })
        .collect();
    assert_eq!(published, ours);
}

#[test]
fn there_are_sixty_three_codes() {
    assert_eq!(CATALOGUE.len(), 63);
    assert!(
        CATALOGUE
            .iter()
            .all(|d| d.origin == Origin::Protocol && d.code < StatusCode::FIRST_OF_OURS)
    );
    assert!(
        OURS.iter()
            .all(|d| d.origin == Origin::Ours && d.code >= StatusCode::FIRST_OF_OURS)
    );
    let deprecated: Vec<u16> = CATALOGUE
        .iter()
        .filter(|d| d.deprecated)
        .map(|d| d.code.number())
        .collect();
    assert_eq!(deprecated, [1001, 1002]);
    let older: Vec<u16> = CATALOGUE
        .iter()
        .filter(|d| d.sample_text.is_some())
        .map(|d| d.code.number())
        .collect();
    assert_eq!(older, [1400, 1800, 1825]);
}

#[test]
fn codes_ascend_and_are_unique() {
    for table in [CATALOGUE, OURS] {
        assert!(table.is_sorted_by(|a, b| a.code < b.code));
    }
    let names: BTreeSet<_> = all().map(|d| d.name).collect();
    assert_eq!(names.len(), all().count());
}

#[test]
fn what_must_precede_exists_and_is_another_code() {
    for definition in all() {
        for before in definition.before {
            assert!(
                before.definition().is_some(),
                "{} is said to follow {before}",
                definition.code
            );
            assert_ne!(*before, definition.code);
        }
    }
}

#[test]
fn texts_are_fit_to_print() {
    for definition in all() {
        let code = definition.code;
        for text in [Some(definition.text), definition.sample_text]
            .into_iter()
            .flatten()
        {
            assert!(
                !text.is_empty() && text.trim() == text && !text.ends_with('.'),
                "{code}: {text:?}"
            );
        }
        assert!(
            definition.doc.ends_with('.'),
            "{code}: {:?}",
            definition.doc
        );
        assert!(!definition.also_on.contains(&definition.page), "{code}");
        if let Some(template) = definition.template {
            let rest = definition.text.strip_prefix(template).unwrap_or_default();
            assert!(
                rest.starts_with('<') && rest.ends_with('>'),
                "{code}: {rest:?}"
            );
        } else {
            assert!(!definition.text.contains('<'), "{code}");
        }
    }
}

#[test]
fn every_known_code_finds_its_definition() {
    for definition in all() {
        assert_eq!(definition.code.definition(), Some(definition));
    }
    assert_eq!(StatusCode::FRONT_SUBMITTED, StatusCode(1225));
    assert_eq!(
        StatusCode::ENDED.definition().map(|d| d.raised_by),
        Some(RaisedBy::Server)
    );
}

#[test]
fn unknown_codes_survive_a_round_trip() {
    for number in [0, 99, 2345, 2999, 4000, u16::MAX] {
        let code = StatusCode::from(number);
        assert_eq!(code.definition(), None);
        assert_eq!(code.to_string(), number.to_string());
        assert_eq!(u16::from(code), number);
    }
}

#[test]
fn every_page_has_its_own_label_and_at_least_one_code() {
    let labels: BTreeSet<_> = Page::ALL.iter().map(|page| page.label()).collect();
    assert_eq!(labels.len(), Page::ALL.len());
    assert_eq!(Page::ALL.len(), Page::Review as usize + 1);
    for page in Page::ALL {
        assert!(all().any(|d| d.page == *page), "{page}");
    }
}
