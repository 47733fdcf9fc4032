//! Begun on a laptop, walked on a telephone: two browsers.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::walk::Walk;

#[test]
fn a_laptop_follows_the_telephone() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let office = Browser::start(None);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan"] }),
        json!({ "redirect_url": format!("{}/thanks", house.shop.url), "qr_breakpoint_px": 700 }),
    );
    let at_desk = office.visitor();
    let laptop = at_desk.page(Device::Laptop);
    laptop.goto(&begun.link);
    laptop.until_seen("#offer svg");

    walk.opens(&format!("{}#qr", begun.link), films::front());
    walk.photographs("/front");
    // The laptop tells along, without being asked.
    laptop.until_seen("#following");
    walk.keeps(films::back());
    page.until_at("/complete");
    page.until_seen("#phone-back");
    // The telephone stays; it is the laptop that goes on.
    laptop.until("location.pathname === '/thanks'");
    house.log_is("a_laptop_follows_the_telephone", &begun, &[1805]);
}

#[test]
fn who_has_no_telephone_stays_at_the_laptop() {
    let Some(walk) = Walk::with(Device::Laptop, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    page.goto(&begun.link);
    page.tap("#here");
    walk.begins(films::front());
    walk.photographs("/front");
    walk.keeps(films::back());
    page.until_at("/complete");
    house.log_is("who_has_no_telephone_stays_at_the_laptop", &begun, &[1800]);
}
