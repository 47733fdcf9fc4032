//! `ipqs`: what the browser and its connection tell of themselves. Nobody outside is asked, so there are no
//! scores; what is not known is absent.

use serde_json::{Map, Value, json};
use verification::{Personal, Verification};

/// The block: three parts, each with its own flags.
pub(super) fn block(verification: &Verification) -> Map<String, Value> {
    let origin = &verification.origin;
    let device: Option<Map<String, Value>> = verification
        .capture
        .device
        .as_ref()
        .and_then(|device| serde_json::from_str(device.reveal()).ok());
    let mut address = Map::new();
    let mut fraud = device.unwrap_or_default();
    if let Some(ip) = origin.ip.as_ref().map(Personal::reveal) {
        address.insert("host".to_owned(), ip.into());
    }
    if let Some(agent) = origin.user_agent.as_ref().map(Personal::reveal) {
        fraud.insert("user_agent".to_owned(), agent.into());
    }
    let mut block = Map::new();
    for (key, data) in [
        ("addressDetails", address),
        ("fraudDetails", fraud),
        ("phoneDetails", Map::new()),
    ] {
        let is_there = !data.is_empty();
        let part = json!({
            "success": true,
            "result": is_there,
            "message": if is_there { "" } else { "Nothing is known." },
            "data": data,
        });
        block.insert(key.to_owned(), part);
    }
    block
}
