//! `POST /status`: how a verification stands.

use axum::extract::State;
use axum::http::StatusCode;
use proofing::ports::Found;
use verification::{Verification, VerificationId};
use wire::verify::render::ProofLinks;
use wire::verify::{parse, render};

use crate::Gate;
use crate::answer::Answer;
use crate::body::Whole;
use crate::caller::Client;
use crate::problem::{self, Echo};

/// Answers with the current event and everything that belongs to it.
pub(crate) async fn status(Client(account): Client, State(gate): State<Gate>, body: Whole) -> Answer {
    let reference = match parse::status(&body.bytes, body.content_type.as_deref()) {
        Ok(reference) => reference,
        Err(invalid) => return problem::invalid(&account, &invalid),
    };
    let found = match gate.desk.find(&account, &reference).await {
        Ok(found) => found,
        Err(error) => {
            let echo = Echo { reference: Some(reference.to_string()), ..Echo::default() };
            return problem::answer(error, Some(echo)).signed_for(&account);
        }
    };
    let body = match &found {
        Found::Forgotten(tombstone) => render::deleted(tombstone),
        Found::Live(stored) => match links(&gate, &stored.value).await {
            Ok(links) => {
                let url = gate.desk.verification_url(&stored.value);
                render::status(&stored.value, url.as_deref(), &links)
            }
            Err(error) => return problem::answer(error, None).signed_for(&account),
        },
    };
    Answer::json(StatusCode::OK, body).signed_for(&account)
}

/// Links to the proofs with the token that opens them for 15 minutes.
async fn links(gate: &Gate, verification: &Verification) -> Result<ProofLinks, proofing::Error> {
    let evidence = gate.desk.evidence(verification.id).await?;
    let links = evidence.iter().map(|evidence| {
        let link = link(gate, verification.id, evidence.slot.service.as_str(), evidence.slot.side.key());
        (evidence.slot, link)
    });
    Ok(ProofLinks { links: links.collect(), access_token: gate.desk.proof_token(verification.id) })
}

fn link(gate: &Gate, id: VerificationId, service: &str, side: &str) -> String {
    format!("{}{}/proof/{id}/{service}/{side}", gate.desk.settings().public_url, gate.settings.base_path)
}
