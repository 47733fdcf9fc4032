//! Signatures of answers and callbacks: both schemes of the vendor, and Standard Webhooks.
//!
//! The vendor's schemes only sign the body, so anyone who has recorded a callback can replay it.
//! The Standard Webhooks headers also cover an ID and the time; receivers should prefer them. The
//! caller chooses the account and the time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use verification::account::{SecretKey, SignatureScheme};

/// The headers with the [`signature`], which have the same value.
pub const SIGNATURE_HEADERS: [&str; 2] = ["Signature", "sp_signature"];

/// Returns the value of `Signature` and `sp_signature`: 64 lower-case hexadecimal digits.
pub fn signature(scheme: SignatureScheme, secret: &SecretKey, body: &[u8]) -> String {
    let signed = Sha256::new().chain_update(body);
    let signed = match scheme {
        SignatureScheme::New => {
            // The inner digest is appended as its text, not as its bytes.
            signed.chain_update(hex::encode(Sha256::digest(secret.reveal())))
        }
        SignatureScheme::Old => signed.chain_update(secret.reveal()),
    };
    hex::encode(signed.finalize())
}

/// Returns true if `given` is the [`signature`], in constant time.
pub fn verify(scheme: SignatureScheme, secret: &SecretKey, body: &[u8], given: &str) -> bool {
    signature(scheme, secret, body)
        .as_bytes()
        .ct_eq(given.as_bytes())
        .into()
}

/// The three headers of Standard Webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookHeaders {
    /// `webhook-id`, which is the same for every attempt of a notification.
    pub id: String,
    /// `webhook-timestamp`, the time of this attempt in seconds since 1970.
    pub timestamp: String,
    /// `webhook-signature`, with one `v1,…` for each active secret, separated by blanks.
    pub signature: String,
}

impl WebhookHeaders {
    /// Returns the names and values of the headers.
    pub fn pairs(&self) -> [(&'static str, &str); 3] {
        [
            ("webhook-id", &self.id),
            ("webhook-timestamp", &self.timestamp),
            ("webhook-signature", &self.signature),
        ]
    }
}

/// Signs a callback by Standard Webhooks 1.0 with every active secret, the current one first.
pub fn webhook_headers<'a>(
    id: &str,
    at: Timestamp,
    body: &[u8],
    secrets: impl IntoIterator<Item = &'a SecretKey>,
) -> WebhookHeaders {
    let timestamp = at.as_second().to_string();
    let signatures: Vec<String> = secrets
        .into_iter()
        .map(|secret| webhook_signature(secret, id, &timestamp, body))
        .collect();
    WebhookHeaders {
        id: id.to_owned(),
        timestamp,
        signature: signatures.join(" "),
    }
}

/// Returns true if one of the signatures in the headers is correct. It does not check that the time
/// is recent.
pub fn verify_webhook(secret: &SecretKey, headers: &WebhookHeaders, body: &[u8]) -> bool {
    let expected = webhook_signature(secret, &headers.id, &headers.timestamp, body);
    headers.signature.split(' ').fold(false, |found, given| {
        found | bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
    })
}

/// Returns the Standard Webhooks secret for a secret key, to pass to a receiver's library. It is as
/// secret as the key itself.
pub fn webhook_secret(secret: &SecretKey) -> String {
    format!("whsec_{}", STANDARD.encode(secret.reveal()))
}

fn webhook_signature(secret: &SecretKey, id: &str, timestamp: &str, body: &[u8]) -> String {
    // HMAC accepts a key of any length, so the error cannot happen; nothing would be signed.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()) else {
        return String::new();
    };
    let signed = mac
        .chain_update(id)
        .chain_update(".")
        .chain_update(timestamp)
        .chain_update(".")
        .chain_update(body);
    format!("v1,{}", STANDARD.encode(signed.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"reference":"17374217","event":"request.deleted"}"#;

    fn secret() -> SecretKey {
        SecretKey::new("$2y$10$abcdefghijklmnopqrstuvwxyz/0123456789.AB").unwrap()
    }

    /// Digests of `printf '%s' … | sha256sum`.
    #[test]
    fn both_schemes_give_the_published_digests() {
        let cases = [
            (
                SignatureScheme::New,
                "8d20df690c1c871cdfc23bd912ae31a8201085c775cf121ac94dc925319e05d2",
            ),
            (
                SignatureScheme::Old,
                "73906a979bbc5eebfded2613a23d1cba435020f65af40a4ef103cdeb7f370047",
            ),
        ];
        for (scheme, expected) in cases {
            assert_eq!(signature(scheme, &secret(), BODY), expected, "{scheme:?}");
            assert!(verify(scheme, &secret(), BODY, expected));
            assert!(!verify(scheme, &secret(), b"{}", expected));
            assert!(!verify(scheme, &secret(), BODY, &expected.to_uppercase()));
            assert!(!verify(scheme, &secret(), BODY, ""));
        }
    }

    #[test]
    fn every_live_secret_signs_and_is_recognised() {
        let old = SecretKey::new("o".repeat(40)).unwrap();
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let headers = webhook_headers("msg_1", at, BODY, [&secret(), &old]);
        assert_eq!(headers.timestamp, "1800000000");
        assert_eq!(headers.signature.split(' ').count(), 2);
        assert!(verify_webhook(&secret(), &headers, BODY));
        assert!(verify_webhook(&old, &headers, BODY));
        assert!(!verify_webhook(
            &SecretKey::new("x".repeat(40)).unwrap(),
            &headers,
            BODY
        ));
        assert!(!verify_webhook(&old, &headers, b"{}"));
        let later = WebhookHeaders {
            timestamp: "1800000001".to_owned(),
            ..headers
        };
        assert!(!verify_webhook(&old, &later, BODY));
    }

    #[test]
    fn an_independent_library_accepts_the_headers() {
        // The library compares with the real clock and takes no other.
        #[expect(
            clippy::disallowed_methods,
            reason = "the other library reads the clock itself"
        )]
        let now = Timestamp::try_from(std::time::SystemTime::now()).unwrap();
        let old = SecretKey::new("o".repeat(40)).unwrap();
        let headers = webhook_headers("msg_0190", now, BODY, [&secret(), &old]);
        let map: http::HeaderMap = headers
            .pairs()
            .into_iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<Vec<(http::HeaderName, http::HeaderValue)>>()
            .into_iter()
            .collect();
        for secret in [&secret(), &old] {
            let receiver = standardwebhooks::Webhook::new(&webhook_secret(secret)).unwrap();
            assert!(receiver.verify(BODY, &map).is_ok());
            assert!(receiver.verify(b"{}", &map).is_err());
        }
    }
}
