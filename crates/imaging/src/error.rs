//! The reasons why a file cannot be decoded, as sentences that may be shown to its sender.

use std::borrow::Cow;

use crate::{Format, Limits};

/// The reason why [`crate::decode`] refused a file. `Display` writes a sentence for its sender.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum DecodeError {
    /// The file is empty.
    #[error("The file is empty.")]
    Empty,
    /// The file is larger than [`Limits::bytes`].
    #[error("The file has {bytes} bytes; at most {limit} are accepted.")]
    TooManyBytes {
        /// The size of the file in bytes.
        bytes: usize,
        /// The limit [`Limits::bytes`].
        limit: usize,
    },
    /// The file has a format that is not decoded, or an unknown one.
    #[error("{} Send a JPEG, PNG, WebP, HEIC or PDF.", unsupported(*format))]
    UnsupportedFormat {
        /// The format, if it was recognised.
        format: Option<Format>,
    },
    /// The format is supported, but this variant of it is not, such as arithmetic coding or 12
    /// bits.
    #[error("This {format} file uses {what}, which is not supported.")]
    UnsupportedVariant {
        /// The format of the file.
        format: Format,
        /// The variant.
        what: Cow<'static, str>,
    },
    /// The header declares more pixels than the limits allow.
    #[error(
        "The picture is {width} × {height} pixels; at most {side} a side and {pixels} in all are accepted."
    )]
    TooLarge {
        /// The declared width in pixels.
        width: u64,
        /// The declared height in pixels.
        height: u64,
        /// The limit [`Limits::side`].
        side: u32,
        /// The limit [`Limits::pixels`].
        pixels: u64,
    },
    /// Decoding would take more memory than [`Limits::memory`].
    #[error("Decoding this picture would take more than {limit} bytes of memory.")]
    TooMuchMemory {
        /// The limit [`Limits::memory`].
        limit: u64,
    },
    /// Decoding would take more work than any legitimate file needs.
    #[error("This {format} file asks for too much work: {what}.")]
    TooMuchWork {
        /// The format of the file.
        format: Format,
        /// What there is too much of.
        what: Cow<'static, str>,
    },
    /// The file ends before the picture does.
    #[error("The {format} file is cut short. Send it again.")]
    Truncated {
        /// The format of the file.
        format: Format,
    },
    /// The file violates its format.
    #[error("The {format} file is damaged ({detail}).")]
    Broken {
        /// The format of the file.
        format: Format,
        /// The decoder's message.
        detail: String,
    },
    /// The PDF can only be opened with a password.
    #[error("The PDF is protected by a password.")]
    Encrypted,
    /// The PDF has no pages.
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
        // Decoders may quote the file, but a log entry must stay on one line.
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
