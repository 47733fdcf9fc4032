//! Somebody is invited, sets up an app, manages staff; and every page of that is looked at.

use serde_json::json;

use super::signing_in::{PASSWORD, accepts, app_of, code, inspect, submits};
use crate::driver::Device;
use crate::house::House;
use crate::inspector::Inspector;
use crate::walk::Walk;

#[test]
fn a_member_is_invited_and_every_page_is_looked_at() {
    let Some(walk) = Walk::with(Device::Laptop, House::with_office) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let mut inspector = Inspector::of(page);
    let link = house.invites("Ann Example", "ann@example.com", "administrator");
    page.goto(&link);
    inspect(&mut inspector, page, "office-invitation");
    let app = app_of(page);
    page.fills("#password", PASSWORD);
    page.fills("#code", &code(page, &app, 0));
    submits(page, "form.card");
    inspector.look(page, "office-codes", "en-us");
    let recovery = page.eval("document.querySelector('.codes code').textContent");
    page.loads(|| page.tap("main .button"));
    page.until_at("/office/staff");

    // An invitation for somebody else, and what is said of mistakes.
    page.loads(|| page.tap("main .button"));
    page.until_at("/office/staff/invite");
    inspect(&mut inspector, page, "office-invite");
    page.forgive("422");
    let invites = |name: &str, email: &str, role: &str| {
        page.fills("#name", name);
        page.fills("#email", email);
        page.eval(&format!(
            "document.querySelector('#role').value = {}, 0",
            json!(role)
        ));
        submits(page, "form.card");
    };
    invites("Bo Example", "ann@example.com", "reviewer");
    inspector.look(page, "office-invite-wrong", "en-us");
    invites(
        "Bo Example-With-A-Very-Long-Surname",
        "bo@example.com",
        "reviewer",
    );
    inspector.look(page, "office-invited", "en-us");
    page.loads(|| page.tap("main .button"));
    inspect(&mut inspector, page, "office-staff");
    page.loads(|| page.tap("tbody tr:nth-child(2) a"));
    inspect(&mut inspector, page, "office-member");
    page.loads(|| page.tap("form[action$='/disable'] button"));
    page.until("document.querySelector('#notice').textContent.includes('disabled')");
    inspector.look(page, "office-member-disabled", "en-us");

    // The list, whose filters stay in the address and in the form.
    page.goto(&format!(
        "{}/office/verifications?name=Zoe+Doe&country=DE&stage=accepted",
        house.origin()
    ));
    page.until("document.querySelector('#name').value === 'Zoe Doe'");
    inspect(&mut inspector, page, "office-verifications");
    page.loads(|| page.tap("form.filters button"));
    page.until("new URLSearchParams(location.search).get('country') === 'DE'");
    page.until("document.querySelector('input[name=stage][value=accepted]').checked");

    // The trail, masked and then opened for a reason.
    page.goto(&format!("{}/office/audit", house.origin()));
    inspect(&mut inspector, page, "office-audit");
    page.fills("#reason", "a look at the trail");
    page.loads(|| page.tap("form.card button"));
    inspector.look(page, "office-audit-opened", "en-us");

    // The own account, and the way out and in again.
    page.tap(".corner .menu:last-child summary");
    inspector.look(page, "office-menu", "en-us");
    page.loads(|| page.tap(".drop a"));
    inspect(&mut inspector, page, "office-account");
    page.loads(|| page.tap("section .button"));
    inspect(&mut inspector, page, "office-app");
    page.forgive("404");
    page.goto(&format!("{}/office/staff/stf_nobody", house.origin()));
    inspect(&mut inspector, page, "office-not-found");
    page.tap(".corner .menu:last-child summary");
    page.loads(|| page.tap(".drop form button"));
    page.until_at("/office/sign-in");
    inspect(&mut inspector, page, "office-sign-in");
    page.fills("#email", "ann@example.com");
    page.fills("#password", "not the password");
    submits(page, "form.card");
    inspector.look(page, "office-sign-in-wrong", "en-us");
    page.fills("#password", PASSWORD);
    submits(page, "form.card");
    page.until_at("/office/second-factor");
    inspect(&mut inspector, page, "office-second-factor");
    page.tap(".more summary");
    page.fills("#recovery", recovery.as_str().unwrap());
    submits(page, ".more form");
    page.until_at("/office/staff");
    inspector.ends();
}

#[test]
fn the_office_works_without_scripts() {
    let Some(walk) = Walk::with(Device::Phone, House::with_office) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    let link = house.invites("Ann Example", "ann@example.com", "administrator");
    page.runs_scripts(false);
    accepts(page, &link);
    page.loads(|| page.tap("main .button"));
    page.until_at("/office/staff");
    page.tap(".corner .menu:last-child summary");
    page.loads(|| page.tap(".drop form button"));
    page.until_at("/office/sign-in");
}
