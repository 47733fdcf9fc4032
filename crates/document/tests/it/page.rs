//! What `read_page` finds on drawn documents.

use document::{DocumentKind, Effort, PageOptions, PageReading, read_page};
use imaging::{Limits, Picture, decode};
use jiff::civil::date;
use specimen::{Card, Difficulty, Scene, Specimen, Travel, photograph};

fn photographed(card: &Card) -> Picture {
    let photo = photograph(card, &Scene::from_seed(7, Difficulty::Good)).unwrap();
    decode(&photo.jpeg, &Limits::default()).unwrap()
}

fn back() -> Picture {
    photographed(&Specimen::from_seed(7, date(2026, 6, 1)).back().unwrap())
}

fn passport() -> Picture {
    photographed(&Travel::passport(8, date(2026, 6, 1)).page().unwrap())
}

fn counts(read: &PageReading) -> (usize, bool) {
    (read.barcodes.len(), read.zone.is_some())
}

#[test]
fn the_back_of_a_licence_has_its_barcode() {
    let back = back();
    let options = PageOptions::new();
    for options in [options, options.zone_first(), options.both()] {
        let read = read_page(&back, &options);
        assert_eq!(counts(&read), (1, false), "{options:?}");
        assert_eq!(read.kind(), Some(DocumentKind::DrivingLicence));
    }
    assert!(read_page(&back, &options.barcode(Effort::Skip)).is_empty());
    let every = read_page(&back, &options.barcode(Effort::Every));
    assert_eq!(counts(&every), (1, false));
}

#[test]
fn a_passport_has_its_zone_and_fields() {
    let passport = passport();
    let options = PageOptions::new();
    for options in [options, options.zone_first(), options.zone(Effort::Glance)] {
        let read = read_page(&passport, &options);
        assert_eq!(counts(&read), (0, true), "{options:?}");
        assert_eq!(read.kind(), Some(DocumentKind::Passport));
        assert!(read.zone.unwrap().mrz.is_valid());
    }
    let nothing = options.barcode(Effort::Glance).zone(Effort::Skip);
    assert!(read_page(&passport, &nothing).is_empty());
}
