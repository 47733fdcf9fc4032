//! `bonafide read` over drawn licences and their texts: what it prints and how it ends.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
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
    assert!(ended.out.contains("nothing found"), "{ended:?}");
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
    assert!(told.contains("no pictures found"), "{told}");
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
    assert!(two.bad(2).contains("takes a single picture"));
}

/// What `read` makes of a text: from a file, and the same from standard input.
#[track_caller]
fn text(flag: &str, text: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text");
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let mut read = json(&bonafide(&["read", "--json", flag, file]).good());
    assert_eq!(read["file"], file);
    let mut piped = Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(["read", "--json", flag, "-"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    piped.stdin.take().unwrap().write_all(text).unwrap();
    let piped = piped.wait_with_output().unwrap();
    let mut piped = json(std::str::from_utf8(&piped.stdout).unwrap());
    assert_eq!(piped["file"], "-");
    for read in [&mut read, &mut piped] {
        read["file"] = Value::Null;
        read["elapsed_ms"] = Value::Null;
    }
    assert_eq!(read, piped);
    read
}

#[test]
fn the_text_of_a_barcode_is_read_as_the_picture_is() {
    let licence = specimen::Licence::from_seed(11, date(2026, 6, 1)).with_name("Zoë", "Hayes");
    let written = Specimen::new(licence).barcode();
    let shown = json(&bonafide(&["read", "--json", &path("back.jpg")]).good());
    let shown = &shown["barcodes"][0];
    // As the symbol has it, and as scanners that type deliver it.
    let read = text("--aamva", written.as_bytes());
    assert_eq!(read["barcodes"][0]["aamva"], shown["aamva"]);
    assert_eq!(read["barcodes"][0]["bytes"], shown["bytes"]);
    assert_eq!(read["barcodes"][0]["quad"], Value::Null);
    assert_eq!(read["document"]["type"], "driving_license");
    assert_eq!(read["mrz"], Value::Null);
    let lines = written.replace('\r', "");
    let typed = [
        format!("\n\t  {written}"),
        written.replace('\n', "\r\n"),
        written
            .replace('\n', "\\n")
            .replace('\r', "\\r")
            .replace('\u{1e}', "\\u001e"),
        lines.replace(['\n', '\u{1e}'], "|"),
        format!("\u{feff}{lines}"),
    ];
    for typed in typed {
        let read = text("--aamva", typed.as_bytes());
        let aamva = &read["barcodes"][0]["aamva"];
        for part in ["names", "dates", "address", "document", "holder"] {
            assert_eq!(aamva[part], shown["aamva"][part], "{part} of {typed:?}");
        }
    }
}

#[test]
fn the_text_of_a_zone_is_read_as_the_picture_is() {
    let passport = specimen::Travel::passport(11, date(2026, 6, 1)).with_name("Zoë", "Müller");
    let shown = json(&bonafide(&["read", "--json", &path("passport.jpg")]).good());
    let read = text("--mrz", passport.lines().join("\n").as_bytes());
    for part in ["fields", "format", "lines", "valid"] {
        assert_eq!(read["mrz"][part], shown["mrz"][part], "{part}");
    }
    assert_eq!(read["mrz"]["quad"], Value::Null);
    assert_eq!(read["mrz"]["unsure"], Value::Array(Vec::new()));
    assert_eq!(read["document"]["type"], "passport");
    assert_eq!(read["barcodes"], Value::Array(Vec::new()));
    let copied = passport.lines().join(" \r\n  ").to_lowercase();
    assert_eq!(text("--mrz", copied.as_bytes()), read);
}

#[test]
fn a_person_sees_a_table_of_a_text_and_what_is_wrong_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<11";
    let zone = file("zone", zone);
    let told = bonafide(&["read", "--mrz", &zone]).good();
    for expected in ["TD3 P", "ERIKSSON", "contradiction"] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
    let words = file("words", "no zone");
    let long = file("long", &"A".repeat(70_000));
    let nowhere = folder.path().join("nowhere");
    let nowhere = nowhere.to_str().unwrap();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["--mrz", &words], 1, "no machine readable zone"),
        (&["--aamva", &words], 1, "not a driving licence"),
        (&["--aamva", &long], 2, "longer than 64 KiB"),
        (&["--mrz", nowhere], 2, "cannot open the file"),
        (
            &["--mrz", &zone, "--aamva", &words],
            2,
            "cannot be used with",
        ),
        (&["--mrz", &zone, "--all"], 2, "cannot be used with"),
        (&[&words, "--aamva", &words], 2, "cannot be used with"),
        (&[], 2, "required"),
    ];
    for (arguments, status, expected) in cases {
        let arguments: Vec<&str> = ["read"].iter().chain(*arguments).copied().collect();
        let told = bonafide(&arguments).bad(*status);
        assert!(told.contains(expected), "{arguments:?}: {told}");
    }
    let told = json(&bonafide(&["read", "--json", "--mrz", &words]).out);
    assert!(
        told["error"]
            .as_str()
            .unwrap()
            .contains("no machine readable zone")
    );
}
