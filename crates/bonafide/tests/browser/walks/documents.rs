//! Other documents, and accounts that have it otherwise.

use serde_json::json;

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::walk::Walk;

/// With the events of our own: the protocol has none for a second document, a form or a paper.
fn own_codes() -> House {
    House::with(&["--own-status-codes", "yes"])
}

#[test]
fn a_passport_has_one_page() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "document_type": "passport", "signals": ["ocr_scan"] }),
        json!({}),
    );
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is("a_passport_has_one_page", &begun, &[1800]);
}

#[test]
fn another_document_has_two_sides_and_the_landing_page_is_skipped() {
    let Some(walk) = Walk::with(Device::Phone, || House::with(&["--landing", "no"])) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "document_type": "other", "signals": ["ocr_scan"] }),
        json!({}),
    );
    walk.shows(films::front());
    page.goto(&begun.link);
    walk.photographs("/front");
    walk.keeps(films::back());
    walk.photographs("/back");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is(
        "another_document_has_two_sides_and_the_landing_page_is_skipped",
        &begun,
        &[1800],
    );
}

#[test]
fn two_documents_are_chosen_one_after_the_other() {
    let Some(walk) = Walk::with(Device::Phone, own_codes) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let asked = json!({ "supported_types": ["passport", "driving_license"], "show_ocr_form": "0", "name": "" });
    let begun = house.ask(
        "order-50",
        json!({ "document": asked, "document_two": asked }),
    );
    walk.opens(&begun.link, films::front());
    page.until_at("/choice");
    page.tap("[data-type=driving_license]");
    walk.hands_in_sides(films::passport());
    page.until_at("/choice");
    page.tap("[data-type=passport]");
    walk.photographs("/front");
    walk.keeps(films::table());
    page.until_at("/complete");
    let told = house.callback("order-50", "verification.accepted");
    assert_eq!(
        told["verification_result"]["document_two"]["document"], 1,
        "{told}"
    );
    house.log_is(
        "two_documents_are_chosen_one_after_the_other",
        &begun,
        &[1800],
    );
}

#[test]
fn what_was_read_is_shown_and_corrected() {
    let Some(walk) = Walk::with(Device::Phone, || {
        House::with(&["--own-status-codes", "yes"])
    }) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.ask(
        "order-51",
        json!({
            "allow_na_ocr_inputs": "1",
            "document": {
                "supported_types": ["driving_license"], "show_ocr_form": "1",
                "name": "", "dob": "", "issue_date": "",
            },
        }),
    );
    walk.opens(&begun.link, films::front());
    walk.hands_in_sides(films::table());
    page.until_at("/confirm");
    let field = |key: &str| {
        page.eval(&format!(
            "document.getElementById('field-document.{key}').value"
        ))
    };
    let licence = films::licence();
    let person = &licence.licence().person;
    assert_eq!(field("dob"), person.born.to_string());
    assert_ne!(field("last_name"), "");
    page.fills("[data-field='document.first_name']", "Somebody");
    assert_eq!(field("first_name"), "Somebody");
    // What is said not to be on the document cannot be written any more.
    page.tap("[data-absent='document.issue_date']");
    page.until("document.getElementById('field-document.issue_date').disabled");
    page.tap("#form [type=submit]");
    page.until_at("/complete");
    house.callback("order-51", "verification.accepted");
    house.log_is("what_was_read_is_shown_and_corrected", &begun, &[1800]);
}

#[test]
fn a_paper_and_a_note_are_photographed() {
    let Some(walk) = Walk::with(Device::Phone, || {
        House::with(&["--own-status-codes", "yes"])
    }) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.ask(
        "order-52",
        json!({
            "manual_review": true,
            "address": { "supported_types": ["utility_bill"] },
            "consent": { "supported_types": ["handwritten"], "text": "I agree to the terms of the shop" },
        }),
    );
    walk.opens(&begun.link, films::front());
    walk.photographs("/address");
    page.tap("#retake");
    walk.photographs("/address");
    walk.keeps(films::face());
    page.until_at("/consent-note");
    let asked = page.eval("document.querySelector('.note').textContent");
    assert_eq!(asked, "I agree to the terms of the shop");
    walk.photographs("/consent-note");
    walk.keeps(films::table());
    page.until_at("/complete");
    house.log_is("a_paper_and_a_note_are_photographed", &begun, &[1800]);
}
