//! The bytes of one connection, as the protocols read and write them.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::connections::Connection;
use super::heads::Heads;

/// How long a caller may be silent while its bytes are discarded. After that, it has read the
/// answer.
const SILENT: Duration = Duration::from_secs(5);

/// A connection whose reading side is watched, and whose writing side reports when it is stuck.
#[derive(Debug)]
pub(super) struct Wire {
    stream: Arc<TcpStream>,
    connection: Arc<Connection>,
    heads: Heads,
}

impl Wire {
    pub(super) const fn new(stream: Arc<TcpStream>, connection: Arc<Connection>) -> Self {
        Self {
            stream,
            connection,
            heads: Heads::new(),
        }
    }

    fn written(&self, written: io::Result<usize>) -> io::Result<usize> {
        if written.is_ok() {
            self.connection.writes();
        }
        written
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            let before = buffer.filled().len();
            match self.stream.try_read_buf(buffer) {
                Ok(_) => {
                    let fresh = buffer.filled_mut().get_mut(before..).unwrap_or_default();
                    self.heads.look(fresh);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        loop {
            let Poll::Ready(ready) = self.stream.poll_write_ready(context) else {
                self.connection.is_stuck();
                return Poll::Pending;
            };
            ready?;
            match self.stream.try_write_vectored(slices) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(self.written(written)),
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(say_that_is_all(&self.stream))
    }
}

/// Closes the writing side, so that the caller reads the end after the answer.
fn say_that_is_all(stream: &TcpStream) -> io::Result<()> {
    match rustix::net::shutdown(stream, rustix::net::Shutdown::Write) {
        // A caller that is already gone has everything that it wanted.
        Err(rustix::io::Errno::NOTCONN) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Reads what still arrives on a connection that is over, within limits, and discards it.
///
/// A socket that is closed while it holds unread bytes is reset, and the reset overtakes the
/// answer: the caller, who is still sending, would see a broken connection and no answer (RFC 9112
/// §9.6).
pub(super) async fn drain(stream: &TcpStream, most: u64, time: Duration) {
    if say_that_is_all(stream).is_err() {
        return;
    }
    let end = Instant::now() + time;
    // Small: there may be thousands of these.
    let mut buffer = vec![0; 8 * 1024];
    let mut taken = 0;
    while taken < most {
        let silent = Instant::now() + SILENT;
        match timeout_at(end.min(silent), stream.readable()).await {
            Ok(Ok(())) => {}
            _ => return,
        }
        match stream.try_read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => taken += count as u64,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}
