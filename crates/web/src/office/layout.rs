//! The frame of every page: title, navigation, language, and what a form needs.

use askama::Template;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use verification::staff::Member;

use super::headers;
use super::i18n::FrameTexts;
use super::navigation::{self, Link};
use super::refusal::Refusal;
use super::visit::Visit;
use crate::pages::assets;
use crate::pages::i18n::Locale;

/// What `office/base.html` shows around a page.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The heading, and the title of the window.
    pub(crate) title: String,
    /// The texts of the frame.
    pub(crate) w: &'static FrameTexts,
    /// The language.
    pub(crate) locale: Locale,
    /// The path before `/office`, with which every link begins.
    pub(crate) root: String,
    /// The pages that the member may use.
    pub(crate) navigation: Vec<Link>,
    /// The name of the member, if somebody is signed in.
    pub(crate) name: Option<String>,
    /// The role of the member.
    pub(crate) role: &'static str,
    /// The token of every form, in the field `csrf`.
    pub(crate) csrf: String,
    /// The path to which the choice of a language leads back.
    pub(crate) back: String,
    /// What is said above the page: something was done, or was not.
    pub(crate) notice: Option<Notice>,
    /// The addresses of the modules that the page loads.
    pub(crate) scripts: Vec<String>,
    /// Whether the page may be as wide as the window, for tables and cases.
    pub(crate) is_wide: bool,
}

/// What is said above a page.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// Whether something went wrong.
    pub(crate) is_wrong: bool,
    /// The sentence.
    pub(crate) text: String,
}

/// A language to choose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Language {
    /// The name of the language in the language itself.
    pub(crate) name: &'static str,
    /// The value of the form.
    pub(crate) parameter: &'static str,
    /// The tag for `lang`.
    pub(crate) tag: &'static str,
    /// Whether the page is in this language.
    pub(crate) current: bool,
}

impl Layout {
    /// Creates the frame for somebody who is signed in.
    pub(super) fn signed_in(
        visit: &Visit,
        member: &Member,
        form_token: &str,
        title: impl Into<String>,
    ) -> Self {
        let stranger = Self::stranger(visit, title);
        let role = member.appointment.role;
        Self {
            navigation: navigation::of(role, &stranger.root, &visit.path, stranger.w),
            name: Some(member.name.reveal().to_owned()),
            role: stranger.w.role(role),
            csrf: form_token.to_owned(),
            ..stranger
        }
    }

    /// Creates the frame for somebody who is not signed in.
    pub(crate) fn stranger(visit: &Visit, title: impl Into<String>) -> Self {
        let back = if visit.query.is_empty() {
            visit.path.clone()
        } else {
            format!("{}?{}", visit.path, visit.query)
        };
        Self {
            title: title.into(),
            w: FrameTexts::of(visit.locale),
            locale: visit.locale,
            root: visit.site.root.clone(),
            navigation: Vec::new(),
            name: None,
            role: "",
            csrf: String::new(),
            back,
            notice: None,
            scripts: Vec::new(),
            is_wide: false,
        }
        .with_script("menus.js")
    }

    /// Returns the frame with a notice that something was done.
    pub(crate) fn done(self, text: impl Into<String>) -> Self {
        self.noticed(false, text.into())
    }

    /// Returns the frame with a notice that something is wrong.
    pub(crate) fn wrong(self, text: impl Into<String>) -> Self {
        self.noticed(true, text.into())
    }

    fn noticed(self, is_wrong: bool, text: String) -> Self {
        Self {
            notice: Some(Notice { is_wrong, text }),
            ..self
        }
    }

    /// Returns the frame of a page that is as wide as the window.
    pub(crate) fn wide(self) -> Self {
        Self {
            is_wide: true,
            ..self
        }
    }

    /// Returns the frame of a page that loads a module, by its name in `assets/`.
    pub(crate) fn with_script(mut self, plain: &str) -> Self {
        self.scripts
            .push(format!("{}/assets/{}", self.root, assets::name(plain)));
        self
    }

    /// Returns the address of the style sheet.
    pub(crate) fn sheet(&self) -> String {
        format!("{}/assets/{}", self.root, assets::name("office.css"))
    }

    /// Returns the languages to choose from.
    pub(crate) fn languages(&self) -> [Language; 3] {
        self.locale.switcher().map(|locale| Language {
            name: locale.name(),
            parameter: locale.parameter(),
            tag: locale.tag(),
            current: locale == self.locale,
        })
    }
}

/// Renders a page.
pub(crate) fn render(page: &impl Template) -> Response<Body> {
    render_as(StatusCode::OK, page)
}

/// Renders a page with a status.
pub(crate) fn render_as(status: StatusCode, page: &impl Template) -> Response<Body> {
    match page.render() {
        Ok(html) => headers::page(status, html),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a page could not be rendered"
            );
            headers::page(StatusCode::INTERNAL_SERVER_ERROR, String::new())
        }
    }
}

/// A page that only says something.
#[derive(Debug, Template)]
#[template(path = "office/message.html")]
struct Message<'a> {
    f: &'a Layout,
    text: &'static str,
    /// Where the button leads, and what it says.
    way: Option<(String, &'static str)>,
}

impl Refusal {
    /// Returns the page that says why something was not done, in this frame.
    pub(crate) fn page(self, layout: &Layout) -> Response<Body> {
        let said = self.said(layout.w);
        let root = &layout.root;
        let way = match self {
            Self::NotSignedIn => Some((format!("{root}/office/sign-in"), layout.w.sign_in)),
            _ => layout
                .name
                .is_some()
                .then(|| (format!("{root}/office/"), layout.w.to_start)),
        };
        let frame = Layout {
            title: said.title.to_owned(),
            notice: None,
            ..layout.clone()
        };
        let mut response = render_as(
            self.status(),
            &Message {
                f: &frame,
                text: said.text,
                way,
            },
        );
        self.mark(&mut response);
        response
    }
}
