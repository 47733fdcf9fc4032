//! `GET /office/verifications/{id}`: everything of one verification on one page.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Response, StatusCode};
use proofing::Error;
use proofing::acts::office::Case;
use verification::decline::DeclineCode;
use verification::review::ReviewTask;
use verification::staff::Permission;
use verification::stage::{Stage, StageName};
use verification::verdict::Verdict;
use verification::{Personal, StaffId, VerificationId};

use super::codes::{Choice, choices};
use super::facts::{self, Check, Code, Field, Happened};
use super::picture::is_shown;
use super::queue::{held, minute};
use crate::AppState;
use crate::office::frame::SignedIn;
use crate::office::i18n::{CaseTexts, fill};
use crate::office::layout::{Layout, render_as};
use crate::office::refusal::Refusal;

/// One case.
#[derive(Debug, Template)]
#[template(path = "office/case.html")]
struct Page {
    f: Layout,
    t: &'static CaseTexts,
    /// The path with which the forms' addresses begin.
    path: String,
    facts: Vec<(&'static str, String)>,
    is_overdue: bool,
    is_masked: bool,
    may_open: bool,
    pictures: Vec<Picture>,
    fields: Vec<Field>,
    checks: Vec<Check>,
    codes: Vec<Code>,
    journal: Vec<Happened>,
    deliveries: Vec<Happened>,
    trail: Vec<Happened>,
    may: May,
    /// Whether there is anything that may be done, or confirmed.
    has_acts: bool,
    fence: u64,
    choices: Vec<Choice>,
    /// To whom the case can be handed over, if whoever looks has it.
    colleagues: Vec<Colleague>,
    /// The names of the values that whoever looks may correct.
    correctable: Vec<String>,
    /// The verdict that would overturn the one in force.
    other_verdict: &'static str,
    proposal: Option<Proposal>,
}

/// A picture of the case.
#[derive(Debug)]
struct Picture {
    name: String,
    address: String,
    is_shown: bool,
    /// Whether the person can be asked for it again.
    is_asked_again: bool,
}

/// Somebody to whom the case can be handed over.
#[derive(Debug)]
struct Colleague {
    id: String,
    name: String,
    role: &'static str,
}

/// The decision that waits for a second person.
#[derive(Debug)]
struct Proposal {
    title: String,
    codes: String,
    note: String,
}

/// What whoever looks may do with the case now.
#[derive(Debug, Default)]
struct May {
    take: bool,
    decide: bool,
    correct: bool,
    approve: bool,
    overturn: bool,
    hold: bool,
    release: bool,
    delete: bool,
}

impl May {
    /// Returns true if there is a form beside the case.
    const fn has_forms(&self) -> bool {
        self.decide
            || self.correct
            || self.approve
            || self.overturn
            || self.hold
            || self.release
            || self.delete
    }
}

/// What was done, by its word in the address.
fn said(t: &CaseTexts, word: &str) -> Option<&'static str> {
    Some(match word {
        "taken" => t.said_taken,
        "decided" => t.said_decided,
        "proposed" => t.said_proposed,
        "asked" => t.said_asked,
        "corrected" => t.said_corrected,
        "overturned" => t.said_overturned,
        "held" => t.said_held,
        "released" => t.said_released,
        _ => return None,
    })
}

pub(super) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response<Body> {
    let t = CaseTexts::of(who.visit.locale);
    let word = asked.get("said").map(String::as_str);
    let said = word.and_then(|word| said(t, word));
    let frame = who.layout("");
    let frame = match said {
        Some(said) => frame.done(said),
        None => frame,
    };
    page(&state, &who, &id, frame, StatusCode::OK).await
}

/// Renders a case in a frame with a notice.
pub(super) async fn page(
    state: &AppState,
    who: &SignedIn,
    id: &str,
    frame: Layout,
    status: StatusCode,
) -> Response<Body> {
    let case = async {
        let id: VerificationId = id.parse().map_err(|_| Error::NotFound)?;
        let case = state.app.case(who.by(), id).await?;
        Ok((case, state.app.colleagues(who.by()).await?))
    };
    let (case, names) = match case.await {
        Ok(found) => found,
        Err(error) => return Refusal::of_error(&error).page(&who.layout("")),
    };
    let now = state.app.now();
    let t = CaseTexts::of(who.visit.locale);
    let verification = &case.verification;
    let task = verification.review_task();
    let path = who
        .visit
        .to(&format!("/office/verifications/{}", verification.id));
    let suggested = facts::outcome(&case).map_or(&[][..], |outcome| outcome.codes.as_slice());
    let frame = Layout {
        title: verification.request.reference.as_str().to_owned(),
        ..frame
    };
    let pictures = case.pictures.iter().map(|named| Picture {
        name: named.slot.to_string(),
        address: format!("{path}/pictures/{}", named.slot),
        is_shown: is_shown(named.media),
        is_asked_again: verification.may_be_asked_again(named.slot),
    });
    let may = may(&case, &task, who, now);
    let colleagues = if may.decide {
        match state
            .app
            .case_colleagues(who.by(), verification.account)
            .await
        {
            Ok(members) => members,
            Err(error) => return Refusal::of_error(&error).page(&who.layout("")),
        }
    } else {
        Vec::new()
    };
    let colleagues = colleagues.into_iter().map(|member| Colleague {
        id: member.id.to_string(),
        name: member.name.reveal().to_owned(),
        role: frame.w.role(member.appointment.role),
    });
    let page = Page {
        facts: facts_of(&case, t, &task, who, &names, now),
        is_overdue: case.due_at.is_some_and(|due| due <= now),
        is_masked: !case.shows_personal_data,
        may_open: case.may_open,
        pictures: pictures.collect(),
        fields: facts::fields(&case, t),
        checks: facts::checks(&case, t),
        codes: facts::codes(&case, t),
        journal: facts::journal(&case),
        deliveries: facts::deliveries(&case),
        trail: facts::trail(&case, who.visit.locale, &names),
        colleagues: colleagues.collect(),
        correctable: if may.correct {
            facts::correctable(&case)
        } else {
            Vec::new()
        },
        has_acts: task.proposal.is_some() || may.has_forms(),
        may,
        fence: task.fence,
        choices: choices(suggested),
        other_verdict: match verification.stage.name() {
            StageName::Accepted => "declined",
            _ => "accepted",
        },
        proposal: task.proposal.as_ref().map(|proposal| Proposal {
            title: fill(t.proposed_title, word_of(proposal.ruling.verdict, t)),
            codes: proposal
                .ruling
                .codes
                .iter()
                .map(DeclineCode::as_str)
                .collect::<Vec<_>>()
                .join(" "),
            note: proposal
                .ruling
                .note
                .as_ref()
                .filter(|_| case.shows_personal_data)
                .map_or_else(String::new, |note| note.reveal().to_owned()),
        }),
        f: frame.wide().with_script("keys.js").with_script("viewer.js"),
        t,
        path,
    };
    render_as(status, &page)
}

const fn word_of(verdict: Verdict, t: &CaseTexts) -> &'static str {
    match verdict {
        Verdict::Accepted => t.accepted,
        Verdict::Declined => t.declined,
    }
}

/// Returns what is said of the case as a whole. Nothing of it is personal.
fn facts_of(
    case: &Case,
    t: &CaseTexts,
    task: &ReviewTask,
    who: &SignedIn,
    names: &HashMap<StaffId, Personal>,
    now: jiff::Timestamp,
) -> Vec<(&'static str, String)> {
    let verification = &case.verification;
    let stage = verification.stage.name().as_str().replace('_', " ");
    let mut facts = vec![
        (t.account, case.account.clone()),
        (t.stage, stage),
        (t.opened, minute(verification.created_at)),
    ];
    if matches!(verification.stage, Stage::InReview(_)) {
        facts.push((t.waiting_since, minute(task.since)));
        facts.extend(case.due_at.map(|due| (t.due, minute(due))));
        if let Some(lease) = task.live_lease(now) {
            let holder = held(lease.holder, t, who.member().id, names);
            facts.push((t.state, format!("{holder} ({})", minute(lease.until))));
        }
    }
    if let Some(decision) = verification.stage.decision() {
        facts.push((t.decided, minute(decision.at)));
        facts.push((t.verdict, word_of(decision.verdict, t).to_owned()));
    }
    if let Some(hold) = &verification.hold {
        facts.push((t.hold, minute(hold.since)));
    }
    let origin = &verification.origin;
    if let Some(place) = origin.place.as_ref().filter(|_| case.shows_personal_data) {
        facts.push((t.place, format!("{} {}", place.city, place.country_name)));
    }
    if let Some(agent) = origin.agent.as_ref().filter(|_| case.shows_personal_data) {
        facts.push((t.device, format!("{} {}", agent.browser, agent.platform)));
    }
    facts
}

/// Returns what whoever looks may do with the case now.
fn may(case: &Case, task: &ReviewTask, who: &SignedIn, now: jiff::Timestamp) -> May {
    let role = who.authority().role;
    let own = who.member().id;
    let verification = &case.verification;
    let is_in_review = matches!(verification.stage, Stage::InReview(_));
    let holder = task.live_lease(now).map(|lease| lease.holder);
    let holds = is_in_review && holder == Some(own);
    let is_proposed = task.proposal.is_some();
    let is_own_proposal = task.proposal.as_ref().is_some_and(|it| it.maker == own);
    let may_delete = role.may(Permission::Delete);
    let is_deletable = is_in_review || verification.stage.name().is_completed();
    May {
        take: is_in_review && holder.is_none() && role.may(Permission::Decide) && !is_own_proposal,
        decide: holds && !is_proposed && role.may(Permission::Decide),
        correct: case.shows_personal_data && role.may(Permission::Correct),
        approve: holds && is_proposed && role.may(Permission::Approve),
        overturn: verification.stage.decision().is_some() && role.may(Permission::Overturn),
        hold: may_delete && verification.hold.is_none(),
        release: may_delete && verification.hold.is_some(),
        delete: may_delete && is_deletable && verification.hold.is_none(),
    }
}

/// Returns the sentence for an error of an act, if the page explains it.
pub(super) fn explained(error: &Error, t: &CaseTexts) -> Option<String> {
    use verification::review::ReviewRefused as R;
    let text = match error {
        Error::Review(R::Decided { at, .. }) => fill(t.wrong_decided, &minute(*at)),
        Error::Review(R::Held { until, .. }) => fill(t.wrong_held, &minute(*until)),
        Error::Review(R::NotHeld) => t.wrong_not_held.to_owned(),
        Error::Review(R::ForSeniors) => t.wrong_seniors.to_owned(),
        Error::Review(R::SamePerson) => t.wrong_same_person.to_owned(),
        Error::Review(R::Proposed) => t.wrong_proposed.to_owned(),
        Error::Review(R::NoCode | R::UnknownCode(_)) => t.wrong_code.to_owned(),
        Error::Review(R::Until) => t.wrong_until.to_owned(),
        Error::Review(R::NotAskedAgain(_)) => t.wrong_picture.to_owned(),
        Error::Correction(_) => t.wrong_correction.to_owned(),
        Error::Refused(_) | Error::Review(_) => t.wrong_stage.to_owned(),
        Error::Held => t.wrong_hold.to_owned(),
        Error::ReasonNeeded => t.wrong_reason.to_owned(),
        _ => return None,
    };
    Some(text)
}
