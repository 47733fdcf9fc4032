//! Why a file did not become a picture, in words that may be shown to the person who sent it.

use std::borrow::Cow;

use crate::{Format, Limits};

/// Why [`crate::decode`] refused a file. `Display` is an outside sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum DecodeError {
    /// There are no bytes at all.
    #[error("The file is empty.")]
    Empty,
    /// More encoded bytes than [`Limits::bytes`].
    #[error("The file has {bytes} bytes; at most {limit} are accepted.")]
    TooManyBytes {
        /// Bytes in the file.
        bytes: usize,
        /// [`Limits::bytes`].
        limit: usize,
    },
    /// The first bytes name a format this room does not decode, or none that it knows.
    #[error("{} Send a JPEG, PNG, WebP, HEIC or PDF.", unsupported(*format))]
    UnsupportedFormat {
        /// The format that was recognised, if any.
        format: Option<Format>,
    },
    /// The format is decoded, but not this kind of it (arithmetic coding, 12 bits, …).
    #[error("This {format} file uses {what}, which is not supported.")]
    UnsupportedVariant {
        /// The format of the file.
        format: Format,
        /// What it uses.
        what: Cow<'static, str>,
    },
    /// The header declares more pixels than the limits allow.
    #[error(
        "The picture is {width} × {height} pixels; at most {side} a side and {pixels} in all are accepted."
    )]
    TooLarge {
        /// Declared width in pixels.
        width: u64,
        /// Declared height in pixels.
        height: u64,
        /// [`Limits::side`].
        side: u32,
        /// [`Limits::pixels`].
        pixels: u64,
    },
    /// Decoding would take more memory than [`Limits::memory`].
    #[error("Decoding this picture would take more than {limit} bytes of memory.")]
    TooMuchMemory {
        /// [`Limits::memory`].
        limit: u64,
    },
    /// Decoding would take more work than any honest file asks for.
    #[error("This {format} file asks for too much work: {what}.")]
    TooMuchWork {
        /// The format of the file.
        format: Format,
        /// What there is too much of.
        what: Cow<'static, str>,
    },
    /// The file stops before the picture does.
    #[error("The {format} file is cut short. Send it again.")]
    Truncated {
        /// The format of the file.
        format: Format,
    },
    /// The file breaks the rules of its format.
    #[error("The {format} file is damaged ({detail}).")]
    Broken {
        /// The format of the file.
        format: Format,
        /// What the decoder said.
        detail: String,
    },
    /// A PDF that only opens with a password.
    #[error("The PDF is protected by a password.")]
    Encrypted,
    /// A PDF without pages.
    #[error("The PDF has no pages.")]
    NoPages,
}

impl DecodeError {
    pub(crate) fn too_large(width: u64, height: u64, limits: &Limits) -> Self {
        Self::TooLarge {
            width,
            height,
            side: limits.side,
            pixels: limits.pixels,
        }
    }

    pub(crate) fn broken(format: Format, detail: impl Into<String>) -> Self {
        let mut detail = detail.into();
        // Decoders may quote the file; a log line should stay a line.
        detail.retain(|c| !c.is_control());
        if let Some((end, _)) = detail.char_indices().nth(200) {
            detail.truncate(end);
        }
        Self::Broken { format, detail }
    }
}

fn unsupported(format: Option<Format>) -> String {
    format.map_or_else(
        || "The type of the file is not known.".to_owned(),
        |format| format!("{format} files are not supported."),
    )
}
