//! Draws the side with the portrait: numbered fields as on North American licences, in a style of
//! this crate's own. It prints the data as they are, and checks nothing.

use crate::backdrop::{self, Palette};
use crate::card::{CARD_WIDTH, Card, Outline};
use crate::error::SpecimenError;
use crate::jurisdiction::Country;
use crate::licence::Licence;
use crate::portrait;
use crate::shape::{boxed, oval, polyline, rounded};
use crate::sheet::{Face, Ink, Sheet, Type};
use jiff::ToSpan;
use jiff::civil::Date;
use std::f32::consts::TAU;

/// The left edge of the column of fields, in millimetres.
const COLUMN: f32 = 31.0;
/// The right edge.
const END: f32 = 82.6;

/// Left, top, width and height of the portrait, in millimetres.
const PORTRAIT: [f32; 4] = [4.0, 12.6, 24.0, 30.4];

/// Draws the front of `licence`.
pub(crate) fn draw(licence: &Licence) -> Result<Card, SpecimenError> {
    let mut sheet = Card::new_sheet(Outline::CARD)?;
    let colours = backdrop::palette(licence.jurisdiction.title);
    backdrop::draw(&mut sheet, Outline::CARD, licence.jurisdiction.title, 1.0);
    header(&mut sheet, licence, colours);
    portrait::draw(&mut sheet, licence.seed, licence.person.hair, PORTRAIT, 1.0);
    portrait::draw(
        &mut sheet,
        licence.seed,
        licence.person.hair,
        [71.6, 38.2, 9.6, 12.2],
        0.30,
    );
    specimen(&mut sheet, colours);
    signature(&mut sheet, licence);
    fields(&mut sheet, licence, colours);
    Ok(Card {
        portrait: Some(PORTRAIT),
        ..Card::finish(sheet, Outline::CARD)
    })
}

fn header(sheet: &mut Sheet, licence: &Licence, colours: Palette) {
    let jurisdiction = licence.jurisdiction;
    if let Some(band) = boxed(0.0, 0.0, CARD_WIDTH, 10.4) {
        let light = colours.band.mixed(Ink::WHITE, 0.22);
        sheet.shade(
            &band,
            [0.0, 0.0],
            [CARD_WIDTH, 0.0],
            &[colours.band, colours.band, light],
        );
    }
    sheet.block([0.0, 10.4, CARD_WIDTH, 0.35], colours.accent);
    backdrop::emblem(sheet, [7.6, 5.3], 3.7, jurisdiction.title);
    let title = Type::new(Face::Humanist, 3.9, 0.045, Ink::WHITE).spread(0.03);
    sheet.write_within(13.2, 5.3, 51.6, jurisdiction.title, title);
    let kind = match (jurisdiction.country, jurisdiction.code) {
        (Country::UnitedStates, _) => "DRIVER LICENSE",
        (Country::Canada, "QC") => "PERMIS DE CONDUIRE",
        (Country::Canada, _) => "DRIVER'S LICENCE",
    };
    let small = Type::new(Face::Humanist, 2.3, 0.03, Ink::WHITE.faint(0.92)).spread(0.14);
    sheet.write(13.2, 8.7, kind, small);

    let country = match jurisdiction.country {
        Country::UnitedStates => "USA",
        Country::Canada => "CAN",
    };
    if let Some(badge) = rounded(72.2, 2.2, 10.2, 6.2, 1.2) {
        sheet.stroke(&badge, 0.22, Ink::WHITE.faint(0.85));
    }
    sheet.write(
        73.7,
        6.6,
        country,
        Type::new(Face::Humanist, 3.4, 0.05, Ink::WHITE).spread(0.04),
    );
    if licence.real_id {
        compliant(sheet, [68.6, 5.3]);
    }
}

/// Draws the mark of cards that comply with the REAL ID Act: a star in a hexagon.
fn compliant(sheet: &mut Sheet, [x, y]: [f32; 2]) {
    let around = |points: u32, reach: &dyn Fn(u32) -> f32| {
        let turn = |step: u32| TAU * step as f32 / points as f32;
        let at = |step| {
            [
                x + reach(step) * turn(step).sin(),
                y - reach(step) * turn(step).cos(),
            ]
        };
        polyline((0..points).map(at).collect::<Vec<_>>(), true)
    };
    if let Some(hexagon) = around(6, &|_| 2.5) {
        sheet.fill(&hexagon, Ink(214, 172, 72, 1.0));
    }
    if let Some(star) = around(10, &|step| if step % 2 == 0 { 1.75 } else { 0.72 }) {
        sheet.fill(&star, Ink::WHITE);
    }
}

/// Writes what this is: SPECIMEN once in large faint letters, and once in small print.
fn specimen(sheet: &mut Sheet, colours: Palette) {
    let large = Type::new(Face::Humanist, 9.0, 0.0, colours.band.faint(0.13)).spread(0.12);
    sheet.write_turned(35.5, 49.0, -24.0, "SPECIMEN", large);
    let fine = Type::new(Face::Humanist, 1.15, 0.02, colours.band.faint(0.85)).spread(0.08);
    sheet.write(
        COLUMN,
        52.4,
        "SPECIMEN · HOLDER DOES NOT EXIST · NOT A VALID DOCUMENT",
        fine,
    );
}

fn signature(sheet: &mut Sheet, licence: &Licence) {
    portrait::signature(sheet, licence.seed, [5.0, 43.6, 21.0, 5.6]);
    sheet.block([4.0, 49.7, 24.0, 0.1], Ink(60, 66, 80, 0.7));
    let label = Type::new(Face::Humanist, 1.2, 0.02, Ink(60, 66, 80, 1.0));
    sheet.write(4.0, 51.2, "SIGNATURE", label);
}

fn fields(sheet: &mut Sheet, licence: &Licence, colours: Palette) {
    let person = &licence.person;
    let address = &person.address;
    let show = |date| written(licence, date);
    let mut name = licence.capitals(&person.family);
    if let Some(suffix) = &person.suffix {
        name = format!("{name} {suffix}");
    }
    let mut street = licence.capitals(&address.street);
    if let Some(unit) = &address.unit {
        street = format!("{street} {unit}");
    }
    let city = format!(
        "{}, {} {}",
        licence.capitals(&address.city),
        address.region,
        address.postal_written()
    );
    let height = height_written(licence);
    let (weight, unit) = licence.weight();
    let weight = format!("{weight} {unit}");

    let mut field = |x: f32, y: f32, limit: f32, label: &str, value: &str, look: FieldStyle| {
        let mark = Type::new(Face::Humanist, 1.45, 0.03, colours.band);
        sheet.write(x, y, label, mark);
        let (size, ink) = match look {
            FieldStyle::Plain => (2.25, Ink::BLACK),
            FieldStyle::Large => (2.7, Ink::BLACK),
            FieldStyle::Marked => (2.6, colours.accent),
        };
        let kind = Type::new(Face::Even, size, 0.035, ink);
        sheet.write_within(x, y + size * 0.98, limit - x, value, kind);
    };
    field(
        COLUMN,
        13.7,
        64.0,
        "4d DLN",
        &licence.number,
        FieldStyle::Marked,
    );
    field(
        67.0,
        13.7,
        END,
        "9 CLASS",
        &licence.class,
        FieldStyle::Large,
    );
    field(
        COLUMN,
        18.7,
        48.0,
        "3 DOB",
        &show(person.born),
        FieldStyle::Marked,
    );
    field(
        49.0,
        18.7,
        66.0,
        "4b EXP",
        &show(licence.expires),
        FieldStyle::Marked,
    );
    field(
        67.0,
        18.7,
        END,
        "4a ISS",
        &show(licence.issued),
        FieldStyle::Plain,
    );
    field(COLUMN, 23.6, END, "1 FAMILY NAME", &name, FieldStyle::Large);
    let given = licence.capitals(&person.given_names());
    field(
        COLUMN,
        28.3,
        END,
        "2 GIVEN NAMES",
        &given,
        FieldStyle::Large,
    );
    field(COLUMN, 33.0, END, "8 ADDRESS", &street, FieldStyle::Plain);
    field(COLUMN, 35.4, 70.6, "", &city, FieldStyle::Plain);
    field(
        COLUMN,
        40.2,
        36.0,
        "15 SEX",
        person.sex.letter(),
        FieldStyle::Plain,
    );
    field(37.5, 40.2, 45.4, "16 HGT", &height, FieldStyle::Plain);
    field(46.4, 40.2, 54.4, "17 WGT", &weight, FieldStyle::Plain);
    field(55.6, 40.2, 62.0, "18 EYES", person.eyes, FieldStyle::Plain);
    field(63.4, 40.2, 70.4, "19 HAIR", person.hair, FieldStyle::Plain);
    field(
        COLUMN,
        44.3,
        39.6,
        "9a END",
        &licence.endorsements,
        FieldStyle::Plain,
    );
    field(
        41.0,
        44.3,
        52.0,
        "12 RESTR",
        &licence.restrictions,
        FieldStyle::Plain,
    );
    field(
        COLUMN,
        48.2,
        62.0,
        "5 DD",
        &licence.discriminator,
        FieldStyle::Plain,
    );

    if licence.donor {
        heart(sheet, [56.0, 45.9], 1.4);
        sheet.write(
            58.2,
            46.5,
            "DONOR",
            Type::new(Face::Humanist, 1.6, 0.04, colours.accent),
        );
    }
    if licence.veteran {
        sheet.write(
            63.2,
            49.9,
            "VETERAN",
            Type::new(Face::Humanist, 1.6, 0.04, colours.band),
        );
    }
    let of_age = person.born.saturating_add(21.years());
    if licence.jurisdiction.country == Country::UnitedStates && of_age > licence.issued {
        let notice = format!("AGE 21 ON {}", written(licence, of_age));
        if let Some(plate) = rounded(4.0, 40.4, 24.0, 2.6, 0.0) {
            sheet.fill(&plate, colours.accent);
        }
        sheet.write_within(
            5.0,
            42.3,
            22.0,
            &notice,
            Type::new(Face::Even, 1.9, 0.05, Ink::WHITE),
        );
    }
}

/// The style of a value.
#[derive(Debug, Clone, Copy)]
enum FieldStyle {
    Plain,
    Large,
    Marked,
}

fn heart(sheet: &mut Sheet, [x, y]: [f32; 2], size: f32) {
    let red = Ink(196, 30, 48, 1.0);
    for side in [-1.0, 1.0] {
        if let Some(lobe) = oval(
            x + side * size * 0.34,
            y - size * 0.2,
            size * 0.4,
            size * 0.4,
        ) {
            sheet.fill(&lobe, red);
        }
    }
    let tip = [
        [x - size * 0.70, y],
        [x, y + size * 0.72],
        [x + size * 0.70, y],
        [x, y - size * 0.25],
    ];
    if let Some(tip) = polyline(tip, true) {
        sheet.fill(&tip, red);
    }
}

/// Formats a date as cards of this country print it.
fn written(licence: &Licence, date: Date) -> String {
    match licence.jurisdiction.country {
        Country::UnitedStates => date.strftime("%m/%d/%Y").to_string(),
        Country::Canada => date.strftime("%Y-%m-%d").to_string(),
    }
}

fn height_written(licence: &Licence) -> String {
    match licence.height() {
        (inches, "in") => format!("{}'-{:02}\"", inches / 12, inches % 12),
        (height, unit) => format!("{height} {unit}"),
    }
}
