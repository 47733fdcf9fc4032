//! Browsers with a camera of their own, a bounded number of them, each lent to one test at a time.
//!
//! A browser has one camera, and whoever walks wants it for themselves: with one browser the walks
//! would stand in line, and with one for each test a small machine would be all browsers.

use std::ops::Deref;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::driver::{Browser, Film};
use crate::films;

/// The most browsers at a time, however many processors there are.
const MOST: usize = 5;

struct Pool {
    idle: Vec<Browser>,
    lent: usize,
}

static POOL: Mutex<Pool> = Mutex::new(Pool {
    idle: Vec::new(),
    lent: 0,
});
static BACK: Condvar = Condvar::new();

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A browser for as long as this is held.
pub(crate) struct Studio {
    browser: Option<Browser>,
    /// Whether others may have it afterwards.
    is_shared: bool,
}

impl Studio {
    /// Waits for a browser that nobody has, with an ordinary camera. One that is there is taken
    /// before another one is started.
    pub(crate) fn take() -> Self {
        let (idle, mut studio) = Self::wait();
        let browser = idle.unwrap_or_else(|| Browser::start(Some(films::table())));
        browser.camera().show(films::table());
        studio.browser = Some(browser);
        studio.is_shared = true;
        studio
    }

    /// Waits until there may be one more browser, and starts one whose camera has the size of this
    /// film and sees it.
    pub(crate) fn with(film: &Film) -> Self {
        let (idle, mut studio) = Self::wait();
        // Two for one place would be too many.
        drop(idle);
        studio.browser = Some(Browser::start(Some(film)));
        studio
    }

    /// Waits for a place, which is given back with what is returned, also if no browser starts.
    fn wait() -> (Option<Browser>, Self) {
        let most = std::thread::available_parallelism()
            .map_or(2, |processors| processors.get() + 1)
            .clamp(2, MOST);
        let mut pool = pool();
        while pool.lent >= most {
            pool = BACK.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        pool.lent += 1;
        let idle = pool.idle.pop();
        drop(pool);
        let studio = Self {
            browser: None,
            is_shared: false,
        };
        (idle, studio)
    }
}

impl Deref for Studio {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.browser.as_ref().expect("there until this is dropped")
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let browser = self.browser.take();
        let mut pool = pool();
        pool.lent -= 1;
        // A browser in which something went wrong is nobody's any more.
        let mut over = Vec::new();
        if self.is_shared && !std::thread::panicking() {
            pool.idle.extend(browser);
        } else {
            over.extend(browser);
        }
        // The last one out ends them all: nothing of them may stay behind.
        if pool.lent == 0 {
            over.append(&mut pool.idle);
        }
        drop(pool);
        BACK.notify_one();
        drop(over);
    }
}
