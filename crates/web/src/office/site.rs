//! Where the pages are reached, and whether a request comes from one of them.

use axum::http::{HeaderMap, header};

use crate::pages::root_of;

/// The settings of the pages for staff.
#[derive(Debug, Clone)]
pub struct OfficeSettings {
    /// The URL at which staff reach them, without a trailing slash and without `/office`.
    pub public_url: String,
}

/// Where the pages are reached.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// The URL, without a trailing slash.
    pub(crate) url: String,
    /// The path of the URL, which a proxy removes.
    pub(crate) root: String,
    /// Scheme, host and port, as browsers write them.
    origin: String,
    /// Whether cookies can be bound to `https`.
    pub(crate) is_secure: bool,
}

impl Site {
    pub(crate) fn new(settings: &OfficeSettings) -> Self {
        let url = settings.public_url.clone();
        let root = root_of(&url);
        let origin = url.strip_suffix(&root).unwrap_or(&url).to_lowercase();
        // Browsers leave out the port that follows from the scheme.
        let origin = match origin.split_once("://") {
            Some(("https", rest)) => format!("https://{}", rest.trim_end_matches(":443")),
            Some(("http", rest)) => format!("http://{}", rest.trim_end_matches(":80")),
            _ => origin,
        };
        Self {
            is_secure: url.starts_with("https://"),
            url,
            root,
            origin,
        }
    }

    /// Returns true if one of our own pages sent this form. Browsers write both headers themselves,
    /// and at least one of them with every form; no page can change them.
    pub(crate) fn is_sender(&self, headers: &HeaderMap) -> bool {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let site = text("sec-fetch-site");
        let origin = text(header::ORIGIN.as_str());
        let is_same = |said: Option<&str>, right: &str| said.is_none_or(|said| said == right);
        (site.is_some() || origin.is_some())
            && is_same(site, "same-origin")
            && is_same(origin, &self.origin)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_pages_send_forms() {
        let site = Site::new(&OfficeSettings {
            public_url: "https://Id.example.com:443/desk".to_owned(),
        });
        assert_eq!((site.root.as_str(), site.is_secure), ("/desk", true));
        let own = "https://id.example.com";
        for (fetch, origin, expected) in [
            (Some("same-origin"), Some(own), true),
            (Some("same-origin"), None, true),
            (None, Some(own), true),
            (None, None, false),
            (Some("same-site"), Some(own), false),
            (Some("cross-site"), Some(own), false),
            (Some("none"), None, false),
            (Some("same-origin"), Some("https://evil.example"), false),
            (None, Some("null"), false),
            (None, Some("http://id.example.com"), false),
            (None, Some("https://id.example.com.evil.example"), false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [("sec-fetch-site", fetch), ("origin", origin)] {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            assert_eq!(site.is_sender(&headers), expected, "{fetch:?} {origin:?}");
        }
    }
}
