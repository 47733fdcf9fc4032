//! The settings of the engine.

use std::path::PathBuf;
use std::time::Duration;

/// The settings for opening the library, and the limits for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The library's file, or `None` to look in the usual places.
    pub library: Option<PathBuf>,
    /// The folder of the language files, or `None` to look in the usual places.
    pub data: Option<PathBuf>,
    /// The languages by their file names (`eng`, `deu`). If empty, up to four common ones that are
    /// installed are used.
    pub languages: Vec<String>,
    /// The number of pages that are read at the same time. Each takes about 60 MB per language once
    /// it was used. The default is 1.
    pub threads: usize,
    /// The maximum time for a page, after which reading it fails. The default is 20 s.
    pub page_time: Duration,
    /// The maximum number of pixels of a page. A larger one is shrunk first. The default is
    /// 9,000,000, an A4 page at 300 dpi.
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
