//! Time that runs out, and addresses that lead nowhere. A minute is the shortest life a link can have.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::person::{Person, browser, chooses, starts, the_camera};

/// The shop answers here with nothing, so that the browser stays where it is.
const NOWHERE: &str = "/nowhere";

#[test]
fn time_runs_out_and_what_there_is_is_processed() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let browser = browser();
    let begun = house.start(
        json!({ "ttl": 1, "signals": ["idcheck", "ocr_scan", "ocr_match"] }),
        json!({ "error_redirect_url": format!("{}/sorry", house.shop.url) }),
    );
    // The second one waits along, so that both take a minute together. Its address leads nowhere.
    let other = house.start(
        json!({ "ttl": 1 }),
        json!({ "error_redirect_url": format!("{}{NOWHERE}", house.shop.url) }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), false);
    let waiting = visitor.page(Device::Phone);
    waiting.goto(&other.link);

    // The camera is refused, so that none is kept from other tests for a minute.
    let page = visitor.page(Device::Phone);
    page.goto(&begun.link);
    starts(&page);
    page.until_at("/camera-denied");
    page.tap("#file-instead");
    chooses(&page, "/front", films::front_file());
    page.until_at("/camera-denied");
    page.until_at("/timeout");
    page.until("location.pathname === '/sorry'");
    house.log_is(
        "time_runs_out_and_what_there_is_is_processed",
        &begun,
        &[1830, 1995],
    );
    let results = house.results(&begun);
    assert!(
        results
            .get("idcheck")
            .is_none_or(|block| block["data"]["lastName"] != "x"),
        "{results}"
    );

    waiting.until_at("/timeout");
    waiting.until_seen("#error");
    house.log_is("time_runs_out_and_the_way_out_is_closed", &other, &[2000]);
    // An expired link opens the same page again.
    waiting.goto(&other.link);
    waiting.until_at("/timeout");
}

#[test]
fn the_way_back_to_the_business_is_closed() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan"] }),
        json!({ "redirect_url": format!("{}{NOWHERE}", house.shop.url) }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.opens(&begun.link, films::front());
    person.photographs("/front");
    person.keeps(films::back());
    page.until_at("/complete");
    page.until_seen("#error");
    house.log_is("the_way_back_to_the_business_is_closed", &begun, &[1810]);
}
