//! Pages that nobody wants to see, each with its way back.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::walk::{Walk, chooses, starts};

#[test]
fn the_camera_is_refused_and_then_allowed() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.lets_use_camera(false);
    walk.opens(&begun.link, films::front());
    page.until_at("/camera-denied");
    // A browser inside an application refuses by itself: there is a way out of it.
    page.eval("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    page.tap("#elsewhere");
    page.until_seen("#elsewhere-link");
    // The way back asks again, and is refused again.
    page.leaves(|| page.tap("#back"));
    page.until_at("/camera-denied");
    // What is allowed in the settings is noticed by itself.
    walk.lets_use_camera(true);
    walk.photographs("/front");
    walk.keeps(films::back());
    page.until_at("/complete");
    house.log_is("the_camera_is_refused_and_then_allowed", &begun, &[1800]);
}

#[test]
fn the_camera_is_refused_for_good() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({}),
        json!({ "error_redirect_url": format!("{}/sorry", house.shop.url) }),
    );
    walk.lets_use_camera(false);
    walk.opens(&begun.link, films::table());
    page.until_at("/camera-denied");
    page.tap("#leave");
    page.until("location.pathname === '/sorry'");
    house.log_is("the_camera_is_refused_for_good", &begun, &[1995]);
}

#[test]
fn without_a_camera_stored_pictures_are_taken() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let browser = Browser::start(None);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    let page = visitor.page(Device::Phone);
    page.goto(&begun.link);
    starts(&page);
    chooses(&page, "/front", films::front_file());
    chooses(&page, "/back", films::back_file());
    // The barcode is read on the picture of the back.
    page.until_at("/complete");
    house.log_is(
        "without_a_camera_stored_pictures_are_taken",
        &begun,
        &[1800],
    );
}

#[test]
fn without_a_camera_a_stored_barcode_is_taken() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let browser = Browser::start(None);
    let begun = house.start(json!({ "signals": ["idcheck"] }), json!({}));
    let visitor = browser.visitor();
    let page = visitor.page(Device::Phone);
    page.goto(&begun.link);
    starts(&page);
    chooses(&page, "/barcode", films::back_file());
    page.until_at("/complete");
    house.log_is(
        "without_a_camera_a_stored_barcode_is_taken",
        &begun,
        &[1800],
    );
}

#[test]
fn a_page_that_is_not_there_leads_back() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    page.forgive("404");
    walk.opens(&begun.link, films::table());
    page.until_live_at("/front");
    let query = page.eval("location.search");
    page.goto(&format!(
        "{}/frnt{}",
        house.origin(),
        query.as_str().unwrap()
    ));
    walk.shows(films::front());
    page.tap("#back");
    walk.photographs("/front");
    walk.keeps(films::back());
    page.until_at("/complete");
    house.log_is("a_page_that_is_not_there_leads_back", &begun, &[1800]);
}

#[test]
fn a_link_that_nobody_made_opens_nothing() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    page.forgive("404");
    page.goto(&format!(
        "{}/?token=nobody&version=default&language=en-us",
        house.origin()
    ));
    assert!(page.eval("document.querySelector('#start')").is_null());
    assert_eq!(page.eval("document.querySelectorAll('h1').length"), 1);
}
