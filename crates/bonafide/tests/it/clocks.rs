//! Rule of the house: rooms that read and judge have no clock of their own. They are told the time,
//! or how much of it is left.

use std::path::{Path, PathBuf};

/// The rooms that the rule is for. The others wait for sockets, disks, children or people.
const TIMELESS: &[&str] = &[
    "aamva",
    "document",
    "examination",
    "imaging",
    "mrz",
    "ocr",
    "pdf",
    "pdf417",
    "proofing",
    "specimen",
    "verification",
    "wire",
];

/// What reads a clock.
const CLOCKS: &[&str] = &[
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
];

/// The clock that a file reads outside its tests, if it reads one.
fn clock(text: &str) -> Option<&'static str> {
    let product = text.split("#[cfg(test)]").next().unwrap();
    CLOCKS.iter().copied().find(|clock| product.contains(clock))
}

#[test]
fn rooms_that_read_and_judge_have_no_clock() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut wrong = Vec::new();
    for room in TIMELESS {
        let mut folders: Vec<PathBuf> = vec![crates.join(room).join("src")];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    files += 1;
                    let text = std::fs::read_to_string(&path).unwrap();
                    wrong.extend(clock(&text).map(|clock| format!("{}: {clock}", path.display())));
                }
            }
        }
        assert!(files > 0, "{room} has no files");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_clock_is_found_outside_tests() {
    assert_eq!(clock("let begun = Instant::now();"), Some("Instant::now"));
    assert_eq!(clock("#[cfg(test)]\nmod tests { Instant::now() }"), None);
    assert_eq!(clock("let now = clock.now();"), None);
}
