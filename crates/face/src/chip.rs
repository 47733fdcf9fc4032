//! The aligned face that an embedder sees.

use zeroize::Zeroize;

/// Width and height of a chip in pixels.
pub const CHIP: usize = 112;

/// A face, upright and centred, of 112 × 112 pixels in red, green and blue.
///
/// It is a picture of a person: it does not print, and its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Chip(Vec<u8>);

impl Chip {
    /// Wraps pixels, row after row; `None` unless there are 112 × 112 × 3 bytes.
    ///
    /// ```
    /// assert!(face::Chip::from_rgb(vec![0; 112 * 112 * 3]).is_some());
    /// assert!(face::Chip::from_rgb(vec![0; 100]).is_none());
    /// ```
    #[must_use]
    pub fn from_rgb(rgb: Vec<u8>) -> Option<Self> {
        (rgb.len() == CHIP * CHIP * 3).then_some(Self(rgb))
    }

    /// Red, green and blue of each pixel, row after row.
    ///
    /// ```
    /// let chip = face::Chip::from_rgb(vec![7; 112 * 112 * 3]).unwrap();
    /// assert_eq!(chip.rgb()[0], 7);
    /// ```
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.0
    }

    /// The chip as a mirror shows it.
    ///
    /// ```
    /// let chip = face::Chip::from_rgb((0..112 * 112 * 3).map(|i| (i / 3 % 112) as u8).collect());
    /// let mirrored = chip.unwrap().mirrored();
    /// assert_eq!(mirrored.rgb()[0], 111);
    /// ```
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let rows = self.0.chunks_exact(CHIP * 3);
        let turned = rows.flat_map(|row| row.rchunks_exact(3).flatten());
        Self(turned.copied().collect())
    }

    /// Grey levels, 0 to 255.
    pub(crate) fn luma(&self) -> Vec<f32> {
        let grey = |[r, g, b]: &[u8; 3]| {
            0.299 * f32::from(*r) + 0.587 * f32::from(*g) + 0.114 * f32::from(*b)
        };
        self.0.as_chunks::<3>().0.iter().map(grey).collect()
    }
}

impl Drop for Chip {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Chip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chip({CHIP} × {CHIP})")
    }
}
