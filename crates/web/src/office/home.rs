//! `GET /office/`: leads to where somebody in this role begins.

use axum::body::Body;
use axum::http::Response;

use super::frame::SignedIn;
use super::routes::{Needs, Routes};
use super::{headers, navigation};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/office", Needs::SignedIn, home)
        .get("/office/", Needs::SignedIn, home)
}

async fn home(who: SignedIn) -> Response<Body> {
    headers::see_other(&who.visit.to(navigation::first(who.authority().role)))
}
