//! The capture protocol over the real router: each call by every way of asking.

mod direct;
mod hosted;
mod refusals;
mod replay;
mod reports;
mod selfies;
mod waiting;

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use examination::Readers;
use serde_json::{Value, json};
use verification::account::{Account, AccountSettings};
use wire::capture::signature::{Digest, Given, sign};

use crate::app::{Plan, TestApp};
use crate::call::Call;

/// The text of a licence's barcode; nobody has it.
const BARCODE: &str = "@\n\u{1e}\rANSI 636029100001DL00310214DLDAQ1234567\nDCSSPECIMEN\nDDEN\nDACJANE\nDDFN\nDADQUINCY\nDDGN\nDCAC\nDCBNONE\nDCDNONE\nDBD03012020\nDBB02281990\nDBA02282032\nDBC2\nDAU063 IN\nDAYBRO\nDAG12 MAIN ST\nDAISALEM\nDAJOR\nDAK973010000  \nDCF00000001\nDCGUSA\r";

/// How a call is encoded and proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Base64 and `sha256=`: as the vendor's clients do it.
    Usual,
    /// Base64 and `sha512=`.
    Long,
    /// JSON and `sha256=`.
    Signed,
    /// JSON and Basic.
    Basic,
    /// JSON and a bearer token.
    Bearer,
}

const WAYS: [Way; 5] = [Way::Usual, Way::Long, Way::Signed, Way::Basic, Way::Bearer];

impl Way {
    fn is_base64(self) -> bool {
        matches!(self, Self::Usual | Self::Long)
    }

    fn digest(self) -> Digest {
        match self {
            Self::Long => Digest::Sha512,
            _ => Digest::Sha256,
        }
    }

    fn encode(self, body: &Value) -> String {
        if self.is_base64() {
            STANDARD.encode(body.to_string())
        } else {
            body.to_string()
        }
    }
}

/// A server that reads barcodes for real.
async fn reading() -> TestApp {
    TestApp::with(Plan {
        examiner: Arc::new(Readers::new(1, Arc::new(sandbox::InProcess))),
        ..Plan::default()
    })
    .await
}

async fn account(app: &TestApp) -> Account {
    app.account_with("acme", AccountSettings::default()).await
}

/// An answer that was decoded, after its signature was found right.
#[derive(Debug, Clone, PartialEq)]
struct NotificationKind {
    status: u16,
    body: Value,
}

impl NotificationKind {
    #[track_caller]
    fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        assert!(self.body["public_data"]["version"].is_string());
        self.body
    }

    /// `code: message`, after making sure of the status.
    #[track_caller]
    fn refused(self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["private_data"], json!({}));
        let error = &self.body["public_data"]["error"];
        format!(
            "{}: {}",
            error["code"].as_str().unwrap(),
            error["message"].as_str().unwrap()
        )
    }
}

fn path(endpoint: &str) -> String {
    format!("/api/v1/{endpoint}")
}

/// A call with a body, proved for an account.
async fn prepared(
    app: &TestApp,
    account: &Account,
    way: Way,
    endpoint: &str,
    body: &Value,
) -> Call {
    let body = way.encode(body);
    let call = app.call(Method::POST, &path(endpoint)).signed_or_not();
    let call = match way {
        Way::Basic => call.basic(account).signed_or_not(),
        Way::Bearer => {
            let token = app.token(account).await;
            call.bearer(&token)
        }
        Way::Usual | Way::Long | Way::Signed => call
            .header("customer-id", account.customer_id())
            .header(
                "signature",
                &sign(way.digest(), account.api_key(), body.as_bytes()),
            )
            .header("content-type", "application/x-www-form-urlencoded"),
    };
    call.body(body)
}

/// Sends it, and decodes the answer.
async fn heard(account: &Account, way: Way, call: Call) -> NotificationKind {
    let reply = call.send().await;
    let json = if way.is_base64() {
        assert_eq!(reply.header("content-type"), "application/octet-stream");
        STANDARD.decode(&reply.body).unwrap()
    } else {
        assert_eq!(reply.header("content-type"), "application/json");
        reply.body.to_vec()
    };
    let given = Given::parse(reply.header("signature")).expect_signed();
    assert_eq!(given.digest, way.digest());
    assert!(given.is_of(account.api_key(), None, &reply.body));
    NotificationKind {
        status: reply.status.as_u16(),
        body: serde_json::from_slice(&json).unwrap(),
    }
}

/// Answers to known accounts are signed.
trait ExpectSigned {
    fn expect_signed(self) -> Given;
}

impl ExpectSigned for Option<Given> {
    fn expect_signed(self) -> Given {
        match self {
            Some(given) => given,
            None => panic!("the answer is not signed"),
        }
    }
}

/// Asks with a private half.
async fn ask_by(
    app: &TestApp,
    account: &Account,
    way: Way,
    endpoint: &str,
    private: Value,
) -> NotificationKind {
    let body = json!({"public_data": {}, "private_data": private});
    let call = prepared(app, account, way, endpoint, &body).await;
    heard(account, way, call).await
}

/// The same, as the vendor's clients do it.
async fn ask(app: &TestApp, account: &Account, endpoint: &str, private: Value) -> NotificationKind {
    ask_by(app, account, Way::Usual, endpoint, private).await
}

/// Starts a transaction and gives its id.
async fn started(app: &TestApp, account: &Account, private: Value) -> String {
    let told = ask(app, account, "start", private).await.ok();
    told["private_data"]["transaction_id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The codes of a log, newest first.
fn codes(told: &Value) -> Vec<u64> {
    let status = told["private_data"]["status"].as_array().unwrap();
    status
        .iter()
        .map(|event| event["event"].as_u64().unwrap())
        .collect()
}

fn about(transaction: &str) -> Value {
    json!({"transaction_id": transaction})
}

/// A barcode to hand in.
fn barcode(transaction: &str) -> Value {
    json!({"transaction_id": transaction, "barcode": STANDARD.encode(BARCODE)})
}

/// A picture to hand in: it begins like one.
fn picture(transaction: &str, key: &str) -> Value {
    json!({"transaction_id": transaction, key: crate::fakes::png()})
}

/// The status of a call that nobody answers for.
async fn status_of(call: Call) -> StatusCode {
    call.signed_or_not().send().await.status
}
