//! Browsers with a camera of their own, a bounded number of them, each lent to one test at a time.
//!
//! A browser has one camera, and whoever walks wants it for themselves: with one browser the walks
//! would stand in line, and with one for each test a small machine would be all browsers.

use std::num::NonZeroUsize;
use std::ops::Deref;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::driver::Browser;
use crate::films;

/// The most browsers at a time, however many processors there are.
const MOST: usize = 4;

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
pub(crate) struct Studio(Option<Browser>);

impl Studio {
    /// Waits for a browser that nobody has. One that is there is taken before another one is
    /// started.
    pub(crate) fn take() -> Self {
        let most = std::thread::available_parallelism()
            .map_or(2, NonZeroUsize::get)
            .clamp(2, MOST);
        let mut pool = pool();
        while pool.lent >= most {
            pool = BACK.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        pool.lent += 1;
        let idle = pool.idle.pop();
        drop(pool);
        // Made before the browser is: one that does not start is given back as well.
        let mut studio = Self(None);
        let browser = idle.unwrap_or_else(|| Browser::start(Some(films::table())));
        browser.camera().show(films::table());
        studio.0 = Some(browser);
        studio
    }
}

impl Deref for Studio {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.0.as_ref().expect("there until this is dropped")
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let browser = self.0.take();
        let mut pool = pool();
        pool.lent -= 1;
        // A browser in which something went wrong is nobody's any more.
        if !std::thread::panicking() {
            pool.idle.extend(browser);
        }
        // The last one out ends them all: nothing of them may stay behind.
        let over = if pool.lent == 0 {
            std::mem::take(&mut pool.idle)
        } else {
            Vec::new()
        };
        drop(pool);
        BACK.notify_one();
        drop(over);
    }
}
