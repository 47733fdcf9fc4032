//! Cameras as they are in the field: asked for once, in use elsewhere, ended, frozen, one of many.
//!
//! `docs/reference/browser-reports.md` says which of these somebody has met.

use serde_json::json;

use crate::driver::{Device, Page};
use crate::films;
use crate::house::{Begun, House};
use crate::walk::{Walk, starts};

/// An expression: the state of the page's camera.
const STATE: &str = "document.querySelector('#stage').dataset.state";

/// How long a page waits until it helps, in milliseconds: who does not answer whether it may use
/// the camera, and where the camera delivers nothing. And how often it looks for new pictures.
const UNANSWERED: u32 = 8_000;
const NO_PICTURE: u32 = 10_000;
const LOOKS_EVERY: u32 = 1_000;

/// A walk on a telephone whose camera does what the test says; it is at the front of a licence.
fn walk(first: &str) -> Option<Walk> {
    walk_soon(first, &[])
}

/// The same on a page that is less patient: see `hurries`.
fn walk_soon(first: &str, hurried: &[u32]) -> Option<Walk> {
    let signals = json!({ "signals": ["idcheck", "ocr_scan"] });
    walk_to(first, hurried, |house| house.start(signals, json!({})))
}

fn walk_to(first: &str, hurried: &[u32], begin: impl FnOnce(&House) -> Begun) -> Option<Walk> {
    let walk = Walk::with(Device::Phone, House::new)?;
    walk.page.holds_cameras(first);
    walk.page.hurries(hurried);
    let begun = begin(&walk.house);
    walk.opens(&begun.link, films::table());
    walk.page.until_at("/front");
    Some(walk)
}

/// A passport is asked for, which may be a stored picture or may not.
fn passport(house: &House, stored: bool) -> Begun {
    house.ask(
        "order-61",
        json!({
            "allow_offline": stored,
            "document": { "supported_types": ["passport"], "name": "" },
        }),
    )
}

#[track_caller]
fn becomes(page: &Page, state: &str) {
    page.until(&format!("{STATE} === '{state}'"));
}

#[track_caller]
fn is_said(page: &Page, part: &str) {
    page.until(&format!(
        "document.querySelector('#hint').textContent.includes({})",
        json!(part)
    ));
}

#[track_caller]
fn asked(page: &Page) -> u64 {
    page.eval("cameras.asked.length").as_u64().unwrap()
}

#[test]
fn a_whole_walk_asks_once_and_once_more_for_the_other_camera() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    page.holds_cameras("");
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    walk.opens(&begun.link, films::front());
    page.eval("window.isTheFirst = true");
    walk.hands_in_licence();
    page.until_at("/biometrics");
    assert_eq!(asked(page), 1);
    // Nobody looks while the text is read.
    let live = "cameras.given.some((track) => track.readyState === 'live')";
    assert_eq!(page.eval(live), false);
    walk.hands_in_selfie();
    page.until_at("/complete");
    assert_eq!(asked(page), 2);
    assert_eq!(page.eval(live), false);
    assert_eq!(
        page.eval("cameras.asked[0].facingMode.ideal"),
        "environment"
    );
    assert_eq!(page.eval("cameras.asked[1].facingMode.ideal"), "user");
    assert_eq!(page.eval("window.isTheFirst"), true, "one document");
    house.log_with(&begun, &[1625, 1825, 1800]);
}

#[test]
fn a_step_that_takes_the_place_of_another_says_so() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.opens(&begun.link, films::table());
    page.until_at("/front");
    page.until("document.activeElement === document.querySelector('h1')");
    let title = page.eval("document.querySelector('h1').textContent");
    let whole = page.eval("document.title");
    assert!(
        whole.as_str().unwrap().starts_with(title.as_str().unwrap()),
        "{whole}"
    );
    // A picture that is on its way to nowhere any more changes nothing.
    page.until_live_at("/front");
    walk.shows(films::front());
    walk.photographs("/front");
    assert_eq!(page.eval("scrollY"), 0);
}

#[test]
fn files_of_another_version_are_loaded_as_a_whole() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.shows(films::table());
    page.goto(&begun.link);
    page.until_seen("#start");
    // The server was updated between two steps.
    page.eval(
        "(() => { const fetched = window.fetch; window.fetch = async (...asked) => { \
           const reply = await fetched(...asked); const read = reply.text.bind(reply); \
           reply.text = async () => (await read()).replace('\"files\":\"', '\"files\":\"newer'); \
           return reply; }; window.isBefore = true; })()",
    );
    starts(page);
    page.until_live_at("/front");
    assert!(page.eval("window.isBefore").is_null());
}

#[test]
fn who_is_not_asked_is_helped_and_may_answer_late() {
    let begin = |house: &House| passport(house, false);
    let Some(walk) = walk_to("cameras.answer = 'waits'", &[UNANSWERED], begin) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "asking");
    page.until_seen("#again");
    page.until_seen("#elsewhere");
    // Nobody allowed a stored file.
    let file = page.eval("document.querySelector('label.file').checkVisibility()");
    assert_eq!(file, false);
    page.eval("cameras.lets()");
    becomes(page, "live");
    assert_eq!(asked(page), 1);
}

#[test]
fn who_is_not_asked_may_ask_again() {
    let Some(walk) = walk_soon("cameras.answer = 'waits'", &[UNANSWERED]) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "asking");
    page.eval("cameras.late = cameras.lets; cameras.answer = 'gives'");
    page.tap("#again");
    becomes(page, "live");
    // The first question is answered after all: that camera is let go of.
    page.eval("cameras.late()");
    page.until("cameras.given.length === 2 && cameras.given[1].readyState === 'ended'");
    assert_eq!(page.eval("cameras.given[0].readyState"), "live");
    assert_eq!(page.eval(STATE), "live");
}

#[test]
fn a_file_is_chosen_while_the_question_waits() {
    let begin = |house: &House| passport(house, true);
    let Some(walk) = walk_to("cameras.answer = 'waits'", &[UNANSWERED], begin) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "asking");
    page.choose_file("#file", films::front_file());
    page.until_seen("#use");
    // A camera that comes now comes too late.
    page.eval("cameras.lets()");
    page.until("cameras.given[0]?.readyState === 'ended'");
    assert_eq!(page.eval(STATE), "still");
}

#[test]
fn a_selfie_is_no_stored_file_unless_the_business_allows_it() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    page.holds_cameras("cameras.answer = 'NotFoundError'");
    for (reference, allowed) in [("order-62", false), ("order-63", true)] {
        let begun = house.ask(
            reference,
            json!({ "allow_offline": allowed, "manual_review": true, "face": {} }),
        );
        page.goto(&begun.link);
        starts(page);
        page.until_at("/biometrics");
        page.tap("#continue");
        page.until_at("/selfie");
        becomes(page, "failed");
        let seen = page.eval("document.querySelector('label.file')?.checkVisibility() ?? false");
        assert_eq!(seen, allowed);
    }
}

#[test]
fn a_camera_that_another_application_uses_is_said_to_be() {
    let Some(walk) = walk("cameras.answer = 'NotReadableError'") else {
        return;
    };
    let page = &walk.page;
    becomes(page, "failed");
    is_said(page, "Another app");
    // One that was just let go of is asked for twice.
    assert_eq!(asked(page), 2);
    page.eval("cameras.answer = 'gives'");
    page.tap("#again");
    becomes(page, "live");
}

#[test]
fn a_camera_that_ends_is_opened_again() {
    let Some(walk) = walk("") else { return };
    let page = &walk.page;
    becomes(page, "live");
    page.eval("cameras.ends()");
    page.until("cameras.asked.length === 2");
    becomes(page, "live");
    walk.shows(films::front());
    walk.photographs("/front");
}

#[test]
fn a_camera_that_stands_still_is_opened_again_and_given_up_in_the_end() {
    let Some(walk) = walk_soon("", &[LOOKS_EVERY]) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "live");
    page.eval("cameras.freezes()");
    page.until("cameras.asked.length === 2");
    // It stands still each time: after three tries the person is told, and decides.
    becomes(page, "failed");
    assert_eq!(asked(page), 4);
    page.until_seen("#again");
    page.until_seen("#elsewhere");
}

#[test]
fn a_camera_that_delivers_nothing_is_opened_again() {
    // The first time that it is played, no picture ever comes.
    let hangs = "{ const play = HTMLMediaElement.prototype.play; let played = 0; \
         HTMLMediaElement.prototype.play = function () { \
           return played++ ? play.call(this) : new Promise(() => {}); }; }";
    let Some(walk) = walk_soon(hangs, &[NO_PICTURE]) else {
        return;
    };
    let page = &walk.page;
    page.until("cameras.asked.length === 2");
    becomes(page, "live");
}

#[test]
fn a_camera_that_is_plugged_in_is_noticed() {
    let Some(walk) = walk("cameras.answer = 'NotFoundError'") else {
        return;
    };
    let page = &walk.page;
    becomes(page, "failed");
    page.eval(
        "cameras.answer = 'gives'; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))",
    );
    becomes(page, "live");
}

#[test]
fn a_page_that_was_suspended_looks_again() {
    let Some(walk) = walk("") else { return };
    let page = &walk.page;
    becomes(page, "live");
    page.eval("cameras.isSeen(false)");
    assert_eq!(
        page.eval("cameras.given[0].enabled"),
        false,
        "nobody sees the page"
    );
    page.eval("cameras.isSeen(true)");
    page.until("cameras.given[0].enabled");
    assert_eq!(asked(page), 1);
    // Locked for longer, a telephone takes the camera away.
    page.eval("cameras.isSeen(false); cameras.given[0].stop(); cameras.isSeen(true)");
    page.until("cameras.asked.length === 2");
    becomes(page, "live");
    walk.shows(films::front());
    walk.photographs("/front");
}

#[test]
fn a_device_that_plays_nothing_by_itself_is_tapped() {
    let refuses = "HTMLMediaElement.prototype.plays = HTMLMediaElement.prototype.play; \
         HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'))";
    let Some(walk) = walk(refuses) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "asking");
    is_said(page, "Tap");
    page.eval("HTMLMediaElement.prototype.play = HTMLMediaElement.prototype.plays");
    page.tap("#again");
    becomes(page, "live");
    assert_eq!(asked(page), 1);
}

#[test]
fn a_web_view_without_cameras_leads_to_a_browser() {
    let Some(walk) = Walk::with(Device::Phone, House::new) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    page.runs_first(
        "Object.defineProperty(navigator, 'mediaDevices', { value: undefined }); \
         Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } }, configurable: true })",
    );
    let begun = house.start(json!({ "signals": ["idcheck", "ocr_scan"] }), json!({}));
    walk.opens(&begun.link, films::table());
    page.until_at("/front");
    becomes(page, "failed");
    is_said(page, "paste it into Safari or Chrome");
    page.tap("#elsewhere");
    page.until("document.querySelector('#elsewhere-said').textContent.includes('copied')");
    let copied = page.eval("window.copied");
    assert!(
        copied.as_str().unwrap().starts_with(house.origin()),
        "{copied}"
    );
    // Where nothing may be copied by a script, the link is there to be copied by hand.
    page.eval("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    page.tap("#elsewhere");
    page.until_seen("#elsewhere-link");
    assert_eq!(
        page.eval("document.querySelector('#elsewhere-link').value"),
        copied
    );
    // It opens the same step.
    let other = walk.visitor.page(Device::Phone);
    other.goto(copied.as_str().unwrap());
    other.until_at("/front");
}

#[test]
fn the_main_camera_is_chosen_and_another_one_is_remembered() {
    let labels = "cameras.labels = ['camera2 2, facing back (ultra wide)', 'camera2 0, facing back', 'camera2 1, facing front']";
    let Some(walk) = walk(labels) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "live");
    assert_eq!(
        page.eval("cameras.given.at(-1).label"),
        "camera2 0, facing back"
    );
    assert_eq!(page.eval("cameras.asked.at(-1).deviceId.exact"), "c1");
    assert_eq!(page.eval("cameras.given[0].readyState"), "ended");
    // The person chooses the other one, of two: the one in front is none of them.
    page.tap("#lens");
    page.until("cameras.given.at(-1).label.includes('ultra wide')");
    becomes(page, "live");
    page.reload();
    becomes(page, "live");
    page.until("cameras.given.at(-1).label.includes('ultra wide')");
}

#[test]
fn light_and_zoom_are_offered_where_there_are_any() {
    let can =
        "cameras.can = { torch: true, zoom: { min: 1, max: 8 }, focusDistance: { min: 0.24 } }";
    let Some(walk) = walk(can) else {
        return;
    };
    let page = &walk.page;
    becomes(page, "live");
    // What focuses from 24 centimetres on is zoomed, so that the card need not come nearer.
    page.until("cameras.told.some((one) => Math.abs(one.zoom - 1.6) < 0.01)");
    page.tap("#torch");
    page.until("cameras.told.some((one) => one.torch === true)");
    page.until("document.querySelector('#torch').getAttribute('aria-pressed') === 'true'");
    page.tap("#torch");
    page.until("cameras.told.some((one) => one.torch === false)");
    page.tap("#zoom");
    page.until("cameras.told.at(-1).zoom === 2");
    page.eval("cameras.can = {}; cameras.ends()");
    page.until("cameras.asked.length === 2");
    becomes(page, "live");
    page.until("document.querySelector('#torch').hidden && document.querySelector('#zoom').hidden");
}
