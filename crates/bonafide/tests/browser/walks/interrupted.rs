//! Ways that are not straight: reload, back, two tabs, no network, giving up, trying again.

use serde_json::json;

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::walk::{Walk, starts};

#[test]
fn the_network_is_lost_in_mid_upload() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    page.forgive("ERR_INTERNET_DISCONNECTED");
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    page.offline(true);
    walk.keeps(films::back());
    page.until_seen("#banner");
    assert_eq!(page.path(), "/front");
    page.offline(false);
    page.until_at("/complete");
    // Everything arrived, and once.
    house.log_is("the_network_is_lost_in_mid_upload", &begun, &[1800]);
}

#[test]
fn reload_and_back_lead_to_the_right_step() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    let again = |path: &str| {
        page.until_at(path);
        page.reload();
        page.until_at(path);
        // Back is a page that is over: it leads here again.
        page.back();
        page.until_at(path);
    };
    walk.shows(films::table());
    page.goto(&begun.link);
    page.until_seen("#start");
    page.reload();
    starts(page);
    again("/front");
    walk.shows(films::front());
    page.reload();
    walk.photographs("/front");
    // A picture that was not kept is taken again.
    page.reload();
    walk.photographs("/front");
    walk.keeps(films::table());
    again("/back");
    walk.shows(films::back());
    page.reload();
    walk.photographs("/back");
    walk.keeps(films::table());
    again("/biometrics");
    walk.shows(films::face());
    page.tap("#continue");
    again("/selfie");
    walk.takes_selfie();
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
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let first = &walk.page;
    let begun = walk.house.start(
        json!({ "document_type": "passport", "signals": ["ocr_scan", "selfie"] }),
        json!({}),
    );
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    // The same link in a second tab is at the same step, where it finds nothing to take a picture
    // of, and the first keeps its picture.
    walk.shows(films::table());
    let second = walk.visitor.page(Device::Phone);
    second.goto(&begun.link);
    second.until_live_at("/front");
    walk.keeps(films::table());
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
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.ask(
        "order-19",
        json!({ "document": { "supported_types": ["passport"], "name": "" } }),
    );
    walk.opens(&begun.link, films::table());
    page.until_live_at("/front");
    // A look may be on its way when there is nothing to look at any more.
    page.forgive("409");
    page.tap("#cancel");
    page.tap("#cancel-no");
    page.tap("#cancel");
    page.tap("#cancel-yes");
    page.until_at("/cancelled");
    house.callback("order-19", "verification.cancelled");
    page.goto(&begun.link);
    page.until_at("/cancelled");
    house.log_is("giving_up_is_final", &begun, &[1208]);
}
