//! What an embedder makes of a face: numbers that two pictures of one person share.

use zeroize::Zeroize;

/// The direction that an embedder gives a face.
///
/// It is biometric data of a person: it does not print, its memory is wiped when it is dropped, and
/// nothing in this crate writes it anywhere. Whoever takes its [bytes](Faceprint::to_bytes) has to
/// seal them.
///
/// ```
/// let one = face::Faceprint::new(vec![3.0, 4.0]).unwrap();
/// let other = face::Faceprint::new(vec![4.0, 3.0]).unwrap();
/// assert!((one.similarity(&other).unwrap() - 0.96).abs() < 1e-6);
/// assert_eq!(format!("{one:?}"), "Faceprint(2 numbers)");
/// ```
#[derive(Clone)]
pub struct Faceprint(Vec<f32>);

impl Faceprint {
    /// Takes the numbers that an embedder answers, of which only the direction counts. `None` if
    /// there is no direction: no numbers, all of them 0, or one that is not finite.
    ///
    /// ```
    /// assert!(face::Faceprint::new(vec![0.0; 128]).is_none());
    /// ```
    #[must_use]
    pub fn new(numbers: Vec<f32>) -> Option<Self> {
        // Wrapped first, so that what is refused is wiped too.
        let mut print = Self(numbers);
        let squares = print.0.iter().map(|x| f64::from(*x) * f64::from(*x));
        let length = squares.sum::<f64>().sqrt() as f32;
        if !length.is_finite() || length < 1e-12 {
            return None;
        }
        print.0.iter_mut().for_each(|x| *x /= length);
        Some(print)
    }

    /// The cosine of the angle between two faces: 1 for the same picture, about 0 for strangers;
    /// `None` for faceprints of two different embedders. [`Thresholds`](crate::Thresholds) say what
    /// a number means.
    ///
    /// ```
    /// let one = face::Faceprint::new(vec![1.0, 0.0]).unwrap();
    /// assert_eq!(one.similarity(&one), Some(1.0));
    /// ```
    #[must_use]
    pub fn similarity(&self, other: &Self) -> Option<f32> {
        (self.0.len() == other.0.len()).then(|| {
            let products = self.0.iter().zip(&other.0).map(|(a, b)| a * b);
            products.sum::<f32>().clamp(-1.0, 1.0)
        })
    }

    /// The numbers as bytes, little end first, for somebody who seals them.
    ///
    /// ```
    /// let print = face::Faceprint::new(vec![3.0, 4.0]).unwrap();
    /// let again = face::Faceprint::from_bytes(&print.to_bytes()).unwrap();
    /// assert_eq!(print.similarity(&again), Some(1.0));
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|x| x.to_le_bytes()).collect()
    }

    /// The faceprint with these bytes; `None` if they are not those of one.
    ///
    /// ```
    /// assert!(face::Faceprint::from_bytes(b"nobody").is_none());
    /// ```
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return None;
        }
        Self::new(numbers.iter().map(|x| f32::from_le_bytes(*x)).collect())
    }

    /// The mean direction of two faceprints of one face.
    pub(crate) fn joined(&self, other: &Self) -> Option<Self> {
        let sums = self.0.iter().zip(&other.0).map(|(a, b)| a + b);
        Self::new(sums.collect())
    }
}

impl Drop for Faceprint {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Faceprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Faceprint({} numbers)", self.0.len())
    }
}
