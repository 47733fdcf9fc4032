//! The queue, a case before and after it is opened, and the list: every page is looked at.

use super::signing_in::{accepts, inspect, submits};
use crate::driver::Device;
use crate::house::House;
use crate::inspector::Inspector;
use crate::walk::Walk;

#[test]
fn a_case_is_looked_at_from_the_queue_to_the_verdict() {
    let Some(walk) = Walk::with(Device::Laptop, House::with_office) else {
        return;
    };
    let (house, page) = (&walk.house, &walk.page);
    for reference in ["order-1042", "order-1043-with-a-long-reference"] {
        house.asks_for_review(reference);
    }
    let mut inspector = Inspector::of(page);
    accepts(
        page,
        &house.invites("Ann Example", "ann@example.com", "administrator"),
    );
    page.goto(&format!("{}/office/queue", house.origin()));
    inspect(&mut inspector, page, "office-queue");
    page.loads(|| page.tap("tbody tr:first-child a"));
    inspect(&mut inspector, page, "office-case-masked");
    page.fills("#open-reason", "the customer called");
    submits(page, "form[action$='/open']");
    page.loads(|| page.presses("t"));
    page.until("document.querySelector('.pane img').naturalWidth > 0");
    inspect(&mut inspector, page, "office-case");
    page.presses("?");
    inspector.look(page, "office-keys", "en-us");
    page.presses("Escape");

    // A decline without a code is not done, and the page says why.
    page.forgive("409");
    page.loads(|| page.tap("button[value=declined]"));
    page.until("document.querySelector('#notice.wrong')");
    inspector.look(page, "office-case-refused", "en-us");
    page.tap("[name=then]");
    page.loads(|| page.tap("button[value=accepted]"));
    page.until("document.querySelector('#notice:not(.wrong)')");
    page.tap(".more summary");
    inspector.look(page, "office-case-decided", "en-us");
    page.goto(&format!("{}/office/verifications", house.origin()));
    page.until("document.querySelectorAll('tbody tr').length === 2");
    inspect(&mut inspector, page, "office-list");
    inspector.ends();
}
