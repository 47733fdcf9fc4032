//! What passes between the server and a child: one request, one reply.
//!
//! Both begin with the length of a JSON header (`u32`, little-endian) and the header. A request
//! goes on with the file, whose length the header states; a reply with the planes of its pictures,
//! whose sizes the header states. The server reads a reply as it would read a stranger's file,
//! since a child may be in the hands of one: every length is checked before memory is reserved,
//! and memory grows only with the bytes that arrive.

use std::io::{self, Read, Write};

use imaging::{DecodeError, Limits, Luma, Picture, TextPage};
use serde::{Deserialize, Serialize};

use crate::confinement::Confinement;

/// The first byte that a child says, once it is confined and before it has read anything.
pub const READY: u8 = 0xB1;

/// What a child is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Every page in grey.
    Pages,
    /// The first page in colour.
    Colour,
    /// The text of a PDF.
    TextLayer,
    /// No file, but how the child is confined.
    Report,
}

/// The header of a request; the file follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    pub task: Task,
    /// The limits for this file.
    pub limits: Limits,
    /// Bytes of the file.
    pub length: usize,
}

/// What a child answers.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// The pages, one at least.
    Pictures(Vec<Picture>),
    /// The text layers, or `None` for a file that is no PDF.
    Text(Option<Vec<TextPage>>),
    /// The decoder refused the file.
    Refused(DecodeError),
    /// How the child is confined.
    Confined(Confinement),
}

/// The header of a reply; the planes of `Pictures` follow in order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReplyHeader {
    Pictures(Vec<Plane>),
    Text(Option<Vec<TextPage>>),
    Refused(DecodeError),
    Confined(Confinement),
}

/// The size of one picture, and whether it has three bytes a pixel or one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Plane {
    width: u32,
    height: u32,
    colour: bool,
}

/// The most bytes of a header: the words of some hundred full pages fit.
const MAX_HEADER: u32 = 16 << 20;

/// Writes a request and its file.
///
/// # Errors
///
/// Whatever the writer says.
pub fn write_request(
    to: &mut impl Write,
    task: Task,
    limits: Limits,
    file: &[u8],
) -> io::Result<()> {
    let length = file.len();
    write_header(
        to,
        &Request {
            task,
            limits,
            length,
        },
    )?;
    to.write_all(file)?;
    to.flush()
}

/// Reads a request and its file.
///
/// # Errors
///
/// [`io::ErrorKind::UnexpectedEof`] if nothing or not everything comes, and
/// [`io::ErrorKind::InvalidData`] if it is no request.
pub fn read_request(from: &mut impl Read) -> io::Result<(Request, Vec<u8>)> {
    let request: Request = read_header(from)?;
    if request.length > request.limits.bytes {
        return Err(invalid("the file is larger than its limit"));
    }
    let file = read_exactly(from, request.length)?;
    Ok((request, file))
}

/// Writes a reply and its pixels.
///
/// # Errors
///
/// Whatever the writer says.
pub fn write_reply(to: &mut impl Write, reply: &Reply) -> io::Result<()> {
    match reply {
        Reply::Pictures(pictures) => {
            let plane = |picture: &Picture| Plane {
                width: picture.width(),
                height: picture.height(),
                colour: picture.rgb().is_some(),
            };
            let planes: Vec<Plane> = pictures.iter().map(plane).collect();
            write_header(to, &ReplyHeader::Pictures(planes))?;
            for picture in pictures {
                to.write_all(picture.rgb().unwrap_or(picture.luma().data()))?;
            }
        }
        Reply::Text(pages) => write_header(to, &ReplyHeader::Text(pages.clone()))?,
        Reply::Refused(error) => write_header(to, &ReplyHeader::Refused(error.clone()))?,
        Reply::Confined(confinement) => write_header(to, &ReplyHeader::Confined(*confinement))?,
    }
    to.flush()
}

/// Reads a reply. Pictures that the limits do not allow are no reply.
///
/// # Errors
///
/// As [`read_request`].
pub fn read_reply(from: &mut impl Read, limits: &Limits) -> io::Result<Reply> {
    let planes = match read_header(from)? {
        ReplyHeader::Pictures(planes) => planes,
        ReplyHeader::Text(pages) => return Ok(Reply::Text(pages)),
        ReplyHeader::Refused(error) => return Ok(Reply::Refused(error)),
        ReplyHeader::Confined(confinement) => return Ok(Reply::Confined(confinement)),
    };
    if planes.is_empty() || planes.len() > limits.pages.max(1) {
        return Err(invalid("the number of pages is not one that was asked for"));
    }
    let mut pictures = Vec::with_capacity(planes.len());
    for plane in planes {
        pictures.push(read_picture(from, plane, limits)?);
    }
    Ok(Reply::Pictures(pictures))
}

fn read_picture(from: &mut impl Read, plane: Plane, limits: &Limits) -> io::Result<Picture> {
    let Plane {
        width,
        height,
        colour,
    } = plane;
    let pixels = u64::from(width) * u64::from(height);
    let side = width.max(height);
    if pixels == 0 || pixels > limits.pixels.max(limits.page_pixels) || side > limits.side {
        return Err(invalid("a picture is larger than its limit"));
    }
    let bytes = usize::try_from(pixels).map_err(|_| invalid("a picture is too large"))?;
    let picture = if colour {
        let rgb = read_exactly(from, bytes.saturating_mul(3))?;
        Picture::from_rgb(width, height, rgb)
    } else {
        let grey = read_exactly(from, bytes)?;
        Luma::new(width, height, grey).map(Picture::from_luma)
    };
    picture.ok_or_else(|| invalid("a picture has another size than it says"))
}

fn write_header(to: &mut impl Write, header: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_vec(header)?;
    let length = u32::try_from(text.len()).map_err(|_| invalid("a header is too long"))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(&text)
}

fn read_header<T: for<'a> Deserialize<'a>>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_HEADER {
        return Err(invalid("a header is too long"));
    }
    let text = read_exactly(from, length as usize)?;
    Ok(serde_json::from_slice(&text)?)
}

/// How much memory is reserved before any byte has come.
const RESERVED_AHEAD: usize = 1 << 20;

/// Reads so many bytes.
fn read_exactly(from: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length.min(RESERVED_AHEAD));
    let read = from.take(length as u64).read_to_end(&mut bytes)?;
    if read < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

fn invalid(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests;
