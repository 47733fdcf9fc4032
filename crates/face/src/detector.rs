//! Finds faces, with YuNet.

use imaging::Picture;
use nets::{Limits, Network, RunError, Tensor};

use crate::decode::{STRIDES, faces};
use crate::error::Error;
use crate::found::{Bounds, Face};
use crate::sampling::Samples;

/// How faces are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct FindOptions {
    /// The longer side in pixels of the copy that is searched first. The network is made for faces
    /// of 10 to 300 pixels, and its time grows with the area.
    pub side: u32,
    /// The longer side of the copy that is searched if nothing was found on the first one: faces
    /// that are small in their picture. 0 for no second search.
    pub second_side: u32,
    /// The least score of a face.
    pub least_score: f32,
    /// The most faces that are returned, the largest first.
    pub most: usize,
}

impl Default for FindOptions {
    /// 320 pixels, then 640; a score of 0.6; at most 16 faces.
    fn default() -> Self {
        Self {
            side: 320,
            second_side: 640,
            least_score: 0.6,
            most: 16,
        }
    }
}

/// The network that finds faces. It can be shared by threads.
#[derive(Debug)]
pub struct Detector {
    network: Network,
    /// Which output of the network is which, by grid.
    outputs: [[usize; 4]; 3],
}

const SHAPE: RunError = RunError::Shape { op: "the detector" };

/// The channels of a colour in the order of the network's planes: it was trained with blue first.
pub(crate) const CHANNELS: [usize; 3] = [2, 1, 0];

/// The longest side of a copy, whatever the options ask for.
const MOST_SIDE: u32 = 1_280;

impl Detector {
    /// Reads the file of YuNet (`face_detection_yunet_2023mar`, packed or not).
    ///
    /// # Errors
    ///
    /// Returns an error if the file is not a network or does not answer as YuNet does.
    ///
    /// ```
    /// assert!(face::Detector::load(b"no network").is_err());
    /// ```
    pub fn load(file: &[u8]) -> Result<Self, Error> {
        let network = Network::load(file, Limits::default())?;
        let names: Vec<&str> = network.outputs().collect();
        let place = |word: &str, stride: usize| {
            let name = format!("{word}_{stride}");
            names.iter().position(|own| *own == name)
        };
        let mut outputs = [[0; 4]; 3];
        for (stride, grid) in STRIDES.into_iter().zip(&mut outputs) {
            for (word, output) in ["cls", "obj", "bbox", "kps"].into_iter().zip(grid) {
                let found = place(word, stride);
                *output = found.ok_or(Error::Unfit("a face detector of the kind YuNet"))?;
            }
        }
        if network.inputs().count() != 1 {
            return Err(Error::Unfit("a face detector of the kind YuNet"));
        }
        let detector = Self { network, outputs };
        detector.search(vec![0.0; 3 * 32 * 32], [32, 32], 1.0)?;
        Ok(detector)
    }

    /// Finds faces, the largest first. A picture without pixels has none.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run; what a picture shows is never an error.
    ///
    /// ```no_run
    /// let file = std::fs::read("face_detection_yunet_2023mar_int8bq.onnx")?;
    /// let detector = face::Detector::load(&file)?;
    /// let picture = imaging::decode_colour(&std::fs::read("a.jpg")?, &Default::default())?;
    /// for found in detector.find(&picture, &face::FindOptions::default())? {
    ///     println!("{:.0} pixels between the eyes", found.marks.eyes_px());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(&self, picture: &Picture, options: &FindOptions) -> Result<Vec<Face>, Error> {
        let Some(samples) = Samples::of(picture) else {
            return Ok(Vec::new());
        };
        let longest = picture.width().max(picture.height());
        let side = options.side.clamp(32, MOST_SIDE);
        let mut found = self.find_at(samples, side, options.least_score)?;
        let second = options.second_side.min(MOST_SIDE);
        if found.is_empty() && second > side && longest > side {
            found = self.find_at(samples, second, options.least_score)?;
        }
        let width = |face: &Face| face.bounds.width;
        found.sort_by(|a, b| width(b).total_cmp(&width(a)));
        found.truncate(options.most);
        Ok(found)
    }

    /// Finds faces on a copy whose longer side is at most this long.
    fn find_at(
        &self,
        samples: Samples<'_>,
        side: u32,
        least_score: f32,
    ) -> Result<Vec<Face>, Error> {
        let (width, height) = samples.size();
        let factor = (width.max(height) as f64 / f64::from(side)).max(1.0);
        let (wide, tall, rgb) = samples.shrunk(factor);
        // The network halves its planes five times.
        let (padded_wide, padded_tall) = (wide.next_multiple_of(32), tall.next_multiple_of(32));
        let area = padded_wide * padded_tall;
        let mut planes = vec![0.0; 3 * area];
        for (plane, channel) in planes.chunks_exact_mut(area).zip(CHANNELS) {
            let rows = plane.chunks_exact_mut(padded_wide);
            for (row, pixels) in rows.zip(rgb.chunks_exact(wide * 3)) {
                let values = pixels.iter().skip(channel).step_by(3);
                row.iter_mut().zip(values).for_each(|(to, of)| *to = *of);
            }
        }
        let found = self.search(planes, [padded_tall, padded_wide], least_score)?;
        let across = width as f64 / wide as f64;
        Ok(found
            .into_iter()
            .map(|face| Face {
                bounds: Bounds {
                    left: face.bounds.left * across,
                    top: face.bounds.top * across,
                    width: face.bounds.width * across,
                    height: face.bounds.height * across,
                },
                marks: face.marks.scaled(across),
                score: face.score,
            })
            .collect())
    }

    /// Runs the network on planes of this size.
    pub(crate) fn search(
        &self,
        planes: Vec<f32>,
        size: [usize; 2],
        least_score: f32,
    ) -> Result<Vec<Face>, Error> {
        let outputs = self.run(planes, size)?;
        let mut grids = Vec::with_capacity(3);
        for grid in self.outputs {
            let [classes, objects, bounds, marks] = grid.map(|at| outputs.get(at).ok_or(SHAPE));
            grids.push([classes?, objects?, bounds?, marks?]);
        }
        let grids: [[&Tensor; 4]; 3] = grids.try_into().map_err(|_| SHAPE)?;
        Ok(faces(&grids, size[1], least_score).ok_or(SHAPE)?)
    }

    /// The outputs of the network, in the order of its file.
    fn run(&self, planes: Vec<f32>, [rows, columns]: [usize; 2]) -> Result<Vec<Tensor>, Error> {
        let input = Tensor::new(&[1, 3, rows, columns], planes).ok_or(SHAPE)?;
        Ok(self.network.run(vec![input])?)
    }

    /// The outputs of the network with their names.
    #[cfg(test)]
    pub(crate) fn answer(
        &self,
        planes: Vec<f32>,
        size: [usize; 2],
    ) -> Result<Vec<(String, Tensor)>, Error> {
        let names = self.network.outputs().map(str::to_owned);
        Ok(names.zip(self.run(planes, size)?).collect())
    }
}
