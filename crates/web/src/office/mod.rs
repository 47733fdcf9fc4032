//! THE OFFICE: the pages for staff, under `/office/`.
//!
//! A page is a handler that takes [`SignedIn`](frame::SignedIn), calls one use case with its
//! principal, and renders a template that extends `office/base.html` with a
//! [`Layout`](layout::Layout). A form posts to a handler that takes [`Posted`](frame::Posted),
//! which refuses what another site sent. Every route is declared in a [`Routes`](routes::Routes)
//! with what it [`Needs`](routes::Needs); who lacks that is refused before the handler runs. A
//! [`Refusal`](refusal::Refusal) is a page as well.

mod audit;
mod cases;
mod days;
mod fields;
mod frame;
mod headers;
mod home;
mod i18n;
mod invitation;
mod language;
mod layout;
mod navigation;
mod own;
mod refusal;
mod routes;
mod session_cookie;
mod sign_in;
mod site;
mod staff;
mod verifications;
mod visit;

use axum::Router;

pub use self::routes::{Needs, OfficeRoute};
pub use self::site::OfficeSettings;
pub(crate) use self::site::Site;
use crate::AppState;

/// Returns true for the paths of these pages.
pub(crate) fn is_own(path: &str) -> bool {
    path == "/office" || path.starts_with("/office/")
}

/// Returns every route, with what it needs.
pub fn office_routes() -> Vec<OfficeRoute> {
    all().table().to_vec()
}

/// Returns the routes of the pages.
pub(crate) fn routes() -> Router<AppState> {
    all().into_router()
}

fn all() -> routes::Routes {
    let routes = routes::Routes::default();
    let routes = home::routes(routes);
    let routes = sign_in::routes(routes);
    let routes = invitation::routes(routes);
    let routes = language::routes(routes);
    let routes = own::routes(routes);
    let routes = verifications::routes(routes);
    let routes = cases::routes(routes);
    let routes = audit::routes(routes);
    staff::routes(routes)
}
