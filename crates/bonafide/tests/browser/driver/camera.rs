//! The camera of a browser: a file that Chromium plays in a circle, and that is rewritten while it
//! is played.
//!
//! Chromium reads frame after frame from the file for as long as a page has the camera. A page that
//! keeps its camera from step to step therefore sees what is written there meanwhile. The frames
//! are uncompressed, so each of them has the same size and is overwritten where it is, and nobody
//! decodes it thirty times a second: the walks of the tests spent most of their time on that.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;

use imaging::{Limits, decode_colour};

/// The frames of a second. A walk looks at three.
const FRAMES_A_SECOND: usize = 10;

/// The number of frames that are played in a circle.
const PLACES: usize = 3;

/// What is written before each frame.
const MARK: &[u8] = b"FRAME\n";

/// What is held to a camera: a few frames that differ as those of a steady hand.
#[derive(Debug)]
pub(crate) struct Film {
    size: [u32; 2],
    /// Each with its luma, and its two planes of chroma at half the size (I420).
    frames: Vec<Vec<u8>>,
}

impl Film {
    /// The film with these frames, each a whole JPEG. A drawn frame has no picture within it.
    pub(crate) fn of(mjpeg: &[u8]) -> Self {
        let starts: Vec<usize> = (0..mjpeg.len().saturating_sub(2))
            .filter(|&at| mjpeg[at..at + 3] == [0xff, 0xd8, 0xff])
            .collect();
        let ends = starts.iter().skip(1).copied().chain([mjpeg.len()]);
        let mut size = [0, 0];
        let frames = starts.iter().zip(ends).map(|(&start, end)| {
            let picture = decode_colour(&mjpeg[start..end], &Limits::default()).unwrap();
            size = [picture.width(), picture.height()];
            planes(picture.rgb().unwrap(), size.map(|side| side as usize))
        });
        let frames = frames.collect();
        Self { size, frames }
    }
}

/// The planes of a picture whose sides are even (ITU-R BT.601, 16 to 235).
fn planes(rgb: &[u8], [width, height]: [usize; 2]) -> Vec<u8> {
    let at = |x: usize, y: usize| {
        let pixel = &rgb[(y * width + x) * 3..][..3];
        [pixel[0], pixel[1], pixel[2]].map(i32::from)
    };
    let mut planes = Vec::with_capacity(width * height * 3 / 2);
    for pixel in rgb.chunks_exact(3) {
        let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(i32::from);
        planes.push((((66 * red + 129 * green + 25 * blue + 128) >> 8) + 16) as u8);
    }
    for weights in [[-38, -74, 112], [112, -94, -18]] {
        for y in (0..height).step_by(2) {
            for x in (0..width).step_by(2) {
                let pixel = at(x, y);
                let sum: i32 = pixel.iter().zip(weights).map(|(one, by)| one * by).sum();
                planes.push((((sum + 128) >> 8) + 128) as u8);
            }
        }
    }
    planes
}

/// What is held to the camera, for a page that has it open and for every page that opens it later.
#[derive(Debug)]
pub(crate) struct Camera {
    file: File,
    size: [u32; 2],
    head: usize,
}

impl Camera {
    /// A camera whose file is here, and which sees this film. All its films have the same size.
    pub(crate) fn at(path: &Path, film: &Film) -> Self {
        let [width, height] = film.size;
        let head = format!("YUV4MPEG2 W{width} H{height} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(path)
            .unwrap();
        file.write_all_at(head.as_bytes(), 0).unwrap();
        let camera = Self {
            file,
            size: film.size,
            head: head.len(),
        };
        camera.show(film);
        camera
    }

    /// Shows a film.
    #[track_caller]
    pub(crate) fn show(&self, film: &Film) {
        assert_eq!(film.size, self.size, "a camera keeps its size");
        for (place, frame) in film.frames.iter().cycle().take(PLACES).enumerate() {
            let at = self.head + place * (MARK.len() + frame.len());
            self.file.write_all_at(MARK, at as u64).unwrap();
            let at = at + MARK.len();
            self.file.write_all_at(frame, at as u64).unwrap();
        }
    }
}
