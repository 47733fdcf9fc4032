//! Finds the zone in a picture and reads it.
//!
//! Bands that look like lines of type are tried, the likeliest first. Most of them are not lines of
//! a zone, so the cheapest tests come first, and a picture without a zone costs no more than one
//! with a zone.

use imaging::Picture;

use super::assemble::Assembled;
use super::candidate::read_candidate;
use super::find::bands;
use super::metered::{MAX_COLUMNS, MeteredNet};
use super::net::Net;
use super::pyramid::Pyramid;
use super::reading::{MrzReading, Options};

/// The number of bands in which a doubtful zone is read before the best reading is returned.
const MAX_DOUBTFUL_BANDS: usize = 3;

/// Reads the machine-readable zone of a picture. Returns `None` if there is none, or none that can
/// be read.
///
/// The work is bounded, whatever the picture shows. Besides work in proportion to its pixels, it
/// takes at most 90,000 columns of the net and those of one more zone, which is about a second of
/// processor time.
///
/// Besides the picture, it needs memory for copies of half its size and less, one of 1200 pixels on
/// the longer side with three planes of the same size, and one strip for the net.
///
/// ```
/// use imaging::{Limits, decode};
/// use jiff::civil::date;
/// use specimen::{Difficulty, Scene, Travel, photograph};
///
/// // This is a passport of somebody who does not exist, drawn and photographed.
/// let passport = Travel::passport(8, date(2026, 6, 1));
/// let photo = photograph(&passport.page()?, &Scene::from_seed(7, Difficulty::Good))?;
/// let picture = decode(&photo.jpeg, &Limits::default())?;
///
/// let read = mrz::read(&picture, &mrz::Options::default()).ok_or("there is no zone")?;
/// assert_eq!(read.mrz.lines, passport.lines());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn read(picture: &Picture, options: &Options) -> Option<MrzReading> {
    let net = MeteredNet::new(Net::committed().ok()?, MAX_COLUMNS);
    read_metered(picture, options, &net)
}

/// Reads a zone with a net that counts its work.
fn read_metered(picture: &Picture, options: &Options, net: &MeteredNet<'_>) -> Option<MrzReading> {
    let pyramid = Pyramid::of(picture.luma());
    let mut best: Option<Assembled> = None;
    let mut found = 0;
    for band in bands(&pyramid).iter().take(options.bands) {
        if net.is_spent() {
            break;
        }
        let Some(zone) = read_candidate(net, &pyramid, band, options) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| zone.decoded.worth() > best.decoded.worth())
        {
            best = Some(zone);
        }
        // Another band of the same zone may show it better: one on another line of it, or of
        // another size.
        found += 1;
        if found == MAX_DOUBTFUL_BANDS || best.as_ref().is_some_and(|best| !best.is_doubtful) {
            break;
        }
    }
    best.and_then(Assembled::into_reading)
}

#[cfg(test)]
mod tests {
    use imaging::Luma;

    use super::*;

    /// Returns a picture that is full of lines that look like type.
    fn type_everywhere() -> Picture {
        let (width, height) = (1_600_u32, 1_000_u32);
        let pixel = |i: u32| {
            let (x, y) = (i % width, i / width);
            let noise = (i.wrapping_mul(2_654_435_761) >> 27) as u8;
            let stroke = (x / 4 + y / 22 * 3 + x / 17).is_multiple_of(3);
            let is_inked = y % 40 < 22 && x % 22 < 15 && stroke;
            (if is_inked { 120 } else { 200 }) + noise
        };
        let data = (0..width * height).map(pixel).collect();
        Picture::from_luma(Luma::new(width, height, data).unwrap())
    }

    /// The work that may be started just before the limit is reached: the lines of one zone, cut
    /// out in every way except the last.
    const ONE_LOOK: u32 = 40_000;

    #[test]
    fn the_work_is_bounded_for_any_picture() {
        let picture = type_everywhere();
        let options = Options {
            bands: 24,
            attempts: 9,
        };
        let spent = |most: u32| {
            let net = MeteredNet::new(Net::committed().unwrap(), most);
            let _ = read_metered(&picture, &options, &net);
            net.spent()
        };
        assert!(spent(0) == 0);
        for most in [1, 10_000, 60_000] {
            assert!(spent(most) <= most + ONE_LOOK, "{most}");
        }
        assert_eq!(
            spent(60_000),
            spent(60_000),
            "the same picture takes the same work"
        );
    }
}
