//! What all tests of these pages do: get in, send forms, and look at a page in every language.

use jiff::Timestamp;

use crate::authenticator::Authenticator;
use crate::driver::Page;
use crate::inspector::{Inspector, LANGUAGES};

/// The password of everybody here.
pub(super) const PASSWORD: &str = "correct horse battery";

/// The app of the invitation that is shown.
#[track_caller]
pub(super) fn app_of(page: &Page) -> Authenticator {
    let secret = page.eval("document.querySelector('.secret').textContent");
    Authenticator::new(secret.as_str().unwrap())
}

/// The code that an app shows after so many seconds.
#[track_caller]
pub(super) fn code(page: &Page, app: &Authenticator, later: i64) -> String {
    let now = page.eval("Math.floor(Date.now() / 1000)").as_i64().unwrap();
    app.code(Timestamp::from_second(now + later).unwrap())
}

/// Accepts an invitation, up to the recovery codes.
#[track_caller]
pub(crate) fn accepts(page: &Page, link: &str) -> Authenticator {
    page.goto(link);
    let app = app_of(page);
    page.fills("#password", PASSWORD);
    page.fills("#code", &code(page, &app, 0));
    submits(page, "form.card");
    app
}

/// Presses the first button of a form, and waits for the page that follows.
#[track_caller]
pub(super) fn submits(page: &Page, form: &str) {
    page.loads(|| page.tap(&format!("{form} button")));
}

/// Looks at the page in every language, and comes back to the first.
#[track_caller]
pub(super) fn inspect(inspector: &mut Inspector, page: &Page, name: &str) {
    for language in LANGUAGES.into_iter().rev() {
        let shown = page.eval("document.documentElement.lang");
        if !shown.as_str().unwrap().eq_ignore_ascii_case(language) {
            page.seen_on(page.device());
            page.tap(".menu summary");
            page.loads(|| page.tap(&format!("[name=to][value={language}]")));
        }
        inspector.look(page, name, language);
    }
}
