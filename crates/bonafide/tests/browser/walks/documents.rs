//! Other documents, and accounts that have it otherwise.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::person::{Person, browser, the_camera};

#[test]
fn a_passport_has_one_page() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "document_type": "passport", "signals": ["ocr_scan"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.opens(&begun.link, films::front());
    person.photographs("/front");
    person.keeps(films::table());
    page.until_at("/complete");
    house.log_is("a_passport_has_one_page", &begun, &[1800]);
}

#[test]
fn another_document_has_two_sides_and_the_landing_page_is_skipped() {
    if !Browser::is_there() {
        return;
    }
    let house = House::with(&["--landing", "no"]);
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "document_type": "other", "signals": ["ocr_scan"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.camera.show(films::front());
    page.goto(&begun.link);
    person.photographs("/front");
    person.keeps(films::back());
    person.photographs("/back");
    person.keeps(films::table());
    page.until_at("/complete");
    house.log_is(
        "another_document_has_two_sides_and_the_landing_page_is_skipped",
        &begun,
        &[1800],
    );
}
