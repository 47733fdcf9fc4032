//! How good a picture of a face is, in numbers, and what is wrong with it by limits.

use crate::chip::{CHIP, Chip};
use crate::found::Marks;
use crate::relief::sideways;

/// What was measured of a face.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Quality {
    /// Pixels between the eyes.
    pub eyes_px: f64,
    /// How far the nose is beside the middle of the face, in distances between the eyes: 0 for a
    /// face that looks straight ahead, positive where it is turned towards its left.
    pub yaw: f64,
    /// How far down the nose is between eyes and mouth, as a share: about 0.5 straight ahead, less
    /// for a raised head.
    pub pitch: f64,
    /// How far the head is tilted towards a shoulder, in degrees.
    pub roll: f64,
    /// The mean grey level of the face, 0 to 255.
    pub light: f64,
    /// The difference of the mean grey levels of both halves of the face, as a share of their sum.
    pub uneven: f64,
    /// The share of the face that is black or white.
    pub clipped: f64,
    /// How strong the finest details are, as a share of the contrast of the whole face.
    pub sharpness: f64,
}

/// What may be wrong with a picture of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Too few pixels between the eyes.
    TooSmall,
    /// The face looks to a side, up or down.
    Turned,
    /// The head is tilted.
    Tilted,
    /// The face is dark.
    Dark,
    /// The face is so bright that details are lost.
    Bright,
    /// One half of the face is much darker than the other.
    Uneven,
    /// Fine details are missing.
    Blurred,
}

/// The limits of a good picture. They are rules of thumb, set so that nearly every portrait of the
/// measured set keeps them; they are for advice and not for verdicts.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct QualityLimits {
    /// The least number of pixels between the eyes.
    pub eyes_px: f64,
    /// The most that the nose may be beside the middle of the face.
    pub yaw: f64,
    /// The least and the most that the nose may be down between eyes and mouth.
    pub pitch: (f64, f64),
    /// The most degrees of tilt.
    pub roll: f64,
    /// The least and the most grey level.
    pub light: (f64, f64),
    /// The most difference between both halves.
    pub uneven: f64,
    /// The least strength of fine details.
    pub sharpness: f64,
}

impl Default for QualityLimits {
    fn default() -> Self {
        Self {
            eyes_px: 24.0,
            yaw: 0.35,
            pitch: (0.3, 0.8),
            roll: 25.0,
            light: (45.0, 225.0),
            uneven: 0.3,
            sharpness: 0.03,
        }
    }
}

/// Measures a face, found in a picture, and its chip.
///
/// ```
/// # let at = imaging::Point::new;
/// # let marks = face::Marks { right_eye: at(30.0, 40.0), left_eye: at(70.0, 40.0),
/// #     nose: at(50.0, 60.0), right_mouth: at(36.0, 80.0), left_mouth: at(64.0, 80.0) };
/// let chip = face::Chip::from_rgb(vec![20; 112 * 112 * 3]).unwrap();
/// let measured = face::quality(&marks, &chip);
/// assert_eq!((measured.eyes_px, measured.yaw, measured.pitch), (40.0, 0.0, 0.5));
/// let faults = measured.faults(&face::QualityLimits::default());
/// assert_eq!(faults, [face::Fault::Dark, face::Fault::Blurred]);
/// ```
#[must_use]
pub fn quality(marks: &Marks, chip: &Chip) -> Quality {
    let luma = chip.luma();
    let inner = inner(&luma);
    let mean = |values: &mut dyn Iterator<Item = f32>| {
        let (sum, count) = values.fold((0.0_f64, 0_usize), |(sum, count), value| {
            (sum + f64::from(value), count + 1)
        });
        sum / count.max(1) as f64
    };
    let light = mean(&mut inner.iter().copied().flatten().copied());
    let half = inner.first().map_or(0, |row| row.len() / 2);
    let first = mean(&mut inner.iter().flat_map(|row| row.iter().take(half)).copied());
    let second = mean(&mut inner.iter().flat_map(|row| row.iter().skip(half)).copied());
    let clipped = mean(&mut inner.iter().copied().flatten().map(|&level| {
        if (8.0..=247.0).contains(&level) {
            0.0
        } else {
            1.0
        }
    }));
    let spread = mean(&mut inner.iter().copied().flatten().map(|&level| {
        let from_mean = level - light as f32;
        from_mean * from_mean
    }));
    Quality {
        eyes_px: marks.eyes_px(),
        yaw: sideways(marks).unwrap_or_default(),
        pitch: down(marks),
        roll: marks.tilt(),
        light,
        uneven: (first - second).abs() / (first + second).max(1.0),
        clipped,
        sharpness: details(&inner).sqrt() / spread.sqrt().max(4.0),
    }
}

impl Quality {
    /// What is wrong with the picture.
    ///
    /// ```
    /// # let at = imaging::Point::new;
    /// # let marks = face::Marks { right_eye: at(30.0, 40.0), left_eye: at(34.0, 40.0),
    /// #     nose: at(32.0, 42.0), right_mouth: at(30.6, 44.0), left_mouth: at(33.4, 44.0) };
    /// # let chip = face::Chip::from_rgb(vec![120; 112 * 112 * 3]).unwrap();
    /// let faults = face::quality(&marks, &chip).faults(&face::QualityLimits::default());
    /// assert_eq!(faults.first(), Some(&face::Fault::TooSmall));
    /// ```
    #[must_use]
    pub fn faults(&self, limits: &QualityLimits) -> Vec<Fault> {
        let pitch = limits.pitch.0..=limits.pitch.1;
        let is_turned = self.yaw.abs() > limits.yaw || !pitch.contains(&self.pitch);
        [
            (Fault::TooSmall, self.eyes_px < limits.eyes_px),
            (Fault::Turned, is_turned),
            (Fault::Tilted, self.roll.abs() > limits.roll),
            (Fault::Dark, self.light < limits.light.0),
            (Fault::Bright, self.light > limits.light.1),
            (Fault::Uneven, self.uneven > limits.uneven),
            (Fault::Blurred, self.sharpness < limits.sharpness),
        ]
        .into_iter()
        .filter_map(|(fault, is_so)| is_so.then_some(fault))
        .collect()
    }
}

/// The part of a chip that is face in nearly every picture: from the brows to below the mouth.
fn inner(luma: &[f32]) -> Vec<&[f32]> {
    luma.chunks_exact(CHIP)
        .skip(36)
        .take(64)
        .filter_map(|row| row.get(28..84))
        .collect()
}

/// The mean square of what a pixel differs from its four neighbours.
fn details(rows: &[&[f32]]) -> f64 {
    let (mut sum, mut count) = (0.0_f64, 0_usize);
    for rows in rows.windows(3) {
        let [above, row, below] = rows else { continue };
        let neighbours = row.windows(3).zip(above.iter().zip(*below).skip(1));
        for (beside, (above, below)) in neighbours {
            let [left, middle, right] = beside else {
                continue;
            };
            let differs = middle - (left + right + above + below) / 4.0;
            sum += f64::from(differs * differs);
            count += 1;
        }
    }
    sum / count.max(1) as f64
}

/// How far down the nose is between eyes and mouth, as a share, whatever the tilt.
fn down(marks: &Marks) -> f64 {
    let eyes = marks.right_eye.towards(marks.left_eye, 0.5);
    let mouth = marks.right_mouth.towards(marks.left_mouth, 0.5);
    let axis = (mouth.x - eyes.x, mouth.y - eyes.y);
    let square = axis.0 * axis.0 + axis.1 * axis.1;
    let along = (marks.nose.x - eyes.x) * axis.0 + (marks.nose.y - eyes.y) * axis.1;
    if square > 0.0 { along / square } else { 0.0 }
}
