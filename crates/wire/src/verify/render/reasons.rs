//! `/decline/reasons`: the catalogue of decline codes.

use verification::decline::{self, Definition, DocumentSide};

use crate::verify::json::{Json, Members, texts};

/// Renders the answer of `GET /decline/reasons`: every code that this server knows, in the
/// catalogue's order.
///
/// `status_code` and `description` are the protocol's; the other keys are our own, for programs.
pub fn decline_reasons() -> Vec<u8> {
    let reasons: Json<'_> = decline::all().map(reason).collect();
    Members::new().with("decline_reasons", reasons).encode()
}

fn reason(definition: &Definition) -> Members<'_> {
    let side = definition.side.map(|side| match side {
        DocumentSide::Front => "front",
        DocumentSide::Back => "back",
    });
    Members::new()
        .with("status_code", definition.code.as_str())
        .with("description", definition.description)
        .with(
            "services",
            texts(definition.services.iter().map(|service| service.as_str())),
        )
        .with("category", definition.category.as_str())
        .with("retryable", definition.retryable)
        .with("final", !definition.retryable)
        .with("public_text", definition.public_text)
        .with("side", side)
        .with("field", definition.field)
        .with("since", definition.since)
}
