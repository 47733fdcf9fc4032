//! What every handler of the office takes: who is signed in, and what a form sent.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Method, Response};
use proofing::Principal;
use proofing::acts::staff::SignedIn as Session;
use proofing::staff::StaffRefusal;
use verification::staff::{Authority, Member};

use super::fields::Fields;
use super::headers;
use super::layout::Layout;
use super::refusal::Refusal;
use super::routes::Needs;
use super::session_cookie;
use super::visit::{Visit, no_office};
use crate::AppState;
use crate::body::{Allowance, BufferedBody};
use crate::entrance::{Busy, Entered};
use crate::peer::Peer;
use crate::shares::Holder;

/// Somebody who is signed in, and may use the route.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    /// The page.
    pub(crate) visit: Visit,
    session: Session,
}

impl SignedIn {
    /// Returns the principal of what they do.
    pub(crate) const fn by(&self) -> Principal {
        self.session.principal()
    }

    /// Returns who it is.
    pub(crate) const fn member(&self) -> &Member {
        &self.session.member
    }

    /// Returns what they may do.
    pub(crate) const fn authority(&self) -> Authority {
        self.session.member.authority()
    }

    /// Returns the token that every form carries in the field `csrf`.
    pub(crate) fn form_token(&self) -> &str {
        self.session.form_token.reveal()
    }

    /// Returns the frame of a page with this title.
    pub(crate) fn layout(&self, title: impl Into<String>) -> Layout {
        Layout::signed_in(&self.visit, self.member(), self.form_token(), title)
    }

    async fn of(parts: &Parts, state: &AppState) -> Result<Self, Response<Body>> {
        let visit = Visit::of(state, &parts.uri, &parts.headers).ok_or_else(no_office)?;
        let Some(token) = visit.token.clone() else {
            return Err(not_signed_in(&visit, &parts.method));
        };
        let entered = Entered::of(&parts.extensions);
        if let Some(entered) = &entered {
            let turn = entered.queue(&state.slots.office, state.slots.bearer(token.reveal()));
            turn.await
                .map_err(|Busy| Refusal::Busy.page(&Layout::stranger(&visit, "")))?;
        }
        let session = match state.app.staff_session(&token).await {
            Ok(session) => session,
            Err(StaffRefusal::NotSignedIn) => return Err(not_signed_in(&visit, &parts.method)),
            Err(error) => {
                return Err(Refusal::of(&error).page(&Layout::stranger(&visit, "")));
            }
        };
        if let Some(entered) = entered {
            let slot = entered.prove(&state.slots.office, Holder::Staff(session.member.id));
            slot.await
                .map_err(|Busy| Refusal::Busy.page(&Layout::stranger(&visit, "")))?;
        }
        let signed_in = Self { visit, session };
        // A route that does not say what it needs is nobody's.
        let needs = parts.extensions.get::<Needs>();
        if needs.is_some_and(|needs| needs.are_met_by(signed_in.authority().role)) {
            Ok(signed_in)
        } else {
            Err(Refusal::Forbidden.page(&signed_in.layout("")))
        }
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Response<Body>;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Response<Body>> {
        Self::of(parts, state).await
    }
}

/// A page leads to the sign-in and back. A form does not, because what it asked for is not done.
fn not_signed_in(visit: &Visit, method: &Method) -> Response<Body> {
    let mut response = if *method == Method::GET {
        let back: String = form_urlencoded::byte_serialize(visit.path.as_bytes()).collect();
        headers::see_other(&visit.to(&format!("/office/sign-in?next={back}")))
    } else {
        Refusal::NotSignedIn.page(&Layout::stranger(visit, ""))
    };
    if visit.token.is_some() {
        session_cookie::take(&visit.site, &mut response);
    }
    response
}

/// A form that somebody who is signed in sent from one of our pages.
#[derive(Debug)]
pub(crate) struct Posted {
    /// Who sent it.
    pub(crate) who: SignedIn,
    /// What was sent.
    pub(crate) fields: Fields,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response<Body>;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response<Body>> {
        let (parts, body) = request.into_parts();
        let visit = Visit::of(state, &parts.uri, &parts.headers).ok_or_else(no_office)?;
        if !visit.site.is_sender(&parts.headers) {
            return Err(Refusal::OtherSite.page(&Layout::stranger(&visit, "")));
        }
        let who = SignedIn::of(&parts, state).await?;
        let holder = Holder::Staff(who.member().id);
        let fields = fields(Request::from_parts(parts, body), state, holder).await;
        let fields = fields.map_err(|refusal| refusal.page(&who.layout("")))?;
        if who.session.is_form_token(fields.get("csrf")) {
            Ok(Self { who, fields })
        } else {
            Err(Refusal::OtherSite.page(&who.layout("")))
        }
    }
}

/// A form that one of our pages sent on behalf of somebody who has not signed in yet.
#[derive(Debug)]
pub(crate) struct PostedByStranger {
    /// The page.
    pub(crate) visit: Visit,
    /// What was sent.
    pub(crate) fields: Fields,
    /// Where it comes from.
    pub(crate) peer: Peer,
}

impl FromRequest<AppState> for PostedByStranger {
    type Rejection = Response<Body>;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response<Body>> {
        let visit = Visit::of(state, request.uri(), request.headers()).ok_or_else(no_office)?;
        if !visit.site.is_sender(request.headers()) {
            return Err(Refusal::OtherSite.page(&Layout::stranger(&visit, "")));
        }
        let peer = Peer::of(
            request.extensions(),
            request.headers(),
            &state.settings.proxies,
        );
        let holder = Holder::Stranger(peer.neighbourhood());
        let fields = fields(request, state, holder).await;
        let fields = fields.map_err(|refusal| refusal.page(&Layout::stranger(&visit, "")))?;
        Ok(Self {
            visit,
            fields,
            peer,
        })
    }
}

async fn fields(request: Request, state: &AppState, holder: Holder) -> Result<Fields, Refusal> {
    let body = BufferedBody::take(request, state, Allowance::small(state), holder).await;
    let body = body.map_err(|_| Refusal::Incomplete)?;
    let is_form = body
        .content_type
        .as_deref()
        .is_some_and(|media| media.starts_with("application/x-www-form-urlencoded"));
    if is_form {
        Ok(Fields::parse(&body.bytes))
    } else {
        Err(Refusal::Incomplete)
    }
}
