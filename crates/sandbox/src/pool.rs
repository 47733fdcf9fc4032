//! The server's side: a pool of children that wait for one file each.
//!
//! A child decodes one file and is thrown away, so that nothing of one person's file remains in the
//! process that gets the next one. Starting a process takes a millisecond or two; the pool keeps
//! some started in advance, and starts the next while one is decoding.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use imaging::{Limits, Picture, TextPage};

use crate::child::{COMMAND, PROCESSOR_SECONDS};
use crate::confinement::Confinement;
use crate::message::{READY, Reply, Task, read_reply, write_request};
use crate::{Death, Decoder, Failure};

/// The settings of a pool.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program, which runs [`crate::child::run`] when its first argument is [`COMMAND`] and
    /// its second the seconds of processor time.
    pub program: PathBuf,
    /// The number of children that are started in advance.
    pub spares: usize,
    /// The seconds of processor time that a child may take for one file.
    pub processor_seconds: u64,
    /// How long a child may take for one file in real time. Its processor time has a limit of its
    /// own, so this matters if the machine is overloaded, or a child sleeps.
    pub deadline: Duration,
}

impl Settings {
    /// Uses the program that is running, even if its file was replaced by a newer one.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not say which program is running.
    pub fn of_this_program(spares: usize) -> io::Result<Self> {
        let program = if cfg!(target_os = "linux") {
            PathBuf::from("/proc/self/exe")
        } else {
            std::env::current_exe()?
        };
        Ok(Self {
            program,
            spares,
            processor_seconds: PROCESSOR_SECONDS,
            deadline: Duration::from_secs(20),
        })
    }
}

/// Decodes each file in a separate child process. Its methods block until the child has answered,
/// so call them from a thread that may wait.
pub struct Pool {
    settings: Settings,
    spares: Mutex<VecDeque<Started>>,
    /// Children that have answered or failed, and are about to end.
    ending: Mutex<Vec<Child>>,
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let program = self.settings.program.display();
        write!(f, "Pool({program}, {} spares)", locked(&self.spares).len())
    }
}

impl Pool {
    /// Creates a pool without children; [`Pool::refill`] starts them, or the first file does.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            spares: Mutex::default(),
            ending: Mutex::default(),
        }
    }

    /// Starts children until all spares are there.
    ///
    /// # Errors
    ///
    /// Returns an error if a process cannot be started.
    pub fn refill(&self) -> io::Result<()> {
        while locked(&self.spares).len() < self.settings.spares {
            let started = Started::new(&self.settings)?;
            locked(&self.spares).push_back(started);
        }
        Ok(())
    }

    /// Returns how the children of this pool are confined on this machine, as one of them reports
    /// it.
    ///
    /// # Errors
    ///
    /// The errors are those of [`Decoder::pages`].
    pub fn confinement(&self) -> Result<Confinement, Failure> {
        match self.ask(Task::Report, &[], &Limits::default())? {
            Reply::Confined(confinement) => Ok(confinement),
            _ => Err(Failure::Died(Death::Nonsense)),
        }
    }

    /// Has one child do one task.
    fn ask(&self, task: Task, file: &[u8], limits: &Limits) -> Result<Reply, Failure> {
        self.reap();
        let mut started = self.ready_child()?;
        let until = Instant::now() + self.settings.deadline;
        let mut channel = Timed {
            stream: &started.channel,
            until,
        };
        // A child that dies while it receives the file may still have left its answer.
        let asked = write_request(&mut channel, task, *limits, file);
        // The next child starts while this one decodes. If it cannot, the next file tries again.
        if let Err(error) = self.refill() {
            tracing::warn!(%error, "no spare decoder could be started");
        }
        let answered = asked
            .and_then(|()| read_reply(&mut channel, limits))
            .map_err(|error| started.death(&error));
        locked(&self.ending).push(started.process);
        match answered? {
            Reply::Refused(error) => Err(Failure::Refused(error)),
            reply => Ok(reply),
        }
    }

    /// Returns a child that has reported its confinement. A spare that died while it waited is
    /// replaced.
    fn ready_child(&self) -> Result<Started, Failure> {
        loop {
            let spare = locked(&self.spares).pop_front();
            let is_spare = spare.is_some();
            let started = match spare {
                Some(started) => started,
                None => Started::new(&self.settings).map_err(Failure::Unavailable)?,
            };
            match started.say_ready(self.settings.deadline) {
                Ok(()) => return Ok(started),
                Err(error) => {
                    let mut process = started.process;
                    end(&mut process);
                    if !is_spare {
                        return Err(Failure::Unavailable(error));
                    }
                }
            }
        }
    }

    /// Collects the children that have ended.
    fn reap(&self) {
        locked(&self.ending).retain_mut(|process| {
            // Whatever it is still doing, its one file is done.
            let _ = process.kill();
            !matches!(process.try_wait(), Ok(Some(_)))
        });
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let spares = locked(&self.spares).drain(..).collect::<Vec<_>>();
        let ending = locked(&self.ending).drain(..).collect::<Vec<_>>();
        let processes = spares.into_iter().map(|spare| spare.process).chain(ending);
        for mut process in processes {
            end(&mut process);
        }
    }
}

impl Decoder for Pool {
    fn pages(&self, file: &[u8], limits: &Limits) -> Result<Vec<Picture>, Failure> {
        match self.ask(Task::Pages, file, limits)? {
            Reply::Pictures(pages) => Ok(pages),
            _ => Err(Failure::Died(Death::Nonsense)),
        }
    }

    fn colour(&self, file: &[u8], limits: &Limits) -> Result<Picture, Failure> {
        match self.ask(Task::Colour, file, limits)? {
            Reply::Pictures(pages) => pages
                .into_iter()
                .next()
                .ok_or(Failure::Died(Death::Nonsense)),
            _ => Err(Failure::Died(Death::Nonsense)),
        }
    }

    fn text_layer(&self, file: &[u8], limits: &Limits) -> Result<Option<Vec<TextPage>>, Failure> {
        match self.ask(Task::TextLayer, file, limits)? {
            Reply::Text(pages) => Ok(pages),
            _ => Err(Failure::Died(Death::Nonsense)),
        }
    }
}

/// A child, and the connection to it.
struct Started {
    process: Child,
    channel: UnixStream,
}

impl Started {
    fn new(settings: &Settings) -> io::Result<Self> {
        let (channel, theirs) = UnixStream::pair()?;
        let input: OwnedFd = theirs.into();
        let output = input.try_clone()?;
        let process = Command::new(&settings.program)
            .arg0("bonafide")
            .arg(COMMAND)
            .arg(settings.processor_seconds.to_string())
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(input))
            .stdout(Stdio::from(output))
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { process, channel })
    }

    /// Waits for the child to say that it is confined.
    fn say_ready(&self, deadline: Duration) -> io::Result<()> {
        let mut channel = Timed {
            stream: &self.channel,
            until: Instant::now() + deadline,
        };
        let mut said = [0];
        channel.read_exact(&mut said)?;
        if said == [READY] {
            Ok(())
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    /// Returns how a child ended, given an error in the exchange with it after it was ready.
    fn death(&mut self, error: &io::Error) -> Failure {
        let status = end(&mut self.process);
        let why = match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Death::TooSlow,
            io::ErrorKind::InvalidData => Death::Nonsense,
            _ if status.is_some_and(ran_out_of_time) => Death::TooSlow,
            _ => Death::Crashed,
        };
        Failure::Died(why)
    }
}

/// Ends a child and returns how it ended. If it ended by itself, it keeps its own status.
fn end(process: &mut Child) -> Option<ExitStatus> {
    let _ = process.kill();
    process.wait().ok()
}

/// Returns true if the system ended it because of its processor time.
fn ran_out_of_time(status: ExitStatus) -> bool {
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while one of these is held leaves nothing half changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A stream with one deadline for everything on it.
struct Timed<'a> {
    stream: &'a UnixStream,
    until: Instant,
}

impl Timed<'_> {
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(Some(left))
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
