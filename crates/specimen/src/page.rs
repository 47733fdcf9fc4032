//! Draws the page of a passport and the two sides of an identity card, in a design of this crate's
//! own.

use crate::backdrop::{self, Palette};
use crate::card::{Card, Outline};
use crate::error::SpecimenError;
use crate::ocr_b::{self, PITCH};
use crate::portrait;
use crate::shape::boxed;
use crate::sheet::{Face, Ink, Sheet, Type};
use crate::travel::{Travel, TravelKind};
use crate::words;
use jiff::civil::Date;

impl Travel {
    /// Draws the page of a passport, or the side of a card with the portrait.
    pub fn page(&self) -> Result<Card, SpecimenError> {
        front(self)
    }

    /// Draws the cover of a closed passport, on which nothing says whose it is.
    pub fn cover(&self) -> Result<Card, SpecimenError> {
        let Outline { width, height } = Outline::COVER;
        let gold = Ink(206, 172, 96, 1.0);
        let mut sheet = Card::new_sheet(Outline::COVER)?;
        sheet.block([0.0, 0.0, width, height], Ink(34, 38, 66, 1.0));
        let title = Type::new(Face::Humanist, 6.0, 0.05, gold).spread(0.05);
        sheet.write_within(14.0, 24.0, width - 28.0, self.state.title, title);
        backdrop::emblem(
            &mut sheet,
            [width / 2.0, height / 2.0],
            16.0,
            self.state.title,
        );
        sheet.write_within(14.0, height - 20.0, width - 28.0, "PASSPORT", title);
        Ok(Card::finish(sheet, Outline::COVER))
    }

    /// Draws the side of a card with the zone. For a passport, this is its page again.
    pub fn back(&self) -> Result<Card, SpecimenError> {
        match self.kind {
            TravelKind::Passport => front(self),
            TravelKind::IdentityCard => back(self),
        }
    }
}

/// The height of the area at the lower edge that is reserved for the zone (part 4, clause 4.1; part
/// 5, clause 4.1).
const ZONE: f32 = 23.2;

/// The layout of a format, in millimetres.
struct Plan {
    outline: Outline,
    title: &'static str,
    /// Left, top, width and height of the portrait.
    portrait: [f32; 4],
    /// The left edge of the column of fields, its first line, and the height of a field.
    column: [f32; 3],
}

const PAGE: Plan = Plan {
    outline: Outline::PAGE,
    title: "PASSPORT",
    portrait: [5.0, 15.0, 33.0, 42.0],
    column: [43.0, 16.0, 7.4],
};

const CARD: Plan = Plan {
    outline: Outline::CARD,
    title: "IDENTITY CARD",
    portrait: [4.0, 12.6, 24.0, 30.4],
    column: [31.0, 13.7, 6.0],
};

/// Draws the side with the portrait, which on a passport also has the zone.
fn front(travel: &Travel) -> Result<Card, SpecimenError> {
    let plan = match travel.kind {
        TravelKind::Passport => PAGE,
        TravelKind::IdentityCard => CARD,
    };
    let (mut sheet, colours) = paper(travel, plan.outline, 1.0)?;
    header(&mut sheet, &plan, travel, colours);
    portrait::draw(
        &mut sheet,
        travel.seed,
        travel.person.hair,
        plan.portrait,
        1.0,
    );
    fields(&mut sheet, &plan, travel, colours);
    write_specimen(
        &mut sheet,
        plan.outline,
        colours,
        travel.kind == TravelKind::Passport,
    );
    let side = match travel.kind {
        TravelKind::Passport => zone(sheet, travel, plan.outline, 8.2),
        TravelKind::IdentityCard => Card::finish(sheet, plan.outline),
    };
    Ok(Card {
        portrait: Some(plan.portrait),
        ..side
    })
}

/// Draws the side of a card with the zone.
fn back(travel: &Travel) -> Result<Card, SpecimenError> {
    let (mut sheet, colours) = paper(travel, Outline::CARD, 0.55)?;
    let text = Type::new(Face::Humanist, 1.6, 0.02, Ink(50, 54, 66, 1.0));
    let lines = [
        format!("{} · IDENTITY CARD", travel.state.title),
        format!("ISSUED {}", shown(travel.issued)),
        "If found, drop in any letter box; there is nobody to return it to.".to_owned(),
    ];
    for (line, write_specimen) in lines.iter().enumerate() {
        sheet.write_within(4.7, 5.4 + line as f32 * 2.6, 60.0, write_specimen, text);
    }
    portrait::draw(
        &mut sheet,
        travel.seed,
        travel.person.hair,
        [70.0, 5.0, 11.0, 14.0],
        0.3,
    );
    write_specimen(&mut sheet, Outline::CARD, colours, true);
    Ok(zone(sheet, travel, Outline::CARD, 5.8))
}

fn paper(
    travel: &Travel,
    outline: Outline,
    strength: f32,
) -> Result<(Sheet, Palette), SpecimenError> {
    let mut sheet = Card::new_sheet(outline)?;
    backdrop::draw(&mut sheet, outline, travel.state.title, strength);
    Ok((sheet, backdrop::palette(travel.state.title)))
}

fn header(sheet: &mut Sheet, plan: &Plan, travel: &Travel, colours: Palette) {
    let width = plan.outline.width;
    if let Some(band) = boxed(0.0, 0.0, width, 10.4) {
        let light = colours.band.mixed(Ink::WHITE, 0.22);
        sheet.shade(
            &band,
            [0.0, 0.0],
            [width, 0.0],
            &[colours.band, colours.band, light],
        );
    }
    sheet.block([0.0, 10.4, width, 0.35], colours.accent);
    backdrop::emblem(sheet, [7.6, 5.3], 3.7, travel.state.title);
    let title = Type::new(Face::Humanist, 3.9, 0.045, Ink::WHITE).spread(0.03);
    sheet.write_within(14.0, 6.6, width / 2.0, travel.state.title, title);
    sheet.write_to(width - 5.0, 6.6, plan.title, title);
}

/// Writes what this is: SPECIMEN once large and faint, and once in small print above the zone.
fn write_specimen(sheet: &mut Sheet, outline: Outline, colours: Palette, above_zone: bool) {
    let large = Type::new(Face::Humanist, 9.0, 0.0, colours.band.faint(0.13)).spread(0.12);
    let foot = if above_zone {
        outline.height - ZONE
    } else {
        outline.height
    };
    sheet.write_turned(outline.width * 0.4, foot - 4.0, -18.0, "SPECIMEN", large);
    let fine = Type::new(Face::Humanist, 1.15, 0.02, colours.band.faint(0.85)).spread(0.08);
    let text = "SPECIMEN · HOLDER DOES NOT EXIST · NOT A VALID DOCUMENT";
    sheet.write_to(outline.width - 5.0, foot - 1.2, text, fine);
}

fn fields(sheet: &mut Sheet, plan: &Plan, travel: &Travel, colours: Palette) {
    let person = &travel.person;
    let [left, top, step] = plan.column;
    let right = plan.outline.width - 4.0;
    let half = left + (right - left) * 0.52;
    let mut field = |row: f32, x: f32, limit: f32, label: &str, value: &str| {
        let y = top + row * step;
        let mark = Type::new(Face::Humanist, 1.45, 0.03, colours.band);
        sheet.write(x, y, label, mark);
        let kind = Type::new(Face::Even, 2.6, 0.035, Ink::BLACK);
        sheet.write_within(x, y + 2.6, limit - x - 1.0, value, kind);
    };
    let capitals = |name: &str| words::latin1(name);
    field(0.0, left, half, "CODE", travel.state.code);
    field(0.0, half, right, "NUMBER", &travel.number);
    field(1.0, left, right, "SURNAME", &capitals(&person.family));
    field(
        2.0,
        left,
        right,
        "GIVEN NAMES",
        &capitals(&person.given_names()),
    );
    field(3.0, left, half, "NATIONALITY", travel.state.title);
    field(3.0, half, right, "SEX", person.sex.letter());
    field(4.0, left, half, "DATE OF BIRTH", &shown(person.born));
    field(4.0, half, right, "DATE OF ISSUE", &shown(travel.issued));
    field(5.0, left, half, "DATE OF EXPIRY", &shown(travel.expires));
    let [x, y, width, height] = plan.portrait;
    if travel.kind == TravelKind::IdentityCard {
        portrait::signature(sheet, travel.seed, [x, y + height + 0.8, width, 5.0]);
    } else {
        portrait::signature(sheet, travel.seed, [half, top + 5.2 * step, 26.0, 5.0]);
    }
}

/// Draws the area at the lower edge, and the zone in it with its last baseline this far above the
/// edge.
fn zone(mut sheet: Sheet, travel: &Travel, outline: Outline, above: f32) -> Card {
    let Outline { width, height } = outline;
    sheet.block([0.0, height - ZONE, width, ZONE], Ink::WHITE.faint(0.72));
    let lines = travel.lines();
    let long = lines.first().map_or(0, String::len) as f32 * PITCH;
    let zone = ocr_b::write(&mut sheet, (width - long) / 2.0, height - above, lines);
    Card::finish(sheet, outline).with_zone(zone)
}

fn shown(date: Date) -> String {
    date.strftime("%d %b %Y").to_string().to_uppercase()
}
