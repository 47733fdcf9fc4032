//! `/user/turns` and `/submit/selfie`: the turns of the head that are asked for, and the selfie
//! that comes with them in one body.

use std::convert::Infallible;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream;
use multer::{Constraints, Multipart};
use proofing::Error;
use proofing::acts::capture::{Selfie, Turns};
use serde_json::json;
use verification::capture::{OutOfStep, SELFIE};

use super::applicant::Applicant;
use super::refusal::Refusal;
use super::submit;
use super::user::{NotificationKind, Place};
use crate::AppState;
use crate::answer::Answer;

/// More frames than a challenge has turns are not read.
const MOST_FRAMES: usize = 8;

/// The parts of the body.
const PARTS: &[&str] = &["selfie", "turn", "nonce", "cannot_turn", "camera"];

/// `POST /user/turns`: the turns that the person is asked for, with the seconds that are left for
/// them.
pub(crate) async fn challenge(
    State(state): State<AppState>,
    NotificationKind { applicant, .. }: NotificationKind<Place>,
) -> Response {
    let by = applicant.visit.principal();
    match state.app.ask_to_turn(by, &applicant.visit).await {
        Ok((challenge, seconds)) => {
            let turns: Vec<&str> = challenge.turns.iter().map(|turn| turn.word()).collect();
            let body = json!({"nonce": challenge.nonce, "turns": turns, "seconds": seconds});
            Answer::json(StatusCode::OK, body.to_string().into_bytes()).into_response()
        }
        Err(error) => {
            let is_over = matches!(error, Error::OutOfStep(OutOfStep::NoChallenge));
            let mut refusal = Refusal::of(&error);
            if is_over {
                refusal = refusal.called("turn_over");
            }
            Box::pin(applicant.refused(&state, refusal))
                .await
                .into_response()
        }
    }
}

/// `POST /submit/selfie`: a picture, or a form with the picture and a frame of each turn.
pub(crate) async fn submit(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let applicant = match Applicant::acting(&parts, &state, &state.slots.uploads).await {
        Ok(applicant) => applicant,
        Err(refusal) => return refusal.into_response(),
    };
    let request = Request::from_parts(parts, body);
    let taken = take(&state, &applicant, request).await;
    applicant.sent_to(&state, taken).await
}

async fn take(
    state: &AppState,
    applicant: &Applicant,
    request: Request,
) -> Result<String, Refusal> {
    let whole = submit::body_of(state, applicant, SELFIE, request).await?;
    let declared = whole.content_type.as_deref().unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(declared) else {
        return submit::take(state, applicant, SELFIE, whole.bytes).await;
    };
    let Some(selfie) = parsed(whole.bytes, boundary).await else {
        let refusal = Refusal::not_allowed("The form is not the one that is expected here.");
        submit::note(state, applicant, SELFIE, refusal.message()).await;
        return Err(refusal);
    };
    let by = applicant.visit.principal();
    match state.app.submit_selfie(by, &applicant.visit, selfie).await {
        Ok(visit) => Ok(applicant.clone().at(visit).next(state)),
        Err(error) => {
            let refusal = Refusal::of(&error);
            // The acts write down what they refuse themselves.
            if matches!(error, Error::OutOfStep(_) | Error::Refused(_)) {
                submit::note(state, applicant, SELFIE, refusal.message()).await;
            }
            Err(refusal)
        }
    }
}

/// Returns the selfie in a form, or `None` if it is no such form.
async fn parsed(body: Bytes, boundary: String) -> Option<Selfie> {
    let chunks = stream::iter([Ok::<_, Infallible>(body)]);
    let known = Constraints::new().allowed_fields(PARTS.to_vec());
    let mut form = Multipart::with_constraints(chunks, boundary, known);
    let (mut content, mut nonce, mut frames) = (None, None, Vec::new());
    let (mut cannot_turn, mut is_virtual_camera) = (false, false);
    while let Some(part) = form.next_field().await.ok()? {
        match part.name()?.to_owned().as_str() {
            "selfie" => content = Some(part.bytes().await.ok()?),
            "turn" if frames.len() < MOST_FRAMES => frames.push(part.bytes().await.ok()?),
            "nonce" => nonce = Some(part.text().await.ok()?),
            "cannot_turn" => cannot_turn = part.text().await.ok()? == "1",
            // One known word: a label would say more about its owner than is asked.
            "camera" => is_virtual_camera = part.text().await.ok()? == "virtual",
            _ => return None,
        }
    }
    let turns = match nonce {
        _ if cannot_turn => Turns::Cannot,
        Some(nonce) => Turns::Frames { nonce, frames },
        None => return None,
    };
    Some(Selfie {
        content: content?,
        turns,
        is_virtual_camera,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(parts: &[(&str, &str)]) -> Option<Selfie> {
        let part = |(name, content): &(&str, &str)| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
        };
        let body: String = parts.iter().map(part).collect();
        parsed(format!("{body}--x--\r\n").into(), "x".to_owned()).await
    }

    #[tokio::test]
    async fn a_form_has_a_selfie_and_its_frames_or_says_that_there_are_none() {
        let whole = [
            ("selfie", "picture"),
            ("turn", "one"),
            ("turn", "two"),
            ("nonce", "abc"),
            ("camera", "virtual"),
        ];
        let selfie = read(&whole).await.unwrap();
        assert!(selfie.is_virtual_camera && selfie.content == "picture");
        let Turns::Frames { nonce, frames } = selfie.turns else {
            panic!("there are frames");
        };
        assert_eq!((nonce.as_str(), frames.len()), ("abc", 2));
        let cannot = read(&[("selfie", "picture"), ("cannot_turn", "1")]).await;
        assert!(matches!(cannot.unwrap().turns, Turns::Cannot));
    }

    #[tokio::test]
    async fn what_is_no_such_form_is_none() {
        let many: Vec<(&str, &str)> = std::iter::repeat_n(("turn", "x"), MOST_FRAMES + 1)
            .chain([("selfie", "picture"), ("nonce", "abc")])
            .collect();
        assert!(read(&many).await.is_none());
        assert!(read(&[("selfie", "picture")]).await.is_none());
        assert!(read(&[("nonce", "abc"), ("turn", "one")]).await.is_none());
        assert!(
            read(&[("selfie", "picture"), ("other", "1")])
                .await
                .is_none()
        );
        assert!(
            parsed(Bytes::from_static(b"no form"), "x".to_owned())
                .await
                .is_none()
        );
    }
}
