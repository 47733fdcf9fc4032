//! How much a stranger's file may cost.

/// Bounds for one file. The defaults suit letters and scans of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most pages that are looked at; later ones are ignored. Default 4.
    pub pages: usize,
    /// Resolution at which pages are rendered, in dots per inch. Default 200.
    pub dpi: u16,
    /// Most pixels of one rendered page; a larger page is rendered coarser. Default 12 000 000.
    pub page_pixels: u64,
    /// Most pixels on one side of a rendered page or of a picture on it. Default 12 000.
    pub side: u32,
    /// Most pixels of a picture on a page. Default 50 000 000.
    pub pixels: u64,
    /// Most bytes that one compressed stream may inflate to. Default 256 MiB.
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
