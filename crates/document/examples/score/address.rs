//! Scores address papers on drawn letters and bills: name and whole address, right or not. The
//! words come from the text engine that is installed; the parser knows nothing about engines.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use document::paper::{Paper, Word};
use imaging::{Limits, decode};
use ocr::{Engine, Settings};

use crate::table::{OURS, Outcome, Table};

/// Scores `address/bills`. The classes say how the page was captured.
pub(crate) fn run(samples: &Path) -> Result<Vec<Table>> {
    let folder = samples.join("address/bills");
    let mut person = Table::new("Address papers: name and full address", "taken by");
    let mut date = Table::new("Address papers: date of issue", "taken by");
    let mut account = Table::new("Address papers: account number", "taken by");
    let engine = match Engine::open(&Settings::default()) {
        Ok(engine) => engine,
        Err(why) => {
            person.note(format!("Not measured: {why}."));
            return Ok(vec![person]);
        }
    };
    let show = std::env::var_os("BONAFIDE_SHOW").is_some();
    for line in fs::read_to_string(folder.join("manifest.jsonl"))?.lines() {
        let truth: serde_json::Value = serde_json::from_str(line)?;
        let wanted = |key: &str| truth.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        let file = folder.join(wanted("file"));
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        let begun = Instant::now();
        let picture = decode(&bytes, &Limits::default())?;
        let words = engine
            .page(picture.luma())
            .map_or_else(|_| Vec::new(), |page| words(page.words));
        let paper = Paper::read(&words);
        let time = begun.elapsed();
        let class = wanted("kind");
        let address = paper
            .address
            .as_ref()
            .map(document::paper::Address::one_line);
        let told = address.zip(paper.name.clone()).map(|(address, name)| {
            let whole = format!("{}, {}", wanted("street"), wanted("city"));
            plain(&address) == plain(&whole) && plain(&name) == plain(wanted("name"))
        });
        person.count(OURS, class, Outcome::of(told), time);
        let day = jiff::civil::Date::strptime("%d %B %Y", wanted("date"))?;
        let told_day = paper.issue_date.map(|read| read == day);
        date.count(OURS, class, Outcome::of(told_day), time);
        let told_number = paper.account.as_ref().map(|read| read == wanted("account"));
        account.count(OURS, class, Outcome::of(told_number), time);
        if show && (told != Some(true) || told_day != Some(true) || told_number != Some(true)) {
            println!(
                "{}: {paper:?} {:?} {:?} {:?} {:?}",
                wanted("file"),
                paper.name,
                paper
                    .address
                    .as_ref()
                    .map(document::paper::Address::one_line),
                paper.issue_date,
                paper.account
            );
            println!(
                "   {}",
                words
                    .iter()
                    .map(|word| word.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            );
        }
    }
    let engine = format!(
        "tesseract {} with {}",
        engine.version(),
        engine.languages().join(", ")
    );
    person.note(format!(
        "Words by {engine}. Times are of the clock, since the engine has its own thread."
    ));
    Ok(vec![person, date, account])
}

/// Converts the engine's words to those of the parser.
fn words(words: Vec<ocr::Word>) -> Vec<Word> {
    words
        .into_iter()
        .map(|word| Word {
            text: word.text,
            confidence: word.confidence,
            area: [
                word.area.left,
                word.area.top,
                word.area.right,
                word.area.bottom,
            ],
        })
        .collect()
}

/// Reduces a text to letters and digits in lower case, because commas and spaces may differ in
/// print.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
