//! Transactions whose first steps are nobody's who walks: by message, by staff, without pages.

use serde_json::json;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::films;
use crate::house::House;

#[test]
fn pictures_are_handed_in_without_pages() {
    let house = House::new();
    let begun = house.start_direct(
        json!({ "document_type": "na_dl", "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
    );
    assert_eq!(begun.link, "", "{:?}", begun.answer);
    let id = &begun.answer["private_data"]["transaction_id"];
    let picture = |file: &std::path::Path| STANDARD.encode(std::fs::read(file).unwrap());
    let front = json!({ "transaction_id": id, "front": picture(films::front_file()) });
    house.call("submit-front", json!({}), front);
    let back = json!({ "transaction_id": id, "back": picture(films::back_file()) });
    house.call("submit-back", json!({}), back);
    let barcode = STANDARD.encode(films::licence().barcode());
    house.call(
        "submit-barcode",
        json!({}),
        json!({ "transaction_id": id, "barcode": barcode }),
    );
    // There is no page for the selfie of somebody who walks none.
    house.call("start-selfie", json!({}), json!({ "transaction_id": id }));
    let selfie = json!({ "transaction_id": id, "selfie": picture(films::face_file()) });
    house.call("submit-selfie", json!({}), selfie);
    house.call("end", json!({}), json!({ "transaction_id": id }));
    assert_eq!(
        house.results(&begun)["idcheck"]["data"]["processResult"],
        "DocumentProcessOK"
    );
    crate::log::check("pictures_are_handed_in_without_pages", &house.polled(id));
}

#[test]
fn staff_start_a_transaction() {
    let house = House::new();
    let begun = house.start_by_staff(&["--document-type", "passport"]);
    assert!(begun.link.contains("/?token="), "{begun:?}");
    let log = house.polled(&begun.answer["transaction_id"]);
    crate::log::check("staff_start_a_transaction", &log);
}
