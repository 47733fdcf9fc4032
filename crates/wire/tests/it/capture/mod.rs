//! The capture protocol as its clients meet it.

#![expect(
    clippy::indexing_slicing,
    reason = "a key that a told body lacks is null, which no expectation is"
)]

mod calls;
mod hostile;
mod log;
mod results;
mod starting;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;
use verification::capture::CaptureState;
use verification::journal::Tail;
use verification::request::Reference;
use verification::stage::Stage;
use verification::{AccountId, Origin, TransactionId, Verification, VerificationId};
use wire::capture::parse::{Call, Start};
use wire::capture::{Encoding, Fault, Message, decode};

/// When all of this happens.
const NOW: Timestamp = Timestamp::constant(1_718_988_732, 309_000_000);

const TRANSACTION: &str = "a6e7c62a-0af0-4a03-9662-131557613d87";

fn transaction() -> TransactionId {
    TransactionId(Uuid::try_parse(TRANSACTION).unwrap())
}

/// What a call with this private half is read to be.
fn start(private: &str) -> Result<Start, Fault> {
    start_with("", private)
}

fn start_with(public: &str, private: &str) -> Result<Start, Fault> {
    let body = format!(r#"{{"public_data":{{{public}}},"private_data":{{{private}}}}}"#);
    let (_, json) = decode(body.as_bytes());
    let json = json.unwrap();
    Start::read(&Call::read(&json)?, None, Encoding::Json)
}

fn verification(start: Start, stage: Stage) -> Verification {
    let reference = Reference::parse(TRANSACTION).unwrap();
    let request = start.into_request(reference);
    Verification {
        id: VerificationId::new(Uuid::from_u128(1)),
        account: AccountId::new(Uuid::from_u128(2)),
        transaction: transaction(),
        origin: Origin::default(),
        created_at: NOW,
        expires_at: Some(verification::rules::expires_at(NOW, request.ttl)),
        completed_at: None,
        stage,
        journal: Tail::default(),
        announced: 0,
        capture: CaptureState::default(),
        review: None,
        hold: None,
        request,
    }
}

/// A message as it is told in JSON.
fn shown(message: &Message) -> Value {
    serde_json::from_slice(&message.encode(Encoding::Json)).unwrap()
}
