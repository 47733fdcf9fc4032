//! Lawful and unlawful orders of status events, case by case.

use proptest::prelude::*;

use super::*;

fn read(log: &str) -> Vec<StatusCode> {
    log.split_whitespace()
        .map(|number| StatusCode(number.parse().unwrap()))
        .collect()
}

#[track_caller]
fn lawful(log: &str) {
    assert_eq!(check(&read(log)), Ok(()), "{log}");
}

/// The last code of the log is the first one out of order, and `expected` is what is named in its
/// place.
#[track_caller]
fn refused(log: &str, expected: &str) {
    let log = read(log);
    let at = log.len() - 1;
    assert_eq!(
        check(&log),
        Err(Violation {
            at,
            code: log[at],
            expected: read(expected)
        })
    );
}

const TX: &str = "105 405 505 1100 1105 1190";

#[test]
fn the_published_sample_is_lawful() {
    lawful("1100 1180 1190 1400 1410 1425 1425 1825 1800");
}

#[test]
fn whole_flows_are_lawful() {
    lawful("");
    lawful(
        "105 405 510 1100 1105 1140 1180 1190 1200 1205 1207 1208 1210 1220 1225 1825 1800 1805",
    );
    lawful(
        "105 405 515 1100 1105 1140 1141 1143 1190 1200 1205 1210 1220 1225 1300 1305 1310 1320 1325 1500 1510 1520 1615 1620 1625 1825 1800 1810",
    );
    lawful(
        "100 405 405 505 1101 1105 1140 1141 1142 1200 1205 1210 1220 1225 1300 1305 1310 1320 1325 1400 1405 1410 1425 1825 1800",
    );
    lawful("105 505 405 1100 1001 1002 1110 1110 1190");
    lawful("110 505 1225 1325 1425 1825");
}

#[test]
fn optional_codes_may_be_absent_and_codes_may_repeat() {
    lawful("1100 1190 1200 1205 1210 1225 1825");
    lawful("1100 1190 1200 1206 1210 1220 1225 1225 1825");
    lawful(&format!(
        "{TX} 1200 1205 1210 1215 1210 1215 1210 1220 1225 1825"
    ));
    lawful(&format!("{TX} 1200 1205 1200 1205 1210 1220 1225 1825"));
    lawful(&format!("{TX} 1400 1410 1425 1410 1425 1825 1800 1800"));
    lawful("1100 1100 1190 1190 1400");
    lawful("1101 1500 1520 1625 1825");
}

#[test]
fn failure_pages_interleave() {
    lawful(&format!(
        "{TX} 1200 1205 1207 1920 1925 1200 1205 1207 1208 1210 1220 1225 1825"
    ));
    lawful(&format!(
        "{TX} 1200 1900 1910 1205 1210 1220 1900 1910 1225 1825"
    ));
    lawful(&format!("{TX} 1400 1920 1995"));
    lawful(&format!("{TX} 1400 1920 2000"));
    lawful(&format!("{TX} 1500 1515 1940 1945 1500 1520 1625 1825"));
}

#[test]
fn any_prefix_may_expire() {
    lawful("105 405 505 1990");
    lawful("1990 1995");
    lawful(&format!("{TX} 1990 2000 1830"));
    lawful(&format!("{TX} 1200 1205 1210 1220 1225 1830"));
    lawful(&format!(
        "{TX} 1200 1205 1210 1220 1225 1990 1990 1995 1830"
    ));
    lawful("105 405 505 1990 1105");
}

#[test]
fn the_browser_may_tell_late() {
    lawful("1100 1190 1400 1410 1425 1825 1110 1800 1405");
    lawful(&format!("{TX} 1200 1205 1210 1225 1825 1220 1800 1805"));
    lawful(&format!("{TX} 1200 1205 1210 1220 1225 1825 1200"));
}

#[test]
fn ours_and_unknown_codes_are_passed_over() {
    lawful(&format!(
        "{TX} 2345 1200 1205 65000 1210 1220 1225 1825 3850 3900 3905 3950 3955 1800"
    ));
    lawful(&format!("{TX} 1200 3205 1225 1825"));
    lawful(&format!(
        "{TX} 1200 1205 1210 1220 1225 1300 1305 1310 1320 1325 3300 1200 1205 1210 1220 1225 1825"
    ));
    lawful(&format!(
        "{TX} 1200 1205 1210 1220 1225 1400 1410 1425 3390 1200 1205 1210 1220 1225 1825"
    ));
    lawful("105 405 3000 3010 405 3005 1100 3100 3105 1190");
    lawful(&format!("{TX} 3400 3410 3445 1825"));
}

#[test]
fn transaction_details_come_first_and_once() {
    refused("405", "100 105");
    refused("505", "100 105 110");
    refused("110 405", "100 105");
    refused("105 100", "");
    refused("105 405 105", "");
    refused("105 505 510", "");
    refused("105 1100 505", "");
    refused("1100 105", "");
}

#[test]
fn nothing_starts_before_the_start_button() {
    refused("1190", "1100");
    refused("1110", "1100");
    refused("105 405 505 1180", "1100");
    refused("1100 1200", "1190 1101");
    refused("1100 1400", "1190 1101");
    refused("105 405 505 1100 1140", "1105");
}

#[test]
fn a_capture_follows_its_page() {
    refused(&format!("{TX} 1205"), "1200");
    refused(&format!("{TX} 1207"), "1200 1300 1400");
    refused(&format!("{TX} 1200 1208"), "1207");
    refused(&format!("{TX} 1200 1210"), "1205 1206");
    refused(&format!("{TX} 1200 1205 1220"), "1210");
    refused(&format!("{TX} 1200 1205 1225"), "1220 1210 3205");
    refused(&format!("{TX} 1200 1205 1210 1215 1220"), "1210");
    refused(&format!("{TX} 1200 1205 1210 1215 1225"), "1210");
    refused(&format!("{TX} 1200 1205 1210 1215 1900 1910 1225"), "1210");
    refused(&format!("{TX} 1300 1305 1310 1315 1325"), "1310");
    refused(&format!("{TX} 1400 1405 1425"), "1410 3205 1325");
    refused(&format!("{TX} 1410"), "1400");
}

#[test]
fn steps_are_taken_in_order() {
    refused("105 405 515 1100 1105 1140 1141 1190 1300", "1225");
    refused(
        "105 405 515 1100 1105 1140 1141 1142 1190 1400",
        "1225 1325",
    );
    refused("105 405 515 1100 1105 1140 1143 1190 1500", "1225");
    refused(&format!("{TX} 1300 1305 1310 1320 1325 1200"), "1300");
    refused(&format!("{TX} 1400 1410 1425 1300"), "1400");
    refused(&format!("{TX} 1500 1200"), "1500");
}

#[test]
fn no_selfie_without_consent() {
    refused(&format!("{TX} 1625"), "1520");
    refused(&format!("{TX} 1500 1615"), "1520");
    refused(&format!("{TX} 1500 1520 1620"), "1615");
    refused(&format!("{TX} 1500 1515 1940 1520"), "1500");
    refused(&format!("{TX} 1500 1520 1515 1625"), "1520");
    refused(&format!("{TX} 1500 1940"), "1515");
    refused(&format!("{TX} 1500 1515 1945"), "1940");
}

#[test]
fn an_end_needs_evidence_and_ends() {
    refused(
        TX.replace("1190", "1190 1825").as_str(),
        "1225 1325 1425 1625 3445 3465 3490 3495",
    );
    refused(
        "105 505 1100 1105 1140 1142 1190 1200 1205 1210 1220 1225 1825",
        "1425",
    );
    refused(&format!("{TX} 1800"), "1825 1830");
    refused(&format!("{TX} 1400 1410 1425 1825 1805"), "1800");
    refused(
        &format!("{TX} 1400 1410 1425 1825 1800 1825"),
        "1800 1805 1810",
    );
    refused(
        &format!("{TX} 1400 1410 1425 1825 1800 1425"),
        "1800 1805 1810",
    );
    refused(&format!("{TX} 1400 1410 1425 1825 1830"), "1800 1805 1810");
    refused(&format!("{TX} 1400 1410 1425 1990 1825"), "1995 2000 1830");
    refused(
        &format!("{TX} 1990 1830 1825"),
        "1225 1325 1425 1625 3445 3465 3490 3495",
    );
    refused(&format!("{TX} 1995"), "1990 1920");
    refused(&format!("{TX} 1925"), "1920");
}

#[test]
fn nobody_walks_pages_in_a_direct_transaction() {
    refused("110 505 1100", "1825");
    refused("110 505 1825", "1225 1325 1425 1625 3445 3465 3490 3495");
    lawful("110 510 1225 1625 1825");
}

#[test]
fn a_violation_reads_well() {
    let violation = check(&read("1100 1200")).unwrap_err();
    assert_eq!(
        violation.to_string(),
        "event 1 (1200) is out of order; lawful would be 1190 or 1101"
    );
    let violation = check(&read("105 100")).unwrap_err();
    assert_eq!(
        violation.to_string(),
        "event 1 (100) is out of order; lawful would be nothing of the kind"
    );
}

proptest! {
    #[test]
    fn a_prefix_of_a_lawful_log_is_lawful(log in proptest::collection::vec(any_code(), 0..12)) {
        if let Err(violation) = check(&log) {
            prop_assert_eq!(check(&log[..violation.at]), Ok(()));
            prop_assert_eq!(check(&log[..=violation.at]), Err(violation));
        }
    }

    #[test]
    fn repeating_an_event_changes_nothing(
        log in proptest::collection::vec(any_code(), 0..12),
        at in any::<prop::sample::Index>(),
    ) {
        let lawful = check(&log).map_or_else(|violation| violation.at, |()| log.len());
        let mut repeated = [&read(TX)[..], &log[..lawful]].concat();
        prop_assume!(check(&repeated).is_ok());
        let at = at.index(repeated.len());
        repeated.insert(at, repeated[at]);
        prop_assert_eq!(check(&repeated), Ok(()));
    }

    #[test]
    fn nothing_panics(log in proptest::collection::vec(any::<u16>().prop_map(StatusCode), 0..40)) {
        let _ = check(&log);
    }
}

fn any_code() -> impl Strategy<Value = StatusCode> {
    let known: Vec<StatusCode> = super::super::all().map(|d| d.code).collect();
    prop_oneof![4 => prop::sample::select(known), 1 => any::<u16>().prop_map(StatusCode)]
}
