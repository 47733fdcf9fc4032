//! What the forms of a case do: each calls one use case, and leads back to the case or to the next
//! one.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use proofing::{App, Error};
use verification::review::{Correction, ReviewRefused, Ruling};
use verification::stage::StageName;
use verification::{Personal, StaffId, VerificationId};

use super::case::{explained, page};
use super::codes::{ruling, until};
use super::picture::slot_named;
use crate::AppState;
use crate::office::fields::Fields;
use crate::office::frame::{Posted, SignedIn};
use crate::office::headers;
use crate::office::i18n::CaseTexts;
use crate::office::refusal::Refusal;

/// Where a form leads when its act was done.
enum Way {
    /// Back to the case, with this said.
    Case(&'static str),
    /// To the queue.
    Queue,
}

/// Declares a handler of a form whose act is an expression over the use cases, whoever sent it, the
/// ID, and the fields.
macro_rules! form {
    ($(#[$doc:meta])* $name:ident, |$app:ident, $who:ident, $id:ident, $fields:ident| $act:expr) => {
        $(#[$doc])*
        pub(super) async fn $name(
            State(state): State<AppState>,
            Path(id): Path<String>,
            Posted { who, fields }: Posted,
        ) -> Response<Body> {
            let done = async {
                let $id: VerificationId = id.parse().map_err(|_| Error::NotFound)?;
                let ($app, $who, $fields): (&App, &SignedIn, &Fields) = (&state.app, &who, &fields);
                $act
            };
            let done = done.await;
            answer(&state, &who, &id, done).await
        }
    };
}

form!(
    /// Opens the personal data for a reason.
    open, |app, who, id, fields| {
        app.open_case(who.by(), id, fields.personal("reason")).await?;
        Ok(Way::Case(""))
    }
);
form!(
    /// Takes the case.
    take, |app, who, id, _fields| {
        app.take_case(who.by(), id).await?;
        Ok(Way::Case("taken"))
    }
);
form!(
    /// Gives the case back.
    give_back, |app, who, id, fields| {
        app.give_back_case(who.by(), id, fence(fields)?).await?;
        Ok(Way::Queue)
    }
);
form!(
    /// Puts the case off.
    snooze, |app, who, id, fields| {
        let until = until(fields, app.now()).ok_or(Error::Review(ReviewRefused::Until))?;
        app.snooze_case(who.by(), id, fence(fields)?, until).await?;
        Ok(Way::Queue)
    }
);
form!(
    /// Leaves the case to senior reviewers.
    escalate, |app, who, id, fields| {
        app.escalate_case(who.by(), id, fence(fields)?).await?;
        Ok(Way::Queue)
    }
);
form!(
    /// Hands the case over to a colleague.
    hand_over, |app, who, id, fields| {
        let to: StaffId = fields.get("to").parse().map_err(|_| Error::NotFound)?;
        app.hand_over_case(who.by(), id, fence(fields)?, to).await?;
        Ok(Way::Queue)
    }
);
form!(
    /// Confirms the decision of somebody else.
    approve, |app, who, id, fields| {
        app.approve_case(who.by(), id, Some(fence(fields)?)).await?;
        Ok(Way::Case("decided"))
    }
);
form!(
    /// Does not confirm the decision of somebody else.
    send_back, |app, who, id, fields| {
        let (by, fence) = (who.by(), Some(fence(fields)?));
        app.send_back_case(by, id, fence, reason(fields)?).await?;
        Ok(Way::Queue)
    }
);
form!(
    /// Asks for a picture again.
    ask_again, |app, who, id, fields| {
        let slot = slot_named(fields.get("picture")).ok_or(Error::NotFound)?;
        app.ask_again(who.by(), id, Some(fence(fields)?), slot).await?;
        Ok(Way::Case("asked"))
    }
);
form!(
    /// Overturns the verdict.
    overturn, |app, who, id, fields| {
        let ruling: Ruling = ruling(fields).ok_or(Error::Review(ReviewRefused::NoCode))?;
        app.overturn(who.by(), id, ruling, reason(fields)?).await?;
        Ok(Way::Case("overturned"))
    }
);
form!(
    /// Corrects a value that was read.
    correct, |app, who, id, fields| {
        let right = Correction::of(fields.get("field"), fields.personal("value"));
        let right = right.ok_or(Error::NotFound)?;
        app.correct(who.by(), id, right, reason(fields)?).await?;
        Ok(Way::Case("corrected"))
    }
);
form!(
    /// Holds the verification against deletion.
    hold, |app, who, id, fields| {
        app.hold(who.by(), id, reason(fields)?).await?;
        Ok(Way::Case("held"))
    }
);
form!(
    /// Releases the verification.
    release, |app, who, id, fields| {
        app.release(who.by(), id, reason(fields)?).await?;
        Ok(Way::Case("released"))
    }
);
form!(
    /// Deletes the verification.
    delete, |app, who, id, fields| {
        app.delete_verification(who.by(), id, reason(fields)?).await?;
        Ok(Way::Queue)
    }
);

/// Decides the case, and leads to the next one if the form asks for it.
pub(super) async fn decide(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Posted { who, fields }: Posted,
) -> Response<Body> {
    let decided = async {
        let id: VerificationId = id.parse().map_err(|_| Error::NotFound)?;
        let ruling = ruling(&fields).ok_or(Error::Review(ReviewRefused::NoCode))?;
        let (by, fence) = (who.by(), Some(fence(&fields)?));
        state.app.decide_case(by, id, fence, ruling).await
    };
    let decided = match decided.await {
        Ok(decided) => decided,
        Err(error) => return answer(&state, &who, &id, Err(error)).await,
    };
    if fields.get("then") == "next" {
        return match state.app.take_next_case(who.by(), None).await {
            Ok(Some(next)) => {
                let to = format!("/office/verifications/{}", next.verification.id);
                headers::see_other(&who.visit.to(&to))
            }
            Ok(None) => headers::see_other(&who.visit.to("/office/queue")),
            Err(error) => Refusal::of_error(&error).page(&who.layout("")),
        };
    }
    let said = match decided.stage.name() {
        StageName::InReview => "proposed",
        _ => "decided",
    };
    answer(&state, &who, &id, Ok(Way::Case(said))).await
}

/// Returns the fence that the form carries. An act without one is refused like one with an old one.
fn fence(fields: &Fields) -> Result<u64, Error> {
    let fence = fields.get("fence").parse();
    fence.map_err(|_| Error::Review(ReviewRefused::NotHeld))
}

/// Returns the reason that the form carries, which must not be empty.
fn reason(fields: &Fields) -> Result<Personal, Error> {
    let reason = fields.personal("reason");
    if reason.is_blank() {
        Err(Error::ReasonNeeded)
    } else {
        Ok(reason)
    }
}

/// Leads on, or says on the page of the case why nothing was done.
async fn answer(
    state: &AppState,
    who: &SignedIn,
    id: &str,
    done: Result<Way, Error>,
) -> Response<Body> {
    let error = match done {
        Ok(Way::Queue) => return headers::see_other(&who.visit.to("/office/queue")),
        Ok(Way::Case(said)) => {
            let to = format!("/office/verifications/{id}?said={said}");
            return headers::see_other(&who.visit.to(&to));
        }
        Err(error) => error,
    };
    let t = CaseTexts::of(who.visit.locale);
    match explained(&error, t) {
        Some(said) => {
            let frame = who.layout("").wrong(said);
            page(state, who, id, frame, StatusCode::CONFLICT).await
        }
        None => Refusal::of_error(&error).page(&who.layout("")),
    }
}
