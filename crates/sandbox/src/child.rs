//! The child's side: give up every privilege, decode one file, answer, end.

use std::io::{self, BufWriter, Write};

use crate::confine::confine;
use crate::message::{READY, Reply, Request, Task, read_request, write_reply};

/// The word on the command line that makes the binary a decoder. It stands in place of a command.
pub const COMMAND: &str = "decode-one-file";

/// Seconds of processor time for one file. The worst honest file that is known takes less than two.
pub const PROCESSOR_SECONDS: u64 = 5;

/// Decodes the one file that comes on standard input, answers on standard output, and ends.
///
/// It may take so many seconds of processor time, or [`PROCESSOR_SECONDS`]. The process is confined
/// before the first byte is read, and says so with [`READY`]. An end of input before a request is
/// how a spare child is dismissed.
///
/// # Errors
///
/// If the process cannot be confined, or input or output fail. What is wrong with the file is an
/// answer, not an error.
pub fn run(processor_seconds: Option<u64>) -> io::Result<()> {
    let confinement = confine(processor_seconds.unwrap_or(PROCESSOR_SECONDS))?;
    let mut output = BufWriter::with_capacity(1 << 16, Output);
    output.write_all(&[READY])?;
    output.flush()?;
    let (request, file) = match read_request(&mut io::stdin().lock()) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
        Err(error) => return Err(error),
    };
    let reply = match request.task {
        Task::Report => Reply::Confined(confinement),
        _ => decode(&request, &file),
    };
    drop(file);
    write_reply(&mut output, &reply)
}

fn decode(request: &Request, file: &[u8]) -> Reply {
    let limits = &request.limits;
    let answer = match request.task {
        Task::Colour => {
            imaging::decode_colour(file, limits).map(|page| Reply::Pictures(vec![page]))
        }
        Task::TextLayer => imaging::text_layer(file, limits).map(Reply::Text),
        Task::Pages | Task::Report => imaging::decode_pages(file, limits).map(Reply::Pictures),
    };
    answer.unwrap_or_else(Reply::Refused)
}

/// Standard output without the line buffer of [`io::Stdout`], which looks for line ends in every
/// pixel.
struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(io::stdout(), bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
