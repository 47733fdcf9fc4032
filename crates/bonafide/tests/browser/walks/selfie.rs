//! The selfie with turns of the head: one person, another one, a sheet, two faces, nobody,
//! darkness.
//!
//! The people are drawn; the networks that find them are not in the repository, and without them
//! these walks say that they are skipped.

use serde_json::{Value, json};

use crate::driver::{Device, Film, Page};
use crate::films;
use crate::heads::{self, ONE, OTHER};
use crate::house::{Begun, House};
use crate::inspector::{AIMED, Inspector};
use crate::walk::Walk;

/// What is found of turns that were seen.
const SEEN: [&str; 4] = [
    "selfie.turn passed",
    "selfie.turn.change passed",
    "selfie.turn.relief passed",
    "selfie.turn.face passed",
];

/// What is held to the camera when the page asks for a turn, the first time and the second: nobody
/// turns in the same way twice, and a picture that comes again is no turn.
struct Turns {
    left: [Film; 2],
    right: [Film; 2],
    back: Film,
}

impl Turns {
    /// A head that turns.
    fn of(seed: u64) -> Self {
        Self {
            left: [35, 36].map(|degrees| heads::head(seed, degrees)),
            right: [-35, -36].map(|degrees| heads::head(seed, degrees)),
            back: heads::head(seed, 0),
        }
    }
}

/// A walk to the page of the selfie, where `first` is held to the camera.
fn walk(reference: &str, first: &Film) -> Option<(Walk, Begun)> {
    let networks = heads::networks()?;
    let walk = Walk::with(Device::Phone, || House::that_sees_faces(&networks))?;
    // There is no document to compare the face with: a reviewer decides.
    let face = json!({ "face": { "allow_offline": "0" }, "manual_review": "1" });
    let begun = walk.house.ask(reference, face);
    walk.opens(&begun.link, films::table());
    walk.page.until_at("/biometrics");
    walk.shows(first);
    walk.page.tap("#continue");
    walk.page.until_live_at("/selfie");
    Some((walk, begun))
}

/// Turns as the page asks until nothing is asked any more; returns how often.
fn turns(walk: &Walk, turns: &Turns) -> usize {
    let (mut last, mut count) = (String::new(), 0);
    loop {
        let asked = walk.page.until(&format!(
            "(() => {{ const turn = document.querySelector('#stage')?.dataset.turn ?? 'none'; \
               return turn !== {} && (turn !== 'none' || {count} > 0) && turn; }})()",
            json!(last)
        ));
        let asked = asked.as_str().unwrap().to_owned();
        match asked.as_str() {
            "left" => walk.shows(&turns.left[count % 2]),
            "right" => walk.shows(&turns.right[count % 2]),
            "back" => walk.shows(&turns.back),
            _ => return count,
        }
        count += usize::from(asked != "back");
        last = asked;
    }
}

#[track_caller]
fn is_said(page: &Page, part: &str) {
    page.until(&format!(
        "document.querySelector('#hint').textContent.includes({})",
        json!(part)
    ));
}

#[track_caller]
fn is_refused(page: &Page, part: &str) {
    page.until(&format!(
        "document.querySelector('#error').textContent.includes({})",
        json!(part)
    ));
}

/// The findings about the turns, as the command line shows them: what was checked, and the outcome.
fn findings(house: &House, reference: &str) -> Vec<String> {
    let shown = house.shown(reference);
    let outcome = &shown["outcome"]["findings"];
    let text = |finding: &Value| {
        let check = finding["check"].as_str().unwrap();
        let outcome = finding["outcome"].as_str().unwrap();
        let code = finding["code"].as_str().unwrap_or_default();
        format!("{check} {outcome} {code}").trim_end().to_owned()
    };
    let all = outcome.as_array().unwrap().iter().map(text);
    all.filter(|line| line.starts_with("selfie.turn")).collect()
}

#[test]
fn one_person_turns_as_asked_without_a_tap() {
    let Some((walk, begun)) = walk("order-71", &heads::head(ONE, 0)) else {
        return;
    };
    let taps = "window.taps = 0; addEventListener('click', () => window.taps += 1, true)";
    walk.page.eval(taps);
    assert_eq!(turns(&walk, &Turns::of(ONE)), 2);
    walk.page.until("location.pathname !== '/selfie'");
    assert_eq!(walk.page.eval("window.taps"), 0);
    walk.page.until_at("/complete");
    assert_eq!(findings(&walk.house, "order-71"), SEEN);
    walk.house
        .log_is("one_person_turns_as_asked", &begun, &[1800]);
}

#[test]
fn another_person_in_the_turns_is_not_taken() {
    let Some((walk, begun)) = walk("order-72", &heads::head(ONE, 0)) else {
        return;
    };
    walk.page.forgive("422");
    let own = Turns::of(ONE);
    turns(&walk, &Turns::of(OTHER));
    is_refused(&walk.page, "not clear enough to compare");
    walk.shows(&own.back);
    turns(&walk, &own);
    walk.page.until_at("/complete");
    assert_eq!(findings(&walk.house, "order-72"), SEEN);
    walk.house
        .log_is("another_person_in_the_turns", &begun, &[1800]);
}

#[test]
fn a_sheet_that_is_turned_is_not_taken() {
    let Some((walk, begun)) = walk("order-73", &heads::sheet(ONE, 0)) else {
        return;
    };
    let page = &walk.page;
    page.forgive("422");
    // The page sees no turn, so that the person says when there is one.
    for side in ["left", "right"] {
        page.until("['left', 'right'].includes(document.querySelector('#stage').dataset.turn)");
        let asked = page.eval("document.querySelector('#stage').dataset.turn");
        walk.shows(&heads::sheet(ONE, if asked == "left" { 35 } else { -35 }));
        page.until_seen("#shutter");
        page.tap("#shutter");
        if side == "left" {
            page.until("document.querySelector('#stage').dataset.turn === 'back' || document.querySelector('#shutter').hidden");
        }
    }
    is_refused(page, "couldn’t see your head turn");
    walk.shows(&heads::sheet(ONE, 0));
    page.tap("#cannot");
    page.until_at("/complete");
    assert_eq!(
        findings(&walk.house, "order-73"),
        ["selfie.turn not_made BNFD10"]
    );
    walk.house.log_is("a_sheet_that_is_turned", &begun, &[1800]);
}

#[test]
fn two_faces_nobody_and_darkness_are_told() {
    let Some((walk, begun)) = walk("order-74", &heads::two()) else {
        return;
    };
    let page = &walk.page;
    is_said(page, "Only you");
    walk.shows(films::table());
    is_said(page, "into the oval");
    walk.shows(&heads::dark());
    is_said(page, "Too dark");
    walk.shows(&heads::head(ONE, 25));
    is_said(page, "Look straight");
    // Nobody is ahead yet: the page stays as it is while it is looked at.
    let mut inspector = Inspector::of(page);
    inspector.inspect(page, "selfie-turns", AIMED);
    inspector.ends();
    page.until_live_at("/selfie");
    page.tap("#cannot");
    page.until_seen("#cannot-told");
    walk.shows(&heads::head(ONE, 0));
    page.until_at("/complete");
    assert_eq!(
        findings(&walk.house, "order-74"),
        ["selfie.turn not_made BNFD10"]
    );
    walk.house
        .log_is("two_faces_nobody_and_darkness", &begun, &[1800]);
}
