//! From the first call to the last postback: what happens nearly always.

use serde_json::{Value, json};

use crate::driver::{Browser, Device};
use crate::films;
use crate::house::House;
use crate::person::{Person, browser, the_camera};

#[test]
fn from_start_to_the_results() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({
            "document_type": "na_dl", "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"],
            "user_defined": { "order": 17 },
        }),
        json!({ "redirect_url": format!("{}/thanks", house.shop.url), "qr_breakpoint_px": 700 }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.opens(&begun.link, films::front());
    person.hands_in_licence();
    person.hands_in_selfie();
    page.until("location.pathname === '/thanks'");
    house.log_is("from_start_to_the_results", &begun, &[1805]);

    let results = house.results(&begun);
    let read = &results["idcheck"]["data"];
    let licence = films::licence();
    let person = &licence.licence().person;
    // A barcode writes names in capitals without marks.
    let plain = |text: &str| -> String {
        let capitals = text.to_uppercase();
        capitals.chars().filter(char::is_ascii).collect()
    };
    let text = |value: &Value| plain(value.as_str().unwrap_or_default());
    let consonants = |text: String| text.replace(['A', 'E', 'I', 'O', 'U'], "");
    assert_eq!(
        consonants(text(&read["lastName"])),
        consonants(plain(&person.family)),
        "{results}"
    );
    assert_eq!(
        consonants(text(&read["firstName"])),
        consonants(plain(&person.given))
    );
    assert_eq!(read["processResult"], "DocumentProcessOK");
}

#[test]
fn from_a_request_to_the_verdict() {
    if !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.ask(
        "order-18",
        json!({
            "redirect_url": format!("{}/thanks", house.shop.url),
            "document": {
                "supported_types": ["driving_license", "passport"],
                "show_ocr_form": "0",
                "name": "",
                "dob": "",
            },
        }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    person.opens(&begun.link, films::front());
    page.until_at("/choice");
    page.tap("[data-type=driving_license]");
    person.photographs("/front");
    person.keeps(films::back());
    person.photographs("/back");
    person.keeps(films::table());
    page.until("location.pathname === '/thanks'");
    let told = house.callback("order-18", "verification.accepted");
    assert!(
        told["info"]["agent"]["useragent"]
            .as_str()
            .is_some_and(|agent| agent.contains("Pixel 8")),
        "{told}"
    );
    house.log_is("from_a_request_to_the_verdict", &begun, &[1805]);
}

#[test]
fn second_thoughts() {
    if !Browser::is_there() {
        return;
    }
    let house = House::with(&[
        "--privacy-policy",
        "https://shop.example/privacy",
        "--biometric-policy",
        "https://shop.example/biometrics",
    ]);
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    page.goto(&begun.link);
    // What the server raises while the page opens comes first.
    page.until("performance.getEntriesByType('resource').some((one) => one.name.includes('ipqs-trackerid'))");
    page.tap("#privacy");
    person.begins(films::front());
    person.photographs("/front");
    page.tap("#retake");
    page.until("document.querySelector('#stage').dataset.state === 'live'");
    person.photographs("/front");
    person.keeps(films::back());
    person.photographs("/back");
    page.tap("#retake");
    page.until("document.querySelector('#stage').dataset.state === 'live'");
    person.photographs("/back");
    person.keeps(films::back());
    page.until_at("/biometrics");
    page.tap("#policy");
    page.tap("#refuse");
    page.until_at("/biometrics-denied");
    page.tap("#back");
    person.hands_in_selfie();
    page.until_at("/complete");
    house.log_is("second_thoughts", &begun, &[1800]);
}
