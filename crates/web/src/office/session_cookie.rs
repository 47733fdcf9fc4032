//! The cookie of a session, and the one of the language.
//!
//! The name begins with `__Host-`, so a browser takes the cookie over `https` only, for this host
//! only, and from nobody but this host. On `http://localhost`, where browsers refuse that, it has a
//! plain name.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use proofing::staff::StaffToken;

use super::site::Site;

/// The longest token that is looked up.
const MOST: usize = 128;

/// How long a browser remembers the language, in seconds: a year.
const LANGUAGE_KEPT: u32 = 365 * 24 * 3600;

const LANGUAGE: &str = "office-language";

const fn name(site: &Site) -> &'static str {
    if site.is_secure {
        "__Host-office"
    } else {
        "office"
    }
}

/// Returns the token that a browser sent, if it sent one.
pub(crate) fn token(site: &Site, headers: &HeaderMap) -> Option<StaffToken> {
    cookie(headers, name(site))
        .filter(|token| !token.is_empty() && token.len() <= MOST)
        .map(StaffToken::new)
}

/// Returns the language that somebody chose.
pub(crate) fn language(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, LANGUAGE)
}

/// Gives a browser the token of a session. The browser keeps it until it is closed.
pub(crate) fn give(site: &Site, response: &mut Response<Body>, token: &StaffToken) {
    set(site, response, token.reveal(), "");
}

/// Takes the token of a session from a browser.
pub(crate) fn take(site: &Site, response: &mut Response<Body>) {
    set(site, response, "", "; Max-Age=0");
}

/// Has a browser remember a language.
pub(crate) fn remember_language(site: &Site, response: &mut Response<Body>, parameter: &str) {
    let secure = if site.is_secure { "; Secure" } else { "" };
    append(
        response,
        &format!(
            "{LANGUAGE}={parameter}; Path=/; HttpOnly; SameSite=Strict; Max-Age={LANGUAGE_KEPT}{secure}"
        ),
    );
}

fn set(site: &Site, response: &mut Response<Body>, value: &str, more: &str) {
    let secure = if site.is_secure { "; Secure" } else { "" };
    append(
        response,
        &format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}",
            name(site)
        ),
    );
}

fn append(response: &mut Response<Body>, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter();
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
