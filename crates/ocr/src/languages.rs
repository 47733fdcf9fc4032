//! Which languages are installed, and which of them are loaded.

use std::path::{Path, PathBuf};

/// Where distributions and Homebrew put the language files.
const FOLDERS: &[&str] = &[
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
];

/// Loaded when they are there and nothing else was asked for, in this order. Each costs memory and
/// a little time a page; the Latin alphabets of these cover most letters of western Europe and America.
const WANTED: &[&str] = &["eng", "deu", "fra", "spa", "ita", "por", "nld", "pol"];

/// No more languages than these at once: a doubtful word is tried in each.
const MOST: usize = 4;

/// The folder with language files: the one that was named, else the first that has any.
pub(crate) fn folder(own: Option<&Path>) -> Option<PathBuf> {
    match own {
        Some(folder) => Some(folder.to_owned()),
        None => FOLDERS
            .iter()
            .map(PathBuf::from)
            .find(|f| !installed(f).is_empty()),
    }
}

/// The languages in a folder, by name.
pub(crate) fn installed(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".traineddata")?.to_owned()))
        // Not a language: it tells which way up a page is.
        .filter(|name| name != "osd")
        .collect();
    names.sort();
    names
}

/// What to load of what is installed. What was asked for and is not there is left out.
pub(crate) fn chosen(asked: &[String], installed: &[String]) -> Vec<String> {
    let is_there = |name: &String| installed.contains(name);
    let mut chosen: Vec<String> = if asked.is_empty() {
        WANTED
            .iter()
            .map(|&name| name.to_owned())
            .filter(is_there)
            .take(MOST)
            .collect()
    } else {
        asked
            .iter()
            .filter(|name| is_there(name))
            .cloned()
            .collect()
    };
    if chosen.is_empty() {
        chosen.extend(installed.first().cloned());
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_and_asked_for_is_loaded() {
        let names =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        for (asked, installed, chosen_) in [
            ("", "deu eng fra ita spa swe", "eng deu fra spa"),
            ("", "eng", "eng"),
            ("", "swe", "swe"),
            ("", "", ""),
            ("ara eng", "ara deu eng", "ara eng"),
            ("ara", "eng", "eng"),
        ] {
            assert_eq!(
                chosen(&names(asked), &names(installed)),
                names(chosen_),
                "{asked}|{installed}"
            );
        }
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_languages() {
        assert!(installed(Path::new("/nowhere")).is_empty());
    }
}
