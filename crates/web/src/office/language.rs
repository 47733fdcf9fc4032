//! `POST /office/language`: shows the pages in another language from now on.

use axum::body::Body;
use axum::http::Response;

use super::frame::PostedByStranger;
use super::routes::{Needs, Routes};
use super::{headers, session_cookie};
use crate::pages::i18n::Locale;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post("/office/language", Needs::Nothing, choose)
}

async fn choose(PostedByStranger { visit, fields, .. }: PostedByStranger) -> Response<Body> {
    let mut response = headers::see_other(&visit.to(within(fields.get("back"))));
    if let Some(locale) = Locale::of(fields.get("to")) {
        session_cookie::remember_language(&visit.site, &mut response, locale.parameter());
    }
    response
}

/// Returns a path if it is one of the office, so that no link leads elsewhere by way of us.
pub(super) fn within(path: &str) -> &str {
    let is_ours = (path == "/office" || path.starts_with("/office/"))
        && !path.starts_with("/office//")
        && !path.contains(['\\', '\r', '\n'])
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if is_ours { path } else { "/office/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_back_stay_in_the_office() {
        for path in ["/office/", "/office", "/office/staff?said=a%20b"] {
            assert_eq!(within(path), path);
        }
        for path in [
            "",
            "/",
            "//evil.example",
            "/officer",
            "https://evil.example/office/",
            "/office//evil.example",
            "/office/\\evil",
            "/office/\r\nset-cookie: a=b",
            "/office/ä",
        ] {
            assert_eq!(within(path), "/office/", "{path}");
        }
    }
}
