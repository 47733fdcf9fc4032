//! `bonafide read`: prints what documents say, read from pictures or from the text of an MRZ or
//! barcode, as a table or as JSON.
//!
//! Exit status: 0 if something was read from every file, 1 if nothing was read from one of them, 2
//! if one is not a picture or cannot be opened.

use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use aamva::Licence;
use anyhow::{Context, Result, bail};
use bonafide::config::{Layers, Settings};
use bonafide::{models, out};
use clap::{Args, ValueHint};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mrz::{Field, Mrz};
use serde_json::json;

use crate::printed::Text;
use crate::reading::text::{self, Kind, Told};
use crate::reading::{self, Effort, Found, Read as Outcome};

/// Options that apply to pictures only.
const PICTURES: [&str; 5] = ["pictures", "all", "no_text", "models", "annotate"];

/// Flags of `read`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bonafide read back.jpg
  bonafide read --json scans/ | jq -r 'select(.mrz) | .mrz.fields'
  bonafide read --annotate seen.png front.jpg
  scanner | bonafide read --aamva -

The exit status is 0 if something was read from every file, 1 if nothing was read from one of them,
and 2 if one is not a picture or cannot be opened.")]
pub(super) struct Read {
    /// Pictures (JPEG, PNG, WebP, HEIC or PDF), or folders of pictures.
    #[arg(required_unless_present_any = ["mrz", "aamva"], value_name = "PICTURE")]
    pictures: Vec<PathBuf>,
    /// Read the lines of an MRZ from a text file instead of a picture; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = PICTURES)]
    mrz: Option<PathBuf>,
    /// Read the text of a licence's barcode, as a scanner outputs it, from a file instead of a
    /// picture; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = PICTURES, conflicts_with = "mrz")]
    aamva: Option<PathBuf>,
    /// Print one JSON object per line and nothing else.
    #[arg(long)]
    json: bool,
    /// Look for every barcode and MRZ instead of stopping at the first.
    #[arg(long)]
    all: bool,
    /// Skip printed text, which is otherwise read where no barcode or MRZ is found and takes about
    /// a second per picture.
    #[arg(long)]
    no_text: bool,
    /// Look for faces as well, with the networks in this folder.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    models: Option<PathBuf>,
    /// Write a copy of the picture with everything found outlined; takes a single picture.
    #[arg(long, value_name = "OUT.png")]
    annotate: Option<PathBuf>,
}

impl Read {
    pub(super) fn run(self) -> ExitCode {
        let texts = [(&self.mrz, Kind::Mrz), (&self.aamva, Kind::Aamva)];
        let text = texts
            .into_iter()
            .find_map(|(path, kind)| Some((path.as_deref()?, kind)));
        let read = match text {
            Some((path, kind)) => Ok(self.read_text(path, kind)),
            None => self.read_all(),
        };
        match read {
            Ok(worst) => ExitCode::from(worst),
            Err(error) => {
                out::note(format!("bonafide: {error:#}"));
                ExitCode::from(2)
            }
        }
    }

    /// Reads one text and prints its fields.
    fn read_text(&self, path: &Path, kind: Kind) -> u8 {
        let title = text::title(path);
        let read = match text::read(path, kind) {
            Ok(read) => read,
            Err(error) => return self.failed(path, &title, &format!("{error:#}"), 2),
        };
        match &read.told {
            Err(why) => return self.failed(path, &title, why, 1),
            Ok(_) if self.json => out::line(read.to_json(path, today())),
            Ok(told) => {
                out::line(format!("{}  ({:.0} ms)", title.display(), read.elapsed_ms));
                let rows = match told {
                    Told::Zone(zone) => zone_rows(&[], zone),
                    Told::Licence(licence, _) => rows(licence),
                };
                out::table(["field", "value"], rows);
            }
        }
        0
    }

    /// Prints why nothing was read and returns the exit status.
    fn failed(&self, path: &Path, title: &Path, why: &str, status: u8) -> u8 {
        if self.json {
            out::line(json!({ "file": path.display().to_string(), "error": why }));
        } else {
            out::note(format!("{}: {why}", title.display()));
        }
        status
    }

    /// Reads the files on all processors and prints the results in the order of the files.
    fn read_all(&self) -> Result<u8> {
        let files = reading::files(&self.pictures)?;
        if self.annotate.is_some() && files.len() > 1 {
            bail!("--annotate takes a single picture");
        }
        let networks = self.networks()?;
        let bar = progress(files.len());
        let text = Text::new(!self.no_text);
        let (effort, next) = (Effort { all: self.all }, AtomicUsize::new(0));
        let (send, receive) = mpsc::channel();
        let threads = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(files.len());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (send, files, next, text) = (send.clone(), &files, &next, &text);
                let networks = networks.as_ref();
                scope.spawn(move || {
                    while let Some((at, file)) = take(files, next) {
                        if send
                            .send((at, reading::read(file, effort, text, networks)))
                            .is_err()
                        {
                            break;
                        }
                    }
                });
            }
            drop(send);
            let mut waiting = std::collections::BTreeMap::new();
            let mut worst = 0;
            let mut turn = files.iter().enumerate();
            let mut due = turn.next();
            for (at, outcome) in receive {
                bar.inc(1);
                waiting.insert(at, outcome);
                while let Some((at, file)) = due
                    && let Some(outcome) = waiting.remove(&at)
                {
                    worst = worst.max(bar.suspend(|| self.print(file, outcome))?);
                    due = turn.next();
                }
            }
            bar.finish_and_clear();
            Ok(worst)
        })
    }

    /// Loads the networks for faces, if their folder was named.
    fn networks(&self) -> Result<Option<face::Examiner>> {
        let Some(folder) = &self.models else {
            return Ok(None);
        };
        let mut settings = Settings::from_layers(&Layers::default())?;
        settings.face.models = Some(folder.clone());
        models::examiner(&settings).map(Some)
    }

    /// Prints the outcome for one file and returns the exit status that follows from it.
    fn print(&self, file: &Path, outcome: Result<Outcome>) -> Result<u8> {
        let why = match outcome {
            Ok(Outcome::Picture(found)) => {
                if self.json {
                    out::line(found.to_json(file, today()));
                } else {
                    show(file, &found);
                }
                if let Some(target) = &self.annotate {
                    std::fs::write(target, found.annotated(file)?)
                        .with_context(|| format!("cannot write {}", target.display()))?;
                }
                return Ok(u8::from(!found.is_something()));
            }
            Ok(Outcome::NotAPicture(why)) => why,
            Err(error) => format!("{error:#}"),
        };
        Ok(self.failed(file, file, &why, 2))
    }
}

fn take<'a>(files: &'a [PathBuf], next: &AtomicUsize) -> Option<(usize, &'a PathBuf)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    files.get(at).map(|file| (at, file))
}

/// A progress bar on standard error, if that is a terminal and there are several files.
fn progress(files: usize) -> ProgressBar {
    if files < 2 || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} pictures, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn show(file: &Path, found: &Found) {
    out::line(format!("{}  ({:.0} ms)", file.display(), found.elapsed_ms));
    for barcode in &found.barcodes {
        match &barcode.licence {
            Ok(licence) => out::table(["field", "value"], rows(licence)),
            Err(_) => out::table(
                ["field", "value"],
                [["PDF417".to_owned(), barcode.symbol.text.clone()]],
            ),
        }
    }
    if let Some(read) = &found.zone {
        out::table(["field", "value"], zone_rows(&read.unsure, &read.mrz));
    }
    if let Some(printed) = &found.printed {
        out::table(["field", "value"], printed.rows());
    }
    for face in found.faces.iter().flatten() {
        let eyes = face.marks.eyes_px();
        out::line(format!("  a face, {eyes:.0} pixels between the eyes"));
    }
    if !found.is_something() {
        out::line("  nothing found");
    }
    for measure in found.quality.iter().filter(|measure| !measure.is_met()) {
        out::line(format!(
            "  {}: {:.2} {} — {}",
            reading::name(measure),
            measure.value,
            measure.unit,
            measure.advice
        ));
    }
}

/// A licence as rows; fields it does not have are left out.
fn rows(licence: &Licence) -> Vec<[String; 2]> {
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let address = &licence.address;
    let place = [
        address.street1.as_deref(),
        address.city.as_deref(),
        address.jurisdiction.as_deref(),
        address.postal.as_ref().map(|postal| postal.code.as_str()),
    ];
    let rows = [
        (
            "issuer",
            licence.issuer.map(|issuer| issuer.name.to_owned()),
        ),
        (
            "type",
            serde_json::to_value(licence.kind)
                .ok()
                .and_then(|kind| kind.as_str().map(str::to_owned)),
        ),
        ("name (order unknown)", licence.names.full.clone()),
        ("family name", licence.names.family.clone()),
        ("given name", licence.names.given.clone()),
        ("middle names", Some(licence.names.middle_joined())),
        ("suffix", licence.names.suffix.clone()),
        ("born", date(licence.dates.birth)),
        ("number", licence.document.number.clone()),
        ("issued", date(licence.dates.issue)),
        ("expires", date(licence.dates.expiry)),
        (
            "address",
            Some(place.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        ),
    ];
    rows.into_iter()
        .filter_map(|(field, value)| {
            value
                .filter(|value| !value.is_empty())
                .map(|value| [field.to_owned(), value])
        })
        .chain(observations(licence))
        .collect()
}

/// Today's date, which decides what two-digit years mean and whether a document has expired.
fn today() -> jiff::civil::Date {
    verification::rules::today(bonafide::system::now())
}

/// An MRZ as rows; fields it does not have are left out, and uncertain ones are listed.
fn zone_rows(unsure: &[Field], zone: &Mrz) -> Vec<[String; 2]> {
    use mrz::checks::{Outcome, examine};
    let today = today();
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let state = |state: &mrz::State| state.name.unwrap_or(&state.code).to_owned();
    let unsure: Vec<String> = unsure
        .iter()
        .filter_map(|field| serde_json::to_value(field).ok())
        .filter_map(|field| field.as_str().map(str::to_owned))
        .collect();
    let rows = [
        ("MRZ", Some(format!("{} {}", zone.format, zone.code))),
        ("issuer", Some(state(&zone.issuer))),
        ("family name", Some(zone.names.family.clone())),
        ("given names", Some(zone.names.given.clone())),
        ("born", date(zone.born(today))),
        ("nationality", zone.nationality.as_ref().map(state)),
        ("number", Some(zone.number.clone())),
        ("expires", date(zone.expires(today))),
        ("optional data", Some(zone.optional.join(" "))),
        ("uncertain", Some(unsure.join(", "))),
    ];
    let seen = examine(zone, today);
    let failed = seen
        .into_iter()
        .filter(|seen| seen.outcome == Outcome::Fail)
        .map(|seen| {
            [
                format!("{:?}", seen.severity).to_lowercase(),
                seen.detail.to_owned(),
            ]
        });
    rows.into_iter()
        .filter_map(|(field, value)| {
            value
                .filter(|value| !value.is_empty())
                .map(|value| [field.to_owned(), value])
        })
        .chain(failed)
        .collect()
}

/// The checks that the card fails.
fn observations(licence: &Licence) -> Vec<[String; 2]> {
    use aamva::checks::{Outcome, examine};
    examine(licence, today())
        .into_iter()
        .filter(|seen| seen.outcome == Outcome::Fail)
        .map(|seen| [format!("{:?}", seen.severity).to_lowercase(), seen.detail])
        .collect()
}
