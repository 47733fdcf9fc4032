//! The `message` of a status event: `<Page> - <text>`, without a full stop at the end.

use super::code::StatusCode;
use super::page::Page;

/// The wording that an account receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Profile {
    /// The wording of the published table.
    #[default]
    Table,
    /// The wording that version 3.5.8 sent for 1400, 1800 and 1825.
    V3_5_8,
}

/// Returns the message of an event.
///
/// `page` is the page on which the person was. It is printed for codes that several pages may raise
/// and for codes that this version does not know; every other code has one page, which is printed
/// whatever the caller says. `value` fills the placeholder of 405, 1001, 1002 and those of our own
/// codes that have one. Without a value these say `N/A`, as the protocol does for anything missing.
pub fn message(
    code: StatusCode,
    page: Option<Page>,
    profile: Profile,
    value: Option<&str>,
) -> String {
    let Some(definition) = code.definition() else {
        let page = page.unwrap_or(Page::Transaction);
        return format!("{page} - Status event {code}");
    };
    let page = page
        .filter(|page| definition.also_on.contains(page))
        .unwrap_or(definition.page);
    match (definition.template, definition.sample_text, profile) {
        (Some(beginning), _, _) => format!("{page} - {beginning}{}", value.unwrap_or("N/A")),
        (None, Some(sample), Profile::V3_5_8) => format!("{page} - {sample}"),
        (None, _, _) => format!("{page} - {}", definition.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: u16, page: Option<Page>, profile: Profile, value: Option<&str>, expected: &str) {
        assert_eq!(message(StatusCode(code), page, profile, value), expected);
    }

    #[test]
    fn messages_read_as_on_the_wire() {
        use Profile::{Table, V3_5_8};
        check(
            1100,
            None,
            Table,
            None,
            "Landing - User has opened text link",
        );
        check(
            1180,
            None,
            V3_5_8,
            None,
            "Landing - /submit/ipqs-trackerid API call made",
        );
        check(
            1425,
            None,
            V3_5_8,
            None,
            "Capture Barcode - /submit/barcode API call made",
        );
        check(
            1400,
            None,
            Table,
            None,
            "Capture Barcode - User lands on barcode page",
        );
        check(
            1400,
            None,
            V3_5_8,
            None,
            "Capture Barcode - User navigates to barcode page",
        );
        check(
            1800,
            None,
            Table,
            None,
            "Complete - User lands on complete page",
        );
        check(
            1800,
            None,
            V3_5_8,
            None,
            "Complete - User navigates to complete page",
        );
        check(
            1825,
            None,
            Table,
            None,
            "Complete - Transaction ended \u{2013} processing result",
        );
        check(
            1825,
            None,
            V3_5_8,
            None,
            "Complete - User ended transaction",
        );
        check(
            1625,
            None,
            Table,
            None,
            "Capture Selfie - /submit/selfie API call is made",
        );
        check(1900, None, Table, None, "404 - User navigates to 404 page");
    }

    #[test]
    fn placeholders_are_filled_or_said_to_be_absent() {
        use Profile::Table;
        check(
            405,
            None,
            Table,
            Some("sms"),
            "Transaction - Message type: sms",
        );
        check(
            405,
            None,
            Profile::V3_5_8,
            Some("link"),
            "Transaction - Message type: link",
        );
        check(405, None, Table, None, "Transaction - Message type: N/A");
        check(
            1001,
            None,
            Table,
            Some("https://c.example/?a=1"),
            "Transaction - URL https://c.example/?a=1",
        );
        check(
            1002,
            None,
            Table,
            Some("Mozilla/5.0"),
            "Transaction - User Agent Mozilla/5.0",
        );
        check(
            505,
            None,
            Table,
            Some("ignored"),
            "Transaction - Document type: NA_DL",
        );
    }

    #[test]
    fn shared_codes_name_the_page_they_came_from() {
        use Profile::Table;
        let text = "Capture component camera permissions presented to user";
        check(
            1207,
            None,
            Table,
            None,
            &format!("Capture Front / Capture Back - {text}"),
        );
        check(
            1207,
            Some(Page::CaptureFront),
            Table,
            None,
            &format!("Capture Front - {text}"),
        );
        check(
            1207,
            Some(Page::CaptureBack),
            Table,
            None,
            &format!("Capture Back - {text}"),
        );
        check(
            1207,
            Some(Page::CaptureBarcode),
            Table,
            None,
            &format!("Capture Barcode - {text}"),
        );
        check(
            1207,
            Some(Page::Review),
            Table,
            None,
            &format!("Capture Front / Capture Back - {text}"),
        );
        check(
            1210,
            Some(Page::Landing),
            Table,
            None,
            "Capture Front - Front image is captured",
        );
    }

    #[test]
    fn an_unknown_code_still_has_a_message() {
        check(
            2345,
            None,
            Profile::Table,
            None,
            "Transaction - Status event 2345",
        );
        check(
            2345,
            Some(Page::Landing),
            Profile::Table,
            Some("x"),
            "Landing - Status event 2345",
        );
    }
}
