//! Passports and identity cards: what their pictures say about them is true.

use jiff::civil::date;
use specimen::{
    CARD_HEIGHT, CARD_WIDTH, Difficulty, PAGE_HEIGHT, PAGE_WIDTH, STATES, Scene, Travel, photograph,
};

const ON: jiff::civil::Date = date(2026, 6, 1);

#[test]
fn a_passport_has_one_page_and_a_card_has_its_zone_on_the_back() {
    let passport = Travel::passport(7, ON);
    let page = passport.page().unwrap();
    assert_eq!(page.lines(), Some(passport.lines().as_slice()));
    assert_eq!(passport.back().unwrap(), page);
    let scan = page.scan();
    let aspect = scan.width() as f32 / scan.height() as f32;
    assert!((aspect - PAGE_WIDTH / PAGE_HEIGHT).abs() < 0.01);

    let card = Travel::identity_card(7, ON);
    let (front, back) = (card.page().unwrap(), card.back().unwrap());
    assert_eq!(front.lines(), None);
    assert_eq!(back.lines(), Some(card.lines().as_slice()));
    let scan = back.scan();
    let aspect = scan.width() as f32 / scan.height() as f32;
    assert!((aspect - CARD_WIDTH / CARD_HEIGHT).abs() < 0.01);
}

/// There is ink on the lines of the zone, and hardly any between them.
#[test]
fn the_zone_is_at_its_position() {
    let scene = Scene {
        roll: 0.0,
        tilt: 0.0,
        pan: 0.0,
        ..Scene::from_seed(3, Difficulty::Good)
    };
    for travel in [Travel::passport(3, ON), Travel::identity_card(3, ON)] {
        let photo = photograph(&travel.back().unwrap(), &scene).unwrap();
        let lines = photo.truth.lines.as_ref().unwrap();
        let [[left, top], _, [right, bottom], _] = photo.truth.zone.unwrap();
        let dark = |from: f32, to: f32| {
            let (mut dark, mut all) = (0.0, 0.0);
            for y in from as u32..to as u32 {
                for x in left as u32..right as u32 {
                    dark += f32::from(photo.image.get_pixel(x, y).0[1] < 110);
                    all += 1.0;
                }
            }
            dark / all
        };
        // The distance between baselines is 6.35 mm, of which the letters take 2.85.
        let step = (bottom - top) / (6.35 * (lines.len() - 1) as f32 + 2.85);
        assert!(dark(top, top + 2.8 * step) > 0.04, "the first line");
        assert!(
            dark(top + 3.2 * step, top + 5.9 * step) < 0.01,
            "between lines"
        );
        assert!(dark(bottom - 2.8 * step, bottom) > 0.04, "the last line");
    }
}

#[test]
fn the_same_seed_draws_the_same_document() {
    for seed in [1, 5] {
        let (one, other) = (Travel::passport(seed, ON), Travel::passport(seed, ON));
        assert_eq!(one, other);
        assert_eq!(one.page().unwrap(), other.page().unwrap());
    }
    assert_ne!(
        Travel::passport(1, ON).lines(),
        Travel::passport(2, ON).lines()
    );
}

#[test]
fn requested_values_are_written() {
    let travel = Travel::identity_card(4, ON)
        .with_name("Zoë", "O'Connell-Hayes")
        .born(date(1990, 2, 3))
        .numbered("SP0000001")
        .issued_by("FIN");
    let lines = travel.lines();
    assert!(lines[0].starts_with("I<FINSP0000001"), "{lines:?}");
    assert!(lines[1].starts_with("900203"), "{lines:?}");
    assert!(lines[2].starts_with("OCONNELL<HAYES<<ZOE<"), "{lines:?}");
    assert!(travel.clone().expired().expires < ON);
    assert!(STATES.iter().any(|state| *state == *travel.state));
}
