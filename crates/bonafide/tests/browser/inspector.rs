//! Looks at pages as many people would: in every language, by axe, in the dark, enlarged, written
//! from the right; and remembers what was wrong with them.
//!
//! With `BONAFIDE_TEST_PAGES_OUT` it keeps pictures there, to be looked at.

use crate::axe::Axe;
use crate::driver::{Device, Page, kept_in};

/// The languages that are complete, as a link names them.
pub(crate) const LANGUAGES: [&str; 3] = ["en-us", "fr-ca", "es-mx"];

/// A camera has been opened, or could not be.
pub(crate) const AIMED: &str = "document.querySelector('#stage').dataset.state !== 'starting'";

/// The landing page has chosen, by the size of the screen, whether it offers a telephone: that is
/// some calls of the server after it can be seen, and the screen must not change before.
pub(crate) const LANDED: &str =
    "window.hasChosen && document.querySelector('#start').checkVisibility()";

/// Tells when a page asks what it is shown on.
const CHOICE: &str = "{ const media = window.matchMedia.bind(window); \
     window.matchMedia = (query) => { \
       window.hasChosen ||= query.includes('pointer'); return media(query); }; }";

/// Nothing but the page has to be there.
pub(crate) const THERE: &str = "document.querySelector('h1')";

pub(crate) struct Inspector {
    axe: Option<Axe>,
    keeps: bool,
    found: Vec<String>,
}

impl Inspector {
    /// For what is loaded on this page from now on.
    pub(crate) fn of(page: &Page) -> Self {
        page.runs_first(CHOICE);
        Self {
            axe: Axe::find(),
            keeps: std::env::var_os("BONAFIDE_TEST_PAGES_OUT").is_some(),
            found: Vec::new(),
        }
    }

    /// Looks at the page where the person is, in every language, and comes back to the first. What
    /// is waited for is an expression that is true once the page is what it is called.
    #[track_caller]
    pub(crate) fn inspect(&mut self, page: &Page, name: &str, once: &str) {
        // The first comes last: the page is already in it, and is left in it.
        for language in LANGUAGES.into_iter().rev() {
            in_language(page, language);
            page.until(once);
            self.look(page, name, language);
        }
    }

    /// Looks at the page as it is.
    #[track_caller]
    pub(crate) fn look(&mut self, page: &Page, name: &str, language: &str) {
        let shown = page.eval("document.documentElement.lang");
        assert!(
            shown
                .as_str()
                .is_some_and(|tag| tag.eq_ignore_ascii_case(language)),
            "{name} was asked for in {language} and speaks {shown}"
        );
        let name = format!("{name}.{language}");
        self.ask_axe(page, &name, Axe::ALL);
        for device in Device::ALL {
            page.seen_on(device);
            self.measure(page, &format!("{name}.{}", device.name()));
        }
        if language == LANGUAGES[0] {
            self.look_otherwise(page, &name);
        }
        page.seen_on(page.device());
    }

    /// What depends on no language: other colours, letters twice as large, the other direction.
    #[track_caller]
    fn look_otherwise(&mut self, page: &Page, name: &str) {
        page.prefers("prefers-reduced-motion", "reduce");
        let moves = page.eval(
            "[...document.querySelectorAll('*')].map((e) => [e, getComputedStyle(e)]).filter(([, s]) => \
             s.transitionDuration !== '0s' || (s.animationName !== 'none' && parseFloat(s.animationDuration) < 5)) \
             .map(([e]) => e.outerHTML.slice(0, 80)).join(' | ')",
        );
        if moves != "" {
            self.found.push(format!("{name} moves: {moves}"));
        }
        for device in [Device::Phone, Device::Laptop] {
            page.seen_on(device);
            let on = device.name();
            page.prefers("prefers-color-scheme", "dark");
            if device == page.device() {
                self.ask_axe(page, &format!("{name} in the dark"), Axe::CONTRAST);
            }
            self.measure(page, &format!("{name}.{on}.dark"));
            page.prefers("prefers-color-scheme", "light");
            page.eval("document.documentElement.dir = 'rtl'");
            self.measure(page, &format!("{name}.{on}.rtl"));
            page.eval("document.documentElement.dir = 'ltr'");
            page.eval("document.documentElement.style.fontSize = '200%'");
            self.measure(page, &format!("{name}.{on}.large"));
            page.eval("document.documentElement.style.fontSize = ''");
        }
    }

    #[track_caller]
    fn ask_axe(&mut self, page: &Page, name: &str, rules: &str) {
        let Some(axe) = &self.axe else { return };
        let found = axe.finds_on(page, rules);
        self.found
            .extend(found.into_iter().map(|what| format!("{name}: {what}")));
    }

    /// Nothing has to be scrolled sideways for, and nothing that can be pressed lies outside of the
    /// page.
    #[track_caller]
    fn measure(&mut self, page: &Page, name: &str) {
        let outside = page.eval(
            "(() => { const width = document.documentElement.clientWidth; \
             const out = [...document.querySelectorAll('body *')].filter((e) => { \
               if (!e.checkVisibility() || e.closest('.stage, .sr, .jump, svg')) return false; \
               const box = e.getBoundingClientRect(); return box.left < -1 || box.right > width + 1; }); \
             if (document.documentElement.scrollWidth > width && !out.length) return 'the page'; \
             return out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | '); })()",
        );
        // What is to be pressed is in sight at once, however low the screen is.
        let below = page.eval(
            "(() => { const height = document.documentElement.clientHeight; scrollTo(0, 0); \
             return [...document.querySelectorAll('.dock button, .dock .button')].filter((e) => \
               e.checkVisibility() && e.getBoundingClientRect().bottom > height + 1) \
               .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | '); })()",
        );
        if below != "" {
            self.found
                .push(format!("{name} has below the fold: {below}"));
        }
        let outside = outside.as_str().unwrap_or_default();
        if !outside.is_empty() {
            self.found.push(format!("{name} is too wide: {outside}"));
        }
        if self.keeps {
            let file = kept_in().join(format!("{name}.png"));
            std::fs::write(file, page.whole_picture("png")).unwrap();
        }
    }

    #[track_caller]
    pub(crate) fn ends(self) {
        assert!(self.found.is_empty(), "{:#?}", self.found);
    }
}

/// Loads the page again in another language, unless it is in that already.
#[track_caller]
fn in_language(page: &Page, language: &str) {
    let shown = page.eval("document.documentElement.lang");
    if shown
        .as_str()
        .is_some_and(|tag| tag.eq_ignore_ascii_case(language))
    {
        return;
    }
    page.leaves(|| {
        page.eval(&format!(
            "location.href = location.href.replace(/language=[a-z-]+/, 'language={language}'), 0"
        ));
    });
    page.until("document.readyState === 'complete'");
}
