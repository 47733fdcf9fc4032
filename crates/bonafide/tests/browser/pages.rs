//! Every page in every language: what axe finds on it, and what it looks like.
//!
//! The pictures are kept in `target/pages` (or `BONAFIDE_TEST_PAGES_OUT`) to be looked at.

use serde_json::json;

use crate::axe::Axe;
use crate::driver::{Browser, Device, Page, kept_in};
use crate::films;
use crate::house::House;
use crate::person::{Person, browser, starts, the_camera};

/// The languages that are complete, as a link names them.
const LANGUAGES: [&str; 3] = ["en-us", "fr-ca", "es-mx"];

/// Looks at pages, and remembers what was wrong with them.
struct Inspector {
    axe: Option<Axe>,
    found: Vec<String>,
}

impl Inspector {
    fn new() -> Self {
        Self {
            axe: Axe::find(),
            found: Vec::new(),
        }
    }

    /// Looks at the page where the person is, in every language, and comes back to the first. What is
    /// waited for is an expression that is true once the page is what it is called.
    #[track_caller]
    fn inspect(&mut self, page: &Page, name: &str, once: &str) {
        for language in LANGUAGES {
            in_language(page, language);
            page.until(once);
            self.look(page, name, language);
        }
        in_language(page, LANGUAGES[0]);
        page.until(once);
    }

    /// Looks at the page as it is.
    #[track_caller]
    fn look(&mut self, page: &Page, name: &str, language: &str) {
        let shown = page.eval("document.documentElement.lang");
        assert!(
            language.starts_with(shown.as_str().unwrap_or("?")),
            "{name} was asked for in {language} and speaks {shown}"
        );
        if let Some(axe) = &self.axe {
            let found = axe.finds_on(page);
            self.found.extend(
                found
                    .into_iter()
                    .map(|what| format!("{name} in {language}: {what}")),
            );
        }
        let usual = page.device();
        for device in [Device::Phone, Device::Laptop] {
            page.seen_on(device);
            let too_wide = page.eval("document.documentElement.scrollWidth > innerWidth");
            if too_wide == true {
                self.found.push(format!(
                    "{name} in {language}: wider than a {}",
                    device.name()
                ));
            }
            let file = format!("{name}.{language}.{}.png", device.name());
            std::fs::write(kept_in().join(file), page.whole_picture()).unwrap();
        }
        page.seen_on(usual);
    }

    fn ends(self) {
        assert!(self.found.is_empty(), "{:#?}", self.found);
    }
}

/// Loads the page again in another language.
#[track_caller]
fn in_language(page: &Page, language: &str) {
    page.leaves(|| {
        page.eval(&format!(
            "location.href = location.href.replace(/language=[a-z-]+/, 'language={language}'), 0"
        ));
    });
    page.until("document.readyState === 'complete'");
}

/// A camera has been opened, or could not be.
const AIMED: &str = "document.querySelector('#stage').dataset.state !== 'starting'";

/// Nothing but the page has to be there.
const THERE: &str = "document.querySelector('h1')";

/// Keeps the picture of a step for the README.
fn keep(page: &Page, name: &str) {
    let folder = kept_in().join("readme");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.webp")), page.small_picture(70)).unwrap();
}

#[test]
fn every_page_of_the_way() {
    if !Browser::is_there() {
        return;
    }
    let mut inspector = Inspector::new();
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.ask(
        "order-30",
        json!({
            "show_consent": true, "show_privacy_policy": true, "show_ocr_form": true, "show_results": true,
            "allow_retry": true, "allow_offline": true,
            "redirect_url": format!("{}/nowhere", house.shop.url),
            "document": { "supported_types": ["driving_license", "passport"], "name": "", "dob": "" },
            "address": { "supported_types": ["utility_bill"], "full_address": "" },
            "consent": { "supported_types": ["handwritten"], "text": "I agree" },
            "face": {},
        }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    page.goto(&begun.link);
    page.until_seen("#start");
    inspector.inspect(
        &page,
        "landing",
        "document.querySelector('#start').checkVisibility()",
    );
    person.begins(films::table());
    page.until_at("/choice");
    inspector.inspect(&page, "choice", THERE);
    page.tap("[data-type=driving_license]");
    page.until_at("/front");
    inspector.inspect(&page, "front", AIMED);
    page.tap("#cancel");
    inspector.look(&page, "cancel", "en-us");
    page.tap("#cancel-no");
    person.camera.show(films::front());
    page.reload();
    person.photographs("/front");
    inspector.look(&page, "preview", "en-us");
    person.keeps(films::table());
    page.until_at("/back");
    inspector.inspect(&page, "back", AIMED);
    person.camera.show(films::back());
    page.reload();
    person.photographs("/back");
    person.keeps(films::table());
    page.until_at("/address");
    inspector.inspect(&page, "address", AIMED);
    page.choose_file("#file", films::front_file());
    page.tap("#use");
    page.until_at("/consent-note");
    inspector.inspect(&page, "consent-note", AIMED);
    page.choose_file("#file", films::front_file());
    person.camera.show(films::face());
    page.tap("#use");
    page.until_at("/biometrics");
    inspector.inspect(&page, "biometrics", THERE);
    page.tap("#refuse");
    page.until_at("/biometrics-denied");
    inspector.inspect(&page, "biometrics-denied", THERE);
    page.tap("#back");
    page.until_at("/biometrics");
    page.tap("#continue");
    page.until_at("/selfie");
    inspector.inspect(&page, "selfie", AIMED);
    person.photographs("/selfie");
    person.keeps(films::table());
    page.until_at("/confirm");
    inspector.inspect(&page, "confirm", THERE);
    page.tap("#form [type=submit]");
    page.until("['/processing', '/complete'].includes(location.pathname)");
    if page.path() == "/processing" {
        inspector.look(&page, "processing", "en-us");
    }
    page.until_at("/complete");
    inspector.inspect(&page, "complete", THERE);
    inspector.ends();
}

#[test]
fn every_page_beside_the_way() {
    if !Browser::is_there() {
        return;
    }
    let mut inspector = Inspector::new();
    let house = House::new();
    let browser = browser();
    let begun = house.ask(
        "order-31",
        json!({ "ttl": 1, "document": { "supported_types": ["driving_license"], "name": "" } }),
    );
    let gone = house.ask(
        "order-32",
        json!({ "document": { "supported_types": ["driving_license"], "name": "" } }),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), false);
    let page = visitor.page(Device::Laptop);
    page.forgive("404");
    page.goto(&begun.link);
    page.until_seen("#offer");
    inspector.inspect(
        &page,
        "hand-off",
        "document.querySelector('#offer').checkVisibility()",
    );
    page.tap("#here");
    starts(&page);
    page.until_at("/camera-denied");
    inspector.inspect(&page, "camera-denied", THERE);
    page.tap("#back");
    page.until_at("/camera-denied");
    let query = page.eval("location.search").as_str().unwrap().to_owned();
    page.goto(&format!("{}/frnt{query}", house.origin()));
    inspector.inspect(&page, "not-found", THERE);
    let nobody = visitor.page(Device::Phone);
    nobody.forgive("404");
    nobody.goto(&format!(
        "{}/?token=nobody&version=default&language=en-us",
        house.origin()
    ));
    inspector.look(&nobody, "no-such-link", "en-us");
    let other = visitor.page(Device::Phone);
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
    // The time of the first is over soon: it has been going on all the while.
    page.until_at("/timeout");
    inspector.inspect(&page, "timeout", THERE);
    inspector.ends();
}

/// Waits until a page without a camera asks for a file.
#[track_caller]
fn chooses_nothing(page: &Page) {
    page.until("document.querySelector('#stage').dataset.state === 'file'");
}

#[test]
fn pictures_for_the_readme() {
    // Drawn when they are asked for: they are looked at by people and prove nothing.
    if std::env::var_os("BONAFIDE_TEST_README_PICTURES").is_none() || !Browser::is_there() {
        return;
    }
    let house = House::new();
    let (_camera, browser) = (the_camera(), browser());
    let begun = house.start(
        json!({ "signals": ["idcheck", "ocr_scan", "ocr_match", "selfie"] }),
        json!({}),
    );
    let visitor = browser.visitor();
    visitor.lets_use_camera(house.origin(), true);
    let laptop = visitor.page(Device::Laptop);
    laptop.goto(&begun.link);
    laptop.until_seen("#offer svg");
    keep(&laptop, "hand-off");
    let page = visitor.page(Device::Phone);
    let person = Person::new(&page, &browser);
    page.goto(&begun.link);
    page.until_seen("#start");
    keep(&page, "landing");
    person.begins(films::far());
    page.until_at("/front");
    page.until("document.querySelector('#hint').textContent === 'Come closer'");
    keep(&page, "front");
    person.camera.show(films::front());
    page.reload();
    person.photographs("/front");
    keep(&page, "preview");
    person.keeps(films::back());
    person.photographs("/back");
    person.keeps(films::table());
    page.until_at("/barcode");
    page.until("document.querySelector('#stage').dataset.state === 'live'");
    keep(&page, "barcode");
    person.camera.show(films::back());
    page.reload();
    page.until_at("/biometrics");
    keep(&page, "biometrics");
    person.camera.show(films::face());
    page.tap("#continue");
    page.until_at("/selfie");
    page.until_seen("#shutter");
    keep(&page, "selfie");
    person.photographs("/selfie");
    person.keeps(films::table());
    page.until_at("/complete");
    keep(&page, "complete");
}
