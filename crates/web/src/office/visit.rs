//! The page that somebody asked for, and how they read it.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use proofing::staff::StaffToken;

use super::headers;
use super::session_cookie;
use super::site::Site;
use crate::AppState;
use crate::pages::i18n::Locale;

/// The page that somebody asked for, and how they read it. Every handler can take it, whether
/// somebody is signed in or not.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// Where the pages are reached.
    pub(crate) site: Site,
    /// The language.
    pub(crate) locale: Locale,
    /// The path that was asked for.
    pub(crate) path: String,
    /// The query that was asked for, without the question mark.
    pub(crate) query: String,
    /// The token that the browser sent.
    pub(crate) token: Option<StaffToken>,
}

impl Visit {
    /// Returns the page that a request asks for, or `None` if there is no office.
    pub(super) fn of(state: &AppState, uri: &Uri, sent: &HeaderMap) -> Option<Self> {
        let site = state.office.clone()?;
        let accepted = sent.get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.and_then(|value| value.to_str().ok());
        let chosen = session_cookie::language(sent).and_then(Locale::of);
        let locale = chosen.or_else(|| Locale::accepted(accepted.unwrap_or_default()));
        Some(Self {
            token: session_cookie::token(&site, sent),
            locale: locale.unwrap_or(Locale::American),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            site,
        })
    }

    /// Returns the URL of a page for a path such as `/office/staff`.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.site.root)
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Response<Body>;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Response<Body>> {
        Self::of(state, &parts.uri, &parts.headers).ok_or_else(no_office)
    }
}

/// Without an office there are no such routes, so nobody ever sees this answer.
pub(super) fn no_office() -> Response<Body> {
    headers::page(StatusCode::NOT_FOUND, String::new())
}
