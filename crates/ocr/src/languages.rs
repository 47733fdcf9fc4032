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
/// a little time a page; the Latin alphabets of these cover most letters of western Europe and
/// America.
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

/// The languages that a country prints its documents in, the likeliest first, by the names of their
/// files. Codes are those of ISO 3166: two letters, with a part of the country behind a dash where
/// it has a language of its own. Empty for a country that is not known here, and for those whose
/// alphabet no name is compared in.
pub(crate) fn of_country(country: &str) -> &'static [&'static str] {
    match country {
        "DE" | "AT" | "LI" => &["deu"],
        "CH" => &["deu", "fra", "ita"],
        "LU" => &["fra", "deu"],
        "BE" => &["nld", "fra", "deu"],
        "FR" | "MC" | "CA-QC" | "BF" | "BI" | "BJ" | "CD" | "CF" | "CG" | "CI" | "CM" | "DJ"
        | "GA" | "GN" | "HT" | "KM" | "MG" | "ML" | "NE" | "SN" | "TD" | "TG" => &["fra"],
        "ES" | "US-PR" | "AD" | "AR" | "BO" | "CL" | "CO" | "CR" | "CU" | "DO" | "EC" | "GQ"
        | "GT" | "HN" | "MX" | "NI" | "PA" | "PE" | "PR" | "PY" | "SV" | "UY" | "VE" => &["spa"],
        "IT" | "SM" | "VA" => &["ita"],
        "PT" | "AO" | "BR" | "CV" | "GW" | "MZ" | "ST" | "TL" => &["por"],
        "NL" | "SR" | "AW" | "CW" | "SX" => &["nld"],
        "PL" => &["pol"],
        "CZ" => &["ces"],
        "SK" => &["slk"],
        "HU" => &["hun"],
        "RO" | "MD" => &["ron"],
        "HR" => &["hrv"],
        "BA" | "ME" => &["bos", "hrv"],
        "SI" => &["slv"],
        "SE" => &["swe"],
        "NO" => &["nor"],
        "DK" | "FO" | "GL" => &["dan"],
        "FI" => &["fin", "swe"],
        "IS" => &["isl"],
        "EE" => &["est"],
        "LV" => &["lav"],
        "LT" => &["lit"],
        "TR" => &["tur"],
        "AL" => &["sqi"],
        "MT" => &["mlt", "eng"],
        "VN" => &["vie"],
        "ID" => &["ind"],
        "MY" | "BN" => &["msa"],
        "US" | "CA" | "GB" | "IE" | "AU" | "NZ" | "BS" | "BB" | "JM" | "TT" | "GH" | "KE"
        | "NG" | "PH" | "SG" | "ZA" => &["eng"],
        _ => &[],
    }
}

/// The language for a country among those that are allowed; else the first of them.
pub(crate) fn for_country<'a>(country: Option<&str>, allowed: &'a [String]) -> &'a str {
    let country = country.unwrap_or_default();
    // A part of a country without a language of its own has that of the whole.
    let whole = country.split('-').next().unwrap_or_default();
    let wanted = of_country(country).iter().chain(of_country(whole));
    wanted
        .filter_map(|wanted| allowed.iter().find(|allowed| allowed == wanted))
        .chain(allowed.first())
        .next()
        .map_or("", String::as_str)
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
    fn the_country_chooses_among_the_languages_that_are_allowed() {
        let check = |country: &str, allowed: &str, expected: &str| {
            let allowed: Vec<String> = allowed.split_whitespace().map(str::to_owned).collect();
            let country = Some(country).filter(|country| !country.is_empty());
            assert_eq!(
                for_country(country, &allowed),
                expected,
                "{country:?}|{allowed:?}"
            );
        };
        let four = "eng deu fra spa";
        check("DE", four, "deu");
        check("CH", four, "deu");
        check("CH", "eng fra", "fra");
        check("CA", four, "eng");
        check("CA-QC", four, "fra");
        check("CA-ON", four, "eng");
        check("US-PR", "eng deu", "eng");
        check("MX", four, "spa");
        // Nobody knows the language, or the operator does not allow it.
        check("PL", four, "eng");
        check("UTO", four, "eng");
        check("JP", "deu eng", "deu");
        check("", "fra eng", "fra");
        check("FR", "", "");
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_languages() {
        assert!(installed(Path::new("/nowhere")).is_empty());
    }
}
