//! The headers of every page: nothing is loaded from elsewhere, nothing is stored, and nothing is
//! revealed to others.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use verification::account::Site;

use crate::entrance::OwnPagesOnly;

/// Nothing is loaded from elsewhere, and only our own files are run. Pictures may be the camera's
/// own (`blob:`).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
     connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// Returns who may embed the pages: the sites that an account names. A page asks for consent, so
/// without a list nobody may.
pub(crate) type Framers = BTreeSet<Site>;

/// Creates the response for a page.
pub(crate) fn page(status: StatusCode, html: String, framers: &Framers) -> Response<Body> {
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    response.extensions_mut().insert(OwnPagesOnly);
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    let sites: Vec<&str> = framers.iter().map(Site::as_str).collect();
    let policy = match sites.as_slice() {
        [] => {
            // The older header only knows all or nothing, so it is only sent where it says the
            // same.
            let deny = HeaderValue::from_static("DENY");
            response.headers_mut().insert(header::X_FRAME_OPTIONS, deny);
            format!("{POLICY}; frame-ancestors 'none'")
        }
        sites => format!("{POLICY}; frame-ancestors {}", sites.join(" ")),
    };
    // Sites only consist of letters, digits and the signs of a URL, so this is always a valid
    // value.
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Redirects to another page. The URL contains the token, so nothing on the way may store it.
pub(crate) fn see_other(address: &str, framers: &Framers) -> Response<Body> {
    let mut response = page(StatusCode::SEE_OTHER, String::new(), framers);
    if let Ok(value) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}
