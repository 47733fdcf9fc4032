//! `POST /status`: the status of a verification.

use axum::extract::State;
use axum::http::StatusCode;
use proofing::ports::Found;
use proofing::{Principal, Subject};
use verification::{Verification, VerificationId};
use wire::verify::render::ProofLinks;
use wire::verify::{parse, render};

use crate::AppState;
use crate::answer::Answer;
use crate::body::BufferedBody;
use crate::caller::{Client, Sent, SentLittle};
use crate::log::is_about;
use crate::problem::{self, Echo};

/// Answers with the current event and everything that belongs to it.
pub(crate) async fn status(State(state): State<AppState>, SentLittle(sent): SentLittle) -> Answer {
    let Sent { client, body } = sent;
    client.sign(tell(&state, &client, &body).await)
}

async fn tell(state: &AppState, client: &Client, body: &BufferedBody) -> Answer {
    let reference = match parse::status(&body.bytes, body.content_type.as_deref()) {
        Ok(query) => query.reference,
        Err(invalid) => return problem::refusal(&invalid),
    };
    let by = Principal::from(&*client.account);
    let body = match state.app.find(by, &client.account, &reference).await {
        Ok(Found::Forgotten(tombstone)) => {
            is_about(tombstone.id);
            render::tombstone(&tombstone)
        }
        Ok(Found::Live(stored)) => {
            is_about(stored.value.id);
            match links(state, by, &stored.value).await {
                Ok(links) => {
                    let url = state.app.verification_url(&stored.value);
                    render::status(&stored.value, url.as_deref(), links.as_ref())
                }
                Err(error) => return problem::answer(error, None),
            }
        }
        Err(error) => return problem::answer(error, Some(Echo::of_reference(&reference))),
    };
    Answer::json(StatusCode::OK, body)
}

/// Returns links to the proofs with the token that opens them for 15 minutes, or `None` if there
/// are no proofs.
async fn links(
    state: &AppState,
    by: Principal,
    verification: &Verification,
) -> Result<Option<ProofLinks>, proofing::Error> {
    let subject = Subject::from(verification);
    let evidence = state.app.evidence(by, subject).await?;
    if evidence.is_empty() {
        return Ok(None);
    }
    let links = evidence.iter().map(|evidence| {
        let link = link(
            state,
            verification.id,
            evidence.slot.service.as_str(),
            evidence.slot.side.key(),
        );
        (evidence.slot, link)
    });
    Ok(Some(ProofLinks {
        links: links.collect(),
        access_token: state.app.proof_token(by, subject)?,
    }))
}

fn link(state: &AppState, id: VerificationId, service: &str, side: &str) -> String {
    format!(
        "{}{}/proof/{id}/{service}/{side}",
        state.app.settings().public_url,
        state.settings.base_path
    )
}
