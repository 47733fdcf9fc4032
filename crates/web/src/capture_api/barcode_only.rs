//! `POST /api/v1/barcode-only`: what a barcode says, at once. Nothing is stored.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use verification::rules::today;
use wire::capture::parse::BarcodeOnly;
use wire::capture::{Fault, Message, render};

use super::heard::Heard;
use super::refusal::fault;
use crate::Gate;

/// Answers with the data of `idcheck`, without blocks around it.
pub(crate) async fn barcode_only(State(gate): State<Gate>, request: Request) -> Response<Body> {
    match Heard::large(&gate, request, "barcode-only").await {
        Ok(heard) => heard.answer(read(&gate, &heard).await),
        Err(refused) => refused,
    }
}

async fn read(gate: &Gate, heard: &Heard) -> Result<Message, Fault> {
    let asked = BarcodeOnly::read(&heard.call()?)?;
    let read = gate
        .desk
        .read_barcode(heard.principal(), heard.account.id, asked.content.into());
    let (transaction, outcome) = read.await.map_err(fault)?;
    Ok(render::barcode_only(
        transaction,
        &outcome,
        asked.user_defined.as_ref(),
        today(gate.desk.now()),
        heard.profile(),
    ))
}
