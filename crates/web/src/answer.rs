//! Answers: bytes, status and signature headers. Every answer to a known account is signed.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use verification::account::{SecretKey, SignatureScheme};
use wire::verify::signature;

/// One answer, on its way out.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    content_type: &'static str,
    body: Vec<u8>,
    signature: Option<String>,
}

impl Answer {
    /// JSON without a signature: to nobody that is known.
    pub(crate) const fn json(status: StatusCode, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type: "application/json",
            body,
            signature: None,
        }
    }

    /// A file.
    pub(crate) const fn file(content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body,
            signature: None,
        }
    }

    /// The same answer, signed.
    pub(crate) fn signed(mut self, scheme: SignatureScheme, key: &SecretKey) -> Self {
        self.signature = Some(signature::signature(scheme, key, &self.body));
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
        // Answers hold personal data: nothing on the way may keep them.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        // A file from outside that is opened in a browser runs nothing here, whatever else it is too.
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        );
        if let Some(value) = self
            .signature
            .and_then(|hex| HeaderValue::from_str(&hex).ok())
        {
            // Header names go out in lower case; the two carry the same value.
            headers.insert(HeaderName::from_static("signature"), value.clone());
            headers.insert(HeaderName::from_static("sp_signature"), value);
        }
        response
    }
}
