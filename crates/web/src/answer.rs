//! Answers: bytes, status and signature headers. Every answer to a known account is signed.

use std::fmt;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use verification::AccountId;
use verification::account::{Account, SecretKey};
use wire::verify::signature;

use crate::log::For;

/// An answer on its way out.
pub(crate) struct Answer {
    status: StatusCode,
    content_type: &'static str,
    body: Vec<u8>,
    signature: Option<String>,
    /// The name under which the file is saved.
    name: Option<String>,
    account: Option<AccountId>,
}

/// An answer may be personal, so only its length is shown.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}

impl Answer {
    /// Creates JSON without a signature, for unknown callers.
    pub(crate) const fn json(status: StatusCode, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type: "application/json",
            body,
            signature: None,
            name: None,
            account: None,
        }
    }

    /// Creates a file to save, not to show. The name consists of letters, digits and `._-`.
    pub(crate) fn file(content_type: &'static str, name: String, body: Vec<u8>) -> Self {
        Self {
            content_type,
            name: Some(name),
            ..Self::json(StatusCode::OK, body)
        }
    }

    /// Signs the answer for an account.
    pub(crate) fn signed(mut self, account: &Account, key: &SecretKey) -> Self {
        let scheme = account.settings.signature;
        self.signature = Some(signature::signature(scheme, key, &self.body));
        self.account = Some(account.id);
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.content_type),
        );
        // Answers contain personal data, so nothing on the way may store them.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        // A file from outside that is opened in a browser runs nothing here, whatever its contents.
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        );
        let disposition = self
            .name
            .map(|name| format!("attachment; filename=\"{name}\""));
        if let Some(value) = disposition.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        if let Some(value) = self
            .signature
            .and_then(|hex| HeaderValue::from_str(&hex).ok())
        {
            // Header names are sent in lower case; the two have the same value.
            headers.insert(HeaderName::from_static("signature"), value.clone());
            headers.insert(HeaderName::from_static("sp_signature"), value);
        }
        if let Some(account) = self.account {
            response.extensions_mut().insert(For(account));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_content() {
        let answer = Answer::json(StatusCode::OK, b"John Carter Doe".to_vec());
        assert_eq!(format!("{answer:?}"), "Answer(200 OK, 15 bytes)");
    }
}
