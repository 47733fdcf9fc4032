//! Ways that are not straight: reload, back, two tabs, no network, giving up, trying again.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::person::{Person, browser, starts, the_camera};

#[test]
fn the_network_is_lost_in_mid_upload() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    page.forgive("ERR_INTERNET_DISCONNECTED");
    let person = Person::new(&page, &browser);
    person.opens(&begun.link, films::front());
    person.photographs("/front");
    page.offline(true);
    person.keeps(films::back());
    page.until_seen("#banner");
    assert_eq!(page.path(), "/front");
    page.offline(false);
    page.until_at("/complete");
    // Everything arrived, and once.
    house.log_is("the_network_is_lost_in_mid_upload", &begun, &[1800]);
}

#[test]
fn reload_and_back_lead_to_the_right_step() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    let again = |path: &str| {
        page.until_at(path);
        page.reload();
        page.until_at(path);
        // Back is a page that is over: it leads here again.
        page.back();
        page.until_at(path);
    };
    person.camera.show(films::table());
    page.goto(&begun.link);
    page.until_seen("#start");
    page.reload();
    starts(&page);
    again("/front");
    person.camera.show(films::front());
    page.reload();
    person.photographs("/front");
    // A picture that was not kept is taken again.
    page.reload();
    person.photographs("/front");
    person.keeps(films::table());
    again("/back");
    person.camera.show(films::back());
    page.reload();
    person.photographs("/back");
    person.keeps(films::table());
    again("/barcode");
    person.camera.show(films::back());
    page.reload();
    page.until_at("/biometrics");
    again("/biometrics");
    person.camera.show(films::face());
    page.tap("#continue");
    again("/selfie");
    person.photographs("/selfie");
    person.keeps(films::table());
    again("/complete");
    let log = house.log_with(&begun, &[1800]);
    let count = |code: u16| log.iter().filter(|event| event["event"] == code).count();
    assert_eq!(
        [1225, 1325, 1625, 1825].map(count),
        [1, 1, 1, 1],
        "nothing is handed in twice"
    );
}

#[test]
fn two_tabs_are_one_person() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "document_type": "passport", "signals": ["ocr_scan", "selfie"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let first = visitor.page(Device::Phone);
    let person = Person::new(&first, &browser);
    person.opens(&begun.link, films::front());
    person.photographs("/front");
    // The same link in a second tab is at the same step, and the first keeps its picture.
    let second = visitor.page(Device::Phone);
    second.goto(&begun.link);
    second.until_at("/front");
    person.keeps(films::front());
    first.until_at("/biometrics");
    // The second tab follows by itself: nothing is looked for there any more.
    second.forgive("409");
    second.until_at("/biometrics");
    second.tap("#continue");
    second.until_at("/selfie");
    first.reload();
    first.until_at("/selfie");
}

#[test]
fn giving_up_is_final() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.ask(
        "order-19",
        json!({ "document": { "supported_types": ["passport"], "name": "" } }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.opens(&begun.link, films::table());
    page.until_at("/front");
    page.tap("#cancel");
    page.tap("#cancel-no");
    page.tap("#cancel");
    page.tap("#cancel-yes");
    page.until_at("/cancelled");
    house.callback("order-19", "verification.cancelled");
    page.goto(&begun.link);
    page.until_at("/cancelled");
    house.log_is("giving_up_is_final", &begun, &[1200]);
}
