//! Other documents, and accounts that have it otherwise.

use serde_json::json;

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::walk::Walk;

#[test]
fn a_passport_has_one_page() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "document_type": "passport", "signals": ["ocr_scan"] }),
        json!({}),
    );
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is("a_passport_has_one_page", &begun, &[1800]);
}

#[test]
fn another_document_has_two_sides_and_the_landing_page_is_skipped() {
    let Some(walk) = Walk::with(Device::Phone, || House::with(&["--landing", "no"])) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "document_type": "other", "signals": ["ocr_scan"] }),
        json!({}),
    );
    walk.shows(films::front());
    page.goto(&begun.link);
    walk.photographs("/front");
    walk.keeps(films::back());
    walk.photographs("/back");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is(
        "another_document_has_two_sides_and_the_landing_page_is_skipped",
        &begun,
        &[1800],
    );
}
