//! Limits on the cost of a file from a stranger.

/// Limits for one file. The defaults suit letters and scans of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The maximum number of pages; later ones are ignored. The default is 4.
    pub pages: usize,
    /// The resolution at which pages are rendered, in dots per inch. The default is 200.
    pub dpi: u16,
    /// The maximum number of pixels of a rendered page. A larger page is rendered at a lower
    /// resolution. The default is 12,000,000.
    pub page_pixels: u64,
    /// The maximum number of pixels on one side of a rendered page, or of a picture on it. The
    /// default is 12,000.
    pub side: u32,
    /// The maximum number of pixels of a picture on a page. The default is 50,000,000.
    pub pixels: u64,
    /// The maximum number of bytes that a compressed stream may inflate to. The default is 256 MiB.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 4,
            dpi: 200,
            page_pixels: 12_000_000,
            side: 12_000,
            pixels: 50_000_000,
            memory: 256 << 20,
        }
    }
}
