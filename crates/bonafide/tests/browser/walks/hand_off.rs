//! Begun on a laptop, walked on a telephone: two browsers.

use serde_json::json;

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::mail::{Mailbox, link_in};
use crate::walk::{READING, Walk};

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
    laptop.hurries(&[READING]);
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

#[test]
fn a_window_that_slept_follows_again() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    let laptop = walk.visitor.page(Device::Laptop);
    // A connection that died while the lid was closed: open as far as the page can tell, and
    // silent.
    laptop.runs_first(
        "(() => { const Real = window.EventSource; \
           window.EventSource = class extends EventTarget { \
             static CLOSED = 2; readyState = 1; \
             constructor(address) { super(); window.opened = (window.opened ?? 0) + 1; \
               if (window.opened > 1) return new Real(address); } \
             close() {} }; })()",
    );
    laptop.goto(&begun.link);
    laptop.until_seen("#offer svg");
    walk.opens(&format!("{}#qr", begun.link), films::table());
    page.until_live_at("/front");
    assert_eq!(laptop.eval("window.opened"), 1);
    // Opened again, a minute later by the clock on the wall.
    laptop.eval(
        "(() => { const now = Date.now; Date.now = () => now() + 60000; \
           document.dispatchEvent(new Event('visibilitychange')); })()",
    );
    laptop.until_seen("#following");
}

#[test]
fn a_laptop_sends_the_link_to_the_telephone() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    let laptop = walk.visitor.page(Device::Laptop);
    laptop.goto(&begun.link);
    laptop.until_seen("#offer svg");
    // WhatsApp is not set up.
    assert_eq!(
        laptop.eval("document.querySelectorAll('[data-channel]').length"),
        2
    );
    let sms = "[data-channel=sms] button";
    laptop.forgive("422");
    laptop.fills("#to-sms", "5550100");
    laptop.tap(sms);
    laptop.until("document.querySelector('#hand-said').textContent.includes('country code')");
    laptop.fills("#to-sms", "+1 (212) 555-0100");
    laptop.tap(sms);
    laptop.until("document.querySelector('#hand-said').textContent.startsWith('Sent.')");
    assert_eq!(
        laptop.eval("document.querySelector('#to-sms').value"),
        "+1 "
    );
    let sent = house.shop.until(|posts| {
        let sent = posts.iter().find(|post| post.path == "/sms");
        sent.map(|post| post.body.clone())
    });
    assert_eq!(sent["to"], "+12125550100");
    let text = sent["text"].as_str().unwrap();
    assert!(text.contains("asked you to verify your identity"), "{text}");
    walk.opens(&link_in(text), films::front());
    laptop.until_seen("#following");
    walk.photographs("/front");
    walk.keeps(films::back());
    page.until_at("/complete");
    page.until_seen("#phone-back");
    laptop.until_at("/complete");
}

#[test]
fn a_telephone_that_is_held_across_is_a_telephone() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    page.seen_on(Device::Across);
    page.goto(&begun.link);
    page.until_seen("#start");
    assert_eq!(
        page.eval("document.querySelector('#hand-off').checkVisibility()"),
        false
    );
    walk.begins(films::front());
    page.until_at("/front");
    page.until("document.querySelector('#stage').dataset.state !== 'starting'");
    // Side by side, and nothing to scroll for.
    let placed = page.eval(
        "(() => { const at = (id) => document.querySelector(id).getBoundingClientRect(); \
         return at('#stage').right <= at('h1').left && at('.dock').bottom <= innerHeight \
           && at('#stage').bottom <= innerHeight \
           && document.documentElement.scrollHeight <= innerHeight; })()",
    );
    assert_eq!(placed, true);
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/barcode");
}
