//! Public URLs, with which links begin.

use anyhow::{Result, ensure};
use verification::request::HttpUrl;

/// Parses a public URL. An empty text is none.
pub(super) fn public_url(text: &str) -> Result<Option<String>> {
    let text = text.trim_end_matches('/');
    if text.is_empty() {
        return Ok(None);
    }
    // Links start with this text, so it is taken as written, like every other address.
    ensure!(
        HttpUrl::parse(text).is_ok(),
        "must be a full URL such as https://id.example.com"
    );
    ensure!(
        !text.contains(['?', '#']),
        "must not have a query or a fragment"
    );
    Ok(Some(text.to_owned()))
}
