//! A reviewer signs in and decides cases, and never touches the mouse.
//!
//! `BONAFIDE_TEST_CASES=200` makes it a long day, and says how long it took.

use std::time::Instant;

use super::signing_in::{PASSWORD, app_of, code};
use crate::driver::{Device, Page};
use crate::house::House;
use crate::walk::Walk;

/// How many cases there are unless `BONAFIDE_TEST_CASES` says it.
const CASES: usize = 20;

/// The most bytes of a page with its sheet and its modules, without the pictures of a case.
const MOST_BYTES: u64 = 100_000;

/// Counts what a mouse, a finger or a pen does, and what the policy forbids. Buttons that a key
/// presses are clicked as well, but not by a pointer: such a click has no count of its own.
const COUNTS: &str = "{ \
     const count = (what) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what)) + 1); \
     for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mousemove', 'mouseup', \
       'touchstart', 'wheel', 'click']) { \
       addEventListener(kind, (event) => { \
         if (kind !== 'click' || event.detail > 0) count('pointers'); \
       }, { capture: true, passive: true }); \
     } \
     addEventListener('securitypolicyviolation', () => count('violations'), { capture: true }); }";

/// The size of the page that is shown, as it was before it was compressed.
const SIZE: &str = "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind)) \
     .filter((entry) => entry.initiatorType !== 'img') \
     .reduce((sum, entry) => sum + entry.decodedBodySize, 0)";

#[test]
fn a_reviewer_decides_by_keyboard_alone() {
    let Some(walk) = Walk::with(Device::Laptop, House::with_office) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let asked = std::env::var("BONAFIDE_TEST_CASES").ok();
    let cases = asked.map_or(CASES, |cases| cases.parse().unwrap());
    for case in 0..cases {
        house.asks_for_review(&format!("case-{case}"));
    }
    page.runs_first(COUNTS);
    signs_in(house, page);
    page.loads(|| page.presses_on(".head a[href$='/office/queue']", "Enter"));
    let mut largest = measured(page);

    let begun = Instant::now();
    page.loads(|| page.presses("n"));
    let mut decided = Vec::new();
    for case in 0..cases {
        let reference = page.until("document.querySelector('[data-key=a]') && h1()");
        let reference = reference.as_str().unwrap().to_owned();
        looks_at_keys(page);
        looks_at_pictures(page);
        largest = largest.max(measured(page));
        let event = if case % 2 == 0 {
            page.loads(|| page.presses("a"));
            "verification.accepted"
        } else {
            page.presses("d");
            page.types("SPDR06");
            page.loads(|| page.presses("Enter"));
            "verification.declined"
        };
        decided.push((reference, event));
    }
    let took = begun.elapsed();
    page.until_at("/office/queue");
    page.until("document.querySelectorAll('tbody tr').length === 0");
    eprintln!(
        "{cases} cases decided in {:.1} s; the largest page has {largest} bytes",
        took.as_secs_f64()
    );
    for (reference, event) in &decided {
        house.callback(reference, event);
    }
    let mut references: Vec<_> = decided.iter().map(|(reference, _)| reference).collect();
    references.sort_unstable();
    references.dedup();
    assert_eq!(references.len(), cases, "each case was decided once");

    assert_eq!(counted(page, "pointers"), 0);
    assert_eq!(counted(page, "violations"), 0);
    // Whoever counts nothing would have found nothing.
    page.tap("h1");
    assert_ne!(counted(page, "pointers"), 0);
    page.forgive("Content Security Policy");
    page.eval("document.body.setAttribute('onclick', '1'), 0");
    page.until("Number(sessionStorage.getItem('violations')) > 0");
}

/// Accepts the invitation, leaves, and comes in again as on every other morning.
#[track_caller]
fn signs_in(house: &House, page: &Page) {
    page.runs_first("globalThis.h1 = () => document.querySelector('h1').textContent");
    page.goto(&house.invites("Rita Example", "rita@example.com", "reviewer"));
    let app = app_of(page);
    page.tabs_to("#password");
    page.types(PASSWORD);
    page.tabs_to("#code");
    page.types(&code(page, &app, 0));
    page.loads(|| page.presses("Enter"));
    page.loads(|| page.presses_on("main .button", "Enter"));
    page.presses_on(".corner .menu:last-child summary", "Enter");
    page.loads(|| page.presses_on(".drop form button", "Enter"));
    page.until_at("/office/sign-in");
    page.tabs_to("#email");
    page.types("rita@example.com");
    page.tabs_to("#password");
    page.types(PASSWORD);
    page.loads(|| page.presses("Enter"));
    page.until_at("/office/second-factor");
    // No code is taken twice, and that of the next half minute is taken already.
    page.tabs_to("#code");
    page.types(&code(page, &app, 30));
    page.loads(|| page.presses("Enter"));
}

/// Opens the list of keys and closes it. A key beneath it does nothing.
#[track_caller]
fn looks_at_keys(page: &Page) {
    page.presses("?");
    assert_eq!(page.eval("document.querySelector('#keys').open"), true);
    page.presses("a");
    page.presses("Escape");
    page.until("!document.querySelector('#keys').open");
}

/// Chooses the picture, enlarges it and turns it.
#[track_caller]
fn looks_at_pictures(page: &Page) {
    for key in ["1", "+", "r"] {
        page.presses(key);
    }
    let style = page.eval("document.activeElement.querySelector('img').style.cssText");
    assert_eq!(style, "--zoom: 1.25; --turn: 90deg; --light: 1;");
}

/// The size of the page that is shown, which must not be too much.
#[track_caller]
fn measured(page: &Page) -> u64 {
    let size = page.eval(SIZE).as_u64().unwrap();
    assert!((1_000..MOST_BYTES).contains(&size), "{size} bytes");
    size
}

#[track_caller]
fn counted(page: &Page, what: &str) -> u64 {
    let counted = page.eval(&format!("Number(sessionStorage.getItem('{what}'))"));
    counted.as_u64().unwrap()
}
