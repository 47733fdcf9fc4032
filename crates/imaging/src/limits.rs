//! How much a stranger's file may cost us. Checked against the header before the body is read.

/// Bounds for one file. The defaults suit photographs of documents from phones and scanners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Limits {
    /// Most bytes of the encoded file. Default 16 MiB.
    pub bytes: usize,
    /// Most pixels on one side. Default 12 000.
    pub side: u32,
    /// Most pixels in one picture. Default 50 000 000.
    pub pixels: u64,
    /// Most bytes of memory that decoding one picture may take, by estimate. Default 256 MiB.
    pub memory: u64,
    /// Most pages of a PDF that are rendered; later pages are not looked at. Default 4.
    pub pages: usize,
    /// Resolution at which PDF pages are rendered, in dots per inch. Default 200.
    pub page_dpi: u16,
    /// Most pixels of one rendered PDF page; a larger page is rendered coarser. Default 12 000 000.
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
