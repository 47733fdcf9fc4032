//! Declined, and what the person makes of it where they may try again.

use serde_json::{Value, json};

use crate::driver::Device;
use crate::films;
use crate::house::{Begun, House};
use crate::walk::Walk;

/// Another try opens the steps again, which is lawful only after the event of ours that says so.
fn house() -> House {
    House::with(&["--own-status-codes", "yes"])
}

/// Asks for the licence of the person of the films, who may try again.
#[track_caller]
fn ask(house: &House, reference: &str) -> Begun {
    let licence = films::licence();
    let person = &licence.licence().person;
    house.ask(
        reference,
        json!({
            "allow_retry": "1",
            "document": {
                "supported_types": ["driving_license"],
                "name": { "first_name": person.given, "last_name": person.family },
                "dob": person.born.to_string(),
            },
        }),
    )
}

/// The events of the callbacks that came.
fn told(house: &House) -> Vec<Value> {
    house.shop.until(|posts| {
        let calls = posts.iter().filter(|post| post.path == "/callback");
        Some(calls.map(|post| post.body["event"].clone()).collect())
    })
}

#[test]
fn declined_tried_again_and_accepted() {
    let Some(walk) = Walk::with(Device::Phone, house) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = ask(house, "order-40");
    // Somebody else's licence lay on the table.
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    walk.keeps(films::other_back());
    walk.photographs("/back");
    walk.keeps(films::front());
    page.until_at("/complete");
    page.tap("#retry");
    walk.hands_in_sides(films::table());
    page.until("location.pathname === '/complete' && !document.querySelector('#retry')");
    house.callback("order-40", "verification.accepted");
    assert!(!told(house).contains(&json!("verification.declined")));
    house.log_is("declined_tried_again_and_accepted", &begun, &[1800]);
}

#[test]
fn declined_and_left_at_that() {
    let Some(walk) = Walk::with(Device::Phone, house) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = ask(house, "order-41");
    walk.opens(&begun.link, films::front());
    walk.photographs("/front");
    walk.keeps(films::other_back());
    walk.photographs("/back");
    walk.keeps(films::table());
    page.until_at("/complete");
    page.until_seen("#retry");
    page.tap("#finish");
    page.until("location.pathname === '/complete' && !document.querySelector('#retry')");
    house.callback("order-41", "verification.declined");
    house.log_is("declined_and_left_at_that", &begun, &[1800]);
}
