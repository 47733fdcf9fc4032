//! A walk: what all of them begin with, and what a person does on the way, as a person would, by
//! what can be seen.

use std::path::Path;

use crate::driver::{Browser, Device, Film, Page, Visitor};
use crate::films;
use crate::house::House;
use crate::studio::Studio;

/// How long the last page is shown before it leads back to the business, in milliseconds.
pub(crate) const READING: u32 = 4_000;
/// The same where it tells the verdict.
pub(crate) const READING_VERDICT: u32 = 10_000;

/// A server, and somebody with a browser, a camera that may be used, and one page open.
///
/// The parts end in this order: the page first, since it says what went wrong on it, and the server
/// last.
pub(crate) struct Walk {
    pub(crate) page: Page,
    pub(crate) visitor: Visitor,
    browser: Studio,
    pub(crate) house: House,
}

impl Walk {
    /// Begins with such a device in the hand or on the app; `None` where there is no browser.
    #[track_caller]
    pub(crate) fn with(device: Device, house: impl FnOnce() -> House) -> Option<Self> {
        Browser::is_there().then(|| Self::in_studio(Studio::take(), device, house))
    }

    /// The same on a telephone that is held upright, and whose camera sees upright films.
    #[track_caller]
    pub(crate) fn upright(house: impl FnOnce() -> House) -> Option<Self> {
        let studio = || Studio::with(films::upright_front());
        Browser::is_there().then(|| Self::in_studio(studio(), Device::Phone, house))
    }

    #[track_caller]
    fn in_studio(browser: Studio, device: Device, house: impl FnOnce() -> House) -> Self {
        let house = house();
        let visitor = browser.visitor();
        visitor.lets_use_camera(house.origin(), true);
        Self {
            page: visitor.page(device),
            visitor,
            browser,
            house,
        }
    }

    /// Holds something to the camera.
    pub(crate) fn shows(&self, film: &Film) {
        self.browser.camera().show(film);
    }

    /// Whether the camera may be used from now on.
    pub(crate) fn lets_use_camera(&self, allowed: bool) {
        self.visitor.lets_use_camera(self.house.origin(), allowed);
    }

    /// Opens the link and presses the start button. What comes next is held ready.
    #[track_caller]
    pub(crate) fn opens(&self, link: &str, then: &Film) {
        self.page.goto(link);
        self.begins(then);
    }

    #[track_caller]
    pub(crate) fn begins(&self, then: &Film) {
        self.shows(then);
        starts(&self.page);
    }

    /// Waits on the page at this path until a picture was taken, by itself or, where that is not
    /// done, by hand; it is shown now.
    #[track_caller]
    pub(crate) fn photographs(&self, path: &str) {
        self.page.until_at(path);
        if ["/address", "/consent-note"].contains(&path) {
            self.page.tap("#shutter");
        }
        self.page.until_seen("#use");
    }

    /// Keeps the picture that is shown; holds the next thing to the camera meanwhile.
    #[track_caller]
    pub(crate) fn keeps(&self, then: &Film) {
        self.shows(then);
        self.page.tap("#use");
    }

    /// The front and the back of a licence; holds the next thing to the camera meanwhile.
    #[track_caller]
    pub(crate) fn hands_in_sides(&self, then: &Film) {
        self.photographs("/front");
        self.keeps(films::back());
        self.photographs("/back");
        self.keeps(then);
    }

    /// The front and the back of a licence, up to the page that follows. The barcode is read on the
    /// picture of the back.
    #[track_caller]
    pub(crate) fn hands_in_licence(&self) {
        self.hands_in_sides(films::table());
        self.page.until("location.pathname !== '/back'");
        assert_ne!(self.page.path(), "/barcode");
    }

    /// The consent and the selfie.
    #[track_caller]
    pub(crate) fn hands_in_selfie(&self) {
        self.page.until_at("/biometrics");
        self.shows(films::face());
        self.page.tap("#continue");
        self.takes_selfie();
    }

    /// The selfie, which is sent as soon as it is taken.
    #[track_caller]
    pub(crate) fn takes_selfie(&self) {
        self.page.until_at("/selfie");
        self.page.tap("#shutter");
        self.page.until("location.pathname !== '/selfie'");
    }
}

/// Presses the start button; agrees to the terms first, where they are asked for.
#[track_caller]
pub(crate) fn starts(page: &Page) {
    page.until_seen("#start");
    if page.eval("document.querySelector('#terms') !== null") == true {
        page.tap("#terms");
    }
    page.tap("#start");
}

/// Hands in a stored file, where the camera cannot be used.
#[track_caller]
pub(crate) fn chooses(page: &Page, path: &str, file: &Path) {
    page.until_at(path);
    page.until("['failed', 'file'].includes(document.querySelector('#stage').dataset.state)");
    page.choose_file("#file", file);
    if path != "/barcode" {
        page.tap("#use");
    }
}
