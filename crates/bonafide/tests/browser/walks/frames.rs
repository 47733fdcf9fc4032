//! The pages inside the business's own: shown where the account says so, and nowhere else.

use serde_json::json;

use crate::driver::Device;
use crate::house::House;
use crate::walk::Walk;

/// How the shop's page shows ours in a frame.
fn framed(house: &House, link: &str) -> String {
    format!("{}/frame?{link}", house.shop.url)
}

#[test]
fn a_site_that_was_named_shows_the_pages_in_a_frame() {
    let Some(walk) = Walk::with(Device::Phone, || House::framed_by_the_shop(true)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    page.goto(&framed(house, &begun.link));
    let log = house.log_with(&begun, &[1100, 1180]);
    let opened = log.iter().find(|event| event["event"] == 1100).unwrap();
    let location = opened["url"].as_str().unwrap();
    assert!(location.contains(&house.shop.url), "{location}");
}

#[test]
fn a_site_that_was_not_named_shows_nothing() {
    let Some(walk) = Walk::with(Device::Phone, || House::framed_by_the_shop(false)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    page.goto(&framed(house, &begun.link));
    page.until_trouble("frame-ancestors");
    page.forgive("frame-ancestors");
    let log = house.polled(&begun.answer["private_data"]["transaction_id"]);
    assert!(!log.iter().any(|event| event["event"] == 1100), "{log:?}");
}
