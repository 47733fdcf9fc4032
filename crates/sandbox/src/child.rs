//! The child's side: gives up every privilege, decodes one file, answers, and ends.

use std::io::{self, BufWriter, Write};

use crate::confine::confine;
use crate::decoder;
use crate::message::{READY, Reply, Request, Task, read_request, write_reply};

/// The argument that makes the binary a decoder. It takes the place of a command.
pub const COMMAND: &str = "decode-one-file";

/// The seconds of processor time for one file. The worst known honest file takes less than two.
pub const PROCESSOR_SECONDS: u64 = 5;

/// Decodes the file on standard input, answers on standard output, and ends.
///
/// It may take this many seconds of processor time, or [`PROCESSOR_SECONDS`]. The process is
/// confined before the first byte is read, and reports that with [`READY`]. A spare child is
/// dismissed by an end of input before a request.
///
/// # Errors
///
/// Returns an error if the process cannot be confined, or input or output fail. Errors of the file
/// are an answer, not an error.
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
        Task::Colour => decoder::colour(file, limits).map(|page| Reply::Pictures(vec![page])),
        Task::TextLayer => imaging::text_layer(file, limits).map(Reply::Text),
        Task::Pages | Task::Report => decoder::pages(file, limits).map(Reply::Pictures),
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
