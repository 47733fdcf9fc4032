//! Applicants, who hold a link and are identified by its token, and the language in which they are
//! addressed.
//!
//! Pages have the token in their URL, as in the protocol. Calls of the pages send it as a bearer
//! token, so that no other site can make a browser call them.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, header};
use proofing::Principal;
use proofing::acts::capture::Visit;
use verification::Verification;
use verification::journal::Browser;

use super::headers::{Framers, see_other};
use super::i18n::Locale;
use super::page_url::{PageUrl, root_of};
use super::present::Scene;
use super::refusal::Refusal;
use crate::AppState;
use crate::entrance::{Busy, Entered};
use crate::log::is_about;
use crate::shares::{Holder, Shares};

/// The maximum length of a user agent that is kept.
const MOST_AGENT: usize = 1_000;

/// The maximum length of a `JSON.stringify(location)` that is kept.
pub(crate) const MOST_LOCATION: usize = 4_096;

/// The holder of a link, and where they are.
#[derive(Debug, Clone)]
pub(crate) struct Applicant {
    pub(crate) visit: Box<Visit>,
    pub(crate) way: PageUrl,
    user_agent: String,
}

impl Applicant {
    /// Returns the applicant with a token, in the requested language.
    pub(crate) async fn of(
        state: &AppState,
        token: &str,
        asked: Option<&str>,
        headers: &HeaderMap,
    ) -> Result<Self, proofing::Error> {
        let visit = Box::new(state.app.visit(token).await?);
        is_about(visit.verification.id);
        let way = PageUrl {
            root: root_of(&state.app.settings().public_url),
            token: token.to_owned(),
            locale: locale(asked, Some(&visit.verification), headers),
        };
        Ok(Self {
            visit,
            way,
            user_agent: text(headers, header::USER_AGENT)
                .chars()
                .take(MOST_AGENT)
                .collect(),
        })
    }

    /// Returns the same applicant after an act.
    pub(crate) fn at(self, visit: Visit) -> Self {
        Self {
            visit: Box::new(visit),
            ..self
        }
    }

    /// What a page is made from.
    pub(crate) fn scene<'a>(&'a self, state: &'a AppState) -> Scene<'a> {
        Scene {
            verification: &self.visit.verification,
            account: &self.visit.account,
            page: self.visit.page,
            way: &self.way,
            now: state.app.now(),
            public_url: &state.app.settings().public_url,
            channels: state.app.channels(),
            turns: state.app.sees_turns(),
            said: "",
        }
    }

    /// Returns the URL of the page where the person is.
    pub(crate) fn next(&self, state: &AppState) -> String {
        self.way.to(self.scene(state).path())
    }

    /// Redirects to the page where the person is.
    pub(crate) fn sent_on(&self, state: &AppState) -> Response<Body> {
        see_other(&self.next(state), self.framers())
    }

    /// Returns the sites that may embed this person's pages.
    pub(crate) fn framers(&self) -> &Framers {
        &self.visit.account.settings.frame_ancestors
    }

    /// Returns the browser's user agent.
    pub(crate) fn user_agent(&self) -> &str {
        &self.user_agent
    }

    /// What the browser says of itself with an event. `None` if its place is longer than any place
    /// is.
    pub(crate) fn browser(&self, location: &str) -> Option<Browser> {
        (location.len() <= MOST_LOCATION).then(|| Browser {
            url: location.to_owned(),
            user_agent: self.user_agent.clone(),
        })
    }
}

/// Returns the language to use: the URL's, the person's earlier choice, the request's, or the
/// browser's. The browser also says how a language without a country is to be written. A language
/// that the pages do not have is as good as none.
pub(crate) fn locale(
    asked: Option<&str>,
    verification: Option<&Verification>,
    headers: &HeaderMap,
) -> Locale {
    let accepted = text(headers, header::ACCEPT_LANGUAGE);
    let named = |tag: &str| Locale::of_or_like(tag, accepted);
    let of_request = |verification: &Verification| {
        let request = &verification.request;
        let terms = request.capture.as_ref().and_then(|terms| terms.language);
        terms
            .and_then(|language| named(language.word()))
            .or_else(|| named(request.language.as_ref()?.as_str()))
    };
    // A link carries the default language if nobody pinned one: that is no one's choice.
    let is_default = |tag: &str| {
        tag.eq_ignore_ascii_case(Locale::American.parameter())
            && verification
                .is_some_and(|it| it.capture.language.is_none() && of_request(it).is_none())
    };
    asked
        .filter(|tag| !is_default(tag))
        .and_then(named)
        .or_else(|| named(verification?.capture.language.as_deref()?))
        .or_else(|| of_request(verification?))
        .or_else(|| Locale::accepted(accepted))
        .unwrap_or(Locale::American)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Returns the token that was offered.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, header::AUTHORIZATION).split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// Returns the language of the page that a script names.
fn language(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-language")?.to_str().ok()
}

impl Applicant {
    /// By what a person is counted.
    pub(crate) fn holder(&self) -> Holder {
        let verification = &self.visit.verification;
        Holder::Link(verification.id, verification.account)
    }

    /// Returns the applicant of a request that acts, in a slot of its kind. Scripts name the token
    /// and the language in headers.
    pub(crate) async fn acting(
        parts: &Parts,
        state: &AppState,
        slots: &Shares,
    ) -> Result<Self, Refusal> {
        let named = (bearer(&parts.headers), language(&parts.headers));
        Self::acting_by(named, parts, state, slots).await
    }

    /// Does the same for a request that names the token and the language elsewhere.
    pub(crate) async fn acting_by(
        (token, language): (Option<&str>, Option<&str>),
        parts: &Parts,
        state: &AppState,
        slots: &Shares,
    ) -> Result<Self, Refusal> {
        let token = token.ok_or_else(Refusal::unknown_link)?;
        let entered = Entered::of(&parts.extensions);
        if let Some(entered) = &entered {
            let turn = entered.queue(slots, state.slots.bearer(token)).await;
            turn.map_err(|Busy| Refusal::busy())?;
        }
        let applicant = Self::of(state, token, language, &parts.headers).await;
        let applicant = applicant.map_err(|error| Refusal::of(&error))?;
        if let Some(entered) = entered {
            let slot = entered.prove(slots, applicant.holder()).await;
            slot.map_err(|Busy| Refusal::busy())?;
        }
        Ok(applicant)
    }

    /// Returns a refusal, with where the person is now if that helps.
    pub(crate) async fn refused(self, state: &AppState, refusal: Refusal) -> Refusal {
        if !refusal.is_elsewhere() {
            return refusal;
        }
        let id = self.visit.verification.id;
        let applicant = match state.app.visit_of(Principal::Applicant(id), id).await {
            Ok(visit) => self.at(visit),
            Err(_) => self,
        };
        refusal.with_next(applicant.next(state))
    }
}
