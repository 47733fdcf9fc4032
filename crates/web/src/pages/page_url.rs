//! URLs of the pages in their only spelling: `/front?token=…&version=default&language=en-us`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use verification::capture::CapturePage;

use super::i18n::{Locale, Words};

/// Everything in a URL besides the page.
#[derive(Clone)]
pub(crate) struct PageUrl {
    /// What precedes every path: empty, unless the server is reached under a path.
    pub(crate) root: String,
    /// The token of the link, as it came.
    pub(crate) token: String,
    /// The language of the pages.
    pub(crate) locale: Locale,
}

/// A token opens the link, so it is not shown.
impl std::fmt::Debug for PageUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageUrl({:?})", self.locale)
    }
}

impl PageUrl {
    /// Returns the URL of a page.
    pub(crate) fn to(&self, path: &str) -> String {
        self.in_language(path, self.locale)
    }

    /// Returns the same in another language.
    pub(crate) fn in_language(&self, path: &str, locale: Locale) -> String {
        format!(
            "{}{path}?token={}&version=default&language={}",
            self.root,
            escaped(&self.token),
            locale.parameter()
        )
    }
}

/// The characters that need no escaping in a URL: letters, digits and these.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Returns a token as part of a URL. Our own consist of letters and digits; anything else is
/// escaped, not dropped.
pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, &PLAIN).to_string()
}

/// Returns the path of a public URL, which a proxy removes before a request arrives here.
pub(crate) fn root_of(public_url: &str) -> String {
    let rest = public_url
        .split_once("://")
        .map_or(public_url, |(_, rest)| rest);
    rest.find('/')
        .and_then(|at| rest.get(at..))
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_owned()
}

/// Returns the path of a page.
pub(crate) const fn path_of(page: CapturePage) -> &'static str {
    match page {
        CapturePage::Landing => "/",
        CapturePage::Choice(_) => "/choice",
        CapturePage::Front(_) => "/front",
        CapturePage::Back(_) => "/back",
        CapturePage::Barcode(_) => "/barcode",
        CapturePage::Address => "/address",
        CapturePage::ConsentNote => "/consent-note",
        CapturePage::Biometrics => "/biometrics",
        CapturePage::BiometricsDenied => "/biometrics-denied",
        CapturePage::Selfie => "/selfie",
        CapturePage::Confirm => "/confirm",
        CapturePage::Phone => "/phone",
        CapturePage::Processing => "/processing",
        CapturePage::Complete => "/complete",
        CapturePage::Timeout => "/timeout",
        CapturePage::Cancelled => "/cancelled",
    }
}

/// A page that depends on no state: the browser reported that the camera was refused.
pub(crate) const CAMERA_DENIED: &str = "/camera-denied";

/// Every path of a page except the landing page's.
pub(crate) const PATHS: [&str; 16] = [
    "/choice",
    "/front",
    "/back",
    "/barcode",
    "/address",
    "/consent-note",
    "/biometrics",
    "/biometrics-denied",
    "/selfie",
    "/confirm",
    "/phone",
    "/processing",
    "/complete",
    "/timeout",
    "/cancelled",
    CAMERA_DENIED,
];

/// Returns true for a page with a camera.
pub(crate) const fn is_capture(page: CapturePage) -> bool {
    matches!(
        page,
        CapturePage::Front(_)
            | CapturePage::Back(_)
            | CapturePage::Barcode(_)
            | CapturePage::Address
            | CapturePage::ConsentNote
            | CapturePage::Selfie
    )
}

/// Returns true for a page that nothing follows.
pub(crate) const fn is_end(page: CapturePage) -> bool {
    matches!(
        page,
        CapturePage::Complete | CapturePage::Timeout | CapturePage::Cancelled
    )
}

/// Returns the name of a step, for a screen that follows it on another device.
pub(crate) const fn step_name(page: CapturePage, w: &Words) -> &'static str {
    match page {
        CapturePage::Landing => w.landing_title,
        CapturePage::Choice(_) => w.choice_title,
        CapturePage::Front(_) => w.step_front,
        CapturePage::Back(_) => w.step_back,
        CapturePage::Barcode(_) => w.step_barcode,
        CapturePage::Address => w.address_title,
        CapturePage::ConsentNote => w.note_title,
        CapturePage::Biometrics | CapturePage::BiometricsDenied => w.biometrics_title,
        CapturePage::Selfie => w.selfie_title,
        CapturePage::Confirm => w.confirm_title,
        CapturePage::Phone => w.phone_title,
        CapturePage::Processing => w.processing_title,
        CapturePage::Complete => w.complete_title,
        CapturePage::Timeout => w.timeout_title,
        CapturePage::Cancelled => w.cancelled_title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_cannot_leave_its_place() {
        let way = PageUrl {
            root: "/id".to_owned(),
            token: "a&b=\"/../é".to_owned(),
            locale: Locale::Canadian,
        };
        assert_eq!(
            way.to("/front"),
            "/id/front?token=a%26b%3D%22%2F..%2F%C3%A9&version=default&language=fr-ca"
        );
        assert!(!format!("{way:?}").contains("a&b"));
    }

    #[test]
    fn a_proxy_may_strip_a_path() {
        for (url, root) in [
            ("https://id.example.com", ""),
            ("https://id.example.com/", ""),
            ("https://example.com/id/", "/id"),
            ("http://127.0.0.1:8080/a/b", "/a/b"),
            ("", ""),
        ] {
            assert_eq!(root_of(url), root, "{url}");
        }
    }
}
