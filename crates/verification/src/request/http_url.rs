//! URLs in a request, which are accepted as written or refused.
//!
//! Browsers repair invalid URLs: the WHATWG parser drops tabs and line ends, converts backslashes,
//! adds slashes, and reads `127.1` as 127.0.0.1. A business would then be called at another address
//! than it believes, so URLs that would have to be repaired are refused.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use url::{Host, Url};

use super::fields::{FieldError, check_length};

/// An absolute `http` or `https` URL of 6 to 250 characters, without user or password.
///
/// It is parsed once, when it arrives. Whether the server may call it is for the address guard to
/// decide.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HttpUrl {
    /// The text as it was written.
    text: String,
    /// Boxed, because a request holds several of them and is moved around often.
    url: Box<Url>,
}

impl HttpUrl {
    /// Parses the text as it was sent.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        check_length(text, 6, 250)?;
        let taken = Self::stored(text)?;
        if is_written_right(text, &taken.url) {
            Ok(taken)
        } else {
            Err(FieldError::Format)
        }
    }

    /// Accepts a URL that was accepted before, perhaps by a less strict version, so that promised
    /// callbacks are still sent.
    pub fn stored(text: &str) -> Result<Self, FieldError> {
        let url = Url::parse(text).map_err(|_| FieldError::Format)?;
        let is_plain = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none();
        if is_plain {
            Ok(Self {
                text: text.to_owned(),
                url: Box::new(url),
            })
        } else {
            Err(FieldError::Format)
        }
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the parsed URL.
    pub fn url(&self) -> &Url {
        &self.url
    }
}

/// Returns true if the text is a URL that needs no repair: `http://` or `https://`, a host as the
/// parser leaves it, an optional port, and only characters that are allowed in URLs.
fn is_written_right(text: &str, url: &Url) -> bool {
    let never =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '"' | '<' | '>' | '`');
    if text.contains(never) {
        return false;
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let is_known = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    is_known && is_host_and_port(authority) && host_stays(authority, url)
}

/// Returns true for a host without a user before it, and with a numeric port if there is one.
fn is_host_and_port(authority: &str) -> bool {
    let after = match authority.strip_prefix('[') {
        Some(literal) => literal.split_once(']').map(|(_, after)| after),
        None => authority
            .find(':')
            .map_or(Some(""), |at| authority.get(at..)),
    };
    let is_port = |after: &str| match after.strip_prefix(':') {
        Some(port) => !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()),
        None => after.is_empty(),
    };
    !authority.is_empty() && !authority.starts_with(':') && after.is_some_and(is_port)
}

/// Returns true if the parser leaves the host as it is, apart from capitals and the spelling of
/// names in other scripts.
fn host_stays(authority: &str, url: &Url) -> bool {
    let written = authority.split(':').next().unwrap_or_default();
    match url.host() {
        Some(Host::Ipv4(address)) => address.to_string() == written,
        Some(Host::Ipv6(_)) => authority.starts_with('['),
        Some(Host::Domain(_)) => {
            let of_a_name =
                |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_') || is_mark(c);
            written.chars().all(of_a_name) && written.nfkc().eq(written.chars())
        }
        None => false,
    }
}

/// Returns true for combining marks, which occur in host names of some scripts.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

impl TryFrom<String> for HttpUrl {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::stored(&text)
    }
}

impl From<HttpUrl> for String {
    fn from(url: HttpUrl) -> Self {
        url.text
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_absolute_and_carry_no_password() {
        for good in [
            "http://www.example.com/",
            "https://example.com:8443/a?b=c",
            "http://127.0.0.1/x",
            "http://127.0.0.1:8080",
            "HTTPS://Shop.Example/Cb",
            "https://shop.example",
            "https://shop.example?order=1",
            "https://shop.example/#/done",
            "https://shop.example/@user/a:b",
            "https://shop.example/?next={order}&a=b|c",
            "https://shop.example/a%20b?x=%C3%BC",
            "https://b\u{fc}cher.example/\u{fc}ber",
            "http://[::1]:8080/x",
            "http://my_host.local/",
        ] {
            assert!(HttpUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "example.com",
            "ftp://example.com/",
            "/callback",
            "javascript:alert(1)",
        ] {
            assert_eq!(HttpUrl::parse(bad), Err(FieldError::Format), "{bad}");
        }
    }

    #[test]
    fn what_would_have_to_be_repaired_is_refused() {
        for bad in [
            "http:///cb",
            "http:/shop.example/cb",
            "http:shop.example/cb",
            "http:\\\\shop.example\\cb",
            "http:/\\shop.example/cb",
            "http://shop.example\\@evil.example/",
            "http://shop.example/c\tb",
            "ht\ntp://shop.example/cb",
            "http://shop.example/cb\r\nX: y",
            "http://sh op.example/cb",
            "http://shop.example/c b",
            " http://shop.example/cb",
            "http://shop.example/cb\u{a0}",
            "http://shop.example/\u{2028}cb",
            "http://shop.example/\0cb",
            "http://shop.example/<cb>",
            "http://shop.example/\"cb",
            "https://u:p@example.com/",
            "https://u@example.com/",
            "https://@example.com/",
            "https://:@example.com/",
            "http://shop.example:/cb",
            "http://shop.example:80x/cb",
            "http://shop.example:99999/cb",
            "http://:8080/cb",
            "http://127.1/cb",
            "http://2130706433/cb",
            "http://0x7f.0.0.1/cb",
            "http://0177.0.0.1/cb",
            "http://127.0.0.1./cb",
            "http://ex%61mple.com/cb",
            "http://exa\u{ad}mple.com/cb",
            "http://ex\u{200b}ample.com/cb",
            "http://\u{ff45}xample.com/cb",
            "http://example\u{3002}com/cb",
            "http://[::1/cb",
            "http://::1/cb",
            "//shop.example/cb",
            "http//shop.example/cb",
        ] {
            assert_eq!(HttpUrl::parse(bad), Err(FieldError::Format), "{bad:?}");
        }
        // URLs that an older version accepted are still known.
        assert!(HttpUrl::stored("http:/shop.example/cb").is_ok());
    }

    proptest! {
        /// Every accepted URL leads where it says.
        #[test]
        fn what_is_taken_needs_no_repair(text in "(?i:https?):[/\\\\]{0,3}.{0,12}[:@/?#]?.{0,12}|.{6,40}") {
            if let Ok(url) = HttpUrl::parse(&text) {
                let parsed = Url::parse(url.as_str()).unwrap();
                let rest = &url.as_str()[parsed.scheme().len()..];
                prop_assert!(rest.starts_with("://"));
                prop_assert!(!text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\'));
                let authority = rest[3..].split(['/', '?', '#']).next().unwrap().to_lowercase();
                let host = parsed.host_str().unwrap();
                if authority.is_ascii() {
                    prop_assert!(authority.starts_with(host) || parsed.host_str().unwrap().starts_with('['));
                }
            }
        }

        #[test]
        fn plain_addresses_are_taken(
            host in "[a-z][a-z0-9]{0,10}(\\.[a-z][a-z0-9]{1,8}){1,2}",
            port in prop::option::of(1_u16..),
            path in "(/[a-zA-Z0-9._~-]{0,8}){0,3}",
        ) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            let text = format!("https://{host}{port}{path}");
            prop_assert_eq!(HttpUrl::parse(&text).map(|url| url.to_string()), Ok(text));
        }
    }
}
