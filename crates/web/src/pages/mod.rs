//! The hosted pages, which lead a person from a link to a verdict, and the endpoints that the pages
//! call.
//!
//! Every page is loaded as a whole and follows from what is stored: reloading, going back, a second
//! tab and another device all end at the step where the person is. Handlers extract, call one use
//! case and present the result; the core decides what is requested, and in which order.

mod applicant;
pub(crate) mod assets;
mod branding;
mod drawings;
mod hand_off;
mod headers;
pub(crate) mod i18n;
mod icons;
mod page_url;
mod phone;
mod present;
mod progress_stream;
pub(crate) mod qr;
mod refusal;
mod selfie;
mod show;
mod submit;
mod user;
mod views;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use page_url::root_of;
pub(crate) use show::elsewhere;

use crate::AppState;

/// Returns true for paths that only pages of this server use. The landing page is not included,
/// because it shares its path with the verification protocol.
pub(crate) fn is_own(path: &str) -> bool {
    ["/user/", "/submit/", "/assets/", "/process/"]
        .iter()
        .any(|folder| path.starts_with(folder))
        || page_url::PATHS.contains(&path)
}

/// Returns the routes of the pages and of what they call. They are at the root, because the
/// protocol's links have no path before them.
pub(crate) fn routes() -> Router<AppState> {
    let mut pages = Router::new()
        .route("/", get(show::show))
        .route("/process/verification/{token}", get(show::link))
        .route("/user/logo", get(show::logo))
        .route("/user/get-config", post(user::config))
        .route("/user/events", post(user::events))
        .route("/user/choose", post(user::choose))
        .route("/user/accept-terms", post(user::accept_terms))
        .route("/user/accept-biometrics", post(user::accept_biometrics))
        .route("/user/refuse-biometrics", post(user::refuse_biometrics))
        .route("/user/turns", post(selfie::challenge))
        .route("/user/cancel", post(user::cancel))
        .route("/user/retry", post(user::retry))
        .route("/user/finish", post(user::finish))
        .route("/user/confirm", post(user::confirm))
        .route("/user/language", post(user::language))
        .route("/user/send-link", post(hand_off::send))
        .route("/user/phone", post(phone::act))
        .route("/phone", post(phone::form))
        .route("/submit/ipqs-trackerid", post(user::device));
    for path in page_url::PATHS {
        pages = pages.route(path, get(show::show));
    }
    pages
        .route("/submit/front", post(submit::front))
        .route("/submit/back", post(submit::back))
        .route("/submit/barcode", post(submit::barcode))
        .route("/submit/selfie", post(selfie::submit))
        .route("/submit/address", post(submit::address))
        .route("/submit/consent-note", post(submit::consent_note))
        .route("/submit/frame", post(submit::frame))
        .route("/user/follow", get(progress_stream::follow))
        .merge(assets::routes())
}
