//! The engine: a few threads, each with its own session, to which pages are passed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use imaging::{Luma, resize};

use crate::languages;
use crate::library::{Loaded, Mode, NotLoaded, Session};
use crate::words::{Word, parse};

/// How to open the library, and the limits of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The library's file, or `None` to look in the usual places.
    pub library: Option<PathBuf>,
    /// The folder of the language files, or `None` to look in the usual places.
    pub data: Option<PathBuf>,
    /// The languages by their file names (`eng`, `deu`). If empty, up to four common ones that are
    /// installed are used.
    pub languages: Vec<String>,
    /// The number of pages at a time. Each costs about 60 MB per language once it has worked. The
    /// default is 1.
    pub threads: usize,
    /// The maximum time for one page, after which it has failed. The default is 20 s.
    pub page_time: Duration,
    /// The maximum number of pixels of a page; a larger one is shrunk first. The default is 9 000
    /// 000, an A4 page at 300 dpi.
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
    /// The system could not start a thread for it.
    #[error("no thread can be started")]
    NoThread,
}

/// The reason why a page was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// It took too long, the engine was busy for too long, or the library gave up.
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
    /// Reads only in this language, for print whose letters matter more than its words; `None` for
    /// all languages.
    language: Option<String>,
    /// The maximum time for the page.
    within: Duration,
    /// Set when the caller no longer waits.
    is_dropped: Arc<AtomicBool>,
    answer: Sender<Option<Vec<Word>>>,
}

/// How the text is arranged in a card's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Anywhere, in no order.
    Scattered,
    /// In one line that fills the picture.
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
    /// loaded for the first page, in about a tenth of a second each, so a server that starts does
    /// not wait.
    ///
    /// # Errors
    ///
    /// Returns [`Unavailable`], which says what is missing.
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

    /// Loads the languages to check that they load; otherwise the first page would do it.
    ///
    /// # Errors
    ///
    /// Returns [`Unavailable::LanguagesBroken`].
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
    #[must_use]
    pub fn version(&self) -> &str {
        &self.facts.version
    }

    /// Returns the languages in use.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.facts.languages
    }

    /// Returns the language in which to read a country's document: the country's own if it is in
    /// use, otherwise the first one. The country is an ISO 3166 code: `CH`, or `CA-QC` for a region
    /// with its own language.
    #[must_use]
    pub fn language_for(&self, country: Option<&str>) -> &str {
        languages::for_country(country, &self.facts.languages)
    }

    /// Returns the words of an upright page in reading order. `dpi` is the resolution, or a guess
    /// at it. It blocks until a thread is free and the page is read.
    ///
    /// # Errors
    ///
    /// Returns [`Failed`] if the page took too long or the engine is gone.
    pub fn words(&self, page: &Luma, dpi: u32) -> Result<Vec<Word>, Failed> {
        self.read(page, dpi, Mode::Page)
    }

    /// The words of a card, or of a piece of one, in one language: names and numbers are in no
    /// dictionary, and each further language costs as much time as the first.
    ///
    /// Blocks until the card is read, but no longer than `within`, the time for which all threads
    /// are busy included.
    ///
    /// # Errors
    ///
    /// As [`Engine::words`].
    pub(crate) fn quick(
        &self,
        card: &Luma,
        dpi: u32,
        layout: Layout,
        (language, within): (&str, Duration),
    ) -> Result<Vec<Word>, Failed> {
        let (answer, told) = channel();
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
        match told.recv_timeout(within) {
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
        let (answer, told) = channel();
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
        told.recv().map_err(|_| Failed::Gone)?.ok_or(Failed::GaveUp)
    }
}

/// Languages that a thread keeps loaded beside all of them together: each costs some 60 MB.
const KEPT: usize = 2;

/// The sessions of one thread: that of all languages, and those of one language that were used
/// last.
#[derive(Default)]
struct Sessions {
    /// By their languages, the last used last.
    open: Vec<(String, Session)>,
}

impl Sessions {
    /// The session of these languages, opened if it is not; `None` if they do not load.
    fn of(&mut self, thread: &EngineThread, languages: &str) -> Option<&mut Session> {
        let known = self.open.iter().position(|(own, _)| own == languages);
        let session = if let Some(at) = known {
            self.open.remove(at)
        } else {
            let is_single = |own: &str| own != thread.languages;
            let singles = self.open.iter().filter(|(own, _)| is_single(own)).count();
            let oldest = self.open.iter().position(|(own, _)| is_single(own));
            if let Some(oldest) = oldest.filter(|_| is_single(languages) && singles >= KEPT) {
                // Closed before the next is opened.
                drop(self.open.remove(oldest));
            }
            let session = Session::new(thread.loaded, Path::new(&thread.folder), languages)?;
            (languages.to_owned(), session)
        };
        self.open.push(session);
        self.open.last_mut().map(|(_, session)| session)
    }
}

/// What a thread needs.
struct EngineThread {
    loaded: &'static Loaded,
    folder: PathBuf,
    languages: String,
    settings: Settings,
    waiting: Arc<Mutex<Receiver<Job>>>,
}

impl EngineThread {
    /// Takes jobs until nobody can send any more.
    fn work(self) {
        let mut sessions = Sessions::default();
        loop {
            let next = {
                // Whoever holds the lock waits for the next job; the others wait for the lock.
                let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.recv()
            };
            let Ok(job) = next else { return };
            if job.is_dropped.load(Ordering::Relaxed) {
                continue;
            }
            let languages = job.language.as_deref().unwrap_or(&self.languages);
            let session = sessions.of(&self, languages);
            let told = match (session, &job.page) {
                (None, _) => None,
                (Some(_), None) => Some(Vec::new()),
                (Some(session), Some(page)) => self.read(session, page, &job),
            };
            // Nobody waits any more: nothing is lost.
            drop(job.answer.send(told));
        }
    }

    fn read(&self, session: &mut Session, page: &Luma, job: &Job) -> Option<Vec<Word>> {
        let pixels = f64::from(page.width()) * f64::from(page.height());
        let shrink = (f64::from(self.settings.page_pixels) / pixels.max(1.0)).sqrt();
        let time = self.settings.page_time.min(job.within);
        let (dpi, mode) = (job.dpi, job.mode);
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
