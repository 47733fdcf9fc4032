//! The pages for staff, as their browsers meet them.

mod attacks;
mod canary;
mod cases;
mod list;
mod matrix;
mod pages;
mod signing_in;
mod trail;

use axum::http::Method;
use proofing::Principal;
use proofing::acts::staff::{Invited, NewMember};
use proofing::tokens::token_hash;
use verification::staff::{
    Appointment, Credentials, Member, Proved, Role, SecondFactor, StaffSession,
};
use verification::{AccountId, Personal, StaffId};

use crate::app::{Plan, TestApp};
use crate::authenticator::Authenticator;
use crate::call::Reply;

/// Where the pages are reached.
const ORIGIN: &str = "https://desk.example.com";

/// A server with an office.
pub(crate) struct Office {
    pub(crate) app: TestApp,
}

/// A browser: what it sends with every request.
#[derive(Clone, Default)]
pub(crate) struct Browser {
    /// The cookie of the session, without its name.
    pub(crate) token: String,
    /// The token of forms, from the last page.
    csrf: String,
    /// The address from which it calls, if it is not the usual one.
    pub(crate) from: Option<&'static str>,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let app = TestApp::with(Plan {
            office: Some(web::OfficeSettings {
                public_url: ORIGIN.to_owned(),
            }),
            proxies: web::Proxies {
                trusted: vec!["203.0.113.0/24".parse().unwrap()],
                ..web::Proxies::default()
            },
            ..Plan::default()
        })
        .await;
        Self { app }
    }

    /// A member in a role, without credentials that anybody could use.
    pub(crate) async fn member(&self, role: Role, account: Option<AccountId>) -> Member {
        let number = self.app.ports.staff.members().await.unwrap().len();
        let invited = self
            .invite(&format!("Member {number}"), role, account)
            .await;
        let id = invited.member.id;
        let stored = self.app.ports.staff.member(id).await.unwrap().unwrap();
        let credentials = Credentials {
            password: Personal::new("$argon2id$nobody"),
            second_factor: SecondFactor {
                secret: [7; 20],
                last_step: 0,
            },
            recovery: Vec::new(),
        };
        let change = proofing::ports::MemberChange::of(proofing::ports::Stored {
            value: stored.value.with_credentials(credentials),
            version: stored.version,
        });
        self.app.ports.staff.change_member(change).await.unwrap();
        self.now(id).await
    }

    /// Invites somebody, as the operator.
    pub(crate) async fn invite(
        &self,
        name: &str,
        role: Role,
        account: Option<AccountId>,
    ) -> Invited {
        let number = self.app.ports.staff.members().await.unwrap().len();
        let new = NewMember {
            name: Personal::new(name),
            email: Personal::new(format!("member-{number}@example.com")),
            appointment: Appointment::new(role, account).unwrap(),
        };
        let invited = self.app.acts.invite(Principal::Operator, new).await;
        invited.unwrap()
    }

    /// A member as they are stored now.
    pub(crate) async fn now(&self, id: StaffId) -> Member {
        let found = self.app.ports.staff.member(id).await.unwrap();
        found.unwrap().value
    }

    /// A browser in which a member is signed in.
    pub(crate) async fn signed_in(&self, member: &Member) -> Browser {
        let mut bytes = [0; 16];
        self.app.ports.entropy.fill(&mut bytes);
        let token = uuid::Uuid::from_bytes(bytes).simple().to_string();
        let now = self.app.acts.now();
        let session = StaffSession {
            member: member.id,
            epoch: member.epoch,
            proved: Proved::Everything,
            opened_at: now,
            used_at: now,
        };
        let hash = token_hash(&token);
        let store = &self.app.ports.staff;
        store.open_session(hash, session, None, now).await.unwrap();
        let mut browser = Browser {
            token,
            ..Browser::default()
        };
        let page = self.get(&mut browser, "/office/account").await;
        assert_eq!(page.status, 200, "{}", text(&page));
        browser
    }

    pub(crate) async fn get(&self, browser: &mut Browser, path: &str) -> Reply {
        let call = self.app.call(Method::GET, path);
        let reply = browser.dress(call).send().await;
        browser.take(&reply);
        reply
    }

    /// Sends a form of one of our pages.
    pub(crate) async fn post(
        &self,
        browser: &mut Browser,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Reply {
        let headers = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        self.post_with(browser, path, fields, &headers).await
    }

    /// Sends a form with these headers.
    pub(crate) async fn post_with(
        &self,
        browser: &mut Browser,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if !fields.iter().any(|(name, _)| *name == "csrf") {
            form.append_pair("csrf", &browser.csrf);
        }
        form.extend_pairs(fields);
        let mut call = self.app.call(Method::POST, path).form(&form.finish());
        for (name, value) in headers {
            call = call.header(name, value);
        }
        let reply = browser.dress(call).send().await;
        browser.take(&reply);
        reply
    }

    /// Accepts an invitation with this password, and returns the app and the recovery codes.
    pub(crate) async fn accept(
        &self,
        browser: &mut Browser,
        invited: &Invited,
        password: &str,
    ) -> (Authenticator, Vec<String>) {
        let path = format!("/office/invitation/{}", invited.token.reveal());
        let page = self.get(browser, &path).await;
        let secret = between(&text(&page), "<code class=\"secret\">", "</code>");
        let authenticator = Authenticator::new(&secret);
        let code = authenticator.code(self.app.acts.now());
        let fields = [("password", password), ("code", code.as_str())];
        let codes = self.post(browser, &path, &fields).await;
        assert_eq!(codes.status, 200, "{}", text(&codes));
        let page = text(&codes);
        let codes = page.split("<li><code>").skip(1);
        let codes = codes.map(|rest| rest.split('<').next().unwrap().to_owned());
        (authenticator, codes.collect())
    }
}

impl Browser {
    fn dress(&self, call: crate::call::Call) -> crate::call::Call {
        let call = match self.from {
            Some(address) => call.header("x-forwarded-for", address),
            None => call.header("x-forwarded-for", "198.51.100.1"),
        };
        if self.token.is_empty() {
            call
        } else {
            call.header("cookie", &format!("__Host-office={}", self.token))
        }
    }

    /// Takes the cookie and the token of forms from an answer, as a browser does.
    fn take(&mut self, reply: &Reply) {
        for cookie in reply.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            if let Some(rest) = cookie.strip_prefix("__Host-office=") {
                self.token = String::from(rest.split(';').next().unwrap());
                let right = "; Path=/; HttpOnly; SameSite=Strict; Secure";
                assert!(cookie.contains(right), "{cookie}");
            }
        }
        let page = text(reply);
        if page.contains("name=\"csrf\" value=\"") {
            self.csrf = between(&page, "name=\"csrf\" value=\"", "\"");
        }
    }

    /// The token of forms.
    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// The page of a reply.
pub(crate) fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

/// What stands between two texts.
pub(crate) fn between(page: &str, before: &str, after: &str) -> String {
    let rest = page
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.1.split_once(after).unwrap().0.to_owned()
}
