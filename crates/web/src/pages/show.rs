//! `GET` of the pages: each shows itself if the person is there, and redirects everybody else to
//! where they are.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proofing::Error;
use verification::capture::CapturePage;

use super::applicant::{Applicant, locale};
use super::i18n::Locale;
use super::page_url::{CAMERA_DENIED, PATHS, root_of};
use super::present::{self, Field};
use super::{headers, views};
use crate::AppState;
use crate::caller::{KeyHolder, Unauthorized};
use crate::entrance::Wrong;
use crate::fallback::to_whoever;
use crate::problem;

type Asked = Query<HashMap<String, String>>;

/// Answers with a page at its own path, and any other path with a link's token.
pub(crate) async fn show(
    State(state): State<AppState>,
    uri: Uri,
    Query(asked): Asked,
    sent: HeaderMap,
) -> Response<Body> {
    let language = asked.get("language").map(String::as_str);
    let token = asked.get("token").map(String::as_str).unwrap_or_default();
    let applicant = match Applicant::of(&state, token, language, &sent).await {
        Ok(applicant) => applicant,
        Err(error) => return unavailable(&state, &error, language, &sent),
    };
    let said = asked.get("said").map(String::as_str).unwrap_or_default();
    let scene = present::Scene {
        said,
        ..applicant.scene(&state)
    };
    let path = uri.path();
    let html = if path == scene.path() {
        let form = match form(&state, &applicant, &scene).await {
            Ok(form) => form,
            Err(error) => return unavailable(&state, &error, language, &sent),
        };
        scene.html(form)
    } else if path == CAMERA_DENIED {
        match scene.camera_denied() {
            Some(denied) => denied.render().ok(),
            None => return applicant.sent_on(&state),
        }
    } else if path == "/" || PATHS.contains(&path) {
        return applicant.sent_on(&state);
    } else {
        return match scene.lost().render() {
            Ok(html) => headers::page(StatusCode::NOT_FOUND, html, applicant.framers()),
            Err(_) => broken(&state, applicant.way.locale),
        };
    };
    match html {
        Some(html) => headers::page(StatusCode::OK, html, applicant.framers()),
        None => broken(&state, applicant.way.locale),
    }
}

/// Answers any other path: with a link's token the page that leads back, otherwise the protocol's
/// answer.
pub(crate) async fn elsewhere(
    state: State<AppState>,
    client: Result<KeyHolder, Unauthorized>,
    uri: Uri,
    asked: Result<Asked, axum::extract::rejection::QueryRejection>,
    method: Method,
    sent: HeaderMap,
) -> Response<Body> {
    match asked {
        Ok(asked) if method == Method::GET && asked.contains_key("token") => {
            show(state, uri, asked, sent).await
        }
        _ => to_whoever(client, problem::not_found()).into_response(),
    }
}

/// Redirects the verification protocol's link to the pages.
pub(crate) async fn link(
    State(state): State<AppState>,
    Path(token): Path<String>,
    sent: HeaderMap,
) -> Response<Body> {
    match Applicant::of(&state, &token, None, &sent).await {
        Ok(applicant) => headers::see_other(&applicant.way.to("/"), applicant.framers()),
        Err(error) => unavailable(&state, &error, None, &sent),
    }
}

/// Answers with the account's logo.
pub(crate) async fn logo(
    State(state): State<AppState>,
    Query(asked): Asked,
    sent: HeaderMap,
) -> Response<Body> {
    let token = asked.get("token").map(String::as_str).unwrap_or_default();
    let logo = match Applicant::of(&state, token, None, &sent).await {
        Ok(applicant) => applicant.visit.account.settings.skin.logo.clone(),
        Err(_) => None,
    };
    let found = logo.and_then(|logo| {
        let media = ["image/svg+xml", "image/png", "image/jpeg"]
            .into_iter()
            .find(|media| *media == logo.media)?;
        Some((media, STANDARD.decode(logo.base64.trim()).ok()?))
    });
    let Some((media, bytes)) = found else {
        return problem::not_found().into_response();
    };
    let mut response = Response::new(Body::from(bytes));
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, "private, max-age=600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // If it is opened by itself, a drawing runs nothing.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Returns what was read, if the person is asked to confirm it.
async fn form(
    state: &AppState,
    applicant: &Applicant,
    scene: &present::Scene<'_>,
) -> Result<Vec<views::FormField>, Error> {
    if scene.is_before_start() || scene.page != CapturePage::Confirm {
        return Ok(Vec::new());
    }
    let read = state
        .app
        .form(applicant.visit.principal(), &applicant.visit)
        .await?;
    let fields = read.into_iter().map(|field| Field {
        service: field.service,
        key: field.field,
        value: field.value,
    });
    Ok(scene.fields(fields))
}

/// There is no page for this: the link does not exist, or the server failed.
fn unavailable(
    state: &AppState,
    error: &Error,
    language: Option<&str>,
    sent: &HeaderMap,
) -> Response<Body> {
    let locale = locale(language, None, sent);
    if matches!(error, Error::NotFound) {
        let mut page = plain(state, locale, StatusCode::NOT_FOUND, false);
        page.extensions_mut().insert(Wrong);
        return page;
    }
    tracing::error!(
        error = error as &dyn std::error::Error,
        "a page could not be shown"
    );
    broken(state, locale)
}

fn broken(state: &AppState, locale: Locale) -> Response<Body> {
    plain(state, locale, StatusCode::SERVICE_UNAVAILABLE, true)
}

fn plain(state: &AppState, locale: Locale, status: StatusCode, is_ours: bool) -> Response<Body> {
    let root = root_of(&state.app.settings().public_url);
    let page = present::stranger(&root, locale, is_ours);
    let nobody = headers::Framers::new();
    headers::page(status, page.render().unwrap_or_default(), &nobody)
}
