//! Links that come by message: the person opens what they were sent.

use serde_json::json;

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::mail::{Mailbox, link_in};
use crate::walk::Walk;

#[test]
fn a_text_message_brings_the_link() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Phone, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({
            "document_type": "passport", "signals": ["ocr_scan"],
            "send_link": { "type": "sms", "to": "+15550100", "body": "The shop here: {link} opens your check." },
        }),
        json!({}),
    );
    let sent = house.shop.until(|posts| {
        let sent = posts.iter().find(|post| post.path == "/sms");
        sent.map(|post| post.body.clone())
    });
    assert_eq!(sent["to"], "+15550100");
    let text = sent["text"].as_str().unwrap();
    assert!(text.starts_with("The shop here: http"), "{text}");
    walk.opens(&link_in(text), films::front());
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is("a_text_message_brings_the_link", &begun, &[1800]);
}

#[test]
fn a_mail_brings_the_link() {
    let mailbox = Mailbox::open();
    let Some(walk) = Walk::with(Device::Laptop, || House::that_sends(&mailbox)) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    // In the language of the request, the message as well as the pages.
    let begun = house.start(
        json!({
            "document_type": "passport", "signals": ["ocr_scan"],
            "send_link": { "type": "email", "to": "zoe@person.example" },
        }),
        json!({ "capture_language": "fr-ca" }),
    );
    let (to, text) = mailbox.next();
    assert_eq!(to, "zoe@person.example");
    page.goto(&link_in(&text));
    page.until("document.documentElement.lang === 'fr-CA'");
    page.tap("#here");
    walk.begins(films::front());
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is("a_mail_brings_the_link", &begun, &[1800]);
}
