//! Makes faceprints of aligned faces, with SFace or a network of the operator's own.

use nets::{Limits, Network, RunError, Tensor};
use sha2::{Digest, Sha256};

use crate::chip::{CHIP, Chip};
use crate::error::Error;
use crate::faceprint::Faceprint;

/// What numbers an embedder takes. The places of the marks are those of ArcFace for all kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Red, green and blue from 0 to 255: SFace, whose scaling is inside its graph.
    SFace,
    /// Red, green and blue from -1 to 1: networks trained with the code of ArcFace.
    ArcFace,
}

impl Kind {
    /// Every kind with the word for it in configurations.
    pub const ALL: [(&'static str, Self); 2] = [("sface", Self::SFace), ("arcface", Self::ArcFace)];

    /// The word for it in configurations.
    ///
    /// ```
    /// assert_eq!(face::Kind::SFace.word(), "sface");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SFace => "sface",
            Self::ArcFace => "arcface",
        }
    }

    /// The kind with this word.
    ///
    /// ```
    /// assert_eq!(face::Kind::parse("sface"), Some(face::Kind::SFace));
    /// assert_eq!(face::Kind::parse("magic"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find_map(|(own, kind)| (own == word).then_some(kind))
    }
}

/// The network that makes faceprints. It can be shared by threads.
#[derive(Debug)]
pub struct Embedder {
    network: Network,
    kind: Kind,
    digest: [u8; 32],
}

impl Embedder {
    /// Reads the file of an embedder, and tries it once.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is not a network, or does not make one row of numbers of a
    /// chip.
    ///
    /// ```
    /// assert!(face::Embedder::load(b"no network", face::Kind::SFace).is_err());
    /// ```
    pub fn load(file: &[u8], kind: Kind) -> Result<Self, Error> {
        const UNFIT: Error = Error::Unfit("an embedder of faces of 112 × 112 pixels");
        let network = Network::load(file, Limits::default())?;
        if network.inputs().count() != 1 || network.outputs().count() != 1 {
            return Err(UNFIT);
        }
        let digest = Sha256::new().chain_update(file).chain_update(kind.word());
        let digest = digest.finalize().into();
        let embedder = Self {
            network,
            kind,
            digest,
        };
        // Ramps: what is the same everywhere may have no direction.
        let ramps = (0..CHIP * CHIP * 3).map(|i| (i % 251) as u8).collect();
        let chip = Chip::from_rgb(ramps).ok_or(UNFIT)?;
        embedder.embed(&chip).map_err(|_| UNFIT)?;
        Ok(embedder)
    }

    /// A digest that names the network and how it is used: only faceprints of the same one can be
    /// compared.
    ///
    /// ```no_run
    /// # fn with(one: &face::Embedder, other: &face::Embedder) {
    /// let are_comparable = one.digest() == other.digest();
    /// # }
    /// ```
    #[must_use]
    pub const fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Makes the faceprint of a chip.
    ///
    /// # Errors
    ///
    /// Returns an error if the network cannot be run or gives no direction.
    ///
    /// ```no_run
    /// let file = std::fs::read("face_recognition_sface_2021dec_int8bq.onnx")?;
    /// let embedder = face::Embedder::load(&file, face::Kind::SFace)?;
    /// let chip = face::Chip::from_rgb(vec![0; 112 * 112 * 3]).unwrap();
    /// let print = embedder.embed(&chip)?;
    /// assert!(print.similarity(&print).unwrap() > 0.999);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn embed(&self, chip: &Chip) -> Result<Faceprint, Error> {
        Faceprint::new(self.numbers(chip)?).ok_or(Error::Unfit("giving a direction"))
    }

    /// What the network answers.
    pub(crate) fn numbers(&self, chip: &Chip) -> Result<Vec<f32>, Error> {
        const SHAPE: RunError = RunError::Shape { op: "the embedder" };
        let value: fn(f32) -> f32 = match self.kind {
            Kind::SFace => |level| level,
            Kind::ArcFace => |level| (level - 127.5) / 127.5,
        };
        let mut planes = Vec::with_capacity(CHIP * CHIP * 3);
        for channel in 0..3 {
            let levels = chip.rgb().iter().skip(channel).step_by(3);
            planes.extend(levels.map(|&level| value(level.into())));
        }
        let input = Tensor::new(&[1, 3, CHIP, CHIP], planes).ok_or(SHAPE)?;
        let output = self.network.run(vec![input])?.pop().ok_or(SHAPE)?;
        if !matches!(*output.shape(), [1, _] | [1, _, 1, 1]) {
            return Err(SHAPE.into());
        }
        Ok(output.into_data())
    }
}
