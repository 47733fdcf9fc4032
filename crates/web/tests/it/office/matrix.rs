//! Every route with every role: a role may use exactly the routes whose permission it has. The
//! tables in the documentation are these.

use std::fmt::Write as _;

use verification::staff::{Permission, Role};
use web::{Needs, office_routes};

use super::{Office, text};

/// The place where the documentation has the tables.
fn documentation() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/staff.md");
    std::fs::read_to_string(path).unwrap()
}

#[track_caller]
fn is_documented(table: &str) {
    assert!(
        documentation().contains(table),
        "docs/reference/staff.md must contain this table:\n\n{table}"
    );
}

#[test]
fn the_documentation_has_the_permissions_of_every_role() {
    let mut table = String::from("| permission |");
    for role in Role::ALL {
        write!(table, " `{}` |", role.word()).unwrap();
    }
    table.push_str("\n|---|");
    table.push_str(&"---|".repeat(Role::ALL.len()));
    for permission in Permission::ALL {
        write!(table, "\n| `{}` |", permission.word()).unwrap();
        for role in Role::ALL {
            table.push_str(if role.may(*permission) {
                " yes |"
            } else {
                " – |"
            });
        }
    }
    is_documented(&table);
}

#[test]
fn the_documentation_has_every_route() {
    let mut table = String::from("| route | needs |\n|---|---|");
    for route in office_routes() {
        let needs = match route.needs {
            Needs::Nothing => "nothing".to_owned(),
            Needs::SignedIn => "to be signed in".to_owned(),
            Needs::Permission(permission) => format!("`{}`", permission.word()),
        };
        write!(table, "\n| `{} {}` | {needs} |", route.method, route.path).unwrap();
    }
    is_documented(&table);
}

#[tokio::test]
async fn a_role_may_use_what_its_permissions_say_and_nothing_else() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let mut tried = 0;
    for role in Role::ALL {
        let of = (!matches!(role, Role::Administrator)).then_some(acme);
        let member = office.member(*role, of).await;
        let mut other = office.member(Role::Counter, Some(acme)).await;
        for route in office_routes() {
            let mut browser = office.signed_in(&member).await;
            let path = route
                .path
                .replace("{id}", &other.id.to_string())
                .replace("{token}", "0123456789abcdef");
            let reply = match route.method.as_str() {
                "GET" => office.get(&mut browser, &path).await,
                _ => office.post(&mut browser, &path, &[]).await,
            };
            let what = format!("{role:?} {} {path}: {}", route.method, reply.status);
            let page = text(&reply);
            let is_refused = reply.status == 403;
            assert_eq!(is_refused, !route.needs.are_met_by(*role), "{what} {page}");
            assert_ne!(reply.status, 401, "{what}");
            assert!(reply.status.as_u16() < 500, "{what}");
            let now = office.now(other.id).await;
            if is_refused {
                assert_eq!(now, other, "{what}");
            }
            other = now;
            tried += 1;
        }
    }
    assert!(tried >= 8 * 20, "{tried} were tried");
}

#[tokio::test]
async fn nobody_who_is_not_signed_in_sees_anything() {
    let office = Office::open().await;
    let other = office.member(Role::Counter, None).await;
    for token in ["", "0123456789abcdef"] {
        for route in office_routes() {
            let mut browser = super::Browser {
                token: token.to_owned(),
                ..super::Browser::default()
            };
            let path = route.path.replace("{id}", &other.id.to_string());
            let path = path.replace("{token}", "0123456789abcdef");
            let what = format!("{} {path}", route.method);
            let reply = match route.method.as_str() {
                "GET" => office.get(&mut browser, &path).await,
                _ => office.post(&mut browser, &path, &[]).await,
            };
            match (route.needs, route.method.as_str()) {
                (Needs::Nothing, _) => assert!(reply.status.as_u16() < 500, "{what}"),
                (_, "GET") => {
                    assert_eq!(reply.status, 303, "{what}");
                    let to = reply.header("location");
                    assert!(to.starts_with("/office/sign-in?next=%2Foffice"), "{to}");
                }
                _ => assert_eq!(reply.status, 401, "{what}"),
            }
            assert!(!text(&reply).contains("Member"), "{what}");
        }
    }
    assert_eq!(office.now(other.id).await, other);
}

#[tokio::test]
async fn staff_of_an_account_never_see_those_of_another() {
    let office = Office::open().await;
    let acme = office.app.account("acme").await.id;
    let shop = office.app.account("shop-of-others").await.id;
    let manager = office.member(Role::Manager, Some(acme)).await;
    let own = office.member(Role::Reviewer, Some(acme)).await;
    let theirs = office.member(Role::Reviewer, Some(shop)).await;
    let everybodys = office.member(Role::Reviewer, None).await;
    let mut browser = office.signed_in(&manager).await;
    let list = text(&office.get(&mut browser, "/office/staff").await);
    let invite = text(&office.get(&mut browser, "/office/staff/invite").await);
    assert!(list.contains(own.email.as_str()), "{list}");
    for hidden in [
        theirs.email.as_str(),
        everybodys.email.as_str(),
        "shop-of-others",
        &shop.to_string(),
    ] {
        assert!(
            !list.contains(hidden) && !invite.contains(hidden),
            "{hidden}"
        );
    }
    for other in [&theirs, &everybodys] {
        let path = format!("/office/staff/{}", other.id);
        assert_eq!(office.get(&mut browser, &path).await.status, 404);
        for act in [
            "appoint",
            "disable",
            "enable",
            "end-sessions",
            "invite-again",
        ] {
            let fields = [("role", "counter"), ("account", &*acme.to_string())];
            let path = format!("{path}/{act}");
            let reply = office.post(&mut browser, &path, &fields).await;
            assert_eq!(reply.status, 404, "{path} {}", text(&reply));
        }
        assert_eq!(office.now(other.id).await, *other);
    }
    // One that does not exist is answered with the same page.
    let path = "/office/staff/stf_0190a1b2000070008000000000000000";
    let unknown = office.get(&mut browser, path).await;
    let path = format!("/office/staff/{}", theirs.id);
    let hidden = office.get(&mut browser, &path).await;
    let without = |reply| {
        text(&reply).replace(
            &theirs.id.to_string(),
            "stf_0190a1b2000070008000000000000000",
        )
    };
    assert_eq!(without(unknown), without(hidden));
    // Nor can they be reached by an invitation.
    for (role, account) in [
        ("reviewer", shop.to_string()),
        ("reviewer", String::new()),
        ("administrator", String::new()),
    ] {
        let fields = [
            ("name", "Eve Example"),
            ("email", "eve@example.com"),
            ("role", role),
            ("account", &account),
        ];
        let reply = office
            .post(&mut browser, "/office/staff/invite", &fields)
            .await;
        assert!(
            matches!(reply.status.as_u16(), 403 | 404),
            "{}",
            reply.status
        );
    }
    assert_eq!(office.app.ports.staff.members().await.unwrap().len(), 4);
}
