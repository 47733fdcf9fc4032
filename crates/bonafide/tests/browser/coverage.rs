//! Every code of the protocol is raised by a walk, on the real way, or it is said why it cannot be.

use std::collections::BTreeSet;
use std::path::Path;

use verification::status::CATALOGUE;

/// Codes that no walk can raise, and why.
const NEVER: &[(u16, &str)] = &[
    (
        1001,
        "deprecated: the address travels in `url` of every event",
    ),
    (
        1002,
        "deprecated: the browser travels in `user_agent` of every event",
    ),
];

/// What the kept logs of the walks hold.
fn walked() -> BTreeSet<u16> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/snapshots");
    let mut codes = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let firsts = text
            .lines()
            .filter_map(|line| line.split(' ').next()?.parse::<u16>().ok());
        codes.extend(firsts);
    }
    codes
}

#[test]
fn every_code_is_raised_by_a_walk() {
    let walked = walked();
    let never: BTreeSet<u16> = NEVER.iter().map(|(code, _)| *code).collect();
    let missing: Vec<u16> = CATALOGUE
        .iter()
        .map(|definition| definition.code.number())
        .filter(|code| !walked.contains(code) && !never.contains(code))
        .collect();
    assert_eq!(missing, [0_u16; 0], "raised by no walk");
    let raised: Vec<&u16> = never.intersection(&walked).collect();
    assert!(
        raised.is_empty(),
        "said never to be raised, and yet: {raised:?}"
    );
    assert_eq!(CATALOGUE.len(), 63);
}
