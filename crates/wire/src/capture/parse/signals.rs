//! Which signals are confirmed: what is asked for, the account may have, and the document allows.

use std::collections::BTreeSet;

use verification::capture::{CaptureDocument, Signal};

use super::super::fault::Fault;
use super::super::tree::Value;
use super::fields::Fields;

/// What an account gets that neither says nor is limited: everything about the document. A face or
/// a device is never asked for unless somebody says so.
const USUAL: [Signal; 3] = [Signal::Idcheck, Signal::OcrScan, Signal::OcrMatch];

/// Every way in which clients write the switch of device validation.
const DEVICE_SWITCHES: [&str; 2] = ["deviceValidation", "device_validation"];

/// The confirmed list. `subscribed` is what the account is limited to, if it is.
///
/// A signal that the account may not have, or that the document type excludes, is left out of the
/// list: clients send all that they know, and read in the answer which were confirmed. A word that
/// is no signal is refused. The least that a document type needs is added.
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
    // There is nothing to match without the printed side.
    if asked.contains(&Signal::OcrMatch) {
        asked.insert(Signal::OcrScan);
    }
    Ok(asked)
}

/// Whether a signal can be had of a document type: only North American licences have the barcode.
fn fits(signal: Signal, document: CaptureDocument) -> bool {
    signal != Signal::Idcheck || document == CaptureDocument::NaDl
}

/// The signal that a document type cannot be without.
const fn least(document: CaptureDocument) -> Signal {
    match document {
        CaptureDocument::NaDl => Signal::Idcheck,
        CaptureDocument::Passport | CaptureDocument::Other => Signal::OcrScan,
    }
}

/// The words of the request; a single one may come without its list.
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
