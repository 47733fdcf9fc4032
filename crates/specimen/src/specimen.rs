//! A document to draw: what is printed, what the barcode contains, and where the two disagree.

use crate::aamva;
use crate::alteration::Alteration;
use crate::back;
use crate::card::Card;
use crate::error::SpecimenError;
use crate::front;
use crate::licence::Licence;
use jiff::civil::Date;

/// A synthetic licence, ready to be drawn.
///
/// ```
/// use specimen::{Scene, Difficulty, Specimen};
/// let on = jiff::civil::date(2026, 6, 1);
/// let specimen = Specimen::from_seed(7, on);
/// let photo = specimen::photograph(&specimen.back()?, &Scene::from_seed(7, Difficulty::Good))?;
/// assert_eq!(photo.truth.text, Some(specimen.barcode()));
/// # Ok::<(), specimen::SpecimenError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    licence: Licence,
    printed: Licence,
    alteration: Option<Alteration>,
}

impl Specimen {
    /// Creates a document whose print and barcode agree.
    pub fn new(licence: Licence) -> Self {
        Self {
            printed: licence.clone(),
            licence,
            alteration: None,
        }
    }

    /// Creates the document for [`Licence::from_seed`].
    pub fn from_seed(seed: u64, on: Date) -> Self {
        Self::new(Licence::from_seed(seed, on))
    }

    /// Changes what is printed but not the barcode, so that the card contradicts itself.
    pub fn printed_differently(mut self, change: impl FnOnce(Licence) -> Licence) -> Self {
        self.printed = change(self.printed);
        self
    }

    /// Makes an error in the barcode and leaves the print as it is.
    pub fn altered(mut self, alteration: Alteration) -> Self {
        self.alteration = Some(alteration);
        self
    }

    /// Returns the licence that the barcode was made from (before any [`Alteration`]).
    pub fn licence(&self) -> &Licence {
        &self.licence
    }

    /// Returns the licence that is printed.
    pub fn printed(&self) -> &Licence {
        &self.printed
    }

    /// Returns the error in the barcode, if there is one.
    pub fn alteration(&self) -> Option<Alteration> {
        self.alteration
    }

    /// Returns the text of the PDF417 symbol, with one `char` below U+0100 per byte.
    pub fn barcode(&self) -> String {
        aamva::encode(&self.licence, self.alteration)
    }

    /// Draws the side with the portrait.
    pub fn front(&self) -> Result<Card, SpecimenError> {
        front::draw(&self.printed)
    }

    /// Draws the side with the barcodes.
    pub fn back(&self) -> Result<Card, SpecimenError> {
        back::draw(&self.printed, &self.barcode())
    }
}
