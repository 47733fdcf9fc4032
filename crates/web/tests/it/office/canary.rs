//! What staff are and sign in with is in no file in the clear and in no line of the log.

use std::fs;

use verification::staff::Role;

use super::{Browser, Office, between, text};
use crate::authenticator::Authenticator;
use crate::canary::listen;

#[tokio::test]
async fn nothing_of_staff_is_readable_on_the_disk_or_in_the_log() {
    let log = listen();
    let office = Office::open().await;
    let name = "Zebedee Quillfeather";
    let password = "vixen jumps quartz dwarf";
    let wrong = "blowzy night frumps vex";
    let invited = office.invite(name, Role::Administrator, None).await;
    let path = format!("/office/invitation/{}", invited.token.reveal());
    let mut browser = Browser::default();
    let page = text(&office.get(&mut browser, &path).await);
    let secret = between(&page, "<code class=\"secret\">", "</code>");
    let (_, codes) = office.accept(&mut browser, &invited, password).await;
    let app = Authenticator::new(&secret);
    let code = app.code(office.app.acts.now());
    let email = "zebedee@example.com";
    for (email, password) in [
        (invited.member.email.as_str(), wrong),
        (invited.member.email.as_str(), password),
        (email, wrong),
    ] {
        let mut browser = Browser::default();
        let fields = [("email", email), ("password", password)];
        office.post(&mut browser, "/office/sign-in", &fields).await;
        for fields in [[("code", code.as_str())], [("recovery", codes[1].as_str())]] {
            office
                .post(&mut browser, "/office/second-factor", &fields)
                .await;
        }
    }
    office.get(&mut browser, "/office/staff").await;
    let letters: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let canaries = [
        name,
        password,
        wrong,
        email,
        &letters,
        &codes[0],
        &codes[1],
        invited.token.reveal(),
        &browser.token,
        browser.csrf(),
    ];
    let mut files = 0;
    for entry in fs::read_dir(office.app.dir()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = fs::read(&path) else { continue };
        files += 1;
        for canary in canaries {
            let found = bytes
                .windows(canary.len())
                .any(|part| part.eq_ignore_ascii_case(canary.as_bytes()));
            assert!(!found, "{canary} is in {}", path.display());
        }
    }
    assert!(files >= 3, "{files} files were read");
    for canary in canaries {
        let lines = log.lines_with(canary);
        assert!(lines.is_empty(), "{canary}: {lines:?}");
    }
    let said = log.lines_with("a member of staff signed in");
    let id = invited.member.id.to_string();
    assert!(said.iter().any(|line| line.contains(&id)), "{said:?}");
}
