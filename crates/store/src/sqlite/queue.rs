//! The way to the writer: a queue of limited length, and the thread that works it off.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use proofing::ports::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::error::Ended;
use crate::sqlite::error::{BatchLost, Fault};
use crate::sqlite::writer::{Work, Writer};

/// The way to the writer. Dropping it waits until the writer is done.
pub(crate) struct Queue {
    inbox: Option<Sender<Box<dyn Work>>>,
    turns: Arc<Semaphore>,
    thread: Option<JoinHandle<()>>,
    /// Set when somebody found that the writer is gone.
    has_ended: AtomicBool,
}

impl Queue {
    /// Starts the thread. At most `length` pieces wait, and at most `batch` are committed together.
    pub(crate) fn start(writer: Writer, length: usize, batch: usize) -> std::io::Result<Self> {
        let (inbox, outlet) = channel();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                let _alarm = Alarm;
                writer.run(&outlet, batch);
            })?;
        Ok(Self {
            inbox: Some(inbox),
            turns: Arc::new(Semaphore::new(length.max(1))),
            thread: Some(thread),
            has_ended: AtomicBool::new(false),
        })
    }

    /// Queues work and waits until it is committed or refused.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        todo: impl FnOnce(&mut Writer) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Ended::Writer)?;
        let (reply, answer) = oneshot::channel();
        let piece = Piece {
            todo: Some(todo),
            done: None,
            reply,
            _turn: turn,
        };
        let inbox = self.inbox.as_ref().ok_or(Ended::Writer)?;
        inbox.send(Box::new(piece)).map_err(|_| self.ended())?;
        answer.await.map_err(|_| self.ended())?
    }

    /// Returns true if the thread ended although it is still needed, which only a bug can cause.
    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
            || self.thread.as_ref().is_some_and(JoinHandle::is_finished)
    }

    fn ended(&self) -> Ended {
        self.has_ended.store(true, Ordering::Release);
        Ended::Writer
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.inbox = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Queue({} free)", self.turns.available_permits())
    }
}

/// A piece of work, with whoever waits for its result.
struct Piece<T, F> {
    todo: Option<F>,
    done: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
    /// The place in the queue, which is released with the answer.
    _turn: OwnedSemaphorePermit,
}

impl<T, F> Work for Piece<T, F>
where
    T: Send,
    F: FnOnce(&mut Writer) -> Result<T, Fault> + Send,
{
    fn run(&mut self, writer: &mut Writer) -> Result<(), Fault> {
        if let Some(todo) = self.todo.take() {
            self.done = Some(writer.guarded(todo)?);
        }
        Ok(())
    }

    fn answer(self: Box<Self>, lost: Option<&BatchLost>) {
        let answer = match (lost, self.done) {
            (Some(lost), _) => Err(lost.into()),
            (None, Some(done)) => done,
            (None, None) => Err(Ended::Writer.into()),
        };
        // Nobody waits any more if the caller was cancelled; the work is done all the same.
        let _ = self.reply.send(answer);
    }
}

/// Records that the thread broke down. Nothing can be stored from then on, and the health check
/// says so. The process has to be restarted, because whatever the bug left in memory cannot be
/// trusted.
struct Alarm;

impl Drop for Alarm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tracing::error!(
                "the writer broke down: nothing is stored any more; restart the server"
            );
        }
    }
}
