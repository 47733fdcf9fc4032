//! The routes of the pages, each with what it needs. The matrix of roles and routes in the tests
//! and in the documentation is made of this table.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{get, post};
use axum::{Extension, Router};
use verification::staff::{Permission, Role};

use crate::AppState;

/// What a route needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is how somebody signs in.
    Nothing,
    /// That somebody is signed in, whoever they are.
    SignedIn,
    /// A permission.
    Permission(Permission),
}

impl Needs {
    /// Returns true if somebody in this role may use the route.
    pub const fn are_met_by(self, role: Role) -> bool {
        match self {
            Self::Nothing | Self::SignedIn => true,
            Self::Permission(permission) => role.may(permission),
        }
    }
}

/// A route, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRoute {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
}

/// The routes of the pages.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<AppState>,
    table: Vec<OfficeRoute>,
}

impl Routes {
    /// Adds a page.
    pub(crate) fn get<H, T>(mut self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let route = get(handler).layer(Extension(needs));
        self.router = self.router.route(path, route);
        self.declared(Method::GET, path, needs)
    }

    /// Adds what a form is sent to.
    pub(crate) fn post<H, T>(mut self, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let route = post(handler).layer(Extension(needs));
        self.router = self.router.route(path, route);
        self.declared(Method::POST, path, needs)
    }

    fn declared(mut self, method: Method, path: &'static str, needs: Needs) -> Self {
        self.table.push(OfficeRoute {
            method,
            path,
            needs,
        });
        self
    }

    /// Returns all routes, with what they need.
    pub(crate) fn table(&self) -> &[OfficeRoute] {
        &self.table
    }

    /// Returns the router.
    pub(crate) fn into_router(self) -> Router<AppState> {
        self.router
    }
}
