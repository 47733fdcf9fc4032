//! Begun on a laptop, walked on a telephone: two browsers.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::person::{Person, browser, the_camera};

#[test]
fn a_laptop_follows_the_telephone() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let office = Browser::start(None);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan"] }),
        json!({ "redirect_url": format!("{}/thanks", house.shop.url), "qr_breakpoint_px": 700 }),
    );
    let at_desk = office.visitor();
    let laptop = at_desk.page(Device::Laptop);
    laptop.goto(&begun.link);
    laptop.until_seen("#offer svg");

    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.opens(&format!("{}#qr", begun.link), films::front());
    person.photographs("/front");
    // The laptop tells along, without being asked.
    laptop.until_seen("#following");
    person.keeps(films::back());
    page.until_at("/complete");
    page.until_seen("#phone-back");
    // The telephone stays; it is the laptop that goes on.
    laptop.until("location.pathname === '/thanks'");
    house.log_is("a_laptop_follows_the_telephone", &begun, &[1805]);
}

#[test]
fn who_has_no_telephone_stays_at_the_laptop() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Laptop);
    let person = Person::new(&page, &browser);
    page.goto(&begun.link);
    page.tap("#here");
    person.begins(films::front());
    person.photographs("/front");
    person.keeps(films::back());
    page.until_at("/complete");
    house.log_is("who_has_no_telephone_stays_at_the_laptop", &begun, &[1800]);
}
