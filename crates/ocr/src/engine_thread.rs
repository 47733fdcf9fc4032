//! The threads of the engine, which keep sessions open and read one page after the other.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use imaging::{Luma, resize};

use crate::library::{Loaded, Mode, Session};
use crate::settings::Settings;
use crate::words::{Word, parse};

pub(crate) struct Job {
    pub(crate) page: Option<Luma>,
    pub(crate) dpi: u32,
    pub(crate) mode: Mode,
    /// Reads only in this language, for print whose letters matter more than its words. `None`
    /// stands for all languages.
    pub(crate) language: Option<String>,
    /// The maximum time for the page.
    pub(crate) within: Duration,
    /// Set when the caller has stopped waiting.
    pub(crate) is_dropped: Arc<AtomicBool>,
    pub(crate) answer: Sender<Option<Vec<Word>>>,
}

/// The number of single languages that a thread keeps loaded, besides all of them together. Each
/// takes some 60 MB.
const MAX_SINGLE_SESSIONS: usize = 2;

/// The sessions of a thread: one for all languages, and those for single languages that were used
/// last.
#[derive(Default)]
struct Sessions {
    /// The sessions by their languages; the one that was used last comes last.
    open: Vec<(String, Session)>,
}

impl Sessions {
    /// Returns the session for these languages, opening it if necessary, or `None` if they cannot
    /// be loaded.
    fn of(&mut self, thread: &EngineThread, languages: &str) -> Option<&mut Session> {
        let known = self.open.iter().position(|(own, _)| own == languages);
        let session = if let Some(at) = known {
            self.open.remove(at)
        } else {
            let is_single = |own: &str| own != thread.languages;
            let singles = self.open.iter().filter(|(own, _)| is_single(own)).count();
            let oldest = self.open.iter().position(|(own, _)| is_single(own));
            if let Some(oldest) =
                oldest.filter(|_| is_single(languages) && singles >= MAX_SINGLE_SESSIONS)
            {
                // The oldest is closed before the next one is opened, to save memory.
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
pub(crate) struct EngineThread {
    pub(crate) loaded: &'static Loaded,
    pub(crate) folder: PathBuf,
    pub(crate) languages: String,
    pub(crate) settings: Settings,
    pub(crate) waiting: Arc<Mutex<Receiver<Job>>>,
}

impl EngineThread {
    /// Runs jobs until all senders are gone.
    pub(crate) fn work(self) {
        let mut sessions = Sessions::default();
        loop {
            let next = {
                // The thread that holds the lock waits for the next job; the others wait for the
                // lock.
                let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.recv()
            };
            let Ok(job) = next else { return };
            if job.is_dropped.load(Ordering::Relaxed) {
                continue;
            }
            let languages = job.language.as_deref().unwrap_or(&self.languages);
            let session = sessions.of(&self, languages);
            let answer = match (session, &job.page) {
                (None, _) => None,
                (Some(_), None) => Some(Vec::new()),
                (Some(session), Some(page)) => self.read(session, page, &job),
            };
            // If nobody waits for the answer any more, nothing is lost.
            drop(job.answer.send(answer));
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
