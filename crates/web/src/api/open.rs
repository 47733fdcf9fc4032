//! `POST /`: open a verification.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use proofing::acts::open::Proof;
use verification::rules::today;
use verification::{Origin, Personal};
use wire::verify::{parse, render};

use crate::answer::Answer;
use crate::body::Whole;
use crate::caller::Client;
use crate::problem::{self, Echo};
use crate::{Gate, peer};

/// Answers with `request.pending`, `request.received`, the verdict, or what is wrong.
pub(crate) async fn open(
    Client(account): Client,
    State(gate): State<Gate>,
    peer: peer::Peer,
    headers: HeaderMap,
    body: Whole,
) -> Answer {
    let day = today(gate.desk.now());
    // Decoding megabytes of base64 would hold up other requests on this thread.
    let parsing = tokio::task::spawn_blocking(move || parse::request(&body.bytes, body.content_type.as_deref(), day));
    let parsed = match parsing.await {
        Ok(Ok(parsed)) => parsed,
        Ok(Err(invalid)) => return problem::invalid(&account, &invalid),
        Err(_) => return problem::plain(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on this server."),
    };
    let echo = Echo {
        reference: Some(parsed.request.reference.to_string()),
        email: parsed.request.email.as_ref().map(|email| email.as_str().to_owned()),
        country: parsed.request.country.as_ref().map(ToString::to_string),
    };
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(Personal::new);
    let origin = Origin { ip: peer.ip(), user_agent };
    let proofs = parsed.proofs.into_iter().map(|proof| Proof { slot: proof.slot, media: proof.media, content: proof.content });
    match gate.desk.open(&account, parsed.request, proofs.collect(), origin).await {
        Ok(verification) => {
            let url = gate.desk.verification_url(&verification);
            let event = verification.stage.name().current_event();
            let body = render::event(&verification, event, url.as_deref());
            Answer::json(StatusCode::OK, body).signed_for(&account)
        }
        Err(error) => problem::answer(error, Some(echo)).signed_for(&account),
    }
}
