//! Every page in every language: what axe finds on it, whether it fits, and what it looks like.

use serde_json::json;

use crate::driver::{Device, Page};
use crate::films;
use crate::house::House;
use crate::inspector::{AIMED, Inspector, LANDED, THERE};
use crate::mail::Mailbox;
use crate::shop::REFUSED_NUMBER;
use crate::walk::{Walk, starts};

#[test]
fn every_page_of_the_way() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let mut inspector = Inspector::of(page);
    let begun = house.ask(
        "order-30",
        json!({
            "show_consent": true, "show_privacy_policy": true, "show_ocr_form": true, "show_results": true,
            "allow_offline": true, "manual_review": true,
            "redirect_url": format!("{}/nowhere", house.shop.url),
            "document": { "supported_types": ["driving_license", "passport"], "name": "", "dob": "" },
            "address": { "supported_types": ["utility_bill"], "full_address": "" },
            "consent": { "supported_types": ["handwritten"], "text": "I agree" },
            "face": {},
        }),
    );
    page.goto(&begun.link);
    page.until_seen("#start");
    inspector.inspect(page, "landing", LANDED);
    walk.begins(films::table());
    page.until_at("/choice");
    inspector.inspect(page, "choice", THERE);
    page.tap("[data-type=driving_license]");
    page.until_at("/front");
    inspector.inspect(page, "front", AIMED);
    page.tap("#cancel");
    inspector.look(page, "cancel", "en-us");
    page.tap("#cancel-no");
    walk.shows(films::front());
    page.reload();
    walk.photographs("/front");
    inspector.look(page, "preview", "en-us");
    walk.keeps(films::table());
    page.until_at("/back");
    inspector.inspect(page, "back", AIMED);
    walk.shows(films::back());
    page.reload();
    walk.photographs("/back");
    walk.keeps(films::table());
    page.until_at("/address");
    inspector.inspect(page, "address", AIMED);
    page.choose_file("#file", films::front_file());
    page.tap("#use");
    page.until_at("/consent-note");
    inspector.inspect(page, "consent-note", AIMED);
    page.choose_file("#file", films::front_file());
    walk.shows(films::face());
    page.tap("#use");
    page.until_at("/biometrics");
    inspector.inspect(page, "biometrics", THERE);
    page.tap("#refuse");
    page.until_at("/biometrics-denied");
    inspector.inspect(page, "biometrics-denied", THERE);
    page.tap("#back");
    page.until_at("/biometrics");
    page.tap("#continue");
    page.until_at("/selfie");
    inspector.inspect(page, "selfie", AIMED);
    walk.takes_selfie();
    page.until_at("/confirm");
    inspector.inspect(page, "confirm", THERE);
    // Who waits is not told that it is over while the page is looked at: it would go on by itself.
    page.forgive("ERR_BLOCKED");
    page.blocks(&["*/user/follow*"]);
    page.tap("#form [type=submit]");
    page.until("['/processing', '/complete'].includes(location.pathname)");
    if page.path() == "/processing" {
        inspector.look(page, "processing", "en-us");
    }
    page.blocks(&[]);
    // There is nobody here who compares faces and reads notes: it is left to a reviewer.
    page.until_at("/complete");
    inspector.inspect(page, "review", THERE);
    let other = house.ask(
        "order-33",
        json!({
            "allow_retry": true, "show_ocr_form": false,
            "document": { "supported_types": ["driving_license"], "name": { "last_name": "Somebodyelse" } },
        }),
    );
    walk.opens(&other.link, films::front());
    walk.hands_in_sides(films::table());
    // The name is another: it is declined, and may be tried again.
    page.until_at("/complete");
    inspector.inspect(
        page,
        "again",
        "document.querySelector('#retry').checkVisibility()",
    );
    page.leaves(|| page.tap("#finish"));
    page.until_at("/complete");
    inspector.inspect(page, "declined", THERE);
    inspector.ends();
}

#[test]
fn every_state_of_the_phone() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let mut inspector = Inspector::of(page);
    let begun = house.ask("order-36", json!({ "show_consent": false, "phone": {} }));
    page.goto(&begun.link);
    starts(page);
    page.until_at("/phone");
    inspector.inspect(page, "phone-number", THERE);
    page.fills("#number", "+12125550142");
    page.tap("[data-do=send] button");
    page.until_seen("#code");
    inspector.inspect(page, "phone-code", "document.querySelector('#code')");
    page.forgive("422");
    page.fills("#code", "000000");
    page.tap("[data-do=enter] button");
    page.until("!document.querySelector('#error').hidden");
    page.tap("#missing summary");
    inspector.look(page, "phone-wrong", "en-us");
    let given = house.ask(
        "order-37",
        json!({ "show_consent": false, "phone": { "phone_number": REFUSED_NUMBER } }),
    );
    page.goto(&given.link);
    starts(page);
    page.until_at("/phone");
    inspector.inspect(page, "phone-given", THERE);
    page.tap("[data-do=send] button");
    page.until("/could not be sent/.test(document.querySelector('#error').textContent)");
    inspector.inspect(page, "phone-refused", THERE);
    inspector.ends();
}

#[test]
fn pages_in_the_colours_of_an_account() {
    let skin =
        "name = \"Acme Bank\"\nlogo = \"logo.svg\"\naccent = \"#7a1f5c\"\nbackground = \"#fff6e0\"";
    let Some(walk) = Walk::with(Device::Phone, || House::in_skin(skin)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let mut inspector = Inspector::of(page);
    let begun = house.start(json!({ "signals": ["idcheck"] }), json!({}));
    page.goto(&begun.link);
    page.until_seen("#start");
    inspector.inspect(page, "skin-landing", LANDED);
    walk.begins(films::table());
    page.until_at("/barcode");
    inspector.inspect(page, "skin-barcode", AIMED);
    walk.shows(films::back());
    page.reload();
    page.until_at("/complete");
    inspector.inspect(page, "skin-complete", THERE);
    inspector.ends();
}

#[test]
fn every_page_beside_the_way() {
    let Some(walk) = Walk::with(Device::Laptop, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let mut inspector = Inspector::of(page);
    let begun = house.ask(
        "order-31",
        json!({ "document": { "supported_types": ["driving_license"], "name": "" } }),
    );
    // The time of this one goes on while the other pages are looked at.
    let ending = house.ask(
        "order-34",
        json!({ "ttl": 1, "document": { "supported_types": ["driving_license"], "name": "" } }),
    );
    let waiting = walk.visitor.page(Device::Laptop);
    waiting.goto(&ending.link);
    let gone = house.ask(
        "order-32",
        json!({ "document": { "supported_types": ["driving_license"], "name": "" } }),
    );
    walk.lets_use_camera(false);
    page.forgive("404");
    page.goto(&begun.link);
    page.until_seen("#offer");
    inspector.inspect(
        page,
        "hand-off",
        "document.querySelector('#offer').checkVisibility()",
    );
    page.tap("#here");
    starts(page);
    page.until_at("/camera-denied");
    inspector.inspect(page, "camera-denied", THERE);
    // The way back asks again, and is refused again.
    page.leaves(|| page.tap("#back"));
    page.until_at("/camera-denied");
    let query = page.eval("location.search").as_str().unwrap().to_owned();
    page.goto(&format!("{}/frnt{query}", house.origin()));
    inspector.inspect(page, "not-found", "location.pathname === '/frnt'");
    let nobody = walk.visitor.page(Device::Phone);
    nobody.forgive("404");
    nobody.goto(&format!(
        "{}/?token=nobody&version=default&language=en-us",
        house.origin()
    ));
    inspector.look(&nobody, "no-such-link", "en-us");
    let other = walk.visitor.page(Device::Phone);
    other.goto(&gone.link);
    starts(&other);
    other.until_at("/camera-denied");
    other.goto(&format!(
        "{}/front{}#file",
        house.origin(),
        other.eval("location.search").as_str().unwrap()
    ));
    chooses_nothing(&other);
    inspector.look(&other, "file", "en-us");
    other.tap("#cancel");
    other.tap("#cancel-yes");
    other.until_at("/cancelled");
    inspector.inspect(&other, "cancelled", THERE);
    waiting.until_at("/timeout");
    inspector.inspect(&waiting, "timeout", THERE);
    inspector.ends();
}

#[test]
fn every_trouble_with_the_camera() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let mut inspector = Inspector::of(page);
    page.holds_cameras("cameras.answer = 'waits'");
    page.hurries(&[8_000]);
    let begun = house.ask(
        "order-35",
        json!({ "allow_offline": true, "document": { "supported_types": ["driving_license"], "name": "" } }),
    );
    let becomes = |state: &str| {
        page.until(&format!(
            "document.querySelector('#stage').dataset.state === '{state}'"
        ));
    };
    walk.opens(&begun.link, films::table());
    becomes("asking");
    inspector.look(page, "camera-asking", "en-us");
    page.eval("cameras.answer = 'NotReadableError'");
    page.tap("#again");
    becomes("failed");
    inspector.look(page, "camera-busy", "en-us");
    page.eval("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    page.tap("#elsewhere");
    page.until_seen("#elsewhere-link");
    inspector.look(page, "camera-elsewhere", "en-us");
    page.eval(
        "cameras.answer = 'gives'; cameras.labels = ['camera2 0, facing back', 'camera2 2, facing back']; \
         cameras.can = { torch: true, zoom: { min: 1, max: 8 } }, 0",
    );
    page.tap("#again");
    page.until_seen("#lens");
    page.until_seen("#torch");
    page.until_seen("#zoom");
    inspector.look(page, "camera-tools", "en-us");
    inspector.ends();
}

/// Waits until a page without a camera asks for a file.
#[track_caller]
fn chooses_nothing(page: &Page) {
    page.until("document.querySelector('#stage').dataset.state === 'file'");
}
