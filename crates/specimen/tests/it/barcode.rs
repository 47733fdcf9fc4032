//! The barcode: its bytes follow the standard, and another decoder reads the drawn symbol.

use image::{DynamicImage, RgbImage};
use jiff::civil::{Date, date};
use rxing::pdf417::PDF417Reader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader, common::HybridBinarizer};
use specimen::{Alteration, Difficulty, Jurisdiction, Licence, Scene, Specimen, photograph};
use std::collections::HashMap;

const ON: Date = date(2026, 6, 1);

/// Parses a text by its header alone, and checks every number in it.
fn parse(text: &str) -> HashMap<String, String> {
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let number = |from: usize, to: usize| -> usize { text[from..to].parse().unwrap() };
    assert!(text.starts_with("@\n\u{1e}\rANSI "));
    assert_eq!(text[9..15].len(), 6);
    assert!((8..=10).contains(&number(15, 17)), "version");
    let entries = number(19, 21);
    let mut elements = HashMap::from([("IIN".to_owned(), text[9..15].to_owned())]);
    let mut expected = 21 + entries * 10;
    for entry in 0..entries {
        let at = 21 + entry * 10;
        let (kind, offset, length) = (
            &text[at..at + 2],
            number(at + 2, at + 6),
            number(at + 6, at + 10),
        );
        assert_eq!(offset, expected, "offset of {kind}");
        let subfile: String = bytes[offset..offset + length]
            .iter()
            .map(|byte| char::from(*byte))
            .collect();
        let body = subfile
            .strip_prefix(kind)
            .and_then(|rest| rest.strip_suffix('\r'))
            .unwrap();
        for line in body.split('\n') {
            assert!(
                elements
                    .insert(line[..3].to_owned(), line[3..].to_owned())
                    .is_none(),
                "{line}"
            );
        }
        expected += length;
    }
    assert_eq!(expected, bytes.len(), "nothing follows the last subfile");
    elements
}

#[test]
fn the_bytes_follow_the_standard() {
    const MANDATORY: [&str; 22] = [
        "DCA", "DCB", "DCD", "DBA", "DCS", "DAC", "DAD", "DBD", "DBB", "DBC", "DAY", "DAU", "DAG",
        "DAI", "DAJ", "DAK", "DAQ", "DCF", "DCG", "DDE", "DDF", "DDG",
    ];
    for seed in 0..300 {
        let specimen = Specimen::from_seed(seed, ON);
        let elements = parse(&specimen.barcode());
        for id in MANDATORY {
            assert!(elements.contains_key(id), "{id} of seed {seed}");
        }
        assert_eq!(elements["DAK"].len(), 11);
        assert_eq!(elements["DAU"].len(), 6);
        assert_eq!(elements["DAQ"], specimen.licence().number);
        assert_eq!(elements["IIN"], specimen.licence().jurisdiction.iin);
        assert!(
            ["DBA", "DBB", "DBD", "DDB"]
                .iter()
                .all(|id| elements[*id].len() == 8)
        );
    }
}

#[test]
fn a_complete_text() {
    let oregon = Jurisdiction::of("OR").unwrap();
    let licence = Licence::from_seed(11, ON)
        .issued_by(oregon)
        .with_name("Noémie", "O'Connell-Hayes")
        .born(date(1990, 2, 3))
        .numbered("A123456")
        .living_at("1 ELM ST", "BEND", "97701");
    let text = Specimen::new(licence).barcode();
    let expected = "@\n\x1e\rANSI 636029080102DL00410274ZO03150025\
        DLDCAB\nDCBNONE\nDCDNONE\nDBA02032029\nDCSO'CONNELL-HAYES\nDACNOEMIE\nDADNONE\n\
        DBD03122025\nDBB02031990\nDBC2\nDAYBRO\nDAU064 in\nDAG1 ELM ST\nDAIBEND\nDAJOR\n\
        DAK977010000  \nDAQA123456\nDCF166822572W7790451\nDCGUSA\nDDEN\nDDFN\nDDGN\nDAZBRO\n\
        DCK9846755448853515\nDDAF\nDDB07012022\nDDJ02032011\nDDK1\r\
        ZOZOA031225\nZOB515358844\r";
    assert_eq!(text, expected);
}

#[test]
fn alterations_are_where_they_should_be() {
    let specimen = || Specimen::from_seed(4, ON);
    let honest = parse(&specimen().barcode());
    let lie = |kind| parse(&specimen().altered(kind).barcode());
    let majority = lie(Alteration::MajorityDate);
    assert_ne!(majority["DDJ"], honest["DDJ"]);
    assert_eq!(majority["DBB"], honest["DBB"]);
    let issuer = lie(Alteration::Issuer);
    assert_ne!(issuer["IIN"], honest["IIN"]);
    assert_eq!(issuer["DAJ"], honest["DAJ"]);
    assert_ne!(lie(Alteration::ExpiryBeforeIssue)["DBA"], honest["DBA"]);
    let skewed = specimen().altered(Alteration::Lengths).barcode();
    assert_ne!(skewed[27..31], specimen().barcode()[27..31]);
    assert!(std::panic::catch_unwind(|| parse(&skewed)).is_err());
}

/// Returns what rxing reads in a picture.
fn read(picture: RgbImage) -> Option<String> {
    let grey = DynamicImage::ImageRgb8(picture).into_luma8();
    let (width, height) = grey.dimensions();
    let source = Luma8LuminanceSource::new(grey.into_raw(), width, height).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let found = PDF417Reader::new().decode_with_hints(&mut bitmap, &DecodeHints::default());
    found.ok().map(|found| found.getText().to_owned())
}

#[test]
fn another_decoder_reads_the_clean_back() {
    for seed in 0..20 {
        let specimen = Specimen::from_seed(seed, ON);
        let card = specimen.back().unwrap();
        assert_eq!(card.text(), Some(specimen.barcode().as_str()));
        assert_eq!(read(card.scan()), Some(specimen.barcode()), "seed {seed}");
    }
}

#[test]
fn barcodes_are_readable_in_good_photographs_only() {
    for seed in 0..4 {
        let specimen = Specimen::from_seed(seed, ON);
        let card = specimen.back().unwrap();
        let taken = |scene: &Scene| photograph(&card, scene).unwrap().image;
        // The picture is straight, because this decoder fails at three degrees.
        let good = Scene::from_seed(seed, Difficulty::Good);
        let straight = Scene {
            roll: 0.0,
            tilt: 0.0,
            pan: 0.0,
            ..good
        };
        assert_eq!(
            read(taken(&straight)),
            Some(specimen.barcode()),
            "seed {seed}"
        );
        assert_eq!(read(taken(&Scene::unreadable(seed))), None, "seed {seed}");
    }
}
