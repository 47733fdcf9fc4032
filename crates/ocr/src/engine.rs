//! The engine: a few threads, each with its own sessions, to which pages are passed.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use imaging::Luma;

use crate::engine_thread::{EngineThread, Job};
use crate::languages;
use crate::library::{Loaded, Mode, NotLoaded};
use crate::settings::Settings;
use crate::words::Word;

/// The reason why there is no engine, as a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The library is not installed, or cannot be opened.
    #[error("libtesseract is not installed ({why})")]
    NoLibrary {
        /// What the system reported about the last file that was tried.
        why: String,
    },
    /// The library is too old, or is not libtesseract.
    #[error("the libtesseract that is installed has no {function}: version 4 or 5 is needed")]
    TooOld {
        /// The missing function.
        function: &'static str,
    },
    /// There are no language files.
    #[error("libtesseract is installed without languages: install one, such as tesseract-ocr-eng")]
    NoLanguages,
    /// The language files cannot be loaded.
    #[error("libtesseract does not load {languages} from {folder}")]
    LanguagesBroken {
        /// The languages, joined by `+`.
        languages: String,
        /// The folder.
        folder: String,
    },
    /// The system could not start a thread.
    #[error("no thread can be started")]
    NoThread,
}

/// The reason why a page could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// Reading took too long, the engine was busy for too long, or the library gave up.
    #[error("the page could not be read within its time")]
    GaveUp,
    /// The engine's threads have ended.
    #[error("the text engine is gone")]
    Gone,
}

/// An opened library and its threads. Clones are cheap, and the threads end with the last of them.
#[derive(Clone)]
pub struct Engine {
    jobs: Sender<Job>,
    facts: Arc<Facts>,
}

struct Facts {
    version: String,
    languages: Vec<String>,
    folder: String,
}

/// How the text in a picture of a card is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Anywhere, in no order.
    Scattered,
    /// In a single line that fills the picture.
    Line,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Engine({}, {})",
            self.facts.version,
            self.facts.languages.join("+")
        )
    }
}

impl Engine {
    /// Opens the library, finds the installed languages, and starts the threads. The languages are
    /// loaded with the first page, which takes about a tenth of a second for each, so that a server
    /// starts without waiting.
    ///
    /// # Errors
    ///
    /// Returns [`Unavailable`], which says what is missing.
    ///
    /// ```
    /// use ocr::{Engine, Settings, Unavailable};
    ///
    /// match Engine::open(&Settings::default()) {
    ///     Ok(engine) => println!("reads {:?}", engine.languages()),
    ///     Err(Unavailable::NoLibrary { .. }) => println!("libtesseract is not installed"),
    ///     Err(other) => println!("{other}"),
    /// }
    /// ```
    pub fn open(settings: &Settings) -> Result<Self, Unavailable> {
        let loaded = Loaded::open(settings.library.as_deref()).map_err(|error| match error {
            NotLoaded::Absent(why) => Unavailable::NoLibrary { why },
            NotLoaded::Lacks(function) => Unavailable::TooOld { function },
        })?;
        let folder = languages::folder(settings.data.as_deref()).ok_or(Unavailable::NoLanguages)?;
        let languages = languages::chosen(&settings.languages, &languages::installed(&folder));
        if languages.is_empty() {
            return Err(Unavailable::NoLanguages);
        }
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..settings.threads.max(1) {
            let thread = EngineThread {
                loaded,
                folder: folder.clone(),
                languages: languages.join("+"),
                settings: settings.clone(),
                waiting: Arc::clone(&waiting),
            };
            thread::Builder::new()
                .name(format!("ocr-{number}"))
                .spawn(move || thread.work())
                .map_err(|_| Unavailable::NoThread)?;
        }
        Ok(Self {
            jobs,
            facts: Arc::new(Facts {
                version: loaded.version(),
                languages,
                folder: folder.display().to_string(),
            }),
        })
    }

    /// Checks that the languages can be loaded. Otherwise only the first page would show that.
    ///
    /// # Errors
    ///
    /// Returns [`Unavailable::LanguagesBroken`].
    ///
    /// ```
    /// use ocr::{Engine, Settings};
    ///
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     engine.check()?;
    /// }
    /// # Ok::<(), ocr::Unavailable>(())
    /// ```
    pub fn check(&self) -> Result<(), Unavailable> {
        match self.ask(None, 0, Mode::Page) {
            Ok(_) => Ok(()),
            Err(_) => Err(Unavailable::LanguagesBroken {
                languages: self.facts.languages.join("+"),
                folder: self.facts.folder.clone(),
            }),
        }
    }

    /// Returns the library's version: `5.3.0`.
    ///
    /// ```
    /// use ocr::{Engine, Settings};
    ///
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     println!("libtesseract {}", engine.version());
    /// }
    /// ```
    #[must_use]
    pub fn version(&self) -> &str {
        &self.facts.version
    }

    /// Returns the languages in use.
    ///
    /// ```
    /// use ocr::{Engine, Settings};
    ///
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     println!("reads {:?}", engine.languages());
    /// }
    /// ```
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.facts.languages
    }

    /// Returns the language for reading a country's documents: the country's own if it is in use,
    /// otherwise the first one. The country is an ISO 3166 code, such as `CH`, or `CA-QC` for a
    /// region with its own language.
    ///
    /// ```
    /// use ocr::{Engine, Settings};
    ///
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     println!("Swiss documents are read in {}", engine.language_for(Some("CH")));
    /// }
    /// ```
    #[must_use]
    pub fn language_for(&self, country: Option<&str>) -> &str {
        languages::for_country(country, &self.facts.languages)
    }

    /// Returns the words of an upright page in reading order. `dpi` is the resolution, which may be
    /// estimated. The call blocks until a thread is free and the page is read.
    ///
    /// # Errors
    ///
    /// Returns [`Failed`] if reading took too long or the engine has ended.
    ///
    /// ```
    /// use imaging::Luma;
    /// use ocr::{Engine, Settings};
    ///
    /// let page = Luma::filled(400, 250, 255);
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     assert!(engine.words(&page, 300)?.is_empty(), "a blank page has no words");
    /// }
    /// # Ok::<(), ocr::Failed>(())
    /// ```
    pub fn words(&self, page: &Luma, dpi: u32) -> Result<Vec<Word>, Failed> {
        if is_blank(page) {
            return Ok(Vec::new());
        }
        self.read(page, dpi, Mode::Page)
    }

    /// Returns the words of a card, or of a part of one, in one language. Names and numbers are in
    /// no dictionary, and each additional language takes as long as the first.
    ///
    /// Blocks until the card is read, for at most `within`, which includes waiting for a free
    /// thread.
    ///
    /// # Errors
    ///
    /// The errors are those of [`Engine::words`].
    pub(crate) fn quick(
        &self,
        card: &Luma,
        dpi: u32,
        layout: Layout,
        (language, within): (&str, Duration),
    ) -> Result<Vec<Word>, Failed> {
        if is_blank(card) {
            return Ok(Vec::new());
        }
        let (answer, receiver) = channel();
        let is_dropped = Arc::new(AtomicBool::new(false));
        let job = Job {
            page: Some(card.clone()),
            dpi,
            mode: match layout {
                Layout::Scattered => Mode::Sparse,
                Layout::Line => Mode::Line,
            },
            language: Some(language.to_owned()),
            within,
            is_dropped: Arc::clone(&is_dropped),
            answer,
        };
        self.jobs.send(job).map_err(|_| Failed::Gone)?;
        match receiver.recv_timeout(within) {
            Ok(words) => words.ok_or(Failed::GaveUp),
            Err(RecvTimeoutError::Timeout) => {
                is_dropped.store(true, Ordering::Relaxed);
                Err(Failed::GaveUp)
            }
            Err(RecvTimeoutError::Disconnected) => Err(Failed::Gone),
        }
    }

    fn read(&self, page: &Luma, dpi: u32, mode: Mode) -> Result<Vec<Word>, Failed> {
        self.ask(Some(page.clone()), dpi, mode)
    }

    fn ask(&self, page: Option<Luma>, dpi: u32, mode: Mode) -> Result<Vec<Word>, Failed> {
        let (answer, receiver) = channel();
        let job = Job {
            page,
            dpi,
            mode,
            language: None,
            within: Duration::MAX,
            is_dropped: Arc::default(),
            answer,
        };
        self.jobs.send(job).map_err(|_| Failed::Gone)?;
        receiver
            .recv()
            .map_err(|_| Failed::Gone)?
            .ok_or(Failed::GaveUp)
    }
}

/// The least difference between the darkest and the lightest pixel of a page with print on it.
const LEAST_CONTRAST: u8 = 24;

/// Returns true if nothing can be printed on a page because it is all of one brightness. The engine
/// would search such a page for as long as any other. A page without pixels is not blank: it cannot
/// be read.
fn is_blank(page: &Luma) -> bool {
    let pixels = || page.data().iter();
    let extremes = pixels().max().zip(pixels().min());
    extremes.is_some_and(|(lightest, darkest)| lightest - darkest < LEAST_CONTRAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_one_brightness_is_blank_and_a_faint_line_is_not() {
        let mut page = Luma::filled(300, 200, 230);
        assert!(is_blank(&page));
        for pixel in page.data_mut().iter_mut().skip(30_000).take(200) {
            *pixel = 230 - LEAST_CONTRAST;
        }
        assert!(!is_blank(&page));
    }
}
