//! Determines which languages are installed, and which of them to load.

use std::path::{Path, PathBuf};

/// The folders in which distributions and Homebrew install the language files.
const FOLDERS: &[&str] = &[
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
];

/// The languages that are loaded by default if they are installed, in this order. Each takes memory
/// and a little time per page. Together they cover most letters of western Europe and America.
const DEFAULT_LANGUAGES: &[&str] = &["eng", "deu", "fra", "spa", "ita", "por", "nld", "pol"];

/// The maximum number of languages at once, because a doubtful word is tried in each.
const MAX_LANGUAGES: usize = 4;

/// Returns the folder with language files: the given one, otherwise the first that has any.
pub(crate) fn folder(own: Option<&Path>) -> Option<PathBuf> {
    match own {
        Some(folder) => Some(folder.to_owned()),
        None => FOLDERS
            .iter()
            .map(PathBuf::from)
            .find(|f| !installed(f).is_empty()),
    }
}

/// Returns the languages in a folder, by name.
pub(crate) fn installed(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".traineddata")?.to_owned()))
        // `osd` is not a language but detects the orientation of a page.
        .filter(|name| name != "osd")
        .collect();
    names.sort();
    names
}

/// Returns the languages to load. Those that were asked for but are not installed are left out.
pub(crate) fn chosen(asked: &[String], installed: &[String]) -> Vec<String> {
    let is_there = |name: &String| installed.contains(name);
    let mut chosen: Vec<String> = if asked.is_empty() {
        DEFAULT_LANGUAGES
            .iter()
            .map(|&name| name.to_owned())
            .filter(is_there)
            .take(MAX_LANGUAGES)
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

/// Returns the languages in which a country prints its documents, the likeliest first, by the names
/// of their files. The codes are those of ISO 3166: two letters, followed by a region where it has
/// its own language. The result is empty for unknown countries, and for those in whose alphabet no
/// names are compared.
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

/// Returns the language for a country among the allowed ones, otherwise the first of them.
pub(crate) fn for_country<'a>(country: Option<&str>, allowed: &'a [String]) -> &'a str {
    let country = country.unwrap_or_default();
    // A region without its own language has that of its country.
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
    fn installed_languages_that_were_asked_for_are_loaded() {
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
    fn the_country_chooses_among_the_allowed_languages() {
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
        // The language is unknown, or the operator does not allow it.
        check("PL", four, "eng");
        check("UTO", four, "eng");
        check("JP", "deu eng", "deu");
        check("", "fra eng", "fra");
        check("FR", "", "");
    }

    #[test]
    fn a_missing_folder_has_no_languages() {
        assert!(installed(Path::new("/nowhere")).is_empty());
    }
}
