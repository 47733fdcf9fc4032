//! Puts a drawn face where a document has its portrait.

use image::imageops;

use crate::card::{Card, DOTS_PER_MM};
use crate::error::SpecimenError;
use crate::head::Head;

/// How large a head is in a portrait, as a share of its height, and how far down it is.
const SIZE: f32 = 0.78;
const DOWN: f32 = 0.5;

/// Dots of the card along a dot of the portrait, which is printed at half the resolution.
const COARSER: f32 = 2.0;

impl Card {
    /// Replaces the bust in the portrait by a face that is found and compared: the head of the
    /// holder, as it is turned and lit. A side without a portrait stays as it is, and so does the
    /// ghost image.
    ///
    /// Documents are drawn without it at first, because most tests need no face and drawing one
    /// takes a moment.
    ///
    /// # Errors
    ///
    /// Returns an error if the portrait cannot be drawn.
    ///
    /// ```
    /// use specimen::{Head, Specimen};
    ///
    /// let licence = Specimen::from_seed(7, jiff::civil::date(2026, 6, 1));
    /// let front = licence.front()?.with_portrait(&Head::from_seed(7))?;
    /// assert_ne!(front, licence.front()?);
    /// # Ok::<(), specimen::SpecimenError>(())
    /// ```
    pub fn with_portrait(mut self, head: &Head) -> Result<Self, SpecimenError> {
        let Some(frame) = self.portrait else {
            return Ok(self);
        };
        let [left, top, width, height] = frame.map(|length| (length * DOTS_PER_MM).round());
        let drawn = head.clone().sized(SIZE).placed(0.5, DOWN);
        let drawn = drawn.draw((width / COARSER) as u32, (height / COARSER) as u32)?;
        let filter = imageops::FilterType::Triangle;
        let drawn = imageops::resize(&drawn, width as u32, height as u32, filter);
        imageops::replace(&mut self.pixels, &drawn, left as i64, top as i64);
        Ok(self)
    }
}
