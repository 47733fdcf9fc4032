//! What a client does with signatures, written anew from the protocol and not with the product's
//! own code.

use std::fmt::Write as _;

use axum::http::{HeaderMap, Method};
use serde_json::Value;
use sha2::{Digest, Sha256};
use verification::account::{Account, SignatureScheme};

use crate::app::TestApp;

/// The signature by the account's scheme.
fn signature(account: &Account, body: &[u8]) -> String {
    let secret = account.secret.reveal();
    let tail = match account.settings.signature {
        SignatureScheme::New => hex::encode(Sha256::digest(secret)),
        SignatureScheme::Old => secret.to_owned(),
    };
    hex::encode(Sha256::digest([body, tail.as_bytes()].concat()))
}

/// Both headers are there with the right value, for clients that hash what they got and for clients
/// that parse it, write it again and hash that.
pub(crate) fn assert_signed(account: &Account, headers: &HeaderMap, body: &[u8], what: &str) {
    let expected = signature(account, body);
    for name in ["Signature", "sp_signature"] {
        let values: Vec<_> = headers.get_all(name).iter().collect();
        assert_eq!(values, [expected.as_str()], "{name} of {what}");
    }
    let again = written_again(body);
    assert_eq!(
        signature(account, again.as_bytes()),
        expected,
        "{what}: {again}"
    );
}

/// `JSON.stringify(JSON.parse(body))` with `/` and what is beyond ASCII escaped, as the vendor's
/// JavaScript sample and its descendants do it.
fn written_again(body: &[u8]) -> String {
    let parsed: Value = serde_json::from_slice(body).unwrap();
    assert_no_index_keys(&parsed);
    let mut text = String::new();
    for letter in parsed.to_string().replace('/', "\\/").chars() {
        if letter.is_ascii() {
            text.push(letter);
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                write!(text, "\\u{unit:04x}").unwrap();
            }
        }
    }
    text
}

/// JavaScript puts keys that look like indices first.
fn assert_no_index_keys(value: &Value) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                assert!(key.parse::<u64>().is_err(), "{key}");
                assert_no_index_keys(value);
            }
        }
        Value::Array(items) => items.iter().for_each(assert_no_index_keys),
        Value::Number(number) => assert!(number.is_i64(), "{number}"),
        _ => {}
    }
}

/// An account that shows its key can check every answer, also that nothing is there.
#[tokio::test]
async fn what_is_not_there_is_signed_for_whoever_shows_a_key() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for (method, path, status) in [
        (Method::POST, "/nope", 404),
        (Method::GET, "/get/access/token/nope", 404),
        (Method::POST, "/account/info/", 405),
        (Method::GET, "/status", 405),
        (Method::DELETE, "/", 405),
    ] {
        let call = |method: &Method| app.call(method.clone(), path);
        let known = call(&method).basic(&acme).send().await;
        assert_eq!(known.status.as_u16(), status, "{path}");
        let stranger = call(&method).send().await;
        assert_eq!(
            (stranger.status, &stranger.body),
            (known.status, &known.body)
        );
        // A single-use token is not spent on nothing.
        let token = app.token(&acme).await;
        let bearer = call(&method).bearer(&token).unsigned().send().await;
        assert_eq!(bearer.status.as_u16(), status);
        let info = app.call(Method::GET, "/account/info").bearer(&token);
        assert_eq!(info.signed_for(&acme).send().await.status, 200);
    }
    let wrong = "Basic Y2xpZW50Ondyb25n";
    let reply = app
        .call(Method::GET, "/nope")
        .header("authorization", wrong);
    assert_eq!(reply.unsigned().send().await.status, 404);
}
