//! Properties: nothing panics, parsing is deterministic and bounded, and what is encoded can be
//! parsed.

use aamva::checks::examine;
use aamva::{Fields, encode, parse, parse_str};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;

use super::arbitrary::fields;
use super::samples::strings;

const TODAY: Date = date(2026, 6, 1);

/// Parses and examines the bytes, to show that this returns.
pub(crate) fn survive(bytes: &[u8]) {
    if let Ok(licence) = parse(bytes) {
        let observations = examine(&licence, TODAY);
        assert!(!observations.is_empty());
        let _ = serde_json::to_value(&licence).unwrap();
        let Some(fields) = Fields::of(&licence) else {
            return;
        };
        let version = licence.header.version.unwrap_or(10).clamp(1, 10);
        let representable = fields.representable_in(version);
        assert!(
            representable.representable_in(version) == representable,
            "reducing the fields twice changes them"
        );
        parse(&encode(&fields, version)).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        survive(&bytes);
    }

    #[test]
    fn any_text_behind_a_header(text in "(ANSI |AAMVA)[0-9]{0,13}((DL|ID|EN|ZV)[0-9]{0,9}){0,3}\\PC{0,80}") {
        survive(text.as_bytes());
    }

    #[test]
    fn any_order_of_ids(text in "@\n\u{1e}\rANSI 636000100001DL00310100DL((DCS|DAC|DBB|DBA|DAQ|DAU|DDE|DBK|ZVZVA|DA|D)[A-Z0-9 |\n]{0,9}){0,60}") {
        survive(text.as_bytes());
    }

    #[test]
    fn encoded_fields_are_parsed_back(fields in fields(), version in 1u8..=10) {
        let representable = fields.representable_in(version);
        prop_assert!(representable.representable_in(version) == representable, "reducing the fields twice changes them");
        let bytes = encode(&fields, version);
        // Two adjacent Latin letters can happen to be one letter of UTF-8, and such texts are
        // decoded as UTF-8.
        prop_assume!(bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii()));
        let licence = parse(&bytes).unwrap();
        prop_assert_eq!(licence.header.version, Some(version));
        prop_assert!(licence.repairs.is_empty(), "{:?}: {}", licence.repairs, String::from_utf8_lossy(&bytes));
        let read = Fields::of(&licence).unwrap();
        prop_assert!(read.names == representable.names, "names: {}", String::from_utf8_lossy(&bytes));
        prop_assert!(read.dates == representable.dates, "dates: {}", String::from_utf8_lossy(&bytes));
        prop_assert!(read.holder == representable.holder, "holder: {}", String::from_utf8_lossy(&bytes));
        prop_assert!(read.address == representable.address, "address: {}", String::from_utf8_lossy(&bytes));
        prop_assert!(read.document == representable.document, "document: {}", String::from_utf8_lossy(&bytes));
        prop_assert!(read.own == representable.own, "own: {}", String::from_utf8_lossy(&bytes));
        prop_assert!(read == representable);
        for (designator, subfile) in licence.header.designators.iter().zip(&licence.subfiles) {
            prop_assert_eq!(designator.offset.map(usize::from), Some(subfile.offset));
            prop_assert!(designator.length.unwrap().abs_diff(subfile.length as u16) <= 1);
        }
    }
}

/// Parses samples with bytes changed, removed and doubled.
#[test]
fn mutated_samples() {
    let Some(strings) = strings() else { return };
    let texts: Vec<Vec<u8>> = strings.into_values().collect();
    let change = (0usize..700, 0u8..4, any::<u8>());
    let strategy = (select(texts), proptest::collection::vec(change, 1..12));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&strategy, |(mut text, changes)| {
            for (at, how, byte) in changes {
                let at = at % text.len().max(1);
                match how {
                    0 => text[at] = byte,
                    1 => text.insert(at, byte),
                    2 if text.len() > 1 => drop(text.remove(at)),
                    _ => text.truncate(text.len() - at / 8),
                }
            }
            survive(&text);
            Ok(())
        })
        .unwrap();
}

/// Each of these hostile texts would take minutes if the time were quadratic in the length.
#[test]
fn hostile_texts_of_full_size_are_read() {
    let check = |piece: &str| {
        let header = "@\n\u{1e}\rANSI 636000100001DL00310100DL";
        let body = piece.repeat((aamva::MAX_CHARS - header.len()) / piece.chars().count());
        for text in [format!("{header}{body}"), body] {
            let began = std::time::Instant::now();
            let _ = parse_str(&text);
            let took = began.elapsed();
            assert!(took.as_millis() < 500, "{piece:?} took {took:?}");
        }
    };
    for piece in [
        "D",
        "DAQ",
        "DAQ\n",
        "DBB01",
        "DDDDEDDF",
        "Z",
        "ZVZVA",
        "ZVZVA\n",
        "\u{90}",
        "DBK1",
        "DB",
        "9",
        "<LF>",
        "\u{90}DAQ",
        "|DCS",
        "DCSA|",
        "A",
        "DLDAQ1\n",
        "ZAZAA\r",
        "DAADAB",
        ";636015",
        "%BC^?;",
        "$",
    ] {
        check(piece);
    }
}
