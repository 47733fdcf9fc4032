//! What people are told while they aim, where they hold up something else than the side of the
//! document that is wanted.

use serde_json::json;

use crate::driver::{Device, Page};
use crate::films;
use crate::house::House;
use crate::walk::Walk;

#[track_caller]
fn is_told(page: &Page, part: &str) {
    page.until(&format!(
        "document.querySelector('#hint').textContent.includes({})",
        json!(part)
    ));
}

#[test]
fn what_is_no_original_is_told_before_a_picture_is_taken() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.ask(
        "order-80",
        json!({ "document": { "supported_types": ["passport"], "name": "" } }),
    );
    walk.opens(&begun.link, films::cover());
    page.until_at("/front");
    is_told(page, "That is the cover");
    walk.shows(films::copied_passport());
    is_told(page, "a copy");
    // Neither of them was photographed by itself.
    assert_eq!(
        page.eval("document.querySelector('#stage').dataset.state"),
        "live"
    );
    walk.shows(films::passport());
    walk.photographs("/front");
}

#[test]
fn a_screen_is_told_by_its_grid() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    // A page whose clock stands finds the link fast enough for a close-up, on any machine, and
    // takes no picture by itself.
    page.runs_first("Object.defineProperty(performance, 'now', { value: () => 0 })");
    let begun = house.ask(
        "order-82",
        json!({ "document": { "supported_types": ["passport"], "name": "" } }),
    );
    walk.opens(&begun.link, films::passport_on_a_screen());
    page.until_at("/front");
    is_told(page, "a screen");
}

#[test]
fn a_copy_is_photographed_where_the_business_takes_copies() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.ask(
        "order-81",
        json!({ "document": {
            "supported_types": ["passport"], "name": "", "show_ocr_form": "0",
            "verification_instructions": { "allow_photocopy": "1" },
        } }),
    );
    walk.opens(&begun.link, films::copied_passport());
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/complete");
}

#[test]
fn the_front_is_known_again_where_the_back_is_wanted() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match"] }),
        json!({}),
    );
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    walk.keeps(films::front());
    page.until_at("/back");
    is_told(page, "That is the front");
    walk.shows(films::back());
    walk.photographs("/back");
}
