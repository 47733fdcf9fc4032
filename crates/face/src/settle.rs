//! Marks that hardly depend on the size, the crop and the compression of a picture: the same for
//! all its copies, within a pixel or two of the chip.

use imaging::{Picture, Point};

use crate::align::{PLACES, Similarity, cut};
use crate::detector::{CHANNELS, Detector};
use crate::error::Error;
use crate::found::{Face, Marks};
use crate::sampling::Samples;

/// The side of the copy around a face, and how far its chip is from the edges.
const COPY: usize = 224;
const COPY_EDGE: f64 = 56.0;

/// The side of a view of that copy in which the face is found again, and how far the chip is from
/// its edges.
const VIEW: usize = 160;
const VIEW_EDGE: f64 = 24.0;

/// How the views differ: scale, degrees, and pixels to the right and down. The errors of the
/// network depend on where a face lies on its grids, so their mean over several places is smaller.
const VIEWS: [[f64; 4]; 5] = [
    [1.0, 0.0, 0.0, 0.0],
    [0.92, 0.0, 4.0, 3.0],
    [1.08, 0.0, -3.0, 4.0],
    [1.0, 4.0, 4.0, -4.0],
    [1.0, -4.0, -4.0, -3.0],
];

/// How often the views are made. The second ones follow from the means of the first, and no longer
/// from where the face was in its picture.
const ROUNDS: usize = 2;

/// The least score of a face in a view, in which one is known to be.
const LEAST_SCORE: f32 = 0.5;

impl Detector {
    /// Finds the marks of a face again, on several views of it that have one size, and takes their
    /// mean. Copies of one picture get nearly the same marks, which [`hash`](crate::hash) needs.
    /// The network runs ten times on views of 160 × 160 pixels.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run.
    ///
    /// ```no_run
    /// # fn with(detector: &face::Detector, picture: &imaging::Picture) -> Result<(), face::Error> {
    /// let faces = detector.find(picture, &face::FindOptions::default())?;
    /// if let Some(face) = faces.first() {
    ///     let marks = detector.settle(picture, face)?;
    ///     let hash = face::align(picture, &marks).map(|chip| face::hash(&chip));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn settle(&self, picture: &Picture, face: &Face) -> Result<Marks, Error> {
        let corner =
            |edge: f64| Similarity::about(Point::new(0.0, 0.0), 0.0, 1.0, Point::new(edge, edge));
        let to_copy = Similarity::to_chip(&face.marks).map(|map| map.then(corner(COPY_EDGE)));
        let Some((to_copy, samples)) = to_copy.zip(Samples::of(picture)) else {
            return Ok(face.marks);
        };
        let side = COPY as u32;
        let copy = Picture::from_rgb(side, side, cut(samples, to_copy, COPY));
        let Some(samples) = copy.as_ref().and_then(Samples::of) else {
            return Ok(face.marks);
        };
        let mut marks = face.marks.moved(|p| to_copy.apply(p));
        for _ in 0..ROUNDS {
            let Some(to_view) = Similarity::to_chip(&marks).map(|map| map.then(corner(VIEW_EDGE)))
            else {
                break;
            };
            let mut seen = Vec::with_capacity(VIEWS.len());
            for [scale, degrees, right, down] in VIEWS {
                let middle = VIEW as f64 / 2.0;
                let from = Point::new(middle, middle);
                let to = Point::new(middle + right, middle + down);
                let map = to_view.then(Similarity::about(from, degrees, scale, to));
                let found = self.in_view(&cut(samples, map, VIEW))?;
                let back = map.inverse();
                seen.extend(found.map(|found| found.moved(|p| back.apply(p))));
            }
            let Some(mean) = mean(&seen) else { break };
            marks = mean;
        }
        let back = to_copy.inverse();
        Ok(marks.moved(|p| back.apply(p)))
    }

    /// The marks of the face in the middle of a view.
    fn in_view(&self, rgb: &[u8]) -> Result<Option<Marks>, Error> {
        let channel = |at: usize| {
            rgb.iter()
                .skip(at)
                .step_by(3)
                .map(|&level| f32::from(level))
        };
        let planes = CHANNELS.into_iter().flat_map(channel).collect();
        let found = self.search(planes, [VIEW, VIEW], LEAST_SCORE)?;
        let middle = PLACES.map(|[x, y]| Point::new(x + VIEW_EDGE, y + VIEW_EDGE));
        let away = |face: &Face| -> f64 {
            let pairs = face.marks.points().into_iter().zip(middle);
            pairs.map(|(mark, place)| mark.distance(place)).sum()
        };
        let nearest = found.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
        Ok(nearest.map(|face| face.marks))
    }
}

/// The mean of each mark; `None` if there are none.
fn mean(all: &[Marks]) -> Option<Marks> {
    let count = all.len() as f64;
    let of = |mark: fn(&Marks) -> Point| {
        let sum = all
            .iter()
            .map(mark)
            .fold((0.0, 0.0), |sum, p| (sum.0 + p.x, sum.1 + p.y));
        Point::new(sum.0 / count, sum.1 / count)
    };
    (!all.is_empty()).then(|| Marks {
        right_eye: of(|marks| marks.right_eye),
        left_eye: of(|marks| marks.left_eye),
        nose: of(|marks| marks.nose),
        right_mouth: of(|marks| marks.right_mouth),
        left_mouth: of(|marks| marks.left_mouth),
    })
}
