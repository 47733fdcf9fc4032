//! The limits for files from strangers, which are checked against the header before the body is
//! read.

/// The limits for one file. The defaults suit photographs of documents from phones and scanners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Limits {
    /// The maximum size of the encoded file in bytes. The default is 16 MiB.
    pub bytes: usize,
    /// The maximum number of pixels on one side. The default is 12,000.
    pub side: u32,
    /// The maximum number of pixels in one picture. The default is 50,000,000.
    pub pixels: u64,
    /// The maximum memory for decoding one picture in bytes, by estimate. The default is 256 MiB.
    pub memory: u64,
    /// The maximum number of pages of a PDF that are rendered; later pages are ignored. The default
    /// is 4.
    pub pages: usize,
    /// The resolution at which PDF pages are rendered, in dots per inch. The default is 200.
    pub page_dpi: u16,
    /// The maximum number of pixels of a rendered PDF page. A larger page is rendered at a lower
    /// resolution. The default is 12,000,000.
    pub page_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            side: 12_000,
            pixels: 50_000_000,
            memory: 256 << 20,
            pages: 4,
            page_dpi: 200,
            page_pixels: 12_000_000,
        }
    }
}
