//! Sites that may show the hosted pages inside their own. What they are told by is a header:
//! nothing that could end its directive is a site.

use serde::{Deserialize, Serialize};

/// A site as a browser names it, `https://shop.example.com`: a scheme, a host and perhaps a port.
///
/// `http` is taken for this machine alone, for trying things out. Nothing in it can end a header's
/// directive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Site(String);

/// The text names no site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a site; write it like https://shop.example.com: a scheme and a host, perhaps a port, and no path"
)]
pub struct NotASite;

impl Site {
    /// Reads a site. Capitals, a usual port and a slash at the end are dropped, as browsers do.
    pub fn parse(text: &str) -> Result<Self, NotASite> {
        let url = url::Url::parse(text).map_err(|_| NotASite)?;
        let is_here = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let site = url.origin().ascii_serialization();
        let is_plain = site
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._:/[]".contains(&byte));
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
        if is_bare && is_plain && is_safe {
            Ok(Self(site))
        } else {
            Err(NotASite)
        }
    }

    /// As a browser writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Site {
    type Error = NotASite;

    fn try_from(text: String) -> Result<Self, NotASite> {
        Self::parse(&text)
    }
}

impl From<Site> for String {
    fn from(site: Site) -> Self {
        site.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_as_a_browser_writes_them() {
        for (text, expected) in [
            ("https://shop.example.com", Some("https://shop.example.com")),
            (
                "HTTPS://Shop.Example.com:443/",
                Some("https://shop.example.com"),
            ),
            (
                "https://shop.example.com:8443",
                Some("https://shop.example.com:8443"),
            ),
            (
                "https://b\u{fc}cher.example",
                Some("https://xn--bcher-kva.example"),
            ),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://localhost", Some("http://localhost")),
            ("http://[::1]:1", Some("http://[::1]:1")),
            ("http://shop.example.com", None),
            ("https://shop.example.com/pay", None),
            ("https://shop.example.com?a", None),
            ("https://me@shop.example.com", None),
            ("https://a;script-src", None),
            ("https://*.example.com", None),
            ("*", None),
            ("'none'", None),
            ("data:,x", None),
            ("shop.example.com", None),
            ("", None),
        ] {
            let site = Site::parse(text);
            assert_eq!(site.as_ref().ok().map(Site::as_str), expected, "{text}");
        }
    }

    proptest::proptest! {
        /// Whatever is a site stays within its directive, and is read again as itself.
        #[test]
        fn no_site_ends_a_directive(text in "https?://[ -~]{0,20}|.{0,30}") {
            if let Ok(site) = Site::parse(&text) {
                let ends = |c: char| c.is_whitespace() || c.is_control() || ";,'\"*".contains(c);
                proptest::prop_assert!(!site.as_str().contains(ends), "{site:?}");
                proptest::prop_assert_eq!(Site::parse(site.as_str()), Ok(site));
            }
        }
    }
}
