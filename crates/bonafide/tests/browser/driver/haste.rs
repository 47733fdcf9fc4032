//! Pages that are more or less patient than they are.
//!
//! A page waits eight seconds for an answer to the question for the camera, and ten for its first
//! picture, before it helps. A test that is about the help need not wait as long; and one that
//! presses a button before the page goes on by itself must not depend on how busy the machine is.
//! The product knows nothing of this: the script stands between a page and the browser's timers,
//! as `cameras.js` does between a page and its camera.

use serde_json::json;

use super::page::Page;

impl Page {
    /// Makes the timers of these lengths in milliseconds end after a tenth of them, in documents
    /// that are loaded from now on. Timers of other lengths stay as they are: on a busy machine a
    /// page that is hasty in everything gives up what only takes longer.
    pub(crate) fn hurries(&self, lengths: &[u32]) {
        self.stretches(lengths, 0.1);
    }

    /// Makes the timers of this length last as long as any test.
    pub(crate) fn is_patient(&self, length: u32) {
        self.stretches(&[length], 1_000.0);
    }

    fn stretches(&self, lengths: &[u32], factor: f64) {
        self.runs_first(&format!(
            "for (const name of ['setTimeout', 'setInterval']) {{ const wait = window[name]; \
             window[name] = (run, ms, ...rest) => \
               wait(run, {}.includes(ms) ? ms * {factor} : ms, ...rest); }}",
            json!(lengths)
        ));
    }
}
