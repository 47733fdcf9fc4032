//! A phone that is confirmed by a code: as planned, wrongly, not at all, and without a script.

use serde_json::{Value, json};

use crate::driver::Device;
use crate::house::{Begun, House};
use crate::mail::Mailbox;
use crate::shop::REFUSED_NUMBER;
use crate::walk::{Walk, starts};

const SEND: &str = "[data-do=send] button";
const ENTER: &str = "[data-do=enter] button";

fn asked(house: &House, phone: Value) -> Begun {
    house.ask(
        "order-50",
        json!({ "show_consent": false, "show_results": true, "phone": phone }),
    )
}

/// The code in the message with this number, counted from 1: its first word.
#[track_caller]
fn code(house: &House, number: usize) -> String {
    house.shop.until(|posts| {
        let mut sent = posts.iter().filter(|post| post.path == "/sms");
        let text = sent.nth(number - 1)?.body["text"].as_str()?.to_owned();
        text.split(' ').next().map(str::to_owned)
    })
}

/// A code that is not this one.
fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

fn begins(walk: &Walk, begun: &Begun) {
    walk.page.goto(&begun.link);
    starts(&walk.page);
    walk.page.until_at("/phone");
}

#[test]
fn a_code_confirms_the_phone() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = asked(house, json!({ "phone_number": "+12125550142" }));
    begins(&walk, &begun);
    page.presses_on(SEND, "Enter");
    let code = code(house, 1);
    page.fills("#code", &code);
    page.presses_on("#code", "Enter");
    page.until_at("/complete");
    let told = house.callback("order-50", "verification.accepted");
    assert_eq!(told["verification_result"]["phone"], 1, "{told}");
}

#[test]
fn five_wrong_codes_are_too_many() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = asked(house, json!({ "phone_number": "+12125550142" }));
    begins(&walk, &begun);
    page.forgive("422");
    page.tap(SEND);
    let wrong = other_than(&code(house, 1));
    for left in (0..5).rev() {
        page.fills("#code", &wrong);
        page.eval("document.querySelector('#error').hidden = true");
        page.tap(ENTER);
        if left > 0 {
            page.until("!document.querySelector('#error').hidden");
            page.until(&format!(
                "/one try left/.test(document.querySelector('#error').textContent) === {}",
                left == 1
            ));
        }
    }
    page.until_at("/complete");
    let told = house.callback("order-50", "verification.declined");
    assert_eq!(told["declined_codes"], json!(["SPDR84"]), "{told}");
}

#[test]
fn a_number_is_corrected_and_its_code_sent_again() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = asked(house, json!({}));
    begins(&walk, &begun);
    page.forgive("422");
    page.fills("#number", "212 555 0142");
    page.tap(SEND);
    page.until("/country code/.test(document.querySelector('#error').textContent)");
    page.fills("#number", "+1 212 555 0143");
    page.tap(SEND);
    page.until_seen("#code");
    let first = code(house, 1);
    // Until the pause is over, only another number gets another code.
    page.tap("#missing summary");
    page.until("/another code in/.test(document.querySelector('#pause').textContent)");
    assert_eq!(
        page.eval("document.querySelector('#missing [data-again]').disabled"),
        true
    );
    page.eval("document.querySelectorAll('[data-again]').forEach((it) => (it.disabled = false))");
    page.runs_scripts(false);
    page.reload();
    page.tap("#missing summary");
    page.fills("#number", "+1 212 555 0144");
    page.tap("#missing [data-do=send] button");
    let second = code(house, 2);
    assert_ne!(first, second, "another number has another code");
    page.runs_scripts(true);
    page.reload();
    page.until_at("/phone");
    assert_eq!(
        page.eval("/ending in 44/.test(document.querySelector('#phone-lead').textContent)"),
        true
    );
    page.fills("#code", &second);
    page.tap(ENTER);
    page.until_at("/complete");
    house.callback("order-50", "verification.accepted");
}

#[test]
fn who_receives_no_code_goes_on_without() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Laptop, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = asked(house, json!({}));
    page.goto(&begun.link);
    page.tap("#here");
    starts(page);
    page.until_at("/phone");
    page.fills("#number", REFUSED_NUMBER);
    page.tap(SEND);
    // The gateway refuses the number: the page says so by itself, and offers to go on.
    page.until("/could not be sent/.test(document.querySelector('#error').textContent)");
    page.tap("[data-do=missing] button");
    page.until_at("/complete");
    let told = house.callback("order-50", "verification.declined");
    assert_eq!(told["declined_codes"], json!(["SPDR85"]), "{told}");
}

#[test]
fn a_code_is_entered_without_a_script() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = asked(house, json!({}));
    begins(&walk, &begun);
    page.runs_scripts(false);
    page.reload();
    page.fills("#number", "+44 7700 900142");
    page.loads(|| page.tap(SEND));
    let code = code(house, 1);
    page.fills("#code", &other_than(&code));
    page.loads(|| page.tap(ENTER));
    let said = page.eval("document.querySelector('#error').textContent");
    assert_eq!(
        said,
        "That is not the code. Check the message and try again."
    );
    page.fills("#code", &code);
    page.loads(|| page.tap(ENTER));
    page.runs_scripts(true);
    page.reload();
    page.until_at("/complete");
    house.callback("order-50", "verification.accepted");
}
