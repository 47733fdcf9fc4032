//! From the first call to the last postback: what happens nearly always.

use serde_json::{Value, json};

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::walk::{READING, READING_VERDICT, Walk};

#[test]
fn from_start_to_the_results() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({
            "document_type": "na_dl", "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"],
            "user_defined": { "order": 17 },
        }),
        json!({ "redirect_url": format!("{}/thanks", house.shop.url), "qr_breakpoint_px": 700 }),
    );
    page.hurries(&[READING]);
    walk.opens(&begun.link, films::front());
    walk.hands_in_licence();
    walk.hands_in_selfie();
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
fn a_licence_and_a_selfie_take_five_taps() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    // Counted by the page as it happens to it: whatever the test itself believes it pressed.
    page.runs_first(
        "window.taps = []; addEventListener('pointerdown', \
         (event) => event.isTrusted && taps.push(performance.now()), true)",
    );
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    walk.opens(&begun.link, films::front());
    walk.hands_in_licence();
    walk.hands_in_selfie();
    page.until_at("/complete");
    let taps = page.eval("taps.length");
    let taken = page.eval("Math.round(performance.now() - taps[0]) / 1000");
    println!("a licence and a selfie: {taps} taps, {taken} s from the first of them to the end");
    assert_eq!(taps, 5);
    house.log_with(&begun, &[1625, 1800]);
}

#[test]
fn from_a_request_to_the_verdict() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
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
    // The page would go on by itself after this time.
    page.is_patient(READING_VERDICT);
    walk.opens(&begun.link, films::front());
    page.until_at("/choice");
    page.tap("[data-type=driving_license]");
    walk.photographs("/front");
    walk.keeps(films::back());
    walk.photographs("/back");
    walk.keeps(films::table());
    // Who has read the verdict need not wait.
    page.tap("#go-on");
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
    let Some(walk) = Walk::with(Device::Phone, || {
        House::with(&[
            "--privacy-policy",
            "https://shop.example/privacy",
            "--biometric-policy",
            "https://shop.example/biometrics",
        ])
    }) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    page.goto(&begun.link);
    // What the server raises while the page opens comes first.
    page.until("performance.getEntriesByType('resource').some((one) => one.name.includes('ipqs-trackerid'))");
    page.tap("#privacy");
    walk.begins(films::front());
    walk.photographs("/front");
    page.tap("#retake");
    page.until("document.querySelector('#stage').dataset.state === 'live'");
    walk.photographs("/front");
    walk.keeps(films::back());
    walk.photographs("/back");
    page.tap("#retake");
    page.until("document.querySelector('#stage').dataset.state === 'live'");
    walk.photographs("/back");
    walk.keeps(films::back());
    page.until_at("/biometrics");
    page.tap("#policy");
    page.tap("#refuse");
    page.until_at("/biometrics-denied");
    page.tap("#back");
    walk.hands_in_selfie();
    page.until_at("/complete");
    house.log_is("second_thoughts", &begun, &[1800]);
}
