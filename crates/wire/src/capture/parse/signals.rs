//! The signals that are confirmed: those that are requested, that the account may have, and that
//! the document allows.

use std::collections::BTreeSet;

use verification::capture::{CaptureDocument, Signal};

use super::super::fault::Fault;
use super::super::tree::Value;
use super::fields::Fields;

/// The signals for an account that neither lists any nor is limited: everything about the document.
/// A face or a device is only checked if somebody requests it.
const USUAL: [Signal; 3] = [Signal::Idcheck, Signal::OcrScan, Signal::OcrMatch];

/// The spellings with which clients switch device validation on.
const DEVICE_SWITCHES: [&str; 2] = ["deviceValidation", "device_validation"];

/// Returns the confirmed list. `subscribed` is the list to which the account is limited, if it is.
///
/// A signal that the account may not have, or that the document type excludes, is left out of the
/// list: clients send all that they know, and learn from the answer which ones were confirmed. An
/// unknown word is refused. The signal that a document type requires is added.
pub(super) fn signals(
    private: Fields<'_>,
    document: CaptureDocument,
    subscribed: Option<&BTreeSet<Signal>>,
) -> Result<BTreeSet<Signal>, Fault> {
    let mut asked = asked(private)?;
    let least = least(document);
    if asked.is_empty() {
        asked = subscribed.map_or_else(|| BTreeSet::from(USUAL), Clone::clone);
    } else if let Some(subscribed) = subscribed {
        asked.retain(|signal| subscribed.contains(signal));
    }
    asked.retain(|signal| fits(*signal, document));
    for switch in DEVICE_SWITCHES {
        let is_allowed = subscribed.is_none_or(|all| all.contains(&Signal::DeviceValidation));
        if private.flag(switch)? && is_allowed {
            asked.insert(Signal::DeviceValidation);
        }
    }
    asked.insert(least);
    // Without the printed side there is nothing to match.
    if asked.contains(&Signal::OcrMatch) {
        asked.insert(Signal::OcrScan);
    }
    Ok(asked)
}

/// Returns true if a document type can have a signal. Only North American licences have the
/// barcode.
fn fits(signal: Signal, document: CaptureDocument) -> bool {
    signal != Signal::Idcheck || document == CaptureDocument::NaDl
}

/// Returns the signal that a document type requires.
const fn least(document: CaptureDocument) -> Signal {
    match document {
        CaptureDocument::NaDl => Signal::Idcheck,
        CaptureDocument::Passport | CaptureDocument::Other => Signal::OcrScan,
    }
}

/// Returns the words of the request. A single word need not be in a list.
fn asked(private: Fields<'_>) -> Result<BTreeSet<Signal>, Fault> {
    let not_a_list = || Fault::invalid("signals must be an array of strings.");
    let mut asked = BTreeSet::new();
    let mut add = |value: &Value<'_>| {
        let Value::Text(text) = value else {
            return Err(not_a_list());
        };
        let word = text.trim().to_ascii_lowercase();
        if word.is_empty() {
            return Ok(());
        }
        let signal = Signal::from_word(&word).ok_or_else(|| {
            let all: Vec<&str> = Signal::ALL.iter().map(|signal| signal.word()).collect();
            Fault::invalid(format!("signals may only have {}.", all.join(", ")))
        })?;
        asked.insert(signal);
        Ok(())
    };
    match private.value("signals") {
        None => {}
        Some(text @ Value::Text(_)) => add(text)?,
        Some(Value::List(items)) => items.iter().try_for_each(add)?,
        Some(_) => return Err(not_a_list()),
    }
    Ok(asked)
}
