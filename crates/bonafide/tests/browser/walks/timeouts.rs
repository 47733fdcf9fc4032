//! Time that runs out, and addresses that lead nowhere. A minute is the shortest life a link can
//! have.

use serde_json::json;

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::walk::{READING, Walk, chooses};

/// The shop answers here with nothing, so that the browser stays where it is.
const NOWHERE: &str = "/nowhere";

#[test]
fn time_runs_out_and_what_there_is_is_processed() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "ttl": 1, "signals": ["idcheck", "ocr_scan", "ocr_match"] }),
        json!({ "error_redirect_url": format!("{}/sorry", house.shop.url) }),
    );
    // The second one waits along, so that both take a minute together. Its address leads nowhere.
    let other = house.start(
        json!({ "ttl": 1 }),
        json!({ "error_redirect_url": format!("{}{NOWHERE}", house.shop.url) }),
    );
    let waiting = walk.visitor.page(Device::Phone);
    waiting.goto(&other.link);

    walk.lets_use_camera(false);
    walk.opens(&begun.link, films::table());
    page.until_at("/camera-denied");
    page.tap("#file-instead");
    chooses(page, "/front", films::front_file());
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
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan"] }),
        json!({ "redirect_url": format!("{}{NOWHERE}", house.shop.url) }),
    );
    // Ten seconds after the person was sent away the page is still there.
    page.hurries(&[READING, 10_000]);
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    walk.keeps(films::back());
    page.until_at("/complete");
    page.until_seen("#error");
    house.log_is("the_way_back_to_the_business_is_closed", &begun, &[1810]);
}
