//! The headers of a callback, signed at the moment of sending.

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use verification::NotificationId;
use verification::account::Account;
use wire::verify::signature::{SIGNATURE_HEADERS, signature, webhook_headers};

/// Returns the headers of a stored body, which is an event of the verification protocol.
pub(crate) fn of_event(account: &Account, body: &[u8]) -> Result<HeaderMap, http::Error> {
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let signed =
        HeaderValue::try_from(signature(account.settings.signature, &account.secret, body))?;
    for name in SIGNATURE_HEADERS {
        headers.insert(HeaderName::try_from(name)?, signed.clone());
    }
    Ok(headers)
}

/// Adds the headers of Standard Webhooks, which every callback has whatever its protocol.
pub(crate) fn add_webhook(
    headers: &mut HeaderMap,
    account: &Account,
    id: NotificationId,
    body: &[u8],
    now: Timestamp,
) -> Result<(), http::Error> {
    let webhook = webhook_headers(&id.to_string(), now, body, account.live_secrets(now));
    for (name, value) in webhook.pairs() {
        headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(())
}
