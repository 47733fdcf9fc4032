//! Without a pointer, without a script, without patience: who cannot or will not do it as planned.

use serde_json::json;

use crate::driver::Device;
use crate::films;
use crate::house::House;
use crate::walk::Walk;

#[test]
fn a_keyboard_is_enough() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    walk.shows(films::front());
    page.goto(&begun.link);
    page.presses_on("#start", "Enter");
    page.until_at("/front");
    // The picture is taken by itself, and what can be done with it has the focus.
    page.until_seen("#use");
    walk.shows(films::back());
    page.presses_on("#use", "Enter");
    page.until_at("/back");
    page.until_seen("#use");
    walk.shows(films::face());
    page.presses_on("#use", "Enter");
    page.until_at("/biometrics");
    page.presses_on("#continue", " ");
    page.until_at("/selfie");
    // A selfie is sent as soon as it is taken.
    page.presses_on("#shutter", "Enter");
    page.until_at("/complete");
    house.log_with(&begun, &[1625, 1800]);
}

#[test]
fn without_scripts_every_address_lands_where_the_person_is() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.opens(&begun.link, films::table());
    page.until_live_at("/front");
    page.runs_scripts(false);
    for path in ["/", "/back", "/complete", "/front"] {
        let query = begun.link.split_once('?').unwrap().1;
        page.goto(&format!("{}{path}?{query}", house.origin()));
        assert_eq!(page.path(), "/front", "{path}");
        assert_eq!(
            page.eval("document.querySelector('main noscript .error').checkVisibility()"),
            true
        );
    }
}

#[test]
fn a_tap_before_the_scripts_are_there_is_not_lost() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.shows(films::table());
    // Tapped the moment it is there: modules run when the whole page has been read.
    page.runs_first(
        "new MutationObserver((seen, watch) => { const start = document.querySelector('#start'); \
         if (!start) return; watch.disconnect(); start.click(); window.wasBusy = start.getAttribute('aria-busy'); }) \
         .observe(document, { childList: true, subtree: true })",
    );
    page.goto(&begun.link);
    page.until_at("/front");
    assert_eq!(page.eval("window.wasBusy"), "true");
}
