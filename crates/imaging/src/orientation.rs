//! The EXIF orientation (CIPA DC-008, tag 0x0112), which says how the camera was held. It is
//! applied once and then dropped.

use exif::{In, Reader, Tag};

/// How the stored rows and columns are mapped to the upright picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Orientation {
    /// Whether to swap rows and columns first.
    transpose: bool,
    /// Whether to mirror left and right after that.
    mirror: bool,
    /// Whether to mirror top and bottom after that.
    flip: bool,
}

impl Orientation {
    /// Reads the tag from a TIFF block (the payload of APP1 after `Exif\0\0`, or of a PNG `eXIf`
    /// chunk). A block that cannot be read, or a value outside 1–8, means upright, because broken
    /// metadata is no reason to refuse a picture.
    pub(crate) fn from_exif(tiff: &[u8]) -> Self {
        let Ok(exif) = Reader::new().read_raw(tiff.to_vec()) else {
            return Self::default();
        };
        let value = exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|f| f.value.get_uint(0));
        Self::from_value(value.unwrap_or(1))
    }

    pub(crate) fn from_value(value: u32) -> Self {
        let (transpose, mirror, flip) = match value {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => (false, false, false),
        };
        Self {
            transpose,
            mirror,
            flip,
        }
    }

    /// Returns width and height of the upright picture.
    pub(crate) fn size(self, width: u32, height: u32) -> (u32, u32) {
        if self.transpose {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Turns a plane with `N` bytes per pixel upright.
    pub(crate) fn apply<const N: usize>(self, data: Vec<u8>, width: u32, height: u32) -> Vec<u8> {
        if self == Self::default() {
            return data;
        }
        let (new_width, new_height) = self.size(width, height);
        let (width, new_width, new_height) =
            (width as usize, new_width as usize, new_height as usize);
        let mut turned = vec![0; data.len()];
        let (pixels, _) = data.as_chunks::<N>();
        let (out, _) = turned.as_chunks_mut::<N>();
        // Working in blocks keeps the column-wise reads of a transposition in the cache.
        const BLOCK: usize = 32;
        for top in (0..new_height).step_by(BLOCK) {
            for left in (0..new_width).step_by(BLOCK) {
                for y in top..(top + BLOCK).min(new_height) {
                    for x in left..(left + BLOCK).min(new_width) {
                        let sx = if self.mirror { new_width - 1 - x } else { x };
                        let sy = if self.flip { new_height - 1 - y } else { y };
                        let from = if self.transpose {
                            sx * width + sy
                        } else {
                            sy * width + sx
                        };
                        out[y * new_width + x] = pixels[from];
                    }
                }
            }
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::Orientation;

    /// The letter F, stored in each of the eight ways, is turned upright.
    #[test]
    fn every_orientation_turns_upright() {
        let upright = ["##", "#.", "##", "#."];
        let cases: [(u32, &[&str]); 9] = [
            (1, &["##", "#.", "##", "#."]),
            (2, &["##", ".#", "##", ".#"]),
            (3, &[".#", "##", ".#", "##"]),
            (4, &["#.", "##", "#.", "##"]),
            (5, &["####", "#.#."]),
            (6, &["#.#.", "####"]),
            (7, &[".#.#", "####"]),
            (8, &["####", ".#.#"]),
            (99, &["##", "#.", "##", "#."]),
        ];
        for (value, stored) in cases {
            let (width, height) = (stored[0].len() as u32, stored.len() as u32);
            let orientation = Orientation::from_value(value);
            assert_eq!(
                orientation.size(width, height),
                (2, 4),
                "orientation {value}"
            );
            let turned = orientation.apply::<1>(stored.concat().into_bytes(), width, height);
            assert_eq!(turned, upright.concat().into_bytes(), "orientation {value}");
        }
    }
}
