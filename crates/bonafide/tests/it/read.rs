//! `bonafide read` over drawn licences: what it prints and how it ends.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use insta::assert_snapshot;
use jiff::civil::date;
use serde_json::Value;
use specimen::{Difficulty, Scene, Specimen, photograph};
use tempfile::TempDir;

use crate::cli::{json, shape};
use crate::running::bonafide;

/// A folder with the back of a licence, a front without a barcode, a passport, and a text.
fn pictures() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let licence = specimen::Licence::from_seed(11, date(2026, 6, 1)).with_name("Zoë", "Hayes");
        let specimen = Specimen::new(licence);
        let scene = Scene::from_seed(11, Difficulty::Good);
        for (name, card) in [("back", specimen.back()), ("front", specimen.front())] {
            let photo = photograph(&card.unwrap(), &scene).unwrap();
            fs::write(folder.path().join(format!("{name}.jpg")), photo.jpeg).unwrap();
        }
        let passport = specimen::Travel::passport(11, date(2026, 6, 1)).with_name("Zoë", "Müller");
        let photo = photograph(&passport.page().unwrap(), &scene).unwrap();
        fs::write(folder.path().join("passport.jpg"), photo.jpeg).unwrap();
        fs::write(folder.path().join("words.txt"), "no picture").unwrap();
        folder
    });
    folder.path()
}

fn path(name: &str) -> String {
    pictures().join(name).to_str().unwrap().to_owned()
}

#[test]
fn the_exit_status_is_the_worst_of_all_files() {
    let [back, front, words] = ["back.jpg", "front.jpg", "words.txt"].map(path);
    let cases: &[(&[&str], i32)] = &[
        (&[&back], 0),
        (&[&front], 1),
        (&[&words], 2),
        (&[&back, &front], 1),
        (&[&front, &words, &back], 2),
    ];
    for (files, status) in cases {
        let mut arguments = vec!["read", "--json", "--no-text"];
        arguments.extend(*files);
        let ended = bonafide(&arguments);
        assert_eq!(ended.status, Some(*status), "{files:?}: {ended:?}");
        assert_eq!(ended.out.lines().count(), files.len(), "one line a file");
        assert_eq!(ended.err, "");
        for (line, file) in ended.out.lines().zip(*files) {
            assert_eq!(json(line)["file"], *file, "in the order they were named");
        }
    }
}

#[test]
fn json_has_one_shape() {
    let read = json(&bonafide(&["read", "--json", &path("back.jpg")]).good());
    let licence = &read["barcodes"][0]["aamva"];
    assert_eq!(licence["names"]["family"], "HAYES", "{licence:#}");
    assert_snapshot!("read_json", format!("{:#}", shape(&read)));
    let nothing = bonafide(&["read", "--json", "--no-text", &path("front.jpg")]).out;
    assert_eq!(json(&nothing)["barcodes"], Value::Array(Vec::new()));
    let broken = bonafide(&["read", "--json", &path("words.txt")]).out;
    assert!(json(&broken)["error"].is_string(), "{broken}");
}

#[test]
fn a_passport_is_taken_apart() {
    let passport = specimen::Travel::passport(11, date(2026, 6, 1)).with_name("Zoë", "Müller");
    let read = json(&bonafide(&["read", "--json", &path("passport.jpg")]).good());
    let zone = &read["mrz"];
    assert_eq!(
        zone["lines"],
        serde_json::json!(passport.lines()),
        "{zone:#}"
    );
    assert_eq!(zone["format"], "TD3");
    assert_eq!(zone["valid"], true);
    assert_eq!(zone["quad"].as_array().unwrap().len(), 4);
    assert_eq!(zone["fields"]["names"]["family"], "MUELLER");
    assert_eq!(
        zone["fields"]["birth_date"],
        passport.person.born.to_string()
    );
    assert_eq!(zone["fields"]["digits"]["composite"], "holds");
    let spelt = zone["fields"]["spellings"][0].as_array().unwrap();
    assert!(spelt.contains(&"MÜLLER".into()), "{spelt:?}");
    assert_snapshot!("read_mrz", format!("{:#}", shape(&read)));
    let told = bonafide(&["read", &path("passport.jpg")]).good();
    for expected in ["TD3 P", "MUELLER", "born", "expires"] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
}

#[test]
fn a_person_sees_a_table() {
    let told = bonafide(&["read", &path("back.jpg")]).good();
    for expected in ["HAYES", "ZOE", "expires", "born"] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "colours in a pipe");
    let ended = bonafide(&["read", "--no-text", &path("front.jpg")]);
    assert!(ended.out.contains("nothing was read"), "{ended:?}");
}

#[test]
fn a_folder_gives_its_pictures() {
    let ended = bonafide(&["read", "--json", "--no-text", pictures().to_str().unwrap()]);
    let files: Vec<String> = ended
        .out
        .lines()
        .map(|line| json(line)["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["back.jpg", "front.jpg", "passport.jpg"].map(path));
    let empty = tempfile::tempdir().unwrap();
    let told = bonafide(&["read", empty.path().to_str().unwrap()]).bad(2);
    assert!(told.contains("no pictures here"), "{told}");
}

#[test]
fn the_outlined_picture_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen.png");
    let seen = seen.to_str().unwrap();
    bonafide(&["read", "--annotate", seen, &path("back.jpg")]).good();
    assert!(fs::read(seen).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    let two = bonafide(&[
        "read",
        "--annotate",
        seen,
        &path("back.jpg"),
        &path("front.jpg"),
    ]);
    assert!(two.bad(2).contains("takes one picture"));
}
