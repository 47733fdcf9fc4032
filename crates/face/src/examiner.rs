//! Both networks together: from two pictures to what came of them.

use imaging::Picture;
use sha2::{Digest, Sha256};

use crate::align::align;
use crate::chip::Chip;
use crate::compare::{Comparison, Reason};
use crate::detector::{Detector, FindOptions};
use crate::embedder::Embedder;
use crate::error::Error;
use crate::faceprint::Faceprint;
use crate::found::Face;
use crate::thresholds::Thresholds;

/// How two pictures are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// How faces are looked for.
    pub find: FindOptions,
    /// What a similarity means.
    pub thresholds: Thresholds,
    /// With fewer pixels between the eyes a face is not compared.
    pub least_eyes_px: f64,
    /// With fewer pixels between the eyes two faces are never called the same.
    pub sure_eyes_px: f64,
    /// A second face counts if it has at least this share of the first one's width. Every fifth
    /// ordinary photograph shows somebody in the background.
    pub second_face: f64,
    /// Also embeds the mirrored face and takes the mean: a little more certain, in twice the time.
    pub mirrored: bool,
}

impl Default for Options {
    /// The measured choice for SFace: at least 16 pixels between the eyes, 24 to be sure, a second
    /// face from a third on, not mirrored.
    fn default() -> Self {
        Self {
            find: FindOptions::default(),
            thresholds: Thresholds::default(),
            least_eyes_px: 16.0,
            sure_eyes_px: 24.0,
            second_face: 1.0 / 3.0,
            mirrored: false,
        }
    }
}

/// Finds and compares faces. It can be shared by threads.
#[derive(Debug)]
pub struct Examiner {
    detector: Detector,
    embedder: Embedder,
    options: Options,
}

impl Examiner {
    /// Puts the two networks together.
    ///
    /// ```no_run
    /// use face::{Detector, Embedder, Examiner, Kind, Options};
    ///
    /// let detector = Detector::load(&std::fs::read("yunet.onnx")?)?;
    /// let embedder = Embedder::load(&std::fs::read("sface.onnx")?, Kind::SFace)?;
    /// let examiner = Examiner::new(detector, embedder, Options::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(detector: Detector, embedder: Embedder, options: Options) -> Self {
        Self {
            detector,
            embedder,
            options,
        }
    }

    /// The options that it was made with.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner) {
    /// assert!(examiner.options().least_eyes_px > 0.0);
    /// # }
    /// ```
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// Finds the faces of a picture, the largest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, picture: &imaging::Picture) -> Result<(), face::Error>
    /// { let faces = examiner.find(picture)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn find(&self, picture: &Picture) -> Result<Vec<Face>, Error> {
        self.detector.find(picture, &self.options.find)
    }

    /// Finds the faces of a frame of a live camera, the largest first, in one search: a face that
    /// is very small in it is not looked for a second time.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, frame: &imaging::Picture) -> Result<(), face::Error> {
    /// let is_empty = examiner.find_once(frame)?.is_empty();
    /// # Ok(())
    /// # }
    /// ```
    pub fn find_once(&self, frame: &Picture) -> Result<Vec<Face>, Error> {
        let once = FindOptions {
            second_side: 0,
            ..self.options.find
        };
        self.detector.find(frame, &once)
    }

    /// The face that a picture is about, or why it cannot be told: of several faces, the largest
    /// if every other one is much smaller.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, picture: &imaging::Picture) -> Result<(), face::Error>
    /// { match examiner.the_one(&examiner.find(picture)?) {
    ///     Ok(face) => println!("{:?}", face.bounds),
    ///     Err(reason) => println!("{}", reason.word()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn the_one(&self, faces: &[Face]) -> Result<Face, Reason> {
        let first = faces.first().ok_or(Reason::NoFace)?;
        let rival = faces.get(1).map_or(0.0, |second| second.bounds.width);
        if rival >= first.bounds.width * self.options.second_face {
            return Err(Reason::SeveralFaces);
        }
        if first.marks.eyes_px() < self.options.least_eyes_px {
            return Err(Reason::TooSmall);
        }
        Ok(*first)
    }

    /// Cuts a face out by settled marks, which copies of one picture share, for its
    /// [`hash`](crate::hash) and its [`ChipProbes`](crate::ChipProbes). `None` if the marks fit no
    /// face. This runs the detector ten times.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, picture: &imaging::Picture) -> Result<(), face::Error>
    /// { for found in examiner.find(picture)? {
    ///     let hash = examiner.settled(picture, &found)?.map(|chip| face::hash(&chip));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn settled(&self, picture: &Picture, face: &Face) -> Result<Option<Chip>, Error> {
        let marks = self.detector.settle(picture, face)?;
        Ok(align(picture, &marks))
    }

    /// A digest of everything that faceprints depend on besides the picture. Those of another
    /// digest cannot be compared with these.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, stored: [u8; 32]) {
    /// let is_comparable = examiner.digest() == stored;
    /// # }
    /// ```
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let digest = Sha256::new().chain_update(self.embedder.digest());
        let digest = digest.chain_update([u8::from(self.options.mirrored)]);
        digest.finalize().into()
    }

    /// Makes the faceprint of an aligned face.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run.
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, chip: &face::Chip) -> Result<(), face::Error> {
    /// let print = examiner.embed(chip)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn embed(&self, chip: &Chip) -> Result<Faceprint, Error> {
        let print = self.embedder.embed(chip)?;
        if !self.options.mirrored {
            return Ok(print);
        }
        let mirrored = self.embedder.embed(&chip.mirrored())?;
        print
            .joined(&mirrored)
            .ok_or(Error::Unfit("giving a direction"))
    }

    /// Compares the faces of two pictures, in which faces were found before.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run. Pictures that cannot be compared are no
    /// error but [`Comparison::NotChecked`].
    ///
    /// ```no_run
    /// # fn with(examiner: &face::Examiner, a: imaging::Picture, b: imaging::Picture)
    /// # -> Result<(), face::Error> {
    /// let faces = [examiner.find(&a)?, examiner.find(&b)?];
    /// let comparison = examiner.compare([&a, &b], [&faces[0], &faces[1]])?;
    /// println!("{} {:?}", comparison.word(), comparison.score());
    /// # Ok(())
    /// # }
    /// ```
    pub fn compare(
        &self,
        pictures: [&Picture; 2],
        faces: [&[Face]; 2],
    ) -> Result<Comparison, Error> {
        let mut prints = Vec::with_capacity(2);
        let mut is_small = false;
        // Both are judged before the embedder runs for either.
        for (picture, faces) in faces.into_iter().enumerate() {
            match self.the_one(faces) {
                Ok(face) => is_small |= face.marks.eyes_px() < self.options.sure_eyes_px,
                Err(reason) => return Ok(Comparison::NotChecked { picture, reason }),
            }
        }
        for (at, (picture, faces)) in pictures.into_iter().zip(faces).enumerate() {
            let chip = self
                .the_one(faces)
                .ok()
                .and_then(|face| align(picture, &face.marks));
            let Some(chip) = chip else {
                return Ok(Comparison::NotChecked {
                    picture: at,
                    reason: Reason::NoFace,
                });
            };
            prints.push(self.embed(&chip)?);
        }
        let score = match prints.as_slice() {
            [one, other] => one.similarity(other),
            _ => None,
        };
        let score = score.ok_or(Error::Unfit("giving a direction"))?;
        Ok(Comparison::of(score, is_small, &self.options.thresholds))
    }
}
