//! The engine: a few threads, each with a session of its own, that pages are handed to.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use imaging::{Luma, resize};

use crate::languages;
use crate::library::{Loaded, Mode, NotLoaded, Session};
use crate::words::{Word, parse};

/// How to open the library and how much a page may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The library's file; `None` looks where systems put it.
    pub library: Option<PathBuf>,
    /// The folder of the language files; `None` looks where systems put them.
    pub data: Option<PathBuf>,
    /// Languages by their file names (`eng`, `deu`); empty takes up to four common ones that are there.
    pub languages: Vec<String>,
    /// Pages at a time. Each costs about 60 MB a language once it has worked. Default 1.
    pub threads: usize,
    /// Longest time for one page; then it has failed. Default 20 s.
    pub page_time: Duration,
    /// Most pixels of a page; a larger one is shrunk first. Default 9 000 000, an A4 page at 300 dpi.
    pub page_pixels: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            library: None,
            data: None,
            languages: Vec::new(),
            threads: 1,
            page_time: Duration::from_secs(20),
            page_pixels: 9_000_000,
        }
    }
}

/// Why there is no engine. Each is a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The library is not installed, or cannot be opened.
    #[error("libtesseract is not installed ({why})")]
    NoLibrary {
        /// What the system said of the last file that was tried.
        why: String,
    },
    /// The library is too old or not libtesseract.
    #[error("the libtesseract that is installed has no {function}: version 4 or 5 is needed")]
    TooOld {
        /// The function.
        function: &'static str,
    },
    /// No language files.
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
    /// The system has no thread for it.
    #[error("no thread can be started")]
    NoThread,
}

/// Why a page was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// It took too long, or the library gave up.
    #[error("the page could not be read within its time")]
    GaveUp,
    /// The engine's threads are gone.
    #[error("the text engine is gone")]
    Gone,
}

/// An opened library with its threads. Cheap to clone; the threads end with the last clone.
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

struct Job {
    page: Option<Luma>,
    dpi: u32,
    mode: Mode,
    answer: Sender<Option<Vec<Word>>>,
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
    /// Opens the library, sees which languages are there, and starts the threads. The languages are
    /// loaded for the first page, in about a tenth of a second each: a server that starts does not wait.
    ///
    /// # Errors
    ///
    /// [`Unavailable`] says what is missing.
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
            let desk = Desk {
                loaded,
                folder: folder.clone(),
                languages: languages.join("+"),
                settings: settings.clone(),
                waiting: Arc::clone(&waiting),
            };
            thread::Builder::new()
                .name(format!("ocr-{number}"))
                .spawn(move || desk.work())
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

    /// Loads the languages, to see that they load; the first page would do it otherwise.
    ///
    /// # Errors
    ///
    /// [`Unavailable::LanguagesBroken`].
    pub fn check(&self) -> Result<(), Unavailable> {
        match self.ask(None, 0, Mode::Page) {
            Ok(_) => Ok(()),
            Err(_) => Err(Unavailable::LanguagesBroken {
                languages: self.facts.languages.join("+"),
                folder: self.facts.folder.clone(),
            }),
        }
    }

    /// The library's version: `5.3.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.facts.version
    }

    /// The languages in use.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.facts.languages
    }

    /// The words of an upright page, in reading order. `dpi` is the resolution, or a guess at it.
    /// Blocks until a thread is free and the page is read.
    ///
    /// # Errors
    ///
    /// [`Failed`] when the page took too long or the engine is gone.
    pub fn words(&self, page: &Luma, dpi: u32) -> Result<Vec<Word>, Failed> {
        self.read(page, dpi, Mode::Page)
    }

    /// The words of a card, where text stands anywhere: every line by itself, in no order.
    ///
    /// # Errors
    ///
    /// As [`Engine::words`].
    pub fn scattered_words(&self, page: &Luma, dpi: u32) -> Result<Vec<Word>, Failed> {
        self.read(page, dpi, Mode::Sparse)
    }

    fn read(&self, page: &Luma, dpi: u32, mode: Mode) -> Result<Vec<Word>, Failed> {
        self.ask(Some(page.clone()), dpi, mode)
    }

    fn ask(&self, page: Option<Luma>, dpi: u32, mode: Mode) -> Result<Vec<Word>, Failed> {
        let (answer, told) = channel();
        let job = Job {
            page,
            dpi,
            mode,
            answer,
        };
        self.jobs.send(job).map_err(|_| Failed::Gone)?;
        told.recv().map_err(|_| Failed::Gone)?.ok_or(Failed::GaveUp)
    }
}

/// What a thread needs.
struct Desk {
    loaded: &'static Loaded,
    folder: PathBuf,
    languages: String,
    settings: Settings,
    waiting: Arc<Mutex<Receiver<Job>>>,
}

impl Desk {
    /// Takes jobs until nobody can send any more.
    fn work(self) {
        let mut session: Option<Session> = None;
        loop {
            let next = {
                // Whoever holds the lock waits for the next job; the others wait for the lock.
                let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.recv()
            };
            let Ok(job) = next else { return };
            if session.is_none() {
                session = Session::new(self.loaded, Path::new(&self.folder), &self.languages);
            }
            let told = match (&mut session, job.page) {
                (None, _) => None,
                (Some(_), None) => Some(Vec::new()),
                (Some(session), Some(page)) => self.read(session, &page, job.dpi, job.mode),
            };
            // Nobody waits any more: nothing is lost.
            drop(job.answer.send(told));
        }
    }

    fn read(&self, session: &mut Session, page: &Luma, dpi: u32, mode: Mode) -> Option<Vec<Word>> {
        let pixels = f64::from(page.width()) * f64::from(page.height());
        let shrink = (f64::from(self.settings.page_pixels) / pixels.max(1.0)).sqrt();
        let time = self.settings.page_time;
        if shrink >= 1.0 {
            let page = (page.data(), page.width(), page.height());
            let table = session.table(page, dpi, mode, time)?;
            return Some(parse(&table, 1.0));
        }
        let scaled = |length: u32| (f64::from(length) * shrink) as u32;
        let small = resize(page, scaled(page.width()), scaled(page.height()));
        let dpi = (f64::from(dpi) * shrink) as u32;
        let page = (small.data(), small.width(), small.height());
        let table = session.table(page, dpi, mode, time)?;
        Some(parse(&table, 1.0 / shrink))
    }
}
